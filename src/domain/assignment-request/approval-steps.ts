/** The approval of a request moves on by itself: a stage begins, escalates, or runs out of time. */

import type { Approval, ApprovalStage } from "../approval/approval.js";
import { escalationApprovers, primaryApprovers, type ResolvedApprovers } from "../approval/approvers.js";
import { askedApprovers, escalated, opened, stageDue, withStage } from "../approval/stages.js";
import { type Decision, decided } from "../decision.js";
import type { Occasion } from "../occasion.js";
import type { AssignmentRequest } from "./assignment-request.js";
import { closedRequest } from "./closing.js";
import { requestEvent } from "./request-events.js";

/** Whoever asked and whoever is to have the access: they approve nothing here. */
export function excludedApprovers(request: AssignmentRequest): readonly string[] {
  return [request.requestor.objectId, request.target.objectId].filter((id) => id !== null);
}

export function openStage(
  request: AssignmentRequest,
  approval: Approval,
  index: number,
  resolved: ResolvedApprovers,
  occasion: Occasion,
): Decision {
  const stage = opened(
    stageAt(approval, index),
    primaryApprovers(resolved, excludedApprovers(request)),
    occasion.now,
  );
  const next = withOpenStage(request, approval, index, stage, "PendingApproval", occasion);
  return decided([next], [stageEvent(occasion, "approvalStageStarted", next, index, stage)]);
}

export function escalateStage(
  request: AssignmentRequest,
  approval: Approval,
  index: number,
  resolved: ResolvedApprovers,
  occasion: Occasion,
): Decision {
  const stage = escalated(
    stageAt(approval, index),
    escalationApprovers(resolved, excludedApprovers(request)),
    occasion.now,
  );
  const next = withOpenStage(request, approval, index, stage, "PendingApprovalEscalated", occasion);
  return decided([next], [stageEvent(occasion, "approvalStageEscalated", next, index, stage)]);
}

/** Nobody decided in time: the request is denied, status Expired. */
export function timeOutStage(request: AssignmentRequest, index: number, occasion: Occasion): Decision {
  const next = closedRequest(request, "denied", "Expired", occasion.now);
  return decided(
    [next],
    [requestEvent(occasion, "assignmentRequestTimedOut", next, { detail: { stage: index } })],
  );
}

function withOpenStage(
  request: AssignmentRequest,
  approval: Approval,
  index: number,
  stage: ApprovalStage,
  status: string,
  occasion: Occasion,
): AssignmentRequest {
  const asked = askedApprovers(stage);
  return {
    ...request,
    state: "pendingApproval",
    status,
    approval: withStage(approval, index, stage),
    pendingApproverIds: asked,
    approverIds: [...new Set([...request.approverIds, ...asked])],
    dueDateTime: stageDue(stage),
    modifiedDateTime: occasion.now,
  };
}

/** `noApprovers`: the stage came to nobody and waits for its time-out; the audit log shows it. */
function stageEvent(
  occasion: Occasion,
  type: "approvalStageStarted" | "approvalStageEscalated",
  request: AssignmentRequest,
  index: number,
  stage: ApprovalStage,
) {
  const approverIds = type === "approvalStageStarted" ? stage.approvers.primary : stage.approvers.escalation;
  return requestEvent(occasion, type, request, {
    discriminator: String(index),
    detail: {
      stage: index,
      stageId: stage.id,
      approverIds,
      usedFallback: stage.approvers.usedFallback,
      noApprovers: approverIds.length === 0,
    },
  });
}

function stageAt(approval: Approval, index: number): ApprovalStage {
  const stage = approval.stages[index];
  if (stage === undefined)
    throw new Error(`The approval has no stage ${index}; it has ${approval.stages.length}.`);
  return stage;
}
