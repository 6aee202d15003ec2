/** The whole product on one machine: data folder, ports, services, host. What is composed here is all that differs from Azure. */

import { createBroker } from "../../adapters/embedded/broker/broker.js";
import { openLocalCertificates } from "../../adapters/embedded/certificates/local-certificates.js";
import { openEmbeddedConnector } from "../../adapters/embedded/connector/connector.js";
import { openEmbeddedDirectory } from "../../adapters/embedded/directory/embedded-directory.js";
import {
  type EmbeddedDocuments,
  openDocuments,
} from "../../adapters/embedded/documents/embedded-documents.js";
import { eventTopology, openEventBus } from "../../adapters/embedded/event-bus/event-bus.js";
import { randomIds } from "../../adapters/embedded/ids/ids.js";
import { openMailbox } from "../../adapters/embedded/mailbox/mailbox.js";
import {
  type FolderIdentity,
  folderIssuer,
  openFolderIdentity,
} from "../../adapters/embedded/sign-in/folder-identity.js";
import type { WorkTracker } from "../../adapters/embedded/time/host-clock.js";
import { realClock } from "../../adapters/embedded/time/real-clock.js";
import { HISTORY, INDEXES } from "../../adapters/index-declaration.js";
import { openAuthenticator } from "../../adapters/tokens/authenticator.js";
import { directoryCallers } from "../../adapters/tokens/caller-source.js";
import { externalIssuer } from "../../adapters/tokens/trusted-issuer.js";
import type { ContainerName } from "../../application/ports/documents.js";
import type { Ports } from "../../application/ports/ports.js";
import { SUBSCRIPTIONS } from "../../application/subscriptions.js";
import { hostFailureBody } from "../../wire/host-failure.js";
import { BODY_BYTES_MAX } from "../../wire/read-body.js";
import { provideComposition } from "../composition.js";
import type { StartSettings } from "../settings.js";
import { portalUrl } from "./addresses.js";
import { type BindingService, HostError, type Logger } from "./binding-service.js";
import { renewCertificates } from "./certificate-renewal.js";
import type { ChangeSource } from "./cosmos-db/change-source.js";
import { createCosmosDbService } from "./cosmos-db/cosmos-db-service.js";
import { documentsSource } from "./cosmos-db/documents-source.js";
import { type DataFolder, openDataFolder } from "./data-folder.js";
import { createDurableService } from "./durable/service.js";
import type { FirstAdministrator } from "./first-administrator.js";
import { fillNewFolder } from "./first-start.js";
import { type HostUrls, isLoopback, type ListenOptions, type ServerCertificate } from "./http/http-server.js";
import { openOrchestrator } from "./orchestrator.js";
import { productFolder } from "./product-folder.js";
import { createServiceBusService } from "./service-bus/service-bus-service.js";
import { setupMount } from "./setup-mount.js";
import { Shutdown } from "./shutdown.js";
import { SIGN_IN_PATH, signInMount } from "./sign-in-mount.js";
import { startEmbeddedHost } from "./start-embedded-host.js";
import { testClockMount } from "./test-clock-mount.js";

export type Gatehouse = {
  readonly http: string;
  readonly https: string | undefined;
  /** Path of the certificate that https clients must trust; undefined without https. */
  readonly ca: string | undefined;
  /** Where people go. */
  readonly portal: string;
  readonly hasSampleAccounts: boolean;
  /** A secret for the person who started the server, and for nobody else: to be shown or kept where only they read. */
  readonly firstAdministrator: FirstAdministrator | undefined;
  /** Ends when nothing can be kept any more (disk full, file damaged): the server must stop. */
  readonly failed: Promise<Error>;
  /** Takes nothing new, lets what is under way end, and gives the folder free. */
  stop(): Promise<void>;
};

/** Rejects with a HostError, and with nothing left running, when a setting or the folder needs mending. */
export async function startGatehouse(settings: StartSettings, logger: Logger): Promise<Gatehouse> {
  const shutdown = new Shutdown(logger);
  try {
    return await start(settings, logger, shutdown);
  } catch (error) {
    await shutdown.run(0);
    throw error;
  }
}

