/** Policies and stages whose defaults are valid, so that a test says only what it is about. */
import type {
  ApprovalSettings,
  ApprovalStageSettings,
  AssignmentPolicy,
  Question,
  RequestorSettings,
} from "../../src/domain/assignment-policy/assignment-policy.js";
import type { SubjectSet } from "../../src/domain/subject/subject-set.js";
import { lasting, NOW } from "./instants.js";

/** Every person in the directory may ask, nobody needs to approve, access lasts 365 days. */
export function aPolicy(
  says: Partial<Omit<AssignmentPolicy, "requestorSettings" | "requestApprovalSettings">> & {
    readonly requestorSettings?: Partial<RequestorSettings>;
    readonly requestApprovalSettings?: Partial<ApprovalSettings>;
  } = {},
): AssignmentPolicy {
  return {
    kind: "assignmentPolicy",
    id: "policy",
    catalogId: "catalog",
    accessPackageId: "package",
    displayName: "Everybody",
    description: null,
    allowedTargetScope: "allDirectoryUsers",
    specificAllowedTargets: [],
    expiration: { type: "afterDuration", duration: lasting("P365D") },
    questions: [],
    reviewSettings: null,
    automaticRequestSettings: null,
    notificationSettings: { isAssignmentNotificationDisabled: false },
    customExtensionStageSettings: [],
    createdDateTime: NOW,
    modifiedDateTime: NOW,
    ...says,
    requestorSettings: {
      enableTargetsToSelfAddAccess: true,
      enableTargetsToSelfUpdateAccess: true,
      enableTargetsToSelfRemoveAccess: true,
      allowCustomAssignmentSchedule: true,
      enableOnBehalfRequestorsToAddAccess: false,
      enableOnBehalfRequestorsToUpdateAccess: false,
      enableOnBehalfRequestorsToRemoveAccess: false,
      onBehalfRequestors: [],
      ...says.requestorSettings,
    },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: false,
      isApprovalRequiredForUpdate: false,
      isRequestorJustificationRequired: false,
      stages: [],
      ...says.requestApprovalSettings,
    },
  };
}

/** Approval by the given stages, for adding and for extending. */
export function approvedBy(...stages: readonly ApprovalStageSettings[]): Partial<ApprovalSettings> {
  return { isApprovalRequiredForAdd: true, isApprovalRequiredForUpdate: true, stages };
}

/** Fourteen days to decide, no escalation, no justification. */
export function aStage(says: Partial<ApprovalStageSettings> = {}): ApprovalStageSettings {
  return {
    durationBeforeAutomaticDenial: lasting("P14D"),
    isApproverJustificationRequired: false,
    isEscalationEnabled: false,
    durationBeforeEscalation: lasting("PT0S"),
    primaryApprovers: [user("approver")],
    fallbackPrimaryApprovers: [],
    escalationApprovers: [],
    fallbackEscalationApprovers: [],
    approverInformationVisibility: "default",
    ...says,
  };
}

export function user(userId: string): SubjectSet {
  return { kind: "singleUser", userId, description: null };
}

export function group(groupId: string): SubjectSet {
  return { kind: "groupMembers", groupId, description: null };
}

export function managerOfRequestor(managerLevel = 1): SubjectSet {
  return { kind: "requestorManager", managerLevel };
}

export function managerOfTarget(managerLevel = 1): SubjectSet {
  return { kind: "targetManager", managerLevel };
}

type TextQuestion = Extract<Question, { kind: "textInput" }>;

export function aTextQuestion(says: Partial<TextQuestion> = {}): TextQuestion {
  return {
    kind: "textInput",
    id: "question",
    sequence: 1,
    isRequired: true,
    isAnswerEditable: true,
    text: "Which project is it for?",
    localizations: [],
    isSingleLineQuestion: true,
    regexPattern: null,
    ...says,
  };
}

type ChoiceQuestion = Extract<Question, { kind: "multipleChoice" }>;

export function aChoiceQuestion(
  values: readonly string[],
  says: Partial<ChoiceQuestion> = {},
): ChoiceQuestion {
  return {
    kind: "multipleChoice",
    id: "question",
    sequence: 1,
    isRequired: true,
    isAnswerEditable: true,
    text: "Which country?",
    localizations: [],
    isMultipleSelectionAllowed: false,
    choices: values.map((actualValue) => ({ actualValue, text: actualValue, localizations: [] })),
    ...says,
  };
}
