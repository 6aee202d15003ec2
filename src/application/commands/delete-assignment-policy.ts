/** Deletes a policy under which nobody has access (spec/domain.md 5.10). */
import { isAutomatic } from "../../domain/assignment-policy/automatic-problems.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { automaticPlaceChange } from "../governance/automatic-place.js";
import { endClosing, whileClosed } from "../governance/closing.js";
import { catalogPartition, findPolicy } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { staleVersion } from "../governance/retry.js";
import { refuseWhileInUse } from "../governance/standing-access.js";
import type { Ports } from "../ports/ports.js";

export async function deleteAssignmentPolicy(
  ports: Ports,
  call: Call,
  { policyId, ifMatch }: { readonly policyId: string; readonly ifMatch?: string | undefined },
): Promise<Outcome<undefined>> {
  const found = await findPolicy(ports, policyId);
  if (found.kind === "refused") return found;
  const { document: policy, etag } = found.value;
  const { catalogId, accessPackageId } = policy;
  const denied =
    (await authorize(ports, call.caller, "managePolicies", catalogId)) ??
    (isAutomatic(policy) ? await authorize(ports, call.caller, "manageAutomaticPolicies", null) : undefined);
  if (denied !== undefined) return denied;
  const stale = staleVersion(found.value, ifMatch);
  if (stale !== undefined) return stale;
  const partition = catalogPartition(catalogId);
  // Closed first: a request that becomes an assignment under it meanwhile would be left without its policy.
  return whileClosed(ports, partition, policyId, async () => {
    const what = `Policy "${policy.displayName}"`;
    const inUse = await refuseWhileInUse(ports, "assignmentPolicyId", policyId, what);
    if (inUse !== undefined) return inUse;
    const result = await ports.documents.batch("governance", partition, [
      { op: "delete", id: policyId, ifMatch: etag },
      ...(await automaticPlaceChange(ports, policy, undefined)),
      endClosing(policyId),
      eventOperation(ports, call, {
        type: "assignmentPolicyDeleted",
        partition,
        object: { type: "accessPackageAssignmentPolicy", id: policyId, displayName: policy.displayName },
        related: { catalogId, accessPackageId, assignmentPolicyId: policyId },
      }),
    ]);
    return result.kind === "conflict"
      ? refused("Conflict", "The policy was changed at the same moment. Try again.")
      : done(undefined);
  });
}
