/** Reads a policy: what is left out gets the default, since PUT replaces the whole (spec/api.md 2.4). Whether it makes sense is the domain's. */
import { z } from "zod";
import type {
  ApprovalStageSettings,
  LocalizedText,
} from "../../domain/assignment-policy/assignment-policy.js";
import type { PolicySettings } from "../../domain/assignment-policy/policy-problems.js";
import {
  CHOICES_PER_QUESTION_MAX,
  DESCRIPTION_LENGTH_MAX,
  DISPLAY_NAME_LENGTH_MAX,
  LOCALIZATIONS_MAX,
  QUESTIONS_PER_POLICY_MAX,
  SUBJECT_SETS_MAX,
} from "../../domain/catalog/limits.js";
import { CUSTOM_EXTENSION_STAGES, type StageSetting } from "../../domain/custom-extension/stage-setting.js";
import { ANSWER_LENGTH_MAX, PATTERN_LENGTH_MAX } from "../../domain/limits.js";
import { type Duration, parseDuration } from "../../domain/time/duration.js";
import { isJsonObject } from "../json-object.js";
import { ALLOWED_TARGET_SCOPES } from "../shapes/assignment-policy.js";
import { reference } from "./catalog.js";
import {
  bool,
  duration,
  guid,
  integer,
  listOf,
  maybe,
  name,
  object,
  oneOf,
  optional,
  text,
  typeNameOf,
  without,
} from "./lenient.js";
import { automaticRequestSettings, reviewSettings } from "./review-settings.js";
import { expiration } from "./schedule.js";
import { subjectSet } from "./subject-set.js";

/** A question as sent: without an id it is a new one. */
export type SentQuestion = DistributiveOmit<PolicySettings["questions"][number], "id"> & {
  readonly id: string | undefined;
};
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export type SentPolicy = {
  /** Undefined where it was left out; needed to create. */
  readonly accessPackageId: string | undefined;
  readonly settings: Omit<PolicySettings, "questions"> & { readonly questions: readonly SentQuestion[] };
};

const subjectSets = optional(listOf(subjectSet, SUBJECT_SETS_MAX), []);
const flag = optional(bool, false);

/** Graph's samples, and the portal's default. */
const STAGE_DEFAULT = fixed("P14D");
const NOTHING = fixed("PT0S");

/** beta's names of what would otherwise be missing without a word: the end of access, its reviews, or who must approve. */
const POLICY_IN_BETA = {
  durationInDays: "expiration",
  expirationDateTime: "expiration",
  accessReviewSettings: "reviewSettings",
};
const APPROVAL_IN_BETA = {
  isApprovalRequired: "isApprovalRequiredForAdd",
  isApprovalRequiredForExtension: "isApprovalRequiredForUpdate",
  approvalMode: "stages",
  approvalStages: "stages",
};

const stage: z.ZodType<ApprovalStageSettings> = object({
  durationBeforeAutomaticDenial: optional(duration, STAGE_DEFAULT),
  isApproverJustificationRequired: flag,
  isEscalationEnabled: flag,
  durationBeforeEscalation: optional(duration, NOTHING),
  primaryApprovers: subjectSets,
  fallbackPrimaryApprovers: subjectSets,
  escalationApprovers: subjectSets,
  fallbackEscalationApprovers: subjectSets,
  approverInformationVisibility: optional(oneOf(["default", "notVisible", "visible"]), "default"),
});

/** More than the domain allows, so that it can say how many there are. */
const STAGES_READ_MAX = 20;

const localizations: z.ZodType<readonly LocalizedText[]> = optional(
  listOf(object({ languageCode: name(35), text: text(ANSWER_LENGTH_MAX) }), LOCALIZATIONS_MAX),
  [],
);

/** `kind` comes from @odata.type. */
export const question: z.ZodType<SentQuestion> = z
  .preprocess(
    (value) =>
      isJsonObject(value)
        ? { ...value, kind: QUESTION_KINDS[(typeNameOf(value) ?? "").toLowerCase()] }
        : value,
    object({
      kind: z.enum(["textInput", "multipleChoice"], {
        error:
          'must be "#microsoft.graph.accessPackageTextInputQuestion" or "...accessPackageMultipleChoiceQuestion"',
      }),
      id: maybe(guid),
      sequence: optional(integer(0, 1_000), 0),
      isRequired: flag,
      isAnswerEditable: flag,
      text: name(ANSWER_LENGTH_MAX),
      localizations,
      isSingleLineQuestion: flag,
      regexPattern: optional(text(PATTERN_LENGTH_MAX), null),
      isMultipleSelectionAllowed: flag,
      choices: optional(
        listOf(
          object({
            actualValue: name(ANSWER_LENGTH_MAX),
            text: maybe(name(ANSWER_LENGTH_MAX)),
            localizations,
          }),
          CHOICES_PER_QUESTION_MAX,
        ),
        [],
      ),
    }),
  )
  .transform((read): SentQuestion => {
    const { id, sequence, isRequired, isAnswerEditable } = read;
    const base = {
      id,
      sequence,
      isRequired,
      isAnswerEditable,
      text: read.text,
      localizations: read.localizations,
    };
    if (read.kind === "textInput") {
      const { isSingleLineQuestion } = read;
      // An empty pattern is how clients write "none".
      const regexPattern = read.regexPattern === "" ? null : read.regexPattern;
      return { kind: "textInput", ...base, isSingleLineQuestion, regexPattern };
    }
    const choices = read.choices.map((choice) => ({ ...choice, text: choice.text ?? choice.actualValue }));
    return {
      kind: "multipleChoice",
      ...base,
      isMultipleSelectionAllowed: read.isMultipleSelectionAllowed,
      choices,
    };
  });

