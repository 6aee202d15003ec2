/**
 * The rules of a new request, in the order in which they are judged (spec/domain.md 6.2): the first that is broken is the one that is told.
 * What comes before them, the body (rule 1) and that everything it names exists (rule 2), is seen to where the facts are read.
 */
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import type { Refusal } from "../errors.js";
import {
  checkCaller,
  checkCatalog,
  checkNotAssigned,
  checkNothingOpen,
  checkRemovalNotUnderWay,
  checkSeparationOfDuties,
  checkVisibleOutside,
} from "./access-checks.js";
import { checkApprovalPossible } from "./approval-needed.js";
import {
  checkInScope,
  checkOffered,
  checkOnlyOne,
  checkPolicyBelongs,
  checkTaken,
  chosenPolicy,
} from "./chosen-policy.js";
import {
  checkGivenAnswers,
  checkJustification,
  checkJustificationLength,
  checkOpenRequests,
  checkRequestedSchedule,
} from "./detail-checks.js";
import { ADDS, ASKING, EVERY_TYPE, GIVING, REMOVALS } from "./request-kinds.js";
import type { Judged, SubmittedRequestType } from "./submission.js";

export type RequestRule = {
  /** Stable: clients and tests know rules by it. */
  readonly name: string;
  /** A full sentence that is true of a request that keeps the rule. */
  readonly says: string;
  /** The kinds of request that it is about. */
  readonly about: readonly SubmittedRequestType[];
  /** The rule without which this one has nothing to judge. */
  readonly after?: string;
} & (
  | { readonly check: (judged: Judged) => Refusal | undefined }
  | { readonly checkUnder: (policy: AssignmentPolicy, judged: Judged) => Refusal | undefined }
);

/** From here on there is one policy to judge by. */
const POLICY_CHOSEN = "onePolicyApplies";

export const REQUEST_RULES: readonly RequestRule[] = [
  {
    name: "policyBelongsToPackage",
    says: "The policy that is named is one of the access package, and the assignment's.",
    about: EVERY_TYPE,
    check: checkPolicyBelongs,
  },
  {
    name: "callerMayAsk",
    says: "The caller asks for themselves, acts for a person as the policy allows, or has a role that assigns directly.",
    about: EVERY_TYPE,
    check: checkCaller,
  },
  {
    name: "catalogIsPublished",
    says: "The catalog is published; administrators assign directly also when it is not.",
    about: ASKING,
    check: checkCatalog,
  },
  {
    name: "catalogIsVisibleOutside",
    says: "The catalog is visible to people of other organizations, or the person is in the directory.",
    about: ADDS,
    check: checkVisibleOutside,
  },
  {
    name: "targetIsInScope",
    says: "The policy is for this person.",
    about: [...GIVING],
    after: "policyBelongsToPackage",
    check: checkInScope,
  },
  {
    name: "policyTakesRequest",
    says: "The policy takes requests of this kind from this caller.",
    about: EVERY_TYPE,
    after: "targetIsInScope",
    check: checkTaken,
  },
  {
    name: "policyIsMostSpecific",
    says: "No more specific policy applies to the person.",
    about: ASKING,
    after: "policyTakesRequest",
    check: checkOffered,
  },
  {
    name: POLICY_CHOSEN,
    says: "Only one policy applies, or the request names the one that is meant.",
    about: EVERY_TYPE,
    after: "policyIsMostSpecific",
    check: checkOnlyOne,
  },
  {
    name: "nothingIsOpen",
    says: "No other request for the same access package and person is open.",
    about: GIVING,
    check: checkNothingOpen,
  },
  {
    name: "removalIsNotUnderWay",
    says: "The assignment is not being removed already.",
    about: REMOVALS,
    check: checkRemovalNotUnderWay,
  },
  {
    name: "notAssignedYet",
    says: "The person does not have the access package yet, or asks for more time of access that ends.",
    about: ADDS,
    after: POLICY_CHOSEN,
    checkUnder: checkNotAssigned,
  },
  {
    name: "dutiesAreSeparate",
    says: "Nothing that the person has, and no group they are in, excludes the access package.",
    about: GIVING,
    after: POLICY_CHOSEN,
    checkUnder: checkSeparationOfDuties,
  },
  {
    name: "justificationIsGiven",
    says: "A justification is given where the policy asks for one.",
    about: ASKING,
    after: POLICY_CHOSEN,
    checkUnder: checkJustification,
  },
  {
    name: "scheduleIsAllowed",
    says: "The start and end that are asked for are in the future and within what the policy allows.",
    about: GIVING,
    after: POLICY_CHOSEN,
    checkUnder: checkRequestedSchedule,
  },
  {
    name: "questionsAreAnswered",
    says: "The policy's questions are answered as it allows.",
    about: GIVING,
    after: POLICY_CHOSEN,
    checkUnder: checkGivenAnswers,
  },
  {
    name: "justificationIsShort",
    says: "The justification is not longer than is kept.",
    about: EVERY_TYPE,
    check: checkJustificationLength,
  },
  {
    name: "openRequestsAreFew",
    says: "The person has fewer open requests than the limit.",
    about: GIVING,
    check: checkOpenRequests,
  },
  {
    name: "approvalIsPossible",
    says: "A policy that asks for approval says who approves.",
    about: GIVING,
    after: POLICY_CHOSEN,
    checkUnder: checkApprovalPossible,
  },
];

/** What became of one rule. */
export type RuleOutcome = {
  readonly rule: RequestRule;
  /** `notReached`: a rule before it, without which it has nothing to judge, is broken. `notConcerned`: it is about other kinds of request. */
  readonly outcome: "passed" | "failed" | "notReached" | "notConcerned";
  /** Of a broken rule: why, and what to do. */
  readonly refusal?: Refusal;
};

/** The first broken rule's refusal, or the policy that the request goes under. */
export function judge(
  judged: Judged,
  rules: readonly RequestRule[] = REQUEST_RULES,
): AssignmentPolicy | Refusal {
  const policy = chosenPolicy(judged);
  for (const rule of rules) {
    const refusal = rule.about.includes(judged.asked.requestType) ? broken(rule, judged, policy) : undefined;
    if (refusal !== undefined) return refusal;
  }
  return chosen(policy);
}

/** Every rule, also behind a broken one: for whoever wants to know all that stands in the way. */
export function judgeAll(judged: Judged): readonly RuleOutcome[] {
  const policy = chosenPolicy(judged);
  const missed = new Set<string>();
  return REQUEST_RULES.map((rule): RuleOutcome => {
    if (!rule.about.includes(judged.asked.requestType)) {
      // A rule that is about other kinds passes on whether it could be reached.
      if (rule.after !== undefined && missed.has(rule.after)) missed.add(rule.name);
      return { rule, outcome: "notConcerned" };
    }
    if (rule.after !== undefined && missed.has(rule.after)) {
      missed.add(rule.name);
      return { rule, outcome: "notReached" };
    }
    const refusal = broken(rule, judged, policy);
    if (refusal === undefined) return { rule, outcome: "passed" };
    missed.add(rule.name);
    return { rule, outcome: "failed", refusal };
  });
}

function broken(
  rule: RequestRule,
  judged: Judged,
  policy: AssignmentPolicy | undefined,
): Refusal | undefined {
  return "check" in rule ? rule.check(judged) : rule.checkUnder(chosen(policy), judged);
}

/** Rules that need a policy come after the one that sees to it that there is exactly one. */
function chosen(policy: AssignmentPolicy | undefined): AssignmentPolicy {
  if (policy === undefined)
    throw new Error("A rule was judged before the policy was chosen: mend the order of the rules.");
  return policy;
}
