/** Must somebody approve the request, and does the policy say who? */
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import { type Refusal, refused } from "../errors.js";
import { changedAssignment, isByAdministrator } from "./request-kinds.js";
import type { Judged } from "./submission.js";
import { isRemoval } from "./transitions.js";

/**
 * Removals and an administrator's changes need nobody's approval; neither does direct assignment, unless the tenant enforces the
 * policy's approval for it too (spec/domain.md 6.2). A renewal needs the approval that extending needs.
 */
export function isApprovalNeeded(policy: AssignmentPolicy, judged: Judged): boolean {
  const { facts, asked } = judged;
  if (isRemoval(asked.requestType)) return false;
  const enforced = asked.requestType === "adminAdd" && facts.isApprovalEnforcedForDirectAssignment;
  if (isByAdministrator(asked.requestType) && !enforced) return false;
  const { isApprovalRequiredForAdd, isApprovalRequiredForUpdate } = policy.requestApprovalSettings;
  return changedAssignment(judged, policy) === undefined
    ? isApprovalRequiredForAdd
    : isApprovalRequiredForUpdate;
}

/** Giving access without the approval that the policy asks for would be worse than refusing. */
export function checkApprovalPossible(policy: AssignmentPolicy, judged: Judged): Refusal | undefined {
  return isApprovalNeeded(policy, judged) && policy.requestApprovalSettings.stages.length === 0
    ? refused(
        "PolicyNotApplicable",
        `Policy "${policy.displayName}" (${policy.id}) asks for approval but has no approval stage; a manager of the package must correct it.`,
      )
    : undefined;
}
