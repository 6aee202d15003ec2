/** Can every stage of a policy be decided by somebody, whoever asks? Asked when a policy is saved, so that it is not found out by the first request. */
import type { ApprovalStageSettings } from "../assignment-policy/assignment-policy.js";
import type { SubjectSet } from "../subject/subject-set.js";
import { approversNow, type ResolvedApprovers } from "./approvers.js";

/** Why a stage comes to nobody. "Missing" includes that the account is disabled: it could decide nothing. */
export const COVERAGE_REASONS = [
  "onlyApproverAsks",
  "managerMissing",
  "sponsorsMissing",
  "ownersMissing",
  "groupHasNobody",
  "namedApproverMissing",
] as const;

export type CoverageReason = (typeof COVERAGE_REASONS)[number];

/**
 * Why nobody could decide the stage for this request; empty when somebody could, if need be after it was forwarded. `excluded`: whoever asks
 * and whoever is to have the access.
 */
export function whyUndecidable(
  settings: ApprovalStageSettings,
  resolved: ResolvedApprovers,
  excluded: readonly string[],
): readonly CoverageReason[] {
  const { primary, escalation } = approversNow(resolved, excluded, settings.isEscalationEnabled);
  if (primary.length + escalation.length > 0) return [];
  const sets = [
    ...settings.primaryApprovers,
    ...settings.fallbackPrimaryApprovers,
    ...(settings.isEscalationEnabled
      ? [...settings.escalationApprovers, ...settings.fallbackEscalationApprovers]
      : []),
  ];
  const found = [
    ...resolved.primary,
    ...resolved.fallbackPrimary,
    ...(settings.isEscalationEnabled ? [...resolved.escalation, ...resolved.fallbackEscalation] : []),
  ];
  // Somebody is there, and nobody decides about their own request.
  if (found.length > 0) return ["onlyApproverAsks"];
  const reasons = new Set(sets.map(({ kind }) => MISSING[kind]));
  return COVERAGE_REASONS.filter((reason) => reasons.has(reason));
}

const MISSING: Readonly<Record<SubjectSet["kind"], CoverageReason | undefined>> = {
  requestorManager: "managerMissing",
  targetManager: "managerMissing",
  internalSponsors: "sponsorsMissing",
  externalSponsors: "sponsorsMissing",
  targetUserSponsors: "sponsorsMissing",
  targetAgentIdentitySponsorsOrOwners: "sponsorsMissing",
  targetApplicationOwners: "ownersMissing",
  groupMembers: "groupHasNobody",
  singleUser: "namedApproverMissing",
  // These never name approvers.
  singleServicePrincipal: undefined,
  connectedOrganizationMembers: undefined,
  attributeRuleMembers: undefined,
};

/** One kind of requestor that a policy admits. */
export type RequestorClass = {
  readonly who: "allMembers" | "allUsers" | "groupMembers" | "namedUsers" | "outsideTheDirectory";
  /** The group. */
  readonly groupId: string | null;
  /** Do their managers ask for them? */
  readonly isOnBehalf: boolean;
};

export type Undecidable = {
  readonly personId: string;
  readonly displayName: string | null;
  readonly reasons: readonly CoverageReason[];
};

/** One stage for one class of requestors. */
export type StageCoverage = RequestorClass & {
  /** 1 for the first. */
  readonly stage: number;
  /** How many people were looked at. */
  readonly looked: number;
  /** False: there are more people than were looked at, or nobody can list them. */
  readonly isComplete: boolean;
  /** For how many of those nobody could decide. */
  readonly undecidable: number;
  /** The first of them. */
  readonly people: readonly Undecidable[];
};

export type ApprovalCoverage = {
  /** The policy's. */
  readonly id: string;
  readonly stages: readonly StageCoverage[];
};

/** People that are named for each stage and class; the count is of all. */
const PEOPLE_NAMED_MAX = 100;

export function stageCoverage(
  requestors: RequestorClass,
  stage: number,
  looked: number,
  isComplete: boolean,
  undecidable: readonly Undecidable[],
): StageCoverage {
  return {
    ...requestors,
    stage,
    looked,
    isComplete,
    undecidable: undecidable.length,
    people: undecidable.slice(0, PEOPLE_NAMED_MAX),
  };
}

/** One sentence for each gap, without names: they are for whoever may read the directory. */
export function coverageWarnings({ stages }: ApprovalCoverage): readonly string[] {
  return stages
    .filter(({ undecidable }) => undecidable > 0)
    .map(({ stage, undecidable, looked, people, ...requestors }) => {
      const reasons = new Set(people.flatMap((person) => person.reasons));
      const why = COVERAGE_REASONS.filter((reason) => reasons.has(reason)).join(", ");
      return `Stage ${stage} has nobody to decide for ${undecidable} of ${looked} ${wordsFor(requestors)} (${why})`;
    });
}

function wordsFor({ who, groupId, isOnBehalf }: RequestorClass): string {
  const people = {
    allMembers: "members",
    allUsers: "users",
    groupMembers: `members of group ${groupId}`,
    namedUsers: "named users",
    outsideTheDirectory: "people outside the directory",
  }[who];
  return isOnBehalf ? `${people} for whom their manager asks` : people;
}
