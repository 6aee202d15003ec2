/**
 * Geographies of SharePoint, as documents: one for each in which the directory has a site, written down the first time somebody looks.
 * The first one is the default, and stays it.
 */
import type { ResourceEnvironment } from "../../domain/catalog/resource-environment.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { DirectoryResource } from "../ports/directory.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { TENANT_PARTITION } from "./find.js";
import { eventOperation } from "./governance-event.js";
import type { EnvironmentDescription } from "./resource-request.js";

/** The geography of a resource; undefined for everything but sites. A caller who names another one is refused. */
export async function environmentOfSite(
  ports: Ports,
  call: Call,
  { displayName, environmentUrl }: DirectoryResource,
  wanted: EnvironmentDescription | undefined,
): Promise<Outcome<ResourceEnvironment | undefined>> {
  const target = "resource/environment";
  const isAsked = wanted?.id !== undefined || wanted?.originId !== undefined;
  if (environmentUrl === undefined)
    return isAsked
      ? refused(
          "InvalidModel",
          `"${displayName}" is no site, and so in no environment: leave it out.`,
          target,
        )
      : done(undefined);
  const environment = await ensureEnvironment(ports, call, environmentUrl);
  const isOther =
    (wanted?.id !== undefined && wanted.id !== environment.id) ||
    (wanted?.originId !== undefined && keyOf(wanted.originId) !== keyOf(environment.originId));
  return isOther
    ? refused(
        "InvalidModel",
        `Site "${displayName}" lies in environment ${environment.originId} (${environment.id}), not in the one that is named.`,
        target,
      )
    : done(environment);
}

/** All of them, those that nobody has looked at before included. */
export async function allEnvironments(
  ports: Ports,
  call: Call,
): Promise<readonly Stored<ResourceEnvironment>[]> {
  // The past is read as it was written down.
  const isPast = ports.present !== undefined;
  for (const url of isPast ? [] : await ports.directory.siteEnvironments())
    await ensureEnvironment(ports, call, url);
  return ports.documents.partition<ResourceEnvironment>(
    "governance",
    TENANT_PARTITION,
    "resourceEnvironment",
  );
}

async function ensureEnvironment(ports: Ports, call: Call, url: string): Promise<ResourceEnvironment> {
  const { documents } = ports;
  const id = ports.ids.derive("resourceEnvironment", "SharePointOnline", keyOf(url));
  const read = () => documents.get<ResourceEnvironment>("governance", TENANT_PARTITION, id);
  const existing = await read();
  if (existing !== undefined) return existing.document;
  const others = await documents.partition("governance", TENANT_PARTITION, "resourceEnvironment");
  const now = ports.clock.now();
  const document: ResourceEnvironment = {
    kind: "resourceEnvironment",
    id,
    originSystem: "SharePointOnline",
    originId: url,
    displayName: url,
    description: null,
    isDefaultEnvironment: others.length === 0,
    createdDateTime: now,
    modifiedDateTime: now,
  };
  const written = await documents.batch("governance", TENANT_PARTITION, [
    { op: "create", document },
    eventOperation(ports, call, {
      type: "resourceEnvironmentCreated",
      partition: TENANT_PARTITION,
      object: { type: "accessPackageResourceEnvironment", id, displayName: document.displayName },
      related: {},
    }),
  ]);
  if (written.kind === "written") return document;
  // Somebody else has looked at the same moment.
  return (await read())?.document ?? document;
}

/** Letter case and a slash at the end make no difference. */
function keyOf(url: string): string {
  return url.toLowerCase().replace(/\/+$/, "");
}
