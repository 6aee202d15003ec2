/** The approval of a request moves on by itself: a stage begins, escalates, comes to other approvers, or runs out of time. */

import type { Approval, ApprovalStage, Delegate } from "../approval/approval.js";
import { approversNow, type ResolvedApprovers } from "../approval/approvers.js";
import { askedApprovers, currentStage, escalated, opened, stageDue, withStage } from "../approval/stages.js";
import { type Decision, decided } from "../decision.js";
import type { Json } from "../json.js";
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
  const approvers = approversNow(resolved, excludedApprovers(request), false);
  const stage = opened(stageAt(approval, index), approvers, occasion.now);
  const next = withOpenStage(request, approval, index, stage, resolved, "PendingApproval", occasion);
  return decided(
    [next],
    [
      requestEvent(occasion, "approvalStageStarted", next, {
        discriminator: String(index),
        detail: detailOf(stage, index, approvers.primary, approvers.delegates),
      }),
    ],
  );
}

export function escalateStage(
  request: AssignmentRequest,
  approval: Approval,
  index: number,
  resolved: ResolvedApprovers,
  occasion: Occasion,
): Decision {
  const { escalation, delegates } = approversNow(resolved, excludedApprovers(request), true);
  const stage = escalated(stageAt(approval, index), { escalation, delegates }, occasion.now);
  const next = withOpenStage(request, approval, index, stage, resolved, "PendingApprovalEscalated", occasion);
  return decided(
    [next],
    [
      requestEvent(occasion, "approvalStageEscalated", next, {
        discriminator: String(index),
        detail: detailOf(stage, index, escalation, delegates),
      }),
    ],
  );
}

/** The open stage of a request, which other people may have to decide now; undefined when nothing is open. */
export function openStageOf(
  request: AssignmentRequest,
): { readonly approval: Approval; readonly stage: ApprovalStage; readonly index: number } | undefined {
  const { approval } = request;
  const current = approval === null ? undefined : currentStage(approval);
  if (request.state !== "pendingApproval" || approval === null || current?.stage.status !== "InProgress")
    return undefined;
  return { approval, ...current };
}

/**
 * Somebody left, came, changed their manager or delegated: the open stage is asked of whoever it comes to now. Stages that are decided
 * keep their record. Undefined when nothing changes.
 */
export function askAnew(
  request: AssignmentRequest,
  resolved: ResolvedApprovers,
  occasion: Occasion,
): Decision | undefined {
  const open = openStageOf(request);
  if (open === undefined) return undefined;
  const { approval, index } = open;
  const approvers = approversNow(resolved, excludedApprovers(request), open.stage.escalatedDateTime !== null);
  const stage: ApprovalStage = { ...open.stage, approvers };
  const next = withOpenStage(request, approval, index, stage, resolved, request.status, occasion);
  const before = askedApprovers(open.stage);
  const asked = askedApprovers(stage);
  const added = asked.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !asked.includes(id));
  const isSame = added.length + removed.length === 0;
  if (isSame && sameIds(request.approverSourceIds ?? [], resolved.sourceIds)) return undefined;
  // What it depends on has changed and the people have not: nothing that anybody needs to be told.
  if (isSame) return decided([next], []);
  return decided(
    [next],
    [
      requestEvent(occasion, "approversChanged", next, {
        discriminator: [index, ...added, "-", ...removed].join(" "),
        detail: {
          ...detailOf(stage, index, asked, approvers.delegates),
          addedApproverIds: added,
          removedApproverIds: removed,
        },
      }),
    ],
  );
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
  resolved: ResolvedApprovers,
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
    approverSourceIds: resolved.sourceIds,
    approverIds: [...new Set([...request.approverIds, ...asked])],
    dueDateTime: stageDue(stage),
    modifiedDateTime: occasion.now,
  };
}

/** `noApprovers`: the stage came to nobody and waits for its time-out; the audit log shows it. */
function detailOf(
  stage: ApprovalStage,
  index: number,
  approverIds: readonly string[],
  delegates: readonly Delegate[],
): { readonly [key: string]: Json } {
  return {
    stage: index,
    stageId: stage.id,
    approverIds,
    usedFallback: stage.approvers.usedFallback,
    noApprovers: approverIds.length === 0,
    ...(delegates.length === 0 ? {} : { delegates: delegates.map((delegate) => ({ ...delegate })) }),
  };
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}

function stageAt(approval: Approval, index: number): ApprovalStage {
  const stage = approval.stages[index];
  if (stage === undefined)
    throw new Error(`The approval has no stage ${index}; it has ${approval.stages.length}.`);
  return stage;
}
