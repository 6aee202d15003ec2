/** Who may ask for a package, who must approve, and how long access lasts (Graph: accessPackageAssignmentPolicy). */
import type { StageSetting } from "../custom-extension/stage-setting.js";
import type { SubjectSet } from "../subject/subject-set.js";
import type { Duration } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import type { ReviewSettings } from "./review-settings.js";

export type AllowedTargetScope =
  | "notSpecified"
  | "specificDirectoryUsers"
  | "specificConnectedOrganizationUsers"
  | "specificDirectoryServicePrincipals"
  | "allMemberUsers"
  | "allDirectoryUsers"
  | "allDirectoryServicePrincipals"
  | "allConfiguredConnectedOrganizationUsers"
  | "allExternalUsers"
  | "allDirectoryAgentIdentities";

/** Lives in partition `catalog/{catalogId}`. */
export type AssignmentPolicy = {
  readonly kind: "assignmentPolicy";
  readonly id: string;
  readonly catalogId: string;
  readonly accessPackageId: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly allowedTargetScope: AllowedTargetScope;
  readonly specificAllowedTargets: readonly SubjectSet[];
  readonly expiration: ExpirationPattern;
  readonly requestorSettings: RequestorSettings;
  readonly requestApprovalSettings: ApprovalSettings;
  readonly questions: readonly Question[];
  /** Null: access under the policy is not reviewed. */
  readonly reviewSettings: ReviewSettings | null;
  /** Null: the policy takes requests, and assigns nobody by itself. */
  readonly automaticRequestSettings: AutomaticRequestSettings | null;
  readonly notificationSettings: { readonly isAssignmentNotificationDisabled: boolean };
  readonly customExtensionStageSettings: readonly StageSetting[];
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

/** Graph: expirationPattern. */
export type ExpirationPattern =
  | { readonly type: "notSpecified" }
  | { readonly type: "noExpiration" }
  | { readonly type: "afterDateTime"; readonly endDateTime: Instant }
  | { readonly type: "afterDuration"; readonly duration: Duration };

export type RequestorSettings = {
  readonly enableTargetsToSelfAddAccess: boolean;
  readonly enableTargetsToSelfUpdateAccess: boolean;
  readonly enableTargetsToSelfRemoveAccess: boolean;
  /** May the requestor say when access starts and ends (within the policy)? */
  readonly allowCustomAssignmentSchedule: boolean;
  readonly enableOnBehalfRequestorsToAddAccess: boolean;
  readonly enableOnBehalfRequestorsToUpdateAccess: boolean;
  readonly enableOnBehalfRequestorsToRemoveAccess: boolean;
  readonly onBehalfRequestors: readonly SubjectSet[];
};

/** Graph: accessPackageAutomaticRequestSettings (spec/domain.md 9). */
export type AutomaticRequestSettings = {
  /** Whoever comes to match the rule is given the package. */
  readonly requestAccessForAllowedTargets: boolean;
  /** Whoever matches no longer loses it, after the grace period. */
  readonly removeAccessWhenTargetLeavesAllowedTargets: boolean;
  /** Null, or PT0S: at once. */
  readonly gracePeriodBeforeAccessRemoval: Duration | null;
};

export type ApprovalSettings = {
  readonly isApprovalRequiredForAdd: boolean;
  readonly isApprovalRequiredForUpdate: boolean;
  readonly isRequestorJustificationRequired: boolean;
  /** 1 to 3 when approval is required (Entra: at most three). */
  readonly stages: readonly ApprovalStageSettings[];
};

/** Graph: accessPackageApprovalStage, the setting; the record of what happened is ApprovalStage in ../approval. */
export type ApprovalStageSettings = {
  /** Nobody decided for this long after the stage began: the request is denied. */
  readonly durationBeforeAutomaticDenial: Duration;
  readonly isApproverJustificationRequired: boolean;
  readonly isEscalationEnabled: boolean;
  /** Nobody decided for this long after the stage began: the escalation approvers may decide too. PT0S when escalation is off. */
  readonly durationBeforeEscalation: Duration;
  readonly primaryApprovers: readonly SubjectSet[];
  /** Take part only when the primary approvers come to nobody. */
  readonly fallbackPrimaryApprovers: readonly SubjectSet[];
  readonly escalationApprovers: readonly SubjectSet[];
  readonly fallbackEscalationApprovers: readonly SubjectSet[];
  readonly approverInformationVisibility: "default" | "notVisible" | "visible";
};

export type LocalizedText = { readonly languageCode: string; readonly text: string };

export type Question =
  | (QuestionBase & {
      readonly kind: "textInput";
      readonly isSingleLineQuestion: boolean;
      readonly regexPattern: string | null;
    })
  | (QuestionBase & {
      readonly kind: "multipleChoice";
      readonly isMultipleSelectionAllowed: boolean;
      readonly choices: readonly {
        readonly actualValue: string;
        readonly text: string;
        readonly localizations: readonly LocalizedText[];
      }[];
    });

type QuestionBase = {
  readonly id: string;
  readonly sequence: number;
  readonly isRequired: boolean;
  readonly isAnswerEditable: boolean;
  readonly text: string;
  readonly localizations: readonly LocalizedText[];
};
