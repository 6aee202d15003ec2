/** Somebody who asked before the directory had them has an account now: what they have and asked for is told by it from here on. */
import type { Assignment } from "../assignment/assignment.js";
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { isOpen } from "../assignment-request/transitions.js";
import type { Occasion } from "../occasion.js";
import { referenceTo, type SubjectAccess, standingAssignments } from "./subject-access.js";

/** The standing assignments and open requests that do not know of the account yet, with it; none when there is no account. What is over keeps what it was. */
export function comeIntoDirectory(
  access: SubjectAccess,
  { now }: Pick<Occasion, "now">,
): readonly (Assignment | AssignmentRequest)[] {
  const { subject } = access;
  if (subject.objectId === null) return [];
  const target = referenceTo(subject);
  const assignments = standingAssignments(access)
    .filter((assignment) => assignment.target.objectId === null)
    .map((assignment) => ({
      ...assignment,
      target,
      ...(assignment.status === WAITING_FOR_ACCOUNT ? { status: "Delivering" } : {}),
      modifiedDateTime: now,
    }));
  const requests = access.requests
    .filter((request) => isOpen(request.state) && request.target.objectId === null)
    .map((request) => ({
      ...request,
      target,
      requestor: request.requestor.id === subject.id ? target : request.requestor,
      ...(request.status === WAITING_FOR_ACCOUNT ? { status: "Delivering" } : {}),
      modifiedDateTime: now,
    }));
  return [...assignments, ...requests];
}

/** The status of access that cannot be delivered yet, because the directory has no account to give it to. */
export const WAITING_FOR_ACCOUNT = "WaitingForGuestAccount";
