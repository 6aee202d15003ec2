/** Can somebody see, request or keep an access package, and why? Every rule of a request with what it comes to for this person. */
import { type Listing, listingFor } from "../access-package/listing.js";
import { endAfterUpdate, endOfAccess } from "../assignment/expiry.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import { policyClass } from "../assignment-policy/policy-choice.js";
import { isApprovalNeeded } from "../assignment-request/approval-needed.js";
import { chosenPolicy } from "../assignment-request/chosen-policy.js";
import { type PolicyStanding, policyStandings } from "../assignment-request/policy-standing.js";
import { changedAssignment } from "../assignment-request/request-kinds.js";
import { judgeAll, REQUEST_RULES, type RuleOutcome } from "../assignment-request/request-rules.js";
import { type Exclusion, exclusionsOf } from "../assignment-request/separation-of-duties.js";
import type { Judged } from "../assignment-request/submission.js";
import { isRemoval } from "../assignment-request/transitions.js";
import type { Refusal } from "../errors.js";
import { standingAssignmentOf } from "../subject/subject-access.js";
import type { Instant } from "../time/instant.js";
import { type Because, type Named, named } from "./explanation-parts.js";

export type PackageExplanation = {
  readonly requestType: string;
  readonly accessPackage: Named;
  readonly catalog: Named;
  readonly target: { readonly objectId: string | null; readonly displayName: string | null };
  readonly canSee: Because & { readonly answer: boolean };
  readonly canRequest: Because & { readonly answer: boolean };
  /** Null for who does not have the package. */
  readonly canKeep:
    | (Because & {
        readonly answer: boolean;
        readonly assignmentId: string;
        readonly endDateTime: Instant | null;
      })
    | null;
  /** The policy that the request would go under; null where none could be chosen. */
  readonly policy: Named | null;
  readonly rules: readonly ExplainedRule[];
  readonly policies: readonly ExplainedPolicy[];
  readonly separationOfDuties: readonly ExplainedExclusion[];
  /** Null where no policy could be chosen. */
  readonly approval: { readonly isRequired: boolean; readonly stages: readonly ExpectedStage[] } | null;
  /** If it were approved at this moment; null for removals, and where no policy could be chosen. */
  readonly access: { readonly startDateTime: Instant; readonly endDateTime: Instant | null } | null;
};

export type ExplainedRule = {
  readonly code: string;
  readonly rule: string;
  /** `toBeGiven`: the requestor must still say something when they ask; it stands in nobody's way. */
  readonly outcome: RuleOutcome["outcome"] | "toBeGiven";
  readonly error: Pick<Refusal, "code" | "message"> | null;
};

export type ExplainedPolicy = Named &
  Because & {
    readonly allowedTargetScope: string;
    /** 1 is the most specific; only the best class of those that apply is offered. */
    readonly class: number | null;
    readonly isOffered: boolean;
  };

type ExplainedExclusion = Named & {
  readonly code: "incompatibleAccessPackage" | "incompatibleGroup";
  readonly assignmentId: string | null;
  readonly requestId: string | null;
};

/** A stage as it would be opened now. */
export type ExpectedStage = {
  readonly stage: number;
  readonly durationBeforeAutomaticDenial: string;
  /** False where the asker may not know who approves. */
  readonly areApproversShown: boolean;
  readonly approvers: readonly Named[];
  readonly usedFallback: boolean;
  /** Nobody could decide: the request would wait until it is denied. */
  readonly isNobody: boolean;
  readonly escalation: { readonly after: string; readonly approvers: readonly Named[] } | null;
};

export type PackageFacts = {
  readonly judged: Judged;
  /** The same person asking to extend what they have; undefined for who does not have it. */
  readonly extending: Judged | undefined;
  /** What the chosen policy's stages come to; empty where none is needed or chosen. */
  readonly stages: readonly ExpectedStage[];
  readonly arePackagesForSpecificPeopleListedToMembers: boolean;
};

export function explainPackage(explained: PackageFacts): PackageExplanation {
  const { judged } = explained;
  const { facts, asked, now } = judged;
  const { accessPackage, catalog, target } = facts;
  const outcomes = judgeAll(judged).map(explainRule);
  const policy = chosenPolicy(judged);
  const listing: Listing = listingFor({
    ...{ accessPackage, catalog, policies: facts.policies, target },
    arePackagesForSpecificPeopleListedToMembers: explained.arePackagesForSpecificPeopleListedToMembers,
  });
  return {
    requestType: asked.requestType,
    accessPackage: { id: accessPackage.id, displayName: accessPackage.displayName },
    catalog: { id: catalog.id, displayName: catalog.displayName },
    target: { objectId: target.objectId, displayName: target.displayName },
    canSee: { answer: listing.isListed, code: listing.code, because: listing.because },
    canRequest: answerOf(outcomes),
    canKeep: keeping(explained),
    policy: policy === undefined ? null : { id: policy.id, displayName: policy.displayName },
    rules: outcomes,
    policies: policyStandings(judged).map(explainPolicy),
    separationOfDuties: exclusionsOf(accessPackage, facts.access, target.groupIds, "scheduledToo").map(
      (one) => explainExclusion(one, facts.excludingNames),
    ),
    approval:
      policy === undefined
        ? null
        : { isRequired: isApprovalNeeded(policy, judged), stages: explained.stages },
    access: policy === undefined || isRemoval(asked.requestType) ? null : accessUnder(policy, judged, now),
  };
}

