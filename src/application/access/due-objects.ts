/** What is due about an object, asked of the object itself: schedule rows and events are hints, the documents decide. */

import { type ApprovalDelegation, turningPoints } from "../../domain/approval/delegation.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import { attentionDue } from "../../domain/assignment/attention.js";
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { type ScheduleRow, scheduleRow } from "../../domain/schedule-row.js";
import type { Instant } from "../../domain/time/instant.js";
import type { Ports } from "../ports/ports.js";

type DueObject = AssignmentRequest | Assignment | RoleGrant | ApprovalDelegation;

/** When the object next needs attention by itself. */
function dueOf(object: DueObject): readonly (Instant | null)[] {
  switch (object.kind) {
    case "assignmentRequest":
      return [object.dueDateTime];
    case "assignment":
      return [attentionDue(object)];
    case "roleGrant":
      return object.state === "granting" || object.state === "revoking" ? [object.nextAttemptDateTime] : [];
    case "approvalDelegation":
      return turningPoints(object);
  }
}

/** The rows that remind of an object, as the object is now; none when nothing will be due, or it is gone. */
export async function rowsFor(
  ports: Ports,
  objectId: string,
  subjectId: string,
): Promise<readonly ScheduleRow[]> {
  const stored = await ports.documents.get<DueObject>("access", subjectId, objectId);
  if (stored === undefined) return [];
  const { document } = stored;
  return dueOf(document)
    .filter((due) => due !== null)
    .map((due) => scheduleRow(document.kind, objectId, subjectId, due));
}
