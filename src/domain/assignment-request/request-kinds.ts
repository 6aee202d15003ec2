/** What kinds of request have in common: whose they are, whether they ask, change or end, and whether they renew. */
import type { Assignment } from "../assignment/assignment.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import { standingAssignmentOf } from "../subject/subject-access.js";
import type { Judged, SubmittedRequestType } from "./submission.js";
import { isUpdate } from "./transitions.js";

export const ADDS: readonly SubmittedRequestType[] = ["userAdd", "onBehalfAdd", "adminAdd"];
export const UPDATES: readonly SubmittedRequestType[] = ["userUpdate", "adminUpdate"];
export const REMOVALS: readonly SubmittedRequestType[] = ["userRemove", "adminRemove"];
/** By whoever wants the access, or asks on their behalf. */
export const ASKING: readonly SubmittedRequestType[] = ["userAdd", "onBehalfAdd", "userUpdate"];
export const GIVING: readonly SubmittedRequestType[] = [...ADDS, ...UPDATES];
export const EVERY_TYPE: readonly SubmittedRequestType[] = [...GIVING, ...REMOVALS];

export function isByAdministrator(requestType: SubmittedRequestType): boolean {
  return requestType.startsWith("admin");
}

/** Somebody asks for themselves: the same subject, since not everybody has a directory object. */
export function isOwn({ facts }: Judged): boolean {
  return facts.requestor.id === facts.access.subject.id;
}

/** Asking again for access that ends is asking to renew it (spec/domain.md 6.2, rule 8): the assignment that is renewed. */
export function renewed({ facts, asked }: Judged, policy: AssignmentPolicy): Assignment | undefined {
  const standing = standingAssignmentOf(facts.access, facts.accessPackage.id);
  return standing !== undefined &&
    asked.requestType === "userAdd" &&
    standing.assignmentPolicyId === policy.id &&
    standing.endDateTime !== null &&
    policy.requestorSettings.enableTargetsToSelfUpdateAccess
    ? standing
    : undefined;
}

/** The standing assignment that the request changes, by name or by renewing it; undefined when it makes one. */
export function changedAssignment(judged: Judged, policy: AssignmentPolicy): Assignment | undefined {
  return isUpdate(judged.asked.requestType) ? judged.facts.assignment : renewed(judged, policy);
}
