/** An approver decides the open stage: the first one wins, one "no" ends the request, one "yes" ends the stage. */

import { excludedApprovers } from "../assignment-request/approval-steps.js";
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { closedRequest } from "../assignment-request/closing.js";
import { requestEvent } from "../assignment-request/request-events.js";
import { type Decision, decided } from "../decision.js";
import { type Refusal, refused } from "../errors.js";
import { JUSTIFICATION_LENGTH_MAX } from "../limits.js";
import type { Occasion } from "../occasion.js";
import type { Approval, ApprovalStage, ReviewedBy } from "./approval.js";
import { type ResolvedApprovers, type Right, rightToDecide } from "./approvers.js";
import { hasTimedOut } from "./stage-timeout.js";
import { currentStage, reviewed, withStage } from "./stages.js";

export type StageDecision = {
  readonly stageId: string;
  readonly decision: "Approve" | "Deny";
  readonly justification: string | null;
  readonly by: ReviewedBy;
};

/** `resolved` are the approvers of that stage as the directory has them at this moment. */
export function decideStage(
  request: AssignmentRequest,
  resolved: ResolvedApprovers,
  command: StageDecision,
  occasion: Occasion,
): Decision | Refusal {
  const { approval } = request;
  const index = approval?.stages.findIndex((stage) => stage.id === command.stageId) ?? -1;
  const stage = approval?.stages[index];
  if (approval === null || stage === undefined)
    return refused("ResourceNotFound", `Request ${request.id} has no approval stage ${command.stageId}.`);
  const right = rightToDecide(stage, resolved, command.by.id, excludedApprovers(request), occasion.now);
  if (right === undefined) return refused("AccessDenied", notAnApprover(request, stage, command.by.id));
  const closed = whyClosed(request, approval, stage, index, occasion);
  if (closed !== undefined) return refused("Conflict", closed);
  const justification = command.justification?.trim() === "" ? null : command.justification;
  if (stage.settings.isApproverJustificationRequired && justification === null)
    return refused(
      "JustificationRequired",
      `Stage ${index + 1} of request ${request.id} asks approvers for a justification; give one with the decision.`,
      "justification",
    );
  if (justification !== null && justification.length > JUSTIFICATION_LENGTH_MAX)
    return refused(
      "InvalidModel",
      `The justification has ${justification.length} characters; at most ${JUSTIFICATION_LENGTH_MAX} are taken.`,
      "justification",
    );
  return command.decision === "Approve"
    ? approve(request, approval, index, stage, { ...command, justification, right }, occasion)
    : deny(request, approval, index, stage, { ...command, justification, right }, occasion);
}

type RightfulDecision = StageDecision & { readonly right: Right };

function approve(
  request: AssignmentRequest,
  approval: Approval,
  index: number,
  stage: ApprovalStage,
  command: RightfulDecision,
  occasion: Occasion,
): Decision {
  const done = reviewedAs("Approved", stage, command, occasion);
  const nextApproval = withStage(approval, index, done);
  const next: AssignmentRequest = {
    ...request,
    status: "PendingApproval",
    approval: nextApproval,
    pendingApproverIds: [],
    approverSourceIds: [],
    approverIds: [...new Set([...request.approverIds, command.by.id])],
    // Nothing is due until the next step is taken; pending with nothing due is what the repair timer looks for.
    dueDateTime: null,
    modifiedDateTime: occasion.now,
  };
  const events = [
    requestEvent(occasion, "approvalStageCompleted", next, {
      discriminator: String(index),
      detail: { stage: index, stageId: stage.id, ...inPlaceOf(command) },
    }),
  ];
  if (currentStage(nextApproval) === undefined)
    events.push(requestEvent(occasion, "assignmentRequestApproved", next));
  return decided([next], events);
}

function deny(
  request: AssignmentRequest,
  approval: Approval,
  index: number,
  stage: ApprovalStage,
  command: RightfulDecision,
  occasion: Occasion,
): Decision {
  const done = reviewedAs("Denied", stage, command, occasion);
  const next: AssignmentRequest = {
    ...closedRequest(
      { ...request, approval: withStage(approval, index, done) },
      "denied",
      "Denied",
      occasion.now,
    ),
    approverIds: [...new Set([...request.approverIds, command.by.id])],
  };
  return decided(
    [next],
    [
      requestEvent(occasion, "assignmentRequestDenied", next, {
        detail: { stage: index, stageId: stage.id, ...inPlaceOf(command) },
      }),
    ],
  );
}

function reviewedAs(
  result: "Approved" | "Denied",
  stage: ApprovalStage,
  { by, justification, right }: RightfulDecision,
  { now }: Occasion,
): ApprovalStage {
  return reviewed(stage, result, by, justification, now, right.kind === "own" ? null : right.inPlaceOf);
}

/** For the audit log: a delegate decided, and for whom. */
function inPlaceOf({ right }: RightfulDecision) {
  return right.kind === "own" ? {} : { inPlaceOf: right.inPlaceOf.id };
}

/** Why nothing can be decided any more, or yet; undefined when it can. */
function whyClosed(
  request: AssignmentRequest,
  approval: Approval,
  stage: ApprovalStage,
  index: number,
  occasion: Occasion,
): string | undefined {
  const which = `Stage ${index + 1} of request ${request.id}`;
  if (stage.reviewedBy !== null)
    return `${which} was already decided (${stage.reviewResult}) by ${stage.reviewedBy.displayName ?? stage.reviewedBy.id} at ${stage.reviewedDateTime}.`;
  if (hasTimedOut(stage, occasion.now) || request.status === "Expired")
    return `${which} ran out of time at ${stage.timeoutDueDateTime}; the request is denied.`;
  if (request.state !== "pendingApproval")
    return `${which} cannot be decided: the request is ${request.state}.`;
  if (stage.status !== "InProgress" || currentStage(approval)?.index !== index)
    return `${which} has not begun; an earlier stage is still open.`;
  return undefined;
}

function notAnApprover(request: AssignmentRequest, stage: ApprovalStage, userId: string): string {
  if (excludedApprovers(request).includes(userId))
    return `Nobody decides about their own request: you asked for, or are to have, the access of request ${request.id}.`;
  return stage.settings.isEscalationEnabled && stage.escalatedDateTime === null
    ? `You are not an approver of this stage of request ${request.id} at this time.`
    : `You are not an approver of this stage of request ${request.id}.`;
}