async function start(settings: StartSettings, logger: Logger, shutdown: Shutdown): Promise<Gatehouse> {
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const folder = await openDataFolder(settings.data, settings.simulatedClock, fail);
  shutdown.add("the data folder", () => folder.close());
  const hasSampleAccounts = await decideSample(folder, settings);

  const ids = randomIds();
  const { store, clock, work } = folder;
  const documents = openDocuments(store, INDEXES, { history: { clock, kinds: HISTORY } });
  const directory = openEmbeddedDirectory({ documents, clock, ids });
  const tenantId = hasSampleAccounts ? ids.derive("sample", "tenant") : ids.next();
  // At the first start both make keys, which takes a while and another thread.
  const [identity, listen] = await Promise.all([
    openFolderIdentity(folder.path, tenantId, ids),
    listenOptions(settings, work, logger, shutdown),
  ]);
  const broker = createBroker({ store, clock, work, ids, topology: eventTopology(SUBSCRIPTIONS) });
  shutdown.add("the broker", () => broker.stop());

  let urls: HostUrls = { http: "http://127.0.0.1" };
  const durable = createDurableService({ store, clock, work, ids, logger, baseUrl: () => urls.http });
  const services: readonly BindingService[] = [
    createServiceBusService({ broker, logger }),
    createCosmosDbService({ store, clock, work, logger, source: stateOf(documents) }),
    durable,
  ];
  const mailbox = openMailbox({ documents, clock, ids });
  const portsAt = (portalUrl: string): Ports => ({
    clock,
    ids,
    documents,
    directory: directory.directory,
    directoryAdministration: directory,
    connector: openEmbeddedConnector(directory),
    orchestrator: openOrchestrator(() => durable.engine),
    eventBus: openEventBus(broker),
    mailer: mailbox,
    mailbox,
    portalUrl,
  });

  let ports: Ports | undefined;
  const host = await startEmbeddedHost({
    appFolder: productFolder(),
    services,
    ...{ clock, store, work, ids, logger },
    listen: listen.options,
    // The surface takes a mebibyte; with twice as much it can still tell so itself, and nobody fills the memory before being known.
    maxBodyBytes: 2 * BODY_BYTES_MAX,
    failureBody: (status) => {
      const requestId = ids.next();
      return hostFailureBody(status, { now: clock.now(), requestId, clientRequestId: requestId });
    },
    onListening(known) {
      urls = known;
      ports = portsAt(portalUrl(settings, known));
      provideComposition({
        ports,
        authenticate: openAuthenticator({
          trusted: trustedIssuers(settings, identity, `${ports.portalUrl}${SIGN_IN_PATH}`),
          callers: directoryCallers(directory.directory, ownTenants(settings, identity), () =>
            directory.generation(),
          ),
          clock,
        }),
      });
    },
    mounts: () => [
      ...(folder.simulated === undefined ? [] : [testClockMount(folder.simulated, work)]),
      setupMount(directory, folder.facts, portalUrl(settings, urls)),
      signInMount({ settings, urls, folder, identity, documents, hasSampleAccounts, logger }),
    ],
  });
  shutdown.add("the host", (graceMs) => host.stop(graceMs));
  if (ports === undefined) throw new Error("The host has started without telling where it listens.");
  const firstAdministrator = await fillNewFolder(ports, directory, folder.facts, settings.admin);
  return {
    http: urls.http,
    https: urls.https,
    ca: listen.caPath,
    portal: `${ports.portalUrl}/`,
    hasSampleAccounts,
    firstAdministrator,
    failed,
    stop: () => shutdown.run(GRACE_MS),
  };
}

/** The change feeds of the product's own containers are those of its documents. */
function stateOf(
  documents: EmbeddedDocuments,
): (database: string, container: string) => ChangeSource | undefined {
  return (database, container) =>
    database === DATABASE && Object.hasOwn(INDEXES, container)
      ? // The declaration's keys are the containers' names.
        documentsSource(documents, container as ContainerName)
      : undefined;
}

/** As the triggers in functions/ name it. */
const DATABASE = "gatehouse";

/** Milliseconds for requests and steps under way when the server is told to stop. */
const GRACE_MS = 10_000;

/** Decided at the first start, and for ever. Sample accounts can be used without a password, so only this machine may reach them. */
async function decideSample(folder: DataFolder, settings: StartSettings): Promise<boolean> {
  const known = folder.facts.get("sample");
  const sample = known === undefined ? settings.sample : known === "yes";
  if (sample && !isLoopback(settings.host)) {
    throw new HostError(
      `The data folder ${folder.path} has sample accounts, which anybody may use: it is not offered at ${settings.host}. Listen on 127.0.0.1, or use a folder that was made with --no-sample.`,
    );
  }
  if (known === undefined) await folder.facts.set("sample", sample ? "yes" : "no");
  return sample;
}

async function listenOptions(
  settings: StartSettings,
  work: WorkTracker,
  logger: Logger,
  shutdown: Shutdown,
): Promise<{ readonly options: ListenOptions; readonly caPath: string | undefined }> {
  const { host, port, httpsPort } = settings;
  if (httpsPort === "off") return { options: { host, port }, caPath: undefined };
  const wallClock = realClock();
  const { caPath, server } = await openLocalCertificates(settings.data, wallClock);
  const onOpen = (replace: (certificate: ServerCertificate) => void): void =>
    shutdown.add(
      "the renewal of certificates",
      renewCertificates({ folder: settings.data, wallClock, work, logger, current: server, replace }),
    );
  const https = { port: httpsPort, key: server.key, cert: server.certificate, onOpen };
  return { options: { host, port, https }, caPath };
}

function trustedIssuers(settings: StartSettings, identity: FolderIdentity, oidcIssuer: string) {
  const { issuer, audience, tenant } = settings;
  const own = folderIssuer(identity, oidcIssuer);
  return issuer === undefined || audience === undefined || tenant === undefined
    ? [own]
    : [own, externalIssuer({ issuer, audiences: audience, tenantId: tenant })];
}

/** Tenants whose accounts are in the folder's directory. */
function ownTenants(settings: StartSettings, identity: FolderIdentity): ReadonlySet<string> {
  return new Set([identity.tenantId, ...(settings.tenant === undefined ? [] : [settings.tenant])]);
}
