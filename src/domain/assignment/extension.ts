/** How a standing assignment gets another end, or other answers. */
import type { Answer, AssignmentRequest } from "../assignment-request/assignment-request.js";
import { closedRequest } from "../assignment-request/closing.js";
import { assignmentEvent, requestEvent } from "../assignment-request/request-events.js";
import { mergedValues } from "../catalog/attribute-answers.js";
import { type Decision, decided } from "../decision.js";
import type { Occasion } from "../occasion.js";
import type { Assignment } from "./assignment.js";
import { endAfterUpdate } from "./expiry.js";

/** Carries out an update (or the renewal that a request for access one already has comes to). It is done at once: no role changes. */
export function extendAssignment(
  assignment: Assignment,
  request: AssignmentRequest,
  occasion: Occasion,
): Decision {
  const end = endAfterUpdate(assignment, request, occasion.now);
  if (end !== null && end <= occasion.now) {
    const failed = closedRequest(request, "deliveryFailed", "EndPassed", occasion.now);
    return decided(
      [failed],
      [requestEvent(occasion, "assignmentRequestFailed", failed, { detail: { reason: "EndPassed" } })],
    );
  }
  const extended: Assignment = {
    ...assignment,
    endDateTime: end,
    // The reminders of the old end no longer count.
    status: assignment.state === "delivered" ? "Delivered" : assignment.status,
    answers: withAnswers(assignment.answers, request.answers),
    ...(request.attributeValues === undefined
      ? {}
      : { attributeValues: mergedValues(assignment.attributeValues ?? [], request.attributeValues) }),
    modifiedDateTime: occasion.now,
  };
  const next: AssignmentRequest = {
    ...request,
    state: "delivered",
    status: "Delivered",
    pendingApproverIds: [],
    dueDateTime: null,
    completedDateTime: occasion.now,
    modifiedDateTime: occasion.now,
  };
  const event = assignmentEvent(occasion, "assignmentExtended", extended, { requestId: request.id });
  const changes = [{ property: "endDateTime", oldValue: assignment.endDateTime, newValue: end }];
  // What is written to the person follows the answers.
  const rewriting =
    request.attributeValues === undefined ? [] : [assignmentEvent(occasion, "reprocessRequested", extended)];
  return decided([next, extended], [{ ...event, changes }, ...rewriting]);
}

/** All answers to a question are replaced together. */
function withAnswers(old: readonly Answer[], changed: readonly Answer[]): readonly Answer[] {
  const questions = new Set(changed.map((answer) => answer.questionId));
  return [...old.filter((answer) => !questions.has(answer.questionId)), ...changed];
}
