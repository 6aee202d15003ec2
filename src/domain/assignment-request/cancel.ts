/** May a request be taken back, and what follows? */
import { endAssignment } from "../assignment/ending.js";
import { type Decision, decided } from "../decision.js";
import { type Refusal, refused } from "../errors.js";
import type { Occasion } from "../occasion.js";
import { type SubjectAccess, standingAssignments } from "../subject/subject-access.js";
import type { AssignmentRequest, RequestState } from "./assignment-request.js";
import { closedRequest } from "./closing.js";
import { requestEvent } from "./request-events.js";
import { isRemoval } from "./transitions.js";

const CANCELABLE: ReadonlySet<RequestState> = new Set([
  "submitted",
  "pendingApproval",
  "scheduled",
  // The portal's way to give up on a delivery that keeps failing.
  "deliveryFailed",
]);

/** The decision, with the canceled request at hand. */
export type Canceled = Decision & { readonly request: AssignmentRequest };

export function cancelRequest(
  access: SubjectAccess,
  request: AssignmentRequest,
  occasion: Occasion,
): Canceled | Refusal {
  const failedRemoval = request.state === "deliveryFailed" && isRemoval(request.requestType);
  if (!CANCELABLE.has(request.state) || failedRemoval)
    return refused(
      "RequestNotCancellable",
      `Request ${request.id} is ${request.state} (${request.status}) and can no longer be canceled.${
        request.state === "delivered" ? " To end the access, ask for its removal." : ""
      }`,
    );
  const next = closedRequest(request, "canceled", "Canceled", occasion.now);
  const event = requestEvent(occasion, "assignmentRequestCanceled", next);
  const assignment = standingAssignments(access).find(
    ({ id, requestId }) => id === request.assignmentId && requestId === request.id,
  );
  if (request.state !== "deliveryFailed" || assignment === undefined)
    return { ...decided([next], [event]), request: next };
  const ending = endAssignment(access, assignment, next, "canceled", occasion);
  return { ...decided([next, ...ending.documents], [event, ...ending.events]), request: next };
}
