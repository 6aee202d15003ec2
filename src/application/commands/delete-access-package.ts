/** Deletes an access package that nobody has, with its policies (spec/domain.md 4). */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { automaticPlaceChange } from "../governance/automatic-place.js";
import { endClosing, whileClosed } from "../governance/closing.js";
import { catalogPartition, findAccessPackage } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { releasePackageName } from "../governance/package-name.js";
import { staleVersion } from "../governance/retry.js";
import { refuseWhileInUse } from "../governance/standing-access.js";
import type { Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Cosmos DB takes 100 operations in a batch; the last batch needs four for itself. */
const OPERATIONS_PER_BATCH = 90;

export async function deleteAccessPackage(
  ports: Ports,
  call: Call,
  { accessPackageId, ifMatch }: { readonly accessPackageId: string; readonly ifMatch?: string | undefined },
): Promise<Outcome<undefined>> {
  const found = await findAccessPackage(ports, accessPackageId);
  if (found.kind === "refused") return found;
  const { document: accessPackage } = found.value;
  const denied = await authorize(ports, call.caller, "manageAccessPackages", accessPackage.catalogId);
  if (denied !== undefined) return denied;
  const stale = staleVersion(found.value, ifMatch);
  if (stale !== undefined) return stale;
  const partition = catalogPartition(accessPackage.catalogId);
  return whileClosed(ports, partition, accessPackageId, async () => {
    const inUse = await refuseWhileInUse(
      ports,
      "accessPackageId",
      accessPackageId,
      `Access package "${accessPackage.displayName}"`,
    );
    if (inUse !== undefined) return inUse;
    const policies = await policyRemovals(ports, accessPackage);
    while (policies.length > OPERATIONS_PER_BATCH)
      await ports.documents.batch("governance", partition, policies.splice(0, OPERATIONS_PER_BATCH));
    const result = await ports.documents.batch("governance", partition, [
      ...policies,
      { op: "delete", id: accessPackageId, ...(ifMatch === undefined ? {} : { ifMatch }) },
      releasePackageName(ports, accessPackage),
      endClosing(accessPackageId),
      eventOperation(ports, call, {
        type: "accessPackageDeleted",
        partition,
        object: { type: "accessPackage", id: accessPackageId, displayName: accessPackage.displayName },
        related: { catalogId: accessPackage.catalogId, accessPackageId },
      }),
    ]);
    return result.kind === "conflict"
      ? refused("Conflict", "The access package was changed at the same moment. Try again.")
      : done(undefined);
  });
}

async function policyRemovals(ports: Ports, { id, catalogId }: AccessPackage): Promise<Operation[]> {
  const policies = await ports.documents.partition<AssignmentPolicy>(
    "governance",
    catalogPartition(catalogId),
    "assignmentPolicy",
  );
  const own = policies.map(({ document }) => document).filter((policy) => policy.accessPackageId === id);
  const places = await Promise.all(own.map((policy) => automaticPlaceChange(ports, policy, undefined)));
  return [...own.map((policy): Operation => ({ op: "delete", id: policy.id })), ...places.flat()];
}
