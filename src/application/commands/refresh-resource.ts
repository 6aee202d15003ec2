/** Reads a resource's name, description, roles and scopes from its origin again (Graph: accessPackageResource/refresh). */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { usedIds } from "../../domain/access-package/role-scopes.js";
import { refreshed, rolesOf, scopesOf } from "../../domain/catalog/offered-roles.js";
import type { Resource } from "../../domain/catalog/resource.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { catalogPartition, findResource } from "../governance/find.js";
import { changesBetween, eventOperation } from "../governance/governance-event.js";
import { deriveWith } from "../governance/new-id.js";
import { untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function refreshResource(
  ports: Ports,
  call: Call,
  { catalogId, resourceId }: { readonly catalogId: string; readonly resourceId: string },
): Promise<Outcome<Stored<Resource>>> {
  const denied = await authorize(ports, call.caller, "manageAccessPackages", catalogId);
  if (denied !== undefined) return denied;
  const partition = catalogPartition(catalogId);
  return untilUnchanged(async () => {
    const found = await findResource(ports, catalogId, resourceId);
    if (found.kind === "refused") return found;
    const { document: before, etag } = found.value;
    const origin = await ports.directory.resource(before.originSystem, before.originId);
    if (origin === undefined)
      return refused(
        "ResourceNotFound",
        `The resource was not found: the directory no longer has ${before.originSystem} ${before.originId}.`,
      );
    const packages = await ports.documents.partition<AccessPackage>("governance", partition, "accessPackage");
    const derive = deriveWith(ports);
    const used = usedIds(packages.map(({ document }) => document));
    const { id, originSystem, originId } = before;
    const after: Resource = {
      ...before,
      displayName: origin.displayName,
      description: origin.description,
      resourceType: origin.resourceType,
      roles: refreshed(before.roles, rolesOf(derive, id, origin.roles), used),
      scopes: refreshed(
        before.scopes,
        scopesOf(derive, id, originSystem, originId, origin.innerScopes),
        used,
      ),
      modifiedDateTime: ports.clock.now(),
    };
    const changes = changesBetween(before, after, [
      "displayName",
      "description",
      "resourceType",
      "roles",
      "scopes",
    ]);
    if (changes.length === 0) return found;
    const result = await ports.documents.batch("governance", partition, [
      { op: "replace", document: after, ifMatch: etag },
      eventOperation(ports, call, {
        type: "resourceUpdated",
        partition,
        object: { type: "accessPackageResource", id: after.id, displayName: after.displayName },
        related: { catalogId },
        changes,
      }),
    ]);
    return result.kind === "conflict" ? "changed" : done(writtenAs(result, partition, after));
  });
}
