/** Takes a resource out of a catalog, if no access package of the catalog uses it (spec/domain.md 3.4). */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { packagesUsing } from "../../domain/access-package/role-scopes.js";
import type { ResourceRequest } from "../../domain/catalog/resource.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { endClosing, whileClosed } from "../governance/closing.js";
import { catalogPartition } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import {
  findDescribed,
  resourceRequest,
  type SubmitResourceRequestInput,
} from "../governance/resource-request.js";
import { lacksResourceRight } from "../governance/resource-right.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Called by submitResourceRequest, which has asked the permission table. Removing needs the same right on the resource as adding. */
export async function removeResource(
  ports: Ports,
  call: Call,
  input: SubmitResourceRequestInput,
): Promise<Outcome<Stored<ResourceRequest>>> {
  const partition = catalogPartition(input.catalogId);
  const recordId = newId(ports, call, "resourceRequest");
  const earlier = await ports.documents.get<ResourceRequest>("governance", partition, recordId);
  if (earlier !== undefined) return done(earlier);
  const found = await findDescribed(ports, input.catalogId, input.resource);
  if (found.kind === "refused") return found;
  const { document: resource } = found.value;
  const lacking = await lacksResourceRight(ports, call, resource);
  if (lacking !== undefined) return lacking;
  return whileClosed(ports, partition, resource.id, async () => {
    const packages = await ports.documents.partition<AccessPackage>("governance", partition, "accessPackage");
    const users = packagesUsing(
      packages.map(({ document }) => document),
      resource.id,
    );
    if (users.length > 0) {
      const names = users.slice(0, 5).map(({ displayName }) => `"${displayName}"`);
      return refused(
        "ResourceInUse",
        `"${resource.displayName}" is used by ${users.length} access package${users.length === 1 ? "" : "s"} of the catalog (${names.join(", ")}). Remove its roles there first.`,
        "resource",
      );
    }
    const record = resourceRequest(ports, recordId, input, resource);
    const result = await ports.documents.batch("governance", partition, [
      { op: "delete", id: resource.id },
      endClosing(resource.id),
      { op: "create", document: record },
      eventOperation(ports, call, {
        type: "resourceRemoved",
        partition,
        object: { type: "accessPackageResource", id: resource.id, displayName: resource.displayName },
        related: { catalogId: input.catalogId },
      }),
    ]);
    return result.kind === "conflict"
      ? refused("Conflict", "The resource was changed at the same moment. Try again.")
      : done(writtenAs(result, partition, record));
  });
}
