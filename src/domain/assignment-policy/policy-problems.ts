/** What is wrong with the settings of a policy, each with the property it is about: a policy that is saved can be carried out. */
import {
  CHOICES_PER_QUESTION_MAX,
  EXPIRATION_DAYS_MAX,
  QUESTIONS_PER_POLICY_MAX,
} from "../catalog/limits.js";
import type { SubjectSet } from "../subject/subject-set.js";
import type { TenantSettings } from "../tenant/tenant-settings.js";
import { msOfDuration } from "../time/duration.js";
import { type Instant, msOf } from "../time/instant.js";
import { approvalProblems } from "./approval-problems.js";
import type {
  AllowedTargetScope,
  AssignmentPolicy,
  ExpirationPattern,
  Question,
} from "./assignment-policy.js";
import { limitProblems } from "./limit-problems.js";
import { compilePattern, STATES_MAX } from "./pattern.js";
import { reviewProblems } from "./review-problems.js";
import { namedIdOf, subjectSetProblems } from "./subject-set-problems.js";

/** A policy without what the system adds. */
export type PolicySettings = Omit<
  AssignmentPolicy,
  "kind" | "id" | "catalogId" | "accessPackageId" | "createdDateTime" | "modifiedDateTime"
>;

export type PolicyProblem = {
  /** The property as it is written on the wire: `requestApprovalSettings/stages/0/primaryApprovers`. */
  readonly target: string;
  /** A full sentence. */
  readonly message: string;
  /** Default: InvalidModel. */
  readonly code?: "QuotaExceeded";
};

export type PolicyFacts = {
  readonly now: Instant;
  /** Ids of users, groups, applications and organizations that the policy names and that do not exist. */
  readonly unknownIds: ReadonlySet<string>;
  /** True when the expiration is the one that the policy has: an end that has passed meanwhile must not prevent other changes. */
  readonly isExpirationKept: boolean;
  /** The tenant's limits; without them the defaults hold. */
  readonly limits?: TenantSettings["limits"];
};

export function policyProblems(settings: PolicySettings, facts: PolicyFacts): readonly PolicyProblem[] {
  return [
    ...targetProblems(settings, facts),
    ...(facts.isExpirationKept ? [] : expirationProblems(settings.expiration, facts)),
    ...approvalProblems(settings.requestApprovalSettings, facts),
    ...requestorProblems(settings, facts),
    ...reviewProblems(settings.reviewSettings, facts),
    ...questionProblems(settings.questions),
    ...countProblems(settings, facts),
  ];
}

/** Every subject set of a policy, with where it stands. */
export function subjectSetsOf(
  settings: PolicySettings,
): readonly { readonly target: string; readonly sets: readonly SubjectSet[] }[] {
  const { stages } = settings.requestApprovalSettings;
  return [
    { target: "specificAllowedTargets", sets: settings.specificAllowedTargets },
    { target: "requestorSettings/onBehalfRequestors", sets: settings.requestorSettings.onBehalfRequestors },
    { target: "reviewSettings/primaryReviewers", sets: settings.reviewSettings?.primaryReviewers ?? [] },
    { target: "reviewSettings/fallbackReviewers", sets: settings.reviewSettings?.fallbackReviewers ?? [] },
    ...stages.flatMap((stage, index) =>
      (
        [
          "primaryApprovers",
          "fallbackPrimaryApprovers",
          "escalationApprovers",
          "fallbackEscalationApprovers",
        ] as const
      ).map((name) => ({
        target: `requestApprovalSettings/stages/${index}/${name}`,
        sets: stage[name],
      })),
    ),
  ];
}

/** Which kinds of targets a scope names; undefined: it names none. */
const NAMED_BY_SCOPE: Readonly<Partial<Record<AllowedTargetScope, readonly SubjectSet["kind"][]>>> = {
  specificDirectoryUsers: ["singleUser", "groupMembers", "attributeRuleMembers"],
  specificConnectedOrganizationUsers: ["connectedOrganizationMembers"],
  specificDirectoryServicePrincipals: ["singleServicePrincipal"],
};

function targetProblems(settings: PolicySettings, facts: PolicyFacts): readonly PolicyProblem[] {
  const { allowedTargetScope: scope, specificAllowedTargets: targets } = settings;
  const kinds = NAMED_BY_SCOPE[scope];
  const target = "specificAllowedTargets";
  if (kinds === undefined)
    return targets.length === 0
      ? []
      : [
          {
            target,
            message: `allowedTargetScope ${scope} names nobody: leave specificAllowedTargets empty.`,
          },
        ];
  if (targets.length === 0)
    return [{ target, message: `allowedTargetScope ${scope} needs at least one of ${kinds.join(", ")}.` }];
  return subjectSetProblems(target, targets, kinds, facts.unknownIds);
}

