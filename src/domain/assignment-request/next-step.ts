/** What comes next for a request: the process on one page. Pure, so whoever asks twice gets the same answer. */
import { isEscalationDue } from "../approval/escalation.js";
import { hasTimedOut } from "../approval/stage-timeout.js";
import { currentStage } from "../approval/stages.js";
import { type CalloutStep, calloutStep } from "../custom-extension/callout.js";
import type { Instant } from "../time/instant.js";
import type { AssignmentRequest } from "./assignment-request.js";
import { isRemoval } from "./transitions.js";

export type NextStep =
  | { readonly kind: "openStage"; readonly index: number }
  | { readonly kind: "escalate"; readonly index: number }
  | { readonly kind: "timeOut"; readonly index: number }
  /** Approved; access begins at the start that was asked for. */
  | { readonly kind: "schedule"; readonly start: Instant }
  /** Access can begin, or be changed, now. */
  | { readonly kind: "give" }
  | { readonly kind: "takeAway" }
  | CalloutStep
  | { readonly kind: "wait"; readonly for: "decision" | "start" | "callback" }
  /** Nothing more is asked of people or of the calendar: delivery has begun, or the request is closed. */
  | { readonly kind: "none" };

export function nextStep(request: AssignmentRequest, now: Instant): NextStep {
  switch (request.state) {
    case "submitted":
      if (isRemoval(request.requestType)) return { kind: "takeAway" };
      return (
        calloutStep(request, "assignmentRequestCreated", now) ??
        (request.approval === null ? begin(request, now) : approvalStep(request, request.approval, now))
      );
    case "pendingApproval":
      // A request that needs no approval is never pending; were it, waiting would be safer than giving.
      return request.approval === null
        ? { kind: "wait", for: "decision" }
        : approvalStep(request, request.approval, now);
    case "scheduled":
      return request.schedule.startDateTime !== null && now < request.schedule.startDateTime
        ? { kind: "wait", for: "start" }
        : { kind: "give" };
    case "delivering":
    case "delivered":
    case "partiallyDelivered":
    case "deliveryFailed":
    case "denied":
    case "canceled":
      return { kind: "none" };
  }
}

function approvalStep(
  request: AssignmentRequest,
  approval: NonNullable<AssignmentRequest["approval"]>,
  now: Instant,
): NextStep {
  const current = currentStage(approval);
  if (current === undefined) return begin(request, now);
  const { stage, index } = current;
  if (stage.status === "Initializing") return { kind: "openStage", index };
  if (hasTimedOut(stage, now)) return { kind: "timeOut", index };
  if (isEscalationDue(stage, now)) return { kind: "escalate", index };
  return { kind: "wait", for: "decision" };
}

function begin(request: AssignmentRequest, now: Instant): NextStep {
  const held = calloutStep(request, "assignmentRequestApproved", now);
  if (held !== undefined) return held;
  const { startDateTime } = request.schedule;
  // An update has no start of its own: its assignment has begun.
  return request.assignmentId === null && startDateTime !== null && startDateTime > now
    ? { kind: "schedule", start: startDateTime }
    : { kind: "give" };
}
