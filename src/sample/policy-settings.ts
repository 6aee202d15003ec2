/** From the short form in which the sample says a policy to the full one that the command takes. */

import type { Ids } from "../application/ports/ids.js";
import type {
  ApprovalStageSettings,
  ExpirationPattern,
  Question,
} from "../domain/assignment-policy/assignment-policy.js";
import type { PolicySettings } from "../domain/assignment-policy/policy-problems.js";
import type { SubjectSet } from "../domain/subject/subject-set.js";
import type { Duration } from "../domain/time/duration.js";
import { type Instant, instantOf, msOf } from "../domain/time/instant.js";
import type { SamplePolicy, SampleQuestion, SampleStage, Who } from "./organization/catalogs.js";
import { sampleId } from "./write-directory.js";

const YEAR_MS = 365 * 86_400_000;

export function policySettings(ids: Ids, policy: SamplePolicy, now: Instant): PolicySettings {
  const { requestors, stages = [] } = policy;
  const specific = typeof requestors === "string" ? [] : requestors.map((who) => subjectSet(ids, who));
  const mayAsk = requestors !== "nobody";
  return {
    displayName: policy.displayName,
    description: policy.description,
    allowedTargetScope:
      requestors === "nobody"
        ? "notSpecified"
        : requestors === "anybody"
          ? "allMemberUsers"
          : "specificDirectoryUsers",
    specificAllowedTargets: specific,
    expiration: expiration(policy.ends, now),
    requestorSettings: {
      enableTargetsToSelfAddAccess: mayAsk,
      enableTargetsToSelfUpdateAccess: mayAsk,
      enableTargetsToSelfRemoveAccess: mayAsk,
      allowCustomAssignmentSchedule: policy.ownSchedule === true,
      enableOnBehalfRequestorsToAddAccess: false,
      enableOnBehalfRequestorsToUpdateAccess: false,
      enableOnBehalfRequestorsToRemoveAccess: false,
      onBehalfRequestors: [],
    },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: stages.length > 0,
      isApprovalRequiredForUpdate: stages.length > 0,
      isRequestorJustificationRequired: policy.justification === true,
      stages: stages.map((stage) => stageSettings(ids, stage)),
    },
    questions: (policy.questions ?? []).map((question, index) =>
      questionSettings(ids, policy.key, question, index),
    ),
    reviewSettings: null,
    automaticRequestSettings: null,
    notificationSettings: { isAssignmentNotificationDisabled: false },
    customExtensionStageSettings: [],
  };
}

function subjectSet(ids: Ids, who: Who): SubjectSet {
  if (who === "manager") return { kind: "targetManager", managerLevel: 1 };
  const [kind, key = ""] = who.split(":");
  return kind === "group"
    ? { kind: "groupMembers", groupId: sampleId(ids, "group", key), description: null }
    : { kind: "singleUser", userId: sampleId(ids, "user", key), description: null };
}

function stageSettings(ids: Ids, stage: SampleStage): ApprovalStageSettings {
  const { approvers, fallback = [], daysToDecide, escalation } = stage;
  const sets = (list: readonly Who[]) => list.map((who) => subjectSet(ids, who));
  return {
    durationBeforeAutomaticDenial: daysLong(daysToDecide),
    isApproverJustificationRequired: stage.needsJustification === true,
    isEscalationEnabled: escalation !== undefined,
    durationBeforeEscalation: escalation === undefined ? daysLong(0) : daysLong(escalation.afterDays),
    primaryApprovers: sets(approvers),
    fallbackPrimaryApprovers: sets(fallback),
    escalationApprovers: sets(escalation?.approvers ?? []),
    fallbackEscalationApprovers: [],
    approverInformationVisibility: "default",
  };
}

function daysLong(days: number): Duration {
  // A whole number of days is a duration; none at all is written as Graph writes it.
  return (days === 0 ? "PT0S" : `P${days}D`) as Duration;
}

function expiration(ends: SamplePolicy["ends"], now: Instant): ExpirationPattern {
  if (ends === "never") return { type: "noExpiration" };
  return "after" in ends
    ? { type: "afterDuration", duration: ends.after }
    : { type: "afterDateTime", endDateTime: instantOf(msOf(now) + ends.yearsFromNow * YEAR_MS) };
}

function questionSettings(ids: Ids, policyKey: string, question: SampleQuestion, index: number): Question {
  const { text, required, choices, pattern } = question;
  const base = {
    id: ids.derive("sample", "question", policyKey, text),
    sequence: index,
    isRequired: required,
    isAnswerEditable: true,
    text,
    localizations: [],
  };
  return choices === undefined
    ? { ...base, kind: "textInput", isSingleLineQuestion: true, regexPattern: pattern ?? null }
    : {
        ...base,
        kind: "multipleChoice",
        isMultipleSelectionAllowed: false,
        choices: choices.map((choice) => ({ actualValue: choice, text: choice, localizations: [] })),
      };
}
