/** Changes what a catalog says of a resource: name, description, and the attributes asked of requestors. */
import type { Resource, ResourceRequest } from "../../domain/catalog/resource.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { notClosing } from "../governance/closing.js";
import { catalogPartition } from "../governance/find.js";
import { changesBetween, eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import { attributesToKeep } from "../governance/resource-attributes.js";
import {
  findDescribed,
  resourceRequest,
  type SubmitResourceRequestInput,
} from "../governance/resource-request.js";
import { untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Called by submitResourceRequest, which has asked the permission table. */
export async function updateResource(
  ports: Ports,
  call: Call,
  input: SubmitResourceRequestInput,
): Promise<Outcome<Stored<ResourceRequest>>> {
  const partition = catalogPartition(input.catalogId);
  const recordId = newId(ports, call, "resourceRequest");
  return untilUnchanged(async () => {
    const found = await findDescribed(ports, input.catalogId, input.resource);
    if (found.kind === "refused") return found;
    const { document: before, etag } = found.value;
    const { displayName, description, attributes } = input.resource;
    const kept = await attributesToKeep(ports, input.catalogId, before.id, attributes ?? before.attributes);
    if (kept.kind === "refused") return kept;
    const after: Resource = {
      ...before,
      displayName: displayName ?? before.displayName,
      description: description === undefined ? before.description : description,
      attributes: kept.value,
      modifiedDateTime: ports.clock.now(),
    };
    const record = resourceRequest(ports, recordId, input, after);
    const result = await ports.documents.batch("governance", partition, [
      notClosing(after.id),
      { op: "replace", document: after, ifMatch: etag },
      { op: "put", document: record },
      eventOperation(ports, call, {
        type: "resourceUpdated",
        partition,
        object: { type: "accessPackageResource", id: after.id, displayName: after.displayName },
        related: { catalogId: input.catalogId },
        changes: changesBetween(before, after, ["displayName", "description", "attributes"]),
      }),
    ]);
    return result.kind === "conflict" ? "changed" : done(writtenAs(result, partition, record));
  });
}
