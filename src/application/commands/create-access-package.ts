/** Makes a new access package in a catalog; without a catalog it lands in the built-in one (spec/domain.md 2). */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { beingRemoved, isClosed, notClosing, stillThere } from "../governance/closing.js";
import { catalogPartition, findAccessPackage, findCatalog } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import { duplicatePackage, packageNameId, reservePackageName } from "../governance/package-name.js";
import { lacksQuota } from "../governance/quotas.js";
import { untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { generalCatalogId } from "./create-catalog.js";

export type CreateAccessPackageInput = Pick<AccessPackage, "displayName" | "description" | "isHidden"> & {
  /** Undefined: the built-in catalog. */
  readonly catalogId: string | undefined;
};

export async function createAccessPackage(
  ports: Ports,
  call: Call,
  input: CreateAccessPackageInput,
): Promise<Outcome<Stored<AccessPackage>>> {
  const catalogId = input.catalogId ?? generalCatalogId(ports);
  const denied = await authorize(ports, call.caller, "manageAccessPackages", catalogId);
  if (denied !== undefined) return denied;
  const full = await lacksQuota(ports, "accessPackages");
  if (full !== undefined) return full;
  const now = ports.clock.now();
  const id = newId(ports, call, "accessPackage");
  const accessPackage: AccessPackage = {
    kind: "accessPackage",
    id,
    catalogId,
    displayName: input.displayName,
    description: input.description,
    isHidden: input.isHidden,
    resourceRoleScopes: [],
    incompatibleAccessPackageIds: [],
    incompatibleGroupIds: [],
    createdDateTime: now,
    modifiedDateTime: now,
  };
  const partition = catalogPartition(catalogId);
  return untilUnchanged(async () => {
    const catalog = await findCatalog(ports, catalogId);
    if (catalog.kind === "refused") return { ...catalog, target: "catalog/id" };
    const result = await ports.documents.batch("governance", partition, [
      notClosing(catalogId),
      stillThere(catalog.value),
      { op: "create", document: accessPackage },
      reservePackageName(ports, accessPackage),
      eventOperation(ports, call, {
        type: "accessPackageCreated",
        partition,
        object: { type: "accessPackage", id, displayName: accessPackage.displayName },
        related: { catalogId, accessPackageId: id },
      }),
    ]);
    if (result.kind === "written") return done(writtenAs(result, partition, accessPackage));
    const { conflict } = result;
    if (isClosed(conflict)) return beingRemoved(ports, partition, conflict);
    if (conflict.id === packageNameId(ports, catalogId, accessPackage.displayName))
      return duplicatePackage(accessPackage.displayName);
    // The id is taken only by the same call made before (its idempotency key): that package is the answer.
    return conflict.id === id ? findAccessPackage(ports, id) : "changed";
  });
}
