/** How each policy of a package stands to a request: is it for this person, does it take such a request, and is it the one to ask under? */
import {
  isForExternalPeople,
  isInAllowedTargetScope,
  type ScopeAnswer,
} from "../assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import {
  mayAskOnBehalf,
  offeredPolicies,
  takesOwnRequests,
  takesRequestsOnBehalf,
} from "../assignment-policy/policy-choice.js";
import { ADDS, isOwn } from "./request-kinds.js";
import type { Judged } from "./submission.js";

export type PolicyStanding = {
  readonly policy: AssignmentPolicy;
  readonly scope: ScopeAnswer;
  /** Undefined: it takes such a request; otherwise why not, as a sentence that begins with the policy. */
  readonly refusesBecause: string | undefined;
  /** Of those that apply, only the most specific are offered to whoever asks. */
  readonly isOffered: boolean;
};

export function policyStandings(judged: Judged): readonly PolicyStanding[] {
  const { facts, asked } = judged;
  const asks = asked.requestType === "userAdd" || asked.requestType === "onBehalfAdd";
  const takes = (policy: AssignmentPolicy) => refusesBecause(judged, policy) === undefined;
  const offered = asks ? offeredPolicies(facts.policies, facts.target, takes) : undefined;
  return facts.policies.map((policy) => {
    const scope = scopeOf(judged, policy);
    const because = refusesBecause(judged, policy);
    const applies = scope.kind === "inScope" && because === undefined;
    return { policy, scope, refusesBecause: because, isOffered: offered?.includes(policy) ?? applies };
  });
}

/** Whoever gives up access, or has it changed by an administrator, need not be one of those whom the policy is for. */
function scopeOf({ facts, asked }: Judged, policy: AssignmentPolicy): ScopeAnswer {
  switch (asked.requestType) {
    case "userAdd":
    case "onBehalfAdd":
    case "userUpdate":
      return isInAllowedTargetScope(policy, facts.target, false);
    case "adminAdd":
      // A policy for nobody admits everybody to direct assignment.
      return isInAllowedTargetScope(policy, facts.target, true);
    case "adminUpdate":
    case "userRemove":
    case "adminRemove":
      return { kind: "inScope" };
  }
}

function refusesBecause(judged: Judged, policy: AssignmentPolicy): string | undefined {
  const { facts, asked } = judged;
  const mayBegin = ADDS.includes(asked.requestType) || asked.requestType === "userUpdate";
  // Rule 4: the catalog must be there for people from outside; what they have already can still be changed and ended.
  if (mayBegin && isForExternalPeople(policy) && !facts.catalog.isExternallyVisible)
    return `is for people of other organizations, and catalog "${facts.catalog.displayName}" (${facts.catalog.id}) is not enabled for external users; an owner of the catalog can enable it`;
  const own = isOwn(judged);
  const settings = policy.requestorSettings;
  const actsForTarget = () => mayActFor(judged, policy);
  switch (asked.requestType) {
    case "userAdd":
      return takesOwnRequests(policy) ? undefined : "does not take new requests";
    case "onBehalfAdd":
      return takesRequestsOnBehalf(policy) && actsForTarget()
        ? undefined
        : "does not let you request on behalf of this person";
    case "userUpdate":
      if (own)
        return settings.enableTargetsToSelfUpdateAccess
          ? undefined
          : "does not let people extend or change their access";
      return settings.enableOnBehalfRequestorsToUpdateAccess && actsForTarget()
        ? undefined
        : "does not let you extend or change the access of this person";
    case "userRemove":
      if (own)
        return settings.enableTargetsToSelfRemoveAccess
          ? undefined
          : "does not let people remove their own access; an administrator of the package can";
      return settings.enableOnBehalfRequestorsToRemoveAccess && actsForTarget()
        ? undefined
        : "does not let you remove the access of this person";
    case "adminAdd":
    case "adminUpdate":
    case "adminRemove":
      return undefined;
  }
}

/** Is the requestor one of those whom the policy lets act for the target? */
export function mayActFor({ facts }: Judged, policy: AssignmentPolicy): boolean {
  const requestor = { objectId: facts.requestor.objectId ?? "", groupIds: facts.requestorGroupIds };
  return mayAskOnBehalf(policy, requestor, facts.managerIds);
}
