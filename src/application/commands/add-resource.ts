/** Registers an object of the directory in a catalog: group, application, site, directory role, subscription. The caller needs the catalog and the resource itself (spec/domain.md 3.3). */
import { rolesOf, scopesOf } from "../../domain/catalog/offered-roles.js";
import type { Resource, ResourceRequest } from "../../domain/catalog/resource.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { beingRemoved, isClosed, notClosing, stillThere } from "../governance/closing.js";
import { catalogPartition, findCatalog, findResource } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { deriveWith, newId } from "../governance/new-id.js";
import { lacksQuotaInCatalog } from "../governance/quotas.js";
import { attributesToKeep } from "../governance/resource-attributes.js";
import { environmentOfSite } from "../governance/resource-environments.js";
import {
  resourceIdOf,
  resourceRequest,
  type SubmitResourceRequestInput,
} from "../governance/resource-request.js";
import { lacksResourceRight } from "../governance/resource-right.js";
import { untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Called by submitResourceRequest, which has asked the permission table. Adding what is there already is success. */
export async function addResource(
  ports: Ports,
  call: Call,
  input: SubmitResourceRequestInput,
): Promise<Outcome<Stored<ResourceRequest>>> {
  const { catalogId, resource: wanted } = input;
  const { originSystem, originId } = wanted;
  if (originSystem === undefined || originId === undefined)
    return refused(
      "InvalidModel",
      "To add a resource, resource.originSystem and resource.originId are needed.",
      originSystem === undefined ? "resource/originSystem" : "resource/originId",
    );
  const origin = await ports.directory.resource(originSystem, originId);
  if (origin === undefined)
    return refused(
      "ResourceNotFound",
      `The resource was not found: the directory has no ${originSystem} with id ${originId}.`,
      "resource/originId",
    );
  if (origin.unsuitable !== null)
    return refused(
      "BadRequest",
      `"${origin.displayName}" cannot be put into a catalog: ${origin.unsuitable}`,
      "resource/originId",
    );
  const lacking = await lacksResourceRight(ports, call, origin);
  if (lacking !== undefined) return lacking;
  const environment = await environmentOfSite(ports, call, origin, wanted.environment);
  if (environment.kind === "refused") return environment;
  const now = ports.clock.now();
  const id = resourceIdOf(ports, catalogId, originSystem, origin.originId);
  const full = await lacksQuotaInCatalog(ports, "resourcesPerCatalog", catalogId, id);
  if (full !== undefined) return full;
  const attributes = await attributesToKeep(ports, catalogId, id, wanted.attributes ?? []);
  if (attributes.kind === "refused") return attributes;
  const environmentId = environment.value?.id;
  const resource: Resource = {
    kind: "resource",
    id,
    catalogId,
    originSystem,
    originId: origin.originId,
    resourceType: origin.resourceType,
    ...(environmentId === undefined ? {} : { environmentId }),
    displayName: wanted.displayName ?? origin.displayName,
    description: wanted.description ?? origin.description,
    attributes: attributes.value,
    roles: rolesOf(deriveWith(ports), id, origin.roles),
    scopes: scopesOf(deriveWith(ports), id, originSystem, origin.originId, origin.innerScopes),
    createdDateTime: now,
    modifiedDateTime: now,
  };
  const partition = catalogPartition(catalogId);
  const record = resourceRequest(ports, newId(ports, call, "resourceRequest"), input, resource);
  return untilUnchanged(async () => {
    const catalog = await findCatalog(ports, catalogId);
    if (catalog.kind === "refused") return catalog;
    const result = await ports.documents.batch("governance", partition, [
      notClosing(catalogId),
      stillThere(catalog.value),
      notClosing(id),
      { op: "create", document: resource },
      { op: "create", document: record },
      eventOperation(ports, call, {
        type: "resourceAdded",
        partition,
        object: { type: "accessPackageResource", id, displayName: resource.displayName },
        related: { catalogId },
      }),
    ]);
    if (result.kind === "written") return done(writtenAs(result, partition, record));
    if (isClosed(result.conflict)) return beingRemoved(ports, partition, result.conflict);
    return result.conflict.id === catalogId ? "changed" : alreadyThere(ports, input, id, record);
  });
}

/** The resource is in the catalog: the request is carried out by doing nothing, and recorded. */
async function alreadyThere(
  ports: Ports,
  input: SubmitResourceRequestInput,
  resourceId: string,
  record: ResourceRequest,
): Promise<Outcome<Stored<ResourceRequest>>> {
  const partition = catalogPartition(input.catalogId);
  const earlier = await ports.documents.get<ResourceRequest>("governance", partition, record.id);
  if (earlier !== undefined) return done(earlier);
  const existing = await findResource(ports, input.catalogId, resourceId);
  if (existing.kind === "refused") return existing;
  const document: ResourceRequest = { ...record, resource: existing.value.document };
  const result = await ports.documents.batch("governance", partition, [{ op: "put", document }]);
  if (result.kind === "conflict") throw new Error("A batch of one put cannot conflict.");
  return done(writtenAs(result, partition, document));
}
