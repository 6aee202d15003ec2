/** A stage from its beginning to its end: prepared, opened, escalated, decided or run out of time. */
import type { ApprovalStageSettings } from "../assignment-policy/assignment-policy.js";
import type { DeriveId } from "../occasion.js";
import type { Instant } from "../time/instant.js";
import { earliest } from "../time/ordering.js";
import type { Approval, ApprovalStage, ReviewedBy, StageApprovers } from "./approval.js";
import { escalationOf } from "./escalation.js";
import { timeoutOf } from "./stage-timeout.js";

/** The approval of a new request: every stage is copied from the policy and has not begun. */
export function newApproval(
  requestId: string,
  stages: readonly ApprovalStageSettings[],
  derive: DeriveId,
): Approval {
  return {
    stages: stages.map((settings, index) => ({
      id: derive("approvalStage", requestId, String(index)),
      settings,
      status: "Initializing",
      reviewResult: "NotReviewed",
      startedDateTime: null,
      escalationDueDateTime: null,
      escalatedDateTime: null,
      timeoutDueDateTime: null,
      approvers: { primary: [], usedFallback: false, escalation: [] },
      reviewedBy: null,
      reviewedDateTime: null,
      justification: null,
    })),
  };
}

/** The stage that is being decided, or is to be opened next; undefined when all have said yes. */
export function currentStage(
  approval: Approval,
): { readonly stage: ApprovalStage; readonly index: number } | undefined {
  const index = approval.stages.findIndex((stage) => stage.reviewResult !== "Approved");
  const stage = approval.stages[index];
  return stage === undefined ? undefined : { stage, index };
}

/** The approval with one stage changed. */
export function withStage(approval: Approval, index: number, stage: ApprovalStage): Approval {
  return { stages: approval.stages.with(index, stage) };
}

export function opened(
  stage: ApprovalStage,
  approvers: Omit<StageApprovers, "escalation">,
  now: Instant,
): ApprovalStage {
  return {
    ...stage,
    status: "InProgress",
    startedDateTime: now,
    escalationDueDateTime: escalationOf(stage.settings, now),
    timeoutDueDateTime: timeoutOf(stage.settings, now),
    approvers: { ...approvers, escalation: [] },
  };
}

/** The alternates are asked too; whoever was asked before stays asked. */
export function escalated(
  stage: ApprovalStage,
  approvers: Pick<StageApprovers, "escalation" | "delegates">,
  now: Instant,
): ApprovalStage {
  return {
    ...stage,
    escalationDueDateTime: null,
    escalatedDateTime: now,
    approvers: { ...stage.approvers, ...approvers },
  };
}

export function reviewed(
  stage: ApprovalStage,
  reviewResult: "Approved" | "Denied",
  reviewedBy: ReviewedBy,
  justification: string | null,
  now: Instant,
  reviewedInPlaceOf: ReviewedBy | null = null,
): ApprovalStage {
  return {
    ...stage,
    status: "Completed",
    reviewResult,
    reviewedBy,
    reviewedInPlaceOf,
    reviewedDateTime: now,
    justification,
    escalationDueDateTime: null,
  };
}

/** Closed without a decision: the time ran out, or the request was canceled. */
export function expired(stage: ApprovalStage): ApprovalStage {
  return { ...stage, status: "Expired", escalationDueDateTime: null };
}

/** Everybody who may decide the open stage, in their own right or in the place of somebody who has delegated to them. */
export function askedApprovers({ approvers }: Pick<ApprovalStage, "approvers">): readonly string[] {
  const { primary, escalation, delegates = [] } = approvers;
  return [...new Set([...primary, ...escalation, ...delegates.map(({ delegateId }) => delegateId)])];
}

/** When an open stage next needs attention by itself. */
export function stageDue(stage: ApprovalStage): Instant | null {
  return earliest(stage.escalationDueDateTime, stage.timeoutDueDateTime);
}
