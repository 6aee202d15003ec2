/** Does what a schedule row reminds of. Each of these looks at the object again and does nothing when nothing is due. */
import type { ApprovalDelegation } from "../../domain/approval/delegation.js";
import type { ScheduleRow } from "../../domain/schedule-row.js";
import { deliverHint } from "../access/deliver-hint.js";
import { directoryChanged } from "../access/directory-changes.js";
import { rowsFor } from "../access/due-objects.js";
import { systemCall } from "../access/occasion.js";
import type { Ports } from "../ports/ports.js";
import { attendAssignment } from "./attend-assignment.js";
import { proceedWithRequest } from "./proceed-with-request.js";
import { revisitApprovals } from "./revisit-approvals.js";

export async function handleDueRow(ports: Ports, row: ScheduleRow): Promise<void> {
  // The row's own id: what came of one reminder can be found together.
  const call = systemCall(row.id);
  switch (row.objectKind) {
    case "assignmentRequest":
      await proceedWithRequest(ports, call, { requestId: row.objectId, subjectId: row.subjectId });
      return;
    case "assignment":
      return attendAssignment(ports, call, { assignmentId: row.objectId, subjectId: row.subjectId });
    case "roleGrant": {
      const current = await rowsFor(ports, row.objectId, row.subjectId);
      // A row that no longer says what the entry says is of an earlier attempt.
      if (current.some(({ id }) => id === row.id))
        await ports.eventBus.publish([deliverHint(ports, call, row.subjectId)]);
      return;
    }
    case "approvalDelegation": {
      const stored = await ports.documents.get<ApprovalDelegation>("access", row.subjectId, row.objectId);
      if (stored !== undefined)
        await revisitApprovals(ports, directoryChanged(ports, call, [stored.document.delegatorId]));
    }
  }
}
