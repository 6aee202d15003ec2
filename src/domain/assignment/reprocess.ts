/** Tries deliveries again at once: a failed request, or every role of an assignment. */
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { assignmentEvent, requestEvent } from "../assignment-request/request-events.js";
import { isRemoval } from "../assignment-request/transitions.js";
import { type Decision, decided } from "../decision.js";
import { type Refusal, refused } from "../errors.js";
import { MARKED_PER_BATCH_MAX, REPROCESS_WINDOW_MS } from "../limits.js";
import type { Occasion } from "../occasion.js";
import { type SubjectAccess, standingAssignments } from "../subject/subject-access.js";
import { msOf } from "../time/instant.js";
import type { Assignment } from "./assignment.js";
import { regranting } from "./ledger.js";
import type { RoleGrant } from "./role-grant.js";

/** Only failed and partial deliveries, for 14 days after they ended (Graph: assignmentRequest reprocess). */
export function reprocessRequest(
  access: SubjectAccess,
  request: AssignmentRequest,
  occasion: Occasion,
  /** What excludes the package now, in words; undefined: nothing. */
  excludedBecause?: string,
): (Decision & { readonly request: AssignmentRequest }) | Refusal {
  const { state, completedDateTime } = request;
  if (state !== "deliveryFailed" && state !== "partiallyDelivered")
    return no(`Request ${request.id} is ${state}; only failed or partial deliveries can be reprocessed.`);
  if (completedDateTime !== null && msOf(occasion.now) - msOf(completedDateTime) > REPROCESS_WINDOW_MS)
    return no(`Request ${request.id} ended at ${completedDateTime}, more than 14 days ago; ask anew.`);
  const removal = isRemoval(request.requestType);
  const { assignmentId } = request;
  const assignment = standingAssignments(access).find(({ id }) => id === assignmentId);
  if (assignmentId === null || (assignment === undefined && !removal))
    return no(`Request ${request.id} failed (${request.status}) and has no assignment to deliver; ask anew.`);
  // Nothing of it is there yet, so it is a way of getting access like any other. What is there in part stays, and may be completed.
  if (state === "deliveryFailed" && !removal && excludedBecause !== undefined)
    return refused(
      "IncompatibleAccess",
      `Request ${request.id} cannot be reprocessed: ${excludedBecause}. Remove one of the two.`,
    );
  const next: AssignmentRequest = {
    ...request,
    state: "delivering",
    status: "Reprocessing",
    completedDateTime: null,
    modifiedDateTime: occasion.now,
  };
  const open = access.grants
    .filter(({ assignmentIds }) => assignmentIds.includes(assignmentId))
    .filter((entry) => entry.state === (removal ? "revoking" : "granting"))
    .map((entry) => again(entry, occasion));
  const assignments = assignment === undefined || removal ? [] : [delivering(assignment, occasion)];
  const event = requestEvent(occasion, "reprocessRequested", next);
  return {
    ...decided([next, ...assignments, ...open.slice(0, MARKED_PER_BATCH_MAX)], [event]),
    request: next,
  };
}

/** Every role is given and proven once more, also those that the ledger believes to be in place: somebody may have taken them away. */
export function reprocessAssignment(
  access: SubjectAccess,
  assignment: Assignment,
  occasion: Occasion,
): (Decision & { readonly assignment: Assignment }) | Refusal {
  if (assignment.state === "expired")
    return no(
      `Assignment ${assignment.id} ended at ${assignment.expiredDateTime}; there is nothing to reprocess.`,
    );
  const next =
    assignment.state === "delivered"
      ? { ...assignment, modifiedDateTime: occasion.now }
      : delivering(assignment, occasion);
  const entries = access.grants
    .filter(({ assignmentIds }) => assignmentIds.includes(assignment.id))
    .filter(({ state }) => state === "granting" || state === "granted")
    .map((entry) => regranting(entry, occasion));
  const event = assignmentEvent(occasion, "reprocessRequested", next);
  return {
    ...decided([next, ...entries.slice(0, MARKED_PER_BATCH_MAX)], [event]),
    assignment: next,
  };
}

function delivering(assignment: Assignment, occasion: Occasion): Assignment {
  return assignment.state === "delivering"
    ? { ...assignment, modifiedDateTime: occasion.now }
    : { ...assignment, state: "delivering", status: "Reprocessing", modifiedDateTime: occasion.now };
}

/** The same decision, so the same key; only the waiting is over. */
function again(entry: RoleGrant, occasion: Occasion): RoleGrant {
  return { ...entry, attempts: 0, nextAttemptDateTime: occasion.now, modifiedDateTime: occasion.now };
}

function no(message: string): Refusal {
  return refused("RequestNotReprocessable", message);
}
