/**
 * Which policy applies to me? Of all policies that admit a person only the most specific class is offered (spec/domain.md 5.9):
 * named users, groups and organizations; then all members; then all users; then all external users.
 */
import { isInAllowedTargetScope, type Target } from "./allowed-target-scope.js";
import type { AllowedTargetScope, AssignmentPolicy } from "./assignment-policy.js";

/** 1 is the most specific. */
const CLASS: Readonly<Record<AllowedTargetScope, number | null>> = {
  specificDirectoryUsers: 1,
  specificConnectedOrganizationUsers: 1,
  specificDirectoryServicePrincipals: 1,
  allMemberUsers: 2,
  allDirectoryUsers: 3,
  allDirectoryServicePrincipals: 3,
  allDirectoryAgentIdentities: 3,
  allConfiguredConnectedOrganizationUsers: 4,
  allExternalUsers: 4,
  notSpecified: null,
};

/** 1 to 4, 1 being the most specific; null for a policy that nobody can ask under. */
export function policyClass(policy: Pick<AssignmentPolicy, "allowedTargetScope">): number | null {
  return CLASS[policy.allowedTargetScope];
}

/** The policies offered to a person who asks; more than one in the class: the requestor picks. `mayAsk` says which take requests at all. */
export function offeredPolicies(
  policies: readonly AssignmentPolicy[],
  target: Target,
  mayAsk: (policy: AssignmentPolicy) => boolean,
): readonly AssignmentPolicy[] {
  const candidates = policies.filter(
    (policy) => mayAsk(policy) && isInAllowedTargetScope(policy, target, false).kind === "inScope",
  );
  const best = Math.min(...candidates.map((policy) => CLASS[policy.allowedTargetScope] ?? Infinity));
  return candidates.filter((policy) => CLASS[policy.allowedTargetScope] === best);
}

/** Does the policy take requests of the person themselves? ("Enable new requests" in the portal.) */
export function takesOwnRequests(policy: AssignmentPolicy): boolean {
  return policy.requestorSettings.enableTargetsToSelfAddAccess;
}

/** Does the policy take requests that somebody makes for another person? Who may make them: mayAskOnBehalf. */
export function takesRequestsOnBehalf(policy: AssignmentPolicy): boolean {
  return policy.requestorSettings.enableOnBehalfRequestorsToAddAccess;
}

/**
 * May this person ask for that one? `managerIds` are the managers of the target, level 1 first.
 * Only the kinds that can name a requestor count: managers, named users and groups.
 */
export function mayAskOnBehalf(
  policy: AssignmentPolicy,
  requestor: { readonly objectId: string; readonly groupIds: ReadonlySet<string> },
  managerIds: readonly string[],
): boolean {
  return policy.requestorSettings.onBehalfRequestors.some((set) => {
    if (set.kind === "targetManager") return managerIds[set.managerLevel - 1] === requestor.objectId;
    if (set.kind === "singleUser") return set.userId === requestor.objectId;
    if (set.kind === "groupMembers") return requestor.groupIds.has(set.groupId);
    return false;
  });
}
