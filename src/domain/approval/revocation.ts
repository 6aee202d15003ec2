/** An approver takes back what they approved: the access ends like one that is removed (Graph: approverRemove). */
import type { Assignment } from "../assignment/assignment.js";
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { requestEvent } from "../assignment-request/request-events.js";
import { isOpen, isRemoval } from "../assignment-request/transitions.js";
import { type Decision, decided } from "../decision.js";
import { type Refusal, refused } from "../errors.js";
import { JUSTIFICATION_LENGTH_MAX } from "../limits.js";
import type { Occasion } from "../occasion.js";
import type { SubjectReference } from "../subject/subject.js";

export type RevocationFacts = {
  readonly assignment: Assignment;
  /** Every request about the assignment: those that made and changed it, and removals. */
  readonly requests: readonly AssignmentRequest[];
};

export type Revocation = {
  /** Of the new request. */
  readonly id: string;
  readonly by: SubjectReference;
  readonly justification: string | null;
};

/** The decision, with the request it makes at hand for whoever asked. */
export type Revoked = Decision & { readonly request: AssignmentRequest };

/** Whoever approved a stage of what made or extended the assignment may end it, with a reason; so may the approver in whose place a delegate did. */
export function revokeApproved(
  { assignment, requests }: RevocationFacts,
  { id, by, justification: given }: Revocation,
  occasion: Occasion,
): Revoked | Refusal {
  if (!requests.some((request) => gave(request, assignment) && approvedBy(request, by.objectId)))
    return refused(
      "AccessDenied",
      `You approved no stage of a request that made or extended assignment ${assignment.id}; administrators end it with adminRemove.`,
    );
  if (assignment.state === "expired")
    return refused(
      "BadRequest",
      `Assignment ${assignment.id} ended at ${assignment.expiredDateTime}; there is nothing to take away.`,
      "assignment/id",
    );
  const removal = requests.find((request) => isRemoval(request.requestType) && isOpen(request.state));
  if (removal !== undefined)
    return refused(
      "ExistingOpenRequest",
      `The removal is under way already: request ${removal.id} (${removal.state}).`,
    );
  const justification = given?.trim() ?? "";
  if (justification === "")
    return refused(
      "JustificationRequired",
      "Say why the access is taken away: the person and the auditor are told.",
      "justification",
    );
  if (justification.length > JUSTIFICATION_LENGTH_MAX)
    return refused(
      "InvalidModel",
      `The justification has ${justification.length} characters; at most ${JUSTIFICATION_LENGTH_MAX} are taken.`,
      "justification",
    );
  const making = requests.find((request) => request.id === assignment.requestId);
  const request: AssignmentRequest = {
    kind: "assignmentRequest",
    id,
    requestType: "approverRemove",
    state: "submitted",
    status: "Accepted",
    accessPackageId: assignment.accessPackageId,
    catalogId: assignment.catalogId,
    assignmentPolicyId: assignment.assignmentPolicyId,
    target: assignment.target,
    requestor: by,
    assignmentId: assignment.id,
    justification,
    answers: [],
    schedule: { startDateTime: null, expiration: { type: "notSpecified" } },
    policyExpiration: { type: "notSpecified" },
    isAssignmentNotificationDisabled: making?.isAssignmentNotificationDisabled ?? false,
    approval: null,
    pendingApproverIds: [],
    approverIds: [],
    dueDateTime: null,
    createdDateTime: occasion.now,
    completedDateTime: null,
    modifiedDateTime: occasion.now,
  };
  const event = requestEvent(occasion, "approverRemovalRequested", request, {
    detail: { requestType: request.requestType, reason: justification },
  });
  return { ...decided([request], [event]), request };
}

/** It made the assignment, or its change was carried out. */
function gave(request: AssignmentRequest, assignment: Assignment): boolean {
  return (
    request.id === assignment.requestId || (request.state === "delivered" && !isRemoval(request.requestType))
  );
}

function approvedBy({ approval }: AssignmentRequest, objectId: string | null): boolean {
  return (approval?.stages ?? []).some(
    ({ reviewResult, reviewedBy, reviewedInPlaceOf }) =>
      reviewResult === "Approved" &&
      objectId !== null &&
      [reviewedBy?.id, reviewedInPlaceOf?.id].includes(objectId),
  );
}
