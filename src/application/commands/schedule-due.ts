/** Writes the schedule rows that an event calls for: when its objects next need attention by themselves. */
import type { EntitlementEvent } from "../../domain/events.js";
import { hourOf, type ScheduleRow } from "../../domain/schedule-row.js";
import { rowsFor } from "../access/due-objects.js";
import { DUE_BUCKET, dueBucketInstance, RESCHEDULED } from "../orchestrations/names.js";
import type { Ports } from "../ports/ports.js";
import { handleDueRow } from "./handle-due-row.js";

/** Safe to repeat: a row's id is made of the object and the instant. */
export async function scheduleDue(ports: Ports, event: EntitlementEvent): Promise<void> {
  const { subjectId, requestId, assignmentId } = event.related;
  if (subjectId === undefined) return;
  const objectIds = new Set([requestId, assignmentId, event.object.id].filter((id) => id !== undefined));
  for (const objectId of objectIds) {
    for (const row of await rowsFor(ports, objectId, subjectId)) await addRow(ports, row);
  }
}

async function addRow(ports: Ports, row: ScheduleRow): Promise<void> {
  if (row.dueDateTime > ports.clock.now()) {
    await ports.documents.batch("schedule", row.bucket, [{ op: "put", document: row }]);
    const now = ports.clock.now();
    if (hourOf(row.dueDateTime) > hourOf(now)) return;
    if (row.dueDateTime > now) {
      // Its hour has begun: the hourly timer has passed, so the bucket's orchestration is started, or told.
      await ports.orchestrator.start(DUE_BUCKET, dueBucketInstance(row.bucket), row.bucket);
      await ports.orchestrator.raise(dueBucketInstance(row.bucket), RESCHEDULED, null);
      return;
    }
  }
  // Due already, or while it was written: nobody else may come by any more. Handling it twice does no harm.
  await handleDueRow(ports, row);
}
