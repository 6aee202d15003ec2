/** Under which policy does a request go? The one it names, or the only one that applies; and does that policy allow this kind of request? */
import { isInAllowedTargetScope } from "../assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import {
  mayAskOnBehalf,
  offeredPolicies,
  takesOwnRequests,
  takesRequestsOnBehalf,
} from "../assignment-policy/policy-choice.js";
import { type Refusal, refused } from "../errors.js";
import type { Asked, SubmissionFacts } from "./submission.js";

/** Rules 5 and 6. */
export function choosePolicy(facts: SubmissionFacts, asked: Asked): AssignmentPolicy | Refusal {
  switch (asked.requestType) {
    case "userAdd":
    case "onBehalfAdd":
      return policyToAskUnder(facts, asked);
    case "adminAdd":
      return policyToAssignUnder(facts, asked);
    case "userUpdate":
    case "adminUpdate":
    case "userRemove":
    case "adminRemove":
      return policyOfAssignment(facts, asked);
  }
}

function policyToAskUnder(facts: SubmissionFacts, asked: Asked): AssignmentPolicy | Refusal {
  const onBehalf = asked.requestType === "onBehalfAdd";
  const requestor = { objectId: facts.requestor.objectId ?? "", groupIds: facts.requestorGroupIds };
  const takes = (policy: AssignmentPolicy) =>
    onBehalf
      ? takesRequestsOnBehalf(policy) && mayAskOnBehalf(policy, requestor, facts.managerIds)
      : takesOwnRequests(policy);
  const offered = offeredPolicies(facts.policies, facts.target, takes);
  const who = nameOf(facts);
  if (asked.assignmentPolicyId !== null) {
    const policy = named(facts, asked.assignmentPolicyId);
    if (policy.kind === "refused" || offered.includes(policy)) return policy;
    const scope = isInAllowedTargetScope(policy, facts.target, false);
    if (scope.kind === "outOfScope")
      return notApplicable(`Policy ${quoted(policy)} does not apply to ${who}: ${scope.because}.`);
    if (!takes(policy))
      return notApplicable(
        onBehalf
          ? `Policy ${quoted(policy)} does not let you request on behalf of ${who}.`
          : `Policy ${quoted(policy)} does not take new requests.`,
      );
    return notApplicable(
      `Policy ${quoted(policy)} is not offered to ${who}, because a more specific one applies: ${offered.map(quoted).join(", ")}.`,
    );
  }
  const [only, ...more] = offered;
  if (only === undefined)
    return notApplicable(
      `No policy of access package "${facts.accessPackage.displayName}" (${facts.accessPackage.id}) lets ${onBehalf ? `you request for ${who}` : `${who} request it`}.`,
    );
  return more.length === 0
    ? only
    : notApplicable(
        `Several policies apply to ${who}; name one as assignmentPolicyId: ${offered.map(quoted).join(", ")}.`,
      );
}

/** An administrator must use a policy the target is eligible for; one for nobody admits everybody to direct assignment. */
function policyToAssignUnder(facts: SubmissionFacts, asked: Asked): AssignmentPolicy | Refusal {
  if (asked.assignmentPolicyId !== null) {
    const policy = named(facts, asked.assignmentPolicyId);
    if (policy.kind === "refused") return policy;
    const scope = isInAllowedTargetScope(policy, facts.target, true);
    return scope.kind === "inScope"
      ? policy
      : notApplicable(`Policy ${quoted(policy)} does not apply to ${nameOf(facts)}: ${scope.because}.`);
  }
  const eligible = facts.policies.filter(
    (policy) => isInAllowedTargetScope(policy, facts.target, true).kind === "inScope",
  );
  const [only, ...more] = eligible;
  if (only === undefined)
    return notApplicable(
      `No policy of access package "${facts.accessPackage.displayName}" (${facts.accessPackage.id}) applies to ${nameOf(facts)}.`,
    );
  return more.length === 0
    ? only
    : notApplicable(
        `Several policies apply to ${nameOf(facts)}; name one as assignmentPolicyId: ${eligible.map(quoted).join(", ")}.`,
      );
}

/** Updates and removals go under the policy of the assignment. */
function policyOfAssignment(facts: SubmissionFacts, asked: Asked): AssignmentPolicy | Refusal {
  const policyId = facts.assignment?.assignmentPolicyId ?? asked.assignmentPolicyId ?? "";
  if (asked.assignmentPolicyId !== null && asked.assignmentPolicyId !== policyId)
    return notApplicable(
      `The assignment is under policy ${policyId}, not ${asked.assignmentPolicyId}; leave assignmentPolicyId out.`,
    );
  const policy = named(facts, policyId);
  if (policy.kind === "refused") return policy;
  const { enableTargetsToSelfUpdateAccess, enableTargetsToSelfRemoveAccess } = policy.requestorSettings;
  if (asked.requestType === "userRemove" && !enableTargetsToSelfRemoveAccess)
    return notApplicable(
      `Policy ${quoted(policy)} does not let people remove their own access; an administrator of the package can.`,
    );
  if (asked.requestType !== "userUpdate") return policy;
  if (!enableTargetsToSelfUpdateAccess)
    return notApplicable(`Policy ${quoted(policy)} does not let people extend or change their access.`);
  // Whoever asks for more time must still be one of those the policy is for (spec/domain.md 5.5).
  const scope = isInAllowedTargetScope(policy, facts.target, false);
  return scope.kind === "inScope"
    ? policy
    : notApplicable(`Policy ${quoted(policy)} no longer applies to ${nameOf(facts)}: ${scope.because}.`);
}

function named(facts: SubmissionFacts, policyId: string): AssignmentPolicy | Refusal {
  const policy = facts.policies.find(({ id }) => id === policyId);
  return (
    policy ??
    refused(
      "PolicyNotApplicable",
      `Policy ${policyId} is not one of access package "${facts.accessPackage.displayName}" (${facts.accessPackage.id}).`,
      "assignment/assignmentPolicyId",
    )
  );
}

function notApplicable(message: string): Refusal {
  return refused("PolicyNotApplicable", message);
}

function quoted(policy: AssignmentPolicy): string {
  return `"${policy.displayName}" (${policy.id})`;
}

function nameOf(facts: SubmissionFacts): string {
  return `${facts.target.displayName ?? "the person"} (${facts.target.objectId})`;
}
