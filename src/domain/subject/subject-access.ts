/** Everything about one person's access, read together from their partition: the facts for every rule about "already has" and "already asked". */
import type { Assignment } from "../assignment/assignment.js";
import type { RoleGrant } from "../assignment/role-grant.js";
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import type { Subject, SubjectReference } from "./subject.js";

export type SubjectAccess = {
  readonly subject: Subject;
  readonly requests: readonly AssignmentRequest[];
  readonly assignments: readonly Assignment[];
  readonly grants: readonly RoleGrant[];
};

/** What requests and assignments keep of a subject. */
export function referenceTo(subject: Subject): SubjectReference {
  const { id, objectId, displayName, email, principalName, subjectType } = subject;
  return { id, objectId, displayName, email, principalName, subjectType };
}

/** Assignments that give access, or are about to: all but the ended ones. A failed delivery is still tried again, so it counts. */
export function standingAssignments(access: Pick<SubjectAccess, "assignments">): readonly Assignment[] {
  return access.assignments.filter((assignment) => assignment.state !== "expired");
}

/** The one standing assignment of a package; there is never a second. */
export function standingAssignmentOf(access: SubjectAccess, accessPackageId: string): Assignment | undefined {
  return standingAssignments(access).find((assignment) => assignment.accessPackageId === accessPackageId);
}
