/** How an assignment ends, whoever ends it: it expires, its roles are marked to be taken away, and changes still asked for lapse. */
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { closedRequest } from "../assignment-request/closing.js";
import { assignmentEvent, requestEvent } from "../assignment-request/request-events.js";
import { isOpen, isUpdate } from "../assignment-request/transitions.js";
import { type Decision, decided } from "../decision.js";
import { MARKED_PER_BATCH_MAX } from "../limits.js";
import type { Occasion } from "../occasion.js";
import type { SubjectAccess } from "../subject/subject-access.js";
import type { Assignment } from "./assignment.js";
import { withoutAssignment } from "./ledger.js";

export type EndingReason = "expired" | "removed" | "canceled";

/** `by` is the request that ends it. Roles beyond the batch's limit are marked by the reconciliation that follows. */
export function endAssignment(
  access: SubjectAccess,
  assignment: Assignment,
  by: AssignmentRequest,
  reason: EndingReason,
  occasion: Occasion,
): Decision {
  const ended: Assignment = {
    ...assignment,
    state: "expired",
    status: reason === "expired" ? "ExpiredNotificationTriggered" : "Removed",
    expiredDateTime: occasion.now,
    modifiedDateTime: occasion.now,
  };
  const lapsed = access.requests
    .filter((request) => request.assignmentId === assignment.id && request.id !== by.id)
    .filter((request) => isUpdate(request.requestType) && isOpen(request.state))
    .map((request) => closedRequest(request, "canceled", "AssignmentEnded", occasion.now));
  const grants = withoutAssignment(access.grants, assignment.id, occasion).slice(0, MARKED_PER_BATCH_MAX);
  return decided(
    [ended, ...lapsed, ...grants],
    [
      assignmentEvent(occasion, "assignmentEnded", ended, { requestId: by.id, detail: { reason } }),
      ...lapsed.map((request) =>
        requestEvent(occasion, "assignmentRequestCanceled", request, {
          detail: { reason: "AssignmentEnded" },
        }),
      ),
    ],
  );
}