const QUESTION_KINDS: Readonly<Record<string, "textInput" | "multipleChoice">> = {
  accesspackagetextinputquestion: "textInput",
  accesspackagemultiplechoicequestion: "multipleChoice",
};

/** More than the domain allows, so that it can say how many there are. */
const STAGE_SETTINGS_READ_MAX = 100;

/** Which extension is meant is said by its id; its type, and whatever else is sent of it, is known. */
const stageSetting: z.ZodType<StageSetting> = object({
  stage: oneOf(CUSTOM_EXTENSION_STAGES),
  customExtension: reference,
}).transform(({ stage: name, customExtension }) => ({ stage: name, customExtensionId: customExtension.id }));

const NO_REQUESTORS = {
  enableTargetsToSelfAddAccess: false,
  enableTargetsToSelfUpdateAccess: false,
  enableTargetsToSelfRemoveAccess: false,
  allowCustomAssignmentSchedule: false,
  enableOnBehalfRequestorsToAddAccess: false,
  enableOnBehalfRequestorsToUpdateAccess: false,
  enableOnBehalfRequestorsToRemoveAccess: false,
  onBehalfRequestors: [],
};

/** Properties that Graph's pages name otherwise than its schema. */
export const POLICY_ALIASES = {
  accessPackageNotificationSettings: "notificationSettings",
} as const;

const sentPolicy = object(
  {
    accessPackage: maybe(reference),
    accessPackageId: maybe(guid),
    displayName: name(DISPLAY_NAME_LENGTH_MAX),
    description: optional(text(DESCRIPTION_LENGTH_MAX), null),
    allowedTargetScope: optional(oneOf(ALLOWED_TARGET_SCOPES), "notSpecified"),
    specificAllowedTargets: subjectSets,
    expiration: optional(expiration, { type: "notSpecified" }),
    requestorSettings: optional(
      object({
        enableTargetsToSelfAddAccess: flag,
        enableTargetsToSelfUpdateAccess: flag,
        enableTargetsToSelfRemoveAccess: flag,
        allowCustomAssignmentSchedule: flag,
        enableOnBehalfRequestorsToAddAccess: flag,
        enableOnBehalfRequestorsToUpdateAccess: flag,
        enableOnBehalfRequestorsToRemoveAccess: flag,
        onBehalfRequestors: subjectSets,
      }),
      NO_REQUESTORS,
    ),
    requestApprovalSettings: optional(
      without(
        APPROVAL_IN_BETA,
        object({
          isApprovalRequiredForAdd: flag,
          isApprovalRequiredForUpdate: flag,
          isRequestorJustificationRequired: flag,
          stages: optional(listOf(stage, STAGES_READ_MAX), []),
        }),
      ),
      {
        isApprovalRequiredForAdd: false,
        isApprovalRequiredForUpdate: false,
        isRequestorJustificationRequired: false,
        stages: [],
      },
    ),
    questions: optional(listOf(question, QUESTIONS_PER_POLICY_MAX), []),
    reviewSettings: optional(reviewSettings, null),
    automaticRequestSettings: optional(automaticRequestSettings, null),
    notificationSettings: optional(object({ isAssignmentNotificationDisabled: flag }), {
      isAssignmentNotificationDisabled: false,
    }),
    customExtensionStageSettings: optional(listOf(stageSetting, STAGE_SETTINGS_READ_MAX), []),
  },
  POLICY_ALIASES,
);

export const policy: z.ZodType<SentPolicy> = without(POLICY_IN_BETA, sentPolicy).transform(
  ({ accessPackage, accessPackageId, ...settings }) => ({
    accessPackageId: accessPackage?.id ?? accessPackageId,
    settings,
  }),
);

function fixed(text: string): Duration {
  const read = parseDuration(text);
  if (read === undefined) throw new Error(`${text} is not a duration.`);
  return read;
}