/** Where the facts for the rules could not be found: the reason stands in place of the rules. */
export function unreachedRules(refusal: Refusal): readonly ExplainedRule[] {
  return [
    {
      code: "everythingExists",
      rule: "The access package, the person and the assignment exist and belong together.",
      outcome: "failed",
      error: { code: refusal.code, message: refusal.message },
    },
    ...REQUEST_RULES.map(
      ({ name, says }): ExplainedRule => ({ code: name, rule: says, outcome: "notReached", error: null }),
    ),
  ];
}

const TO_BE_GIVEN: ReadonlySet<string> = new Set(["JustificationRequired", "AnswerRequired"]);

function explainRule({ rule, outcome, refusal }: RuleOutcome): ExplainedRule {
  return {
    code: rule.name,
    rule: rule.says,
    outcome: refusal !== undefined && TO_BE_GIVEN.has(refusal.code) ? "toBeGiven" : outcome,
    error: refusal === undefined ? null : { code: refusal.code, message: refusal.message },
  };
}

/** The first broken rule's reason; missing answers and a missing justification stand in nobody's way. */
function answerOf(rules: readonly ExplainedRule[]): Because & { readonly answer: boolean } {
  const broken = rules.find(({ outcome }) => outcome === "failed");
  return broken === undefined
    ? { answer: true, code: "everyRuleIsKept", because: "Nothing stands in the way." }
    : { answer: false, code: broken.code, because: broken.error?.message ?? broken.rule };
}

function keeping({ judged, extending }: PackageFacts): PackageExplanation["canKeep"] {
  const { access, accessPackage } = judged.facts;
  const standing = standingAssignmentOf(access, accessPackage.id);
  if (standing === undefined) return null;
  const { id: assignmentId, endDateTime } = standing;
  if (endDateTime === null)
    return {
      ...{ answer: true, assignmentId, endDateTime },
      ...{ code: "withoutEnd", because: "The access has no end." },
    };
  const answer = extending === undefined ? undefined : answerOf(judgeAll(extending).map(explainRule));
  return answer?.answer === true
    ? {
        ...{ answer: true, assignmentId, endDateTime },
        ...{ code: "mayExtend", because: `The access ends at ${endDateTime} and can be extended before.` },
      }
    : {
        ...{ answer: false, assignmentId, endDateTime },
        code: answer?.code ?? "cannotExtend",
        because: `The access ends at ${endDateTime} and cannot be extended: ${answer?.because ?? "the assignment cannot be read."}`,
      };
}

function explainPolicy(standing: PolicyStanding): ExplainedPolicy {
  const { policy, scope, refusesBecause, isOffered } = standing;
  return {
    id: policy.id,
    displayName: policy.displayName,
    allowedTargetScope: policy.allowedTargetScope,
    class: policyClass(policy),
    isOffered,
    ...reasonOf(scope, refusesBecause, isOffered),
  };
}

function reasonOf(
  scope: PolicyStanding["scope"],
  refusesBecause: string | undefined,
  isOffered: boolean,
): Because {
  if (scope.kind === "outOfScope")
    return { code: "outOfScope", because: `It does not apply: ${scope.because}.` };
  if (refusesBecause !== undefined) return { code: "doesNotTake", because: `It ${refusesBecause}.` };
  return isOffered
    ? { code: "offered", because: "It applies, and none is more specific." }
    : { code: "lessSpecific", because: "It applies, but a more specific one is offered in its place." };
}

function explainExclusion(one: Exclusion, names: ReadonlyMap<string, string>): ExplainedExclusion {
  return one.kind === "group"
    ? { code: "incompatibleGroup", ...named(one.groupId, names), assignmentId: null, requestId: null }
    : {
        code: "incompatibleAccessPackage",
        ...named(one.accessPackageId, names),
        assignmentId: one.assignmentId,
        requestId: one.requestId,
      };
}

function accessUnder(
  policy: AssignmentPolicy,
  judged: Judged,
  now: Instant,
): { readonly startDateTime: Instant; readonly endDateTime: Instant | null } {
  const { schedule, answers } = judged.asked;
  const changed = changedAssignment(judged, policy);
  if (changed === undefined)
    return { startDateTime: now, endDateTime: endOfAccess(policy.expiration, schedule.expiration, now) };
  const asked = { policyExpiration: policy.expiration, schedule, answers };
  return { startDateTime: changed.startDateTime, endDateTime: endAfterUpdate(changed, asked, now) };
}
