/** What is wrong with the approval settings of a policy (spec/domain.md 5.3): stages, time-outs, escalation, and who may approve. */
import type { SubjectSet } from "../subject/subject-set.js";
import { type Duration, msOfDuration } from "../time/duration.js";
import type { ApprovalSettings, ApprovalStageSettings } from "./assignment-policy.js";
import { limitProblems } from "./limit-problems.js";
import type { PolicyFacts, PolicyProblem } from "./policy-problems.js";
import { subjectSetProblems } from "./subject-set-problems.js";

const DAY_MS = 86_400_000;
/** A stage that stays open for longer than this is a mistake of the unit. */
const STAGE_DAYS_MAX = 365;
/** Entra: alternates can get the request no earlier than a day after it starts ... */
const ESCALATION_DAYS_MIN = 1;
/** ... and using alternates needs a stage that lasts at least this long. */
const STAGE_WITH_ESCALATION_DAYS_MIN = 4;

const APPROVERS: readonly SubjectSet["kind"][] = [
  "singleUser",
  "groupMembers",
  "requestorManager",
  "targetManager",
  "internalSponsors",
  "externalSponsors",
  "targetUserSponsors",
  "targetApplicationOwners",
  "targetAgentIdentitySponsorsOrOwners",
];

/** Kinds that may decide in one stage only: the same person would be asked twice. */
const ONCE: Readonly<Partial<Record<SubjectSet["kind"], string>>> = {
  requestorManager: "The manager",
  targetManager: "The manager",
  internalSponsors: "The internal sponsors",
  externalSponsors: "The external sponsors",
  targetUserSponsors: "The sponsors",
};

export function approvalProblems(settings: ApprovalSettings, facts: PolicyFacts): readonly PolicyProblem[] {
  const { stages, isApprovalRequiredForAdd, isApprovalRequiredForUpdate } = settings;
  const target = "requestApprovalSettings/stages";
  const required = isApprovalRequiredForAdd || isApprovalRequiredForUpdate;
  if (required && stages.length === 0)
    return [
      { target, message: "A policy that requires approval has at least one stage; this one has none." },
    ];
  const tooMany = limitProblems("approvalStages", stages.length, target, facts);
  if (tooMany.length > 0) return tooMany;
  return [
    ...stages.flatMap((stage, index) => stageProblems(stage, `${target}/${index}`, facts)),
    ...repeatedApprovers(stages, target),
  ];
}

function stageProblems(
  stage: ApprovalStageSettings,
  target: string,
  { unknownIds }: PolicyFacts,
): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const sets = [
    "primaryApprovers",
    "fallbackPrimaryApprovers",
    "escalationApprovers",
    "fallbackEscalationApprovers",
  ] as const;
  for (const name of sets)
    problems.push(...subjectSetProblems(`${target}/${name}`, stage[name], APPROVERS, unknownIds));
  if (stage.primaryApprovers.length === 0 && stage.fallbackPrimaryApprovers.length === 0)
    problems.push({
      target: `${target}/primaryApprovers`,
      message: "A stage needs primaryApprovers or fallbackPrimaryApprovers: somebody must be able to decide.",
    });
  const denial = days(stage.durationBeforeAutomaticDenial);
  if (denial <= 0 || denial > STAGE_DAYS_MAX)
    problems.push({
      target: `${target}/durationBeforeAutomaticDenial`,
      message: `A stage is open for more than nothing and at most ${STAGE_DAYS_MAX} days.`,
    });
  return stage.isEscalationEnabled ? [...problems, ...escalationProblems(stage, target)] : problems;
}

function escalationProblems(stage: ApprovalStageSettings, target: string): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const denial = days(stage.durationBeforeAutomaticDenial);
  const escalation = days(stage.durationBeforeEscalation);
  if (stage.escalationApprovers.length === 0)
    problems.push({
      target: `${target}/escalationApprovers`,
      message: "isEscalationEnabled needs escalationApprovers to forward the request to.",
    });
  if (denial < STAGE_WITH_ESCALATION_DAYS_MIN)
    problems.push({
      target: `${target}/durationBeforeAutomaticDenial`,
      message: `A stage with escalation is open for at least ${STAGE_WITH_ESCALATION_DAYS_MIN} days.`,
    });
  if (escalation < ESCALATION_DAYS_MIN || escalation >= denial)
    problems.push({
      target: `${target}/durationBeforeEscalation`,
      message: `Escalation comes at least ${ESCALATION_DAYS_MIN} day after the stage begins, and before it ends.`,
    });
  const needsFallback = stage.escalationApprovers.some(
    (set) => "managerLevel" in set && set.managerLevel > 1,
  );
  if (needsFallback && stage.fallbackEscalationApprovers.length === 0)
    problems.push({
      target: `${target}/fallbackEscalationApprovers`,
      message: "A second-level manager may be missing: name fallbackEscalationApprovers.",
    });
  return problems;
}

function repeatedApprovers(
  stages: readonly ApprovalStageSettings[],
  target: string,
): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const seen = new Set<string>();
  for (const [index, { primaryApprovers }] of stages.entries()) {
    const here = new Set<string>();
    for (const set of primaryApprovers) {
      const who = ONCE[set.kind];
      // A manager of another level is another person.
      if (who !== undefined) here.add("managerLevel" in set ? `${who} of level ${set.managerLevel}` : who);
    }
    for (const who of here) {
      if (seen.has(who))
        problems.push({
          target: `${target}/${index}/primaryApprovers`,
          message: `${who} decides in an earlier stage already: each manager and kind of sponsor decides in one stage only.`,
        });
      seen.add(who);
    }
  }
  return problems;
}

function days(duration: Duration): number {
  return msOfDuration(duration) / DAY_MS;
}
