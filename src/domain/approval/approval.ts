/**
 * The record of how a request was decided (Graph: approval, approvalStage). It is kept inside its request: deciding, cancelling
 * and timing out are conditional writes of one document, so exactly one of them can win.
 */
import type { ApprovalStageSettings } from "../assignment-policy/assignment-policy.js";
import type { Instant } from "../time/instant.js";

export type Approval = {
  readonly stages: readonly ApprovalStage[];
};

export type ApprovalStage = {
  /** ids.derive("approvalStage", request.id, index) */
  readonly id: string;
  /** Copied from the policy when the request was made: a policy change does not change requests under way. */
  readonly settings: ApprovalStageSettings;
  readonly status: "Initializing" | "InProgress" | "Completed" | "Expired";
  readonly reviewResult: "NotReviewed" | "Approved" | "Denied";
  readonly startedDateTime: Instant | null;
  /** When the escalation approvers may decide too; null when escalation is off or has happened. */
  readonly escalationDueDateTime: Instant | null;
  readonly escalatedDateTime: Instant | null;
  /** When the request is denied if nobody has decided. */
  readonly timeoutDueDateTime: Instant | null;
  /** User ids as last resolved: when the stage began, escalated, or the directory or a delegation changed; shown and audited. All is checked again when somebody decides. */
  readonly approvers: StageApprovers;
  readonly reviewedBy: ReviewedBy | null;
  /** Whose right `reviewedBy` used: the approver who had delegated to them. Absent or null: their own. */
  readonly reviewedInPlaceOf?: ReviewedBy | null;
  readonly reviewedDateTime: Instant | null;
  readonly justification: string | null;
};

export type StageApprovers = {
  readonly primary: readonly string[];
  /** True when `primary` came from the fallback approvers. */
  readonly usedFallback: boolean;
  readonly escalation: readonly string[];
  /** Who may decide in the place of one of them. Absent in stages that were begun before there was delegation. */
  readonly delegates?: readonly Delegate[];
};

export type Delegate = { readonly delegatorId: string; readonly delegateId: string };

export type ReviewedBy = {
  readonly id: string;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
};
