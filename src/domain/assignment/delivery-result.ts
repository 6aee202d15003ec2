/** What the ledger says about deliveries under way: which assignments and requests are delivered, in part, or failing. */
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { assignmentEvent, requestEvent } from "../assignment-request/request-events.js";
import { isRemoval } from "../assignment-request/transitions.js";
import { type Decision, decided } from "../decision.js";
import type { EntitlementEvent } from "../events.js";
import { ATTEMPTS_BEFORE_REPORTED } from "../limits.js";
import type { Occasion } from "../occasion.js";
import type { SubjectAccess } from "../subject/subject-access.js";
import type { Assignment } from "./assignment.js";
import type { RoleGrant } from "./role-grant.js";

type Progress = "delivered" | "partiallyDelivered" | "deliveryFailed" | "underWay";

/** States in which a delivery is not finished. A failed one goes on being tried, so it can still succeed. */
type Unfinished = "delivering" | "partiallyDelivered" | "deliveryFailed";

function isUnfinished(state: string): state is Unfinished {
  return state === "delivering" || state === "partiallyDelivered" || state === "deliveryFailed";
}

/** `access` carries the ledger as it is after the attempts of this round. At most `limit` objects change; a second call goes on. */
export function settleDeliveries(access: SubjectAccess, occasion: Occasion, limit: number): Decision {
  const assignments: Assignment[] = [];
  const requests: AssignmentRequest[] = [];
  const events: EntitlementEvent[] = [];

  for (const assignment of access.assignments) {
    if (assignments.length >= limit) break;
    if (!isUnfinished(assignment.state)) continue;
    // Nothing is delivered to somebody whom the directory does not have yet, not even a package that gives no role.
    if (access.subject.objectId === null) continue;
    const progress = givingProgress(access.grants, assignment.id);
    if (progress === "underWay" || !advances(assignment.state, progress)) continue;
    const next = { ...assignment, state: progress, status: STATUS[progress], modifiedDateTime: occasion.now };
    assignments.push(next);
    if (progress === "delivered") events.push(assignmentEvent(occasion, "assignmentDelivered", next));
    if (progress === "partiallyDelivered")
      events.push(assignmentEvent(occasion, "assignmentPartiallyDelivered", next));
  }

  const now = new Map(access.assignments.map((assignment) => [assignment.id, assignment]));
  for (const assignment of assignments) now.set(assignment.id, assignment);
  for (const request of access.requests) {
    if (assignments.length + requests.length >= limit) break;
    if (!isUnfinished(request.state) || request.assignmentId === null) continue;
    const assignment = now.get(request.assignmentId);
    const progress = isRemoval(request.requestType)
      ? takingProgress(access.grants, request.assignmentId)
      : progressOf(assignment);
    if (progress === "underWay" || !advances(request.state, progress)) continue;
    const next = closed(request, progress, assignment, occasion);
    requests.push(next);
    if (next.state === "deliveryFailed")
      events.push(
        requestEvent(occasion, "assignmentRequestFailed", next, { detail: { reason: next.status } }),
      );
  }
  return decided([...assignments, ...requests], events);
}

const STATUS = {
  delivered: "Delivered",
  partiallyDelivered: "PartiallyDelivered",
  deliveryFailed: "DeliveryFailed",
} as const;

/** The request follows its assignment; one that ended before it was delivered leaves nothing to deliver. */
function progressOf(assignment: Assignment | undefined): Progress {
  if (assignment === undefined || assignment.state === "expired") return "deliveryFailed";
  return assignment.state === "delivering" ? "underWay" : assignment.state;
}

function closed(
  request: AssignmentRequest,
  progress: Exclude<Progress, "underWay">,
  assignment: Assignment | undefined,
  occasion: Occasion,
): AssignmentRequest {
  const ended =
    progress === "deliveryFailed" && assignment?.state === "expired" && !isRemoval(request.requestType);
  return {
    ...request,
    state: progress,
    status: ended ? "AssignmentEnded" : STATUS[progress],
    completedDateTime: occasion.now,
    modifiedDateTime: occasion.now,
  };
}

/** Every role that stands for the assignment is granted, or some keep failing. */
function givingProgress(grants: readonly RoleGrant[], assignmentId: string): Progress {
  const entries = grants.filter(
    (entry) =>
      entry.assignmentIds.includes(assignmentId) && (entry.state === "granting" || entry.state === "granted"),
  );
  return progress(entries, "granted");
}

/** Every role that stood for the ended assignment alone is gone, or some stay. */
function takingProgress(grants: readonly RoleGrant[], assignmentId: string): Progress {
  const entries = grants.filter(
    (entry) =>
      entry.assignmentIds.includes(assignmentId) && (entry.state === "revoking" || entry.state === "revoked"),
  );
  return progress(entries, "revoked");
}

function progress(entries: readonly RoleGrant[], finished: RoleGrant["state"]): Progress {
  const open = entries.filter((entry) => entry.state !== finished);
  if (open.length === 0) return "delivered";
  if (!open.some((entry) => entry.attempts >= ATTEMPTS_BEFORE_REPORTED)) return "underWay";
  return open.length < entries.length ? "partiallyDelivered" : "deliveryFailed";
}

/** Forward only: what was reported as partial does not become a failure by one more failed attempt. */
const RANK: Readonly<Record<Unfinished | "delivered", number>> = {
  delivering: 0,
  deliveryFailed: 1,
  partiallyDelivered: 2,
  delivered: 3,
};

function advances(from: Unfinished, to: Exclude<Progress, "underWay">): boolean {
  return RANK[to] > RANK[from];
}
