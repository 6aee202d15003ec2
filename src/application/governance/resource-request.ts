/** What is asked of a catalog's resources, how the resource is named, and the record that is kept of it. */
import type { OriginSystem, Resource, ResourceRequest } from "../../domain/catalog/resource.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { findResource } from "./find.js";
import type { SentAttribute } from "./resource-attributes.js";

export type SubmitResourceRequestInput = {
  readonly requestType: ResourceRequest["requestType"];
  readonly catalogId: string;
  readonly resource: ResourceDescription;
};

/** Which resource: by its id in the catalog, or by where it comes from. To add, the origin is needed. */
export type ResourceDescription = {
  readonly id?: string | undefined;
  readonly originSystem?: OriginSystem | undefined;
  readonly originId?: string | undefined;
  /** Adding and updating: left out, what the directory says, or what it was. */
  readonly displayName?: string | undefined;
  readonly description?: string | null | undefined;
  readonly attributes?: readonly SentAttribute[] | undefined;
  /** Sites: where the caller believes the site to lie; another place is refused. */
  readonly environment?: EnvironmentDescription | undefined;
};

/** A geography by its id here, or by its address. */
export type EnvironmentDescription = {
  readonly id?: string | undefined;
  readonly originId?: string | undefined;
};

/** The record of what was done to the resource. */
export function resourceRequest(
  ports: Ports,
  id: string,
  { requestType, catalogId }: SubmitResourceRequestInput,
  resource: Resource,
): ResourceRequest {
  return {
    kind: "resourceRequest",
    id,
    catalogId,
    requestType,
    state: "delivered",
    resource,
    createdDateTime: ports.clock.now(),
  };
}

/** One resource of one catalog has one id, however often it is added: adding it again finds it. */
export function resourceIdOf(
  ports: Ports,
  catalogId: string,
  originSystem: OriginSystem,
  originId: string,
): string {
  return ports.ids.derive("resource", catalogId, originSystem, originId);
}

/** The resource that is meant, by id or by origin. */
export async function findDescribed(
  ports: Ports,
  catalogId: string,
  { id, originSystem, originId }: ResourceDescription,
): Promise<Outcome<Stored<Resource>>> {
  if (id !== undefined) return findResource(ports, catalogId, id);
  if (originSystem === undefined || originId === undefined)
    return refused(
      "InvalidModel",
      "Say which resource is meant: by resource.id, or by resource.originSystem and resource.originId.",
      "resource",
    );
  const found = await findResource(ports, catalogId, resourceIdOf(ports, catalogId, originSystem, originId));
  if (found.kind === "done") return done(found.value);
  return refused(
    "ResourceNotFound",
    `The resource was not found: catalog ${catalogId} has no ${originSystem} resource with origin ${originId}.`,
    "resource/originId",
  );
}
