/** accessPackageAssignmentPolicy on the wire. Questions are written in the language that the client prefers. */
import type {
  ApprovalStageSettings,
  AssignmentPolicy,
  Question,
} from "../../domain/assignment-policy/assignment-policy.js";
import type { IndexedProperty, Shape } from "../entity-type.js";
import { localized } from "../localized.js";
import { writeReviewSettings } from "./review-settings.js";
import { writeExpiration } from "./schedule.js";
import { writeSubjectSets } from "./subject-set.js";

export const ALLOWED_TARGET_SCOPES = [
  "notSpecified",
  "specificDirectoryUsers",
  "specificConnectedOrganizationUsers",
  "specificDirectoryServicePrincipals",
  "allMemberUsers",
  "allDirectoryUsers",
  "allDirectoryServicePrincipals",
  "allConfiguredConnectedOrganizationUsers",
  "allExternalUsers",
  "allDirectoryAgentIdentities",
] as const;

const EXPIRATION_TYPES = ["notSpecified", "noExpiration", "afterDateTime", "afterDuration"] as const;

/** Settings that are true or false, kept where Graph has them. */
function flags(paths: readonly string[]): Readonly<Record<string, IndexedProperty>> {
  return Object.fromEntries(paths.map((path) => [path, { index: path, type: "boolean" }]));
}

export const assignmentPolicyShape = {
  name: "accessPackageAssignmentPolicy",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    allowedTargetScope: { oneOf: ALLOWED_TARGET_SCOPES },
    specificAllowedTargets: "complex",
    expiration: "complex",
    requestorSettings: "complex",
    requestApprovalSettings: "complex",
    reviewSettings: "complex",
    automaticRequestSettings: "complex",
    notificationSettings: "complex",
    questions: "complex",
    createdDateTime: "dateTime",
    modifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
    allowedTargetScope: { index: "allowedTargetScope", type: { oneOf: ALLOWED_TARGET_SCOPES } },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    modifiedDateTime: { index: "modifiedDateTime", type: "dateTime" },
    "accessPackage/id": { index: "accessPackageId", type: "guid" },
    "catalog/id": { index: "catalogId", type: "guid" },
    ...flags([
      "requestorSettings/enableTargetsToSelfAddAccess",
      "requestorSettings/enableTargetsToSelfUpdateAccess",
      "requestorSettings/enableTargetsToSelfRemoveAccess",
      "requestorSettings/allowCustomAssignmentSchedule",
      "requestorSettings/enableOnBehalfRequestorsToAddAccess",
      "requestorSettings/enableOnBehalfRequestorsToUpdateAccess",
      "requestorSettings/enableOnBehalfRequestorsToRemoveAccess",
      "requestApprovalSettings/isApprovalRequiredForAdd",
      "requestApprovalSettings/isApprovalRequiredForUpdate",
      "requestApprovalSettings/isRequestorJustificationRequired",
      "notificationSettings/isAssignmentNotificationDisabled",
      "reviewSettings/isEnabled",
      "automaticRequestSettings/requestAccessForAllowedTargets",
    ]),
    "expiration/type": { index: "expiration/type", type: { oneOf: EXPIRATION_TYPES } },
    "expiration/endDateTime": { index: "expiration/endDateTime", type: "dateTime" },
    "expiration/duration": { index: "expiration/duration", type: "duration" },
  },
  write: (policy, { preferences }) => ({
    id: policy.id,
    displayName: policy.displayName,
    description: policy.description,
    allowedTargetScope: policy.allowedTargetScope,
    specificAllowedTargets: writeSubjectSets(policy.specificAllowedTargets),
    expiration: writeExpiration(policy.expiration),
    requestorSettings: {
      ...policy.requestorSettings,
      onBehalfRequestors: writeSubjectSets(policy.requestorSettings.onBehalfRequestors),
    },
    requestApprovalSettings: {
      ...policy.requestApprovalSettings,
      stages: policy.requestApprovalSettings.stages.map(writeStageSettings),
    },
    reviewSettings: writeReviewSettings(policy.reviewSettings),
    // Graph leaves it out of policies that take requests, and its absence is what tells the two kinds apart.
    ...(policy.automaticRequestSettings === null
      ? {}
      : { automaticRequestSettings: policy.automaticRequestSettings }),
    notificationSettings: policy.notificationSettings,
    questions: policy.questions.map((question) => writeQuestion(question, preferences.languages)),
    createdDateTime: policy.createdDateTime,
    modifiedDateTime: policy.modifiedDateTime,
  }),
} satisfies Shape<AssignmentPolicy>;

export const questionShape = {
  name: "accessPackageQuestion",
  properties: {
    id: "guid",
    sequence: "int32",
    isRequired: "boolean",
    isAnswerEditable: "boolean",
    text: "string",
    localizations: "complex",
    isSingleLineQuestion: "boolean",
    regexPattern: "string",
    isMultipleSelectionAllowed: "boolean",
    choices: "complex",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    sequence: { index: "sequence", type: "int32" },
    isRequired: { index: "isRequired", type: "boolean" },
  },
  write: (question, { preferences }) => writeQuestion(question, preferences.languages),
} satisfies Shape<Question>;

function writeStageSettings(stage: ApprovalStageSettings) {
  return {
    ...stage,
    primaryApprovers: writeSubjectSets(stage.primaryApprovers),
    fallbackPrimaryApprovers: writeSubjectSets(stage.fallbackPrimaryApprovers),
    escalationApprovers: writeSubjectSets(stage.escalationApprovers),
    fallbackEscalationApprovers: writeSubjectSets(stage.fallbackEscalationApprovers),
  };
}

export function questionTypeOf(kind: Question["kind"]): string {
  return kind === "textInput"
    ? "#microsoft.graph.accessPackageTextInputQuestion"
    : "#microsoft.graph.accessPackageMultipleChoiceQuestion";
}

export function writeQuestion(question: Question, languages: readonly string[]) {
  const { kind, text, localizations, ...rest } = question;
  return {
    "@odata.type": questionTypeOf(kind),
    ...rest,
    text: localized(text, localizations, languages),
    localizations,
    ...(question.kind === "multipleChoice"
      ? {
          choices: question.choices.map((choice) => ({
            ...choice,
            text: localized(choice.text, choice.localizations, languages),
          })),
        }
      : {}),
  };
}
