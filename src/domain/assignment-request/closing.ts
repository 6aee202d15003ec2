/** A request that ends before access was given: nothing waits any more, nobody is asked any more. */
import { currentStage, expired, withStage } from "../approval/stages.js";
import type { Instant } from "../time/instant.js";
import type { AssignmentRequest } from "./assignment-request.js";

export function closedRequest(
  request: AssignmentRequest,
  state: "denied" | "canceled" | "deliveryFailed",
  status: string,
  now: Instant,
): AssignmentRequest {
  return {
    ...request,
    state,
    status,
    approval: withoutOpenStage(request.approval),
    pendingApproverIds: [],
    approverSourceIds: [],
    dueDateTime: null,
    completedDateTime: now,
    modifiedDateTime: now,
  };
}

/** A stage in which nobody has decided is closed with the request. */
function withoutOpenStage(approval: AssignmentRequest["approval"]): AssignmentRequest["approval"] {
  if (approval === null) return null;
  const current = currentStage(approval);
  return current?.stage.status === "InProgress"
    ? withStage(approval, current.index, expired(current.stage))
    : approval;
}
