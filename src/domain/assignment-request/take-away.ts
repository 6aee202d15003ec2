/** A request to remove access is carried out: the assignment ends at once, its roles follow. */
import { endAssignment } from "../assignment/ending.js";
import { type Decision, decided } from "../decision.js";
import type { Occasion } from "../occasion.js";
import { type SubjectAccess, standingAssignments } from "../subject/subject-access.js";
import type { AssignmentRequest } from "./assignment-request.js";

export function takeAway(access: SubjectAccess, request: AssignmentRequest, occasion: Occasion): Decision {
  const assignment = standingAssignments(access).find(({ id }) => id === request.assignmentId);
  if (assignment === undefined) {
    // Ended by somebody else meanwhile: there is nothing left to remove, which is what was asked for.
    const done: AssignmentRequest = {
      ...request,
      state: "delivered",
      status: "Delivered",
      completedDateTime: occasion.now,
      modifiedDateTime: occasion.now,
    };
    return decided([done], []);
  }
  const next: AssignmentRequest = {
    ...request,
    state: "delivering",
    status: "Delivering",
    modifiedDateTime: occasion.now,
  };
  const ending = endAssignment(access, assignment, next, "removed", occasion);
  return decided([next, ...ending.documents], ending.events);
}
