/** What is due about an object, asked of the object itself: schedule rows and events are hints, the documents decide. */

import type { Assignment } from "../../domain/assignment/assignment.js";
import { attentionDue } from "../../domain/assignment/attention.js";
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { type ScheduleRow, scheduleRow } from "../../domain/schedule-row.js";
import type { Instant } from "../../domain/time/instant.js";
import type { Ports } from "../ports/ports.js";

type DueObject = AssignmentRequest | Assignment | RoleGrant;

/** When the object next needs attention by itself; null: never. */
function dueOf(object: DueObject): Instant | null {
  switch (object.kind) {
    case "assignmentRequest":
      return object.dueDateTime;
    case "assignment":
      return attentionDue(object);
    case "roleGrant":
      return object.state === "granting" || object.state === "revoking" ? object.nextAttemptDateTime : null;
  }
}

/** The row that reminds of an object, as the object is now; undefined when nothing will be due, or it is gone. */
export async function rowFor(
  ports: Ports,
  objectId: string,
  subjectId: string,
): Promise<ScheduleRow | undefined> {
  const stored = await ports.documents.get<DueObject>("access", subjectId, objectId);
  if (stored === undefined) return undefined;
  const due = dueOf(stored.document);
  return due === null ? undefined : scheduleRow(stored.document.kind, objectId, subjectId, due);
}
