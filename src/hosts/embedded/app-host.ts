/** Any Functions app with every service of this machine and a data folder of its own: `gatehouse host`. */
import { createBroker } from "../../adapters/embedded/broker/broker.js";
import { randomIds } from "../../adapters/embedded/ids/ids.js";
import type { Instant } from "../../domain/time/instant.js";
import type { Logger, Mount } from "./binding-service.js";
import { createCosmosDbService } from "./cosmos-db/cosmos-db-service.js";
import { type DataFolder, openDataFolder } from "./data-folder.js";
import { createDurableService } from "./durable/service.js";
import type { HostUrls } from "./http/http-server.js";
import { createServiceBusService } from "./service-bus/service-bus-service.js";
import { Shutdown } from "./shutdown.js";
import { type EmbeddedHost, startEmbeddedHost } from "./start-embedded-host.js";
import { testClockMount } from "./test-clock-mount.js";

export type AppHostOptions = {
  /** With host.json and package.json. */
  readonly appFolder: string;
  /** Folder for everything the services keep; made when it is not there. */
  readonly data: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Time stands still here, and moves by `POST /test/clock`. */
  readonly simulatedClock?: Instant;
  readonly logger: Logger;
};

export type AppHost = {
  readonly http: string;
  readonly functions: EmbeddedHost["functions"];
  readonly invoke: EmbeddedHost["invoke"];
  /** Ends when nothing can be kept any more (disk full, file damaged): the host must stop. */
  readonly failed: Promise<Error>;
  /** Takes nothing new, lets what is under way end, and gives the folder free. */
  stop(graceMs?: number): Promise<void>;
};

/** Milliseconds for requests and steps under way when the host is told to stop. */
const GRACE_MS = 10_000;

/** Rejects with a HostError, and with nothing left running, when the app or a setting needs mending. */
export async function startAppHost(options: AppHostOptions): Promise<AppHost> {
  const shutdown = new Shutdown(options.logger);
  try {
    return await start(options, shutdown);
  } catch (error) {
    await shutdown.run(0);
    throw error;
  }
}

async function start(options: AppHostOptions, shutdown: Shutdown): Promise<AppHost> {
  const { appFolder, port, logger } = options;
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const folder = await openDataFolder(options.data, options.simulatedClock, fail);
  shutdown.add("the data folder", () => folder.close());
  const { store, clock, work } = folder;
  const ids = randomIds();
  // Without a topology of its own: the app's bindings say which queues and topics there are.
  const broker = createBroker({ store, clock, work, ids });
  shutdown.add("the broker", () => broker.stop());

  let urls: HostUrls = { http: "http://127.0.0.1" };
  const host = await startEmbeddedHost({
    ...{ appFolder, clock, store, work, ids, logger },
    services: [
      createServiceBusService({ broker, logger }),
      createCosmosDbService({ store, clock, work, logger }),
      // The app may call whom it likes by itself as well.
      createDurableService({
        ...{ store, clock, work, ids, logger },
        baseUrl: () => urls.http,
        allowOutbound: () => true,
      }),
    ],
    listen: { port },
    onListening: (known) => {
      urls = known;
    },
    mounts: mounts(folder),
  });
  shutdown.add("the host", (graceMs) => host.stop(graceMs));
  return {
    http: urls.http,
    functions: host.functions,
    invoke: (functionName, request) => host.invoke(functionName, request),
    failed,
    stop: (graceMs = GRACE_MS) => shutdown.run(graceMs),
  };
}

function mounts({ simulated, work }: DataFolder): readonly Mount[] {
  return simulated === undefined ? [] : [testClockMount(simulated, work)];
}