function expirationProblems(expiration: ExpirationPattern, { now }: PolicyFacts): readonly PolicyProblem[] {
  const longest = EXPIRATION_DAYS_MAX * 86_400_000;
  switch (expiration.type) {
    case "notSpecified":
    case "noExpiration":
      return [];
    case "afterDateTime": {
      const target = "expiration/endDateTime";
      const left = msOf(expiration.endDateTime) - msOf(now);
      if (left <= 0) return [{ target, message: `The end ${expiration.endDateTime} is in the past.` }];
      return left <= longest
        ? []
        : [{ target, message: `The end is more than ${EXPIRATION_DAYS_MAX} days away.` }];
    }
    case "afterDuration": {
      const target = "expiration/duration";
      const length = msOfDuration(expiration.duration);
      return length <= longest
        ? []
        : [
            {
              target,
              message: `Access lasts at most ${EXPIRATION_DAYS_MAX} days (P${EXPIRATION_DAYS_MAX}D).`,
            },
          ];
    }
  }
}

/** Who can ask for somebody else: the manager of the person, and people who are named (spec/domain.md 5.2). */
const ON_BEHALF: readonly SubjectSet["kind"][] = [
  "targetManager",
  "singleUser",
  "groupMembers",
  "targetAgentIdentitySponsorsOrOwners",
  "targetApplicationOwners",
];

function requestorProblems(settings: PolicySettings, facts: PolicyFacts): readonly PolicyProblem[] {
  const { onBehalfRequestors } = settings.requestorSettings;
  return subjectSetProblems(
    "requestorSettings/onBehalfRequestors",
    onBehalfRequestors,
    ON_BEHALF,
    facts.unknownIds,
  );
}

/** Also for the questions behind resource attributes; targets begin with `questions/`. */
export function questionProblems(questions: readonly Question[]): readonly PolicyProblem[] {
  if (questions.length > QUESTIONS_PER_POLICY_MAX)
    return [{ target: "questions", message: `A policy asks at most ${QUESTIONS_PER_POLICY_MAX} questions.` }];
  const problems: PolicyProblem[] = [];
  const seen = new Set<string>();
  let steps = 0;
  for (const [index, question] of questions.entries()) {
    const target = `questions/${index}`;
    if (seen.has(question.id))
      problems.push({ target: `${target}/id`, message: `The id ${question.id} is used by two questions.` });
    seen.add(question.id);
    if (question.kind === "textInput") {
      const pattern = question.regexPattern === null ? undefined : compilePattern(question.regexPattern);
      if (pattern !== undefined && "problem" in pattern)
        problems.push({
          target: `${target}/regexPattern`,
          message: `The pattern cannot be used: ${pattern.problem}.`,
        });
      else if (pattern !== undefined) steps += pattern.steps;
      continue;
    }
    const values = question.choices.map(({ actualValue }) => actualValue);
    if (values.length === 0 || values.length > CHOICES_PER_QUESTION_MAX)
      problems.push({
        target: `${target}/choices`,
        message: `A multiple-choice question has 1 to ${CHOICES_PER_QUESTION_MAX} choices; this one has ${values.length}.`,
      });
    if (new Set(values).size < values.length)
      problems.push({ target: `${target}/choices`, message: "Two choices have the same actualValue." });
  }
  if (steps > STATES_MAX)
    problems.push({
      target: "questions",
      message: `The patterns of all questions together come to ${steps} steps; they may come to ${STATES_MAX}. Shorten the repetitions in them.`,
    });
  return problems;
}

function countProblems(settings: PolicySettings, facts: PolicyFacts): readonly PolicyProblem[] {
  const all = subjectSetsOf(settings).flatMap(({ sets }) => sets);
  const organizations = all.filter(({ kind }) => kind === "connectedOrganizationMembers").length;
  const named = all.filter((set) => namedIdOf(set) !== undefined).length - organizations;
  return [
    ...limitProblems("usersAndGroupsPerPolicy", named, "specificAllowedTargets", facts),
    ...limitProblems("connectedOrganizationsPerPolicy", organizations, "specificAllowedTargets", facts),
  ];
}
