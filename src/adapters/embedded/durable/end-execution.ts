/** What is left to do when an execution ends or continues as new, inside the write that ends it. */
import type { Aftermath } from "./aftermath.js";
import type { Failure, HistoryEvent } from "./history.js";
import type { Hub } from "./hub.js";
import type { InstanceRow } from "./instance.js";
import type { Progress } from "./progress.js";
import { answerExecution, mailEntity } from "./take-step.js";
import type { Outcome } from "./worker.js";

export type Ending =
  | Exclude<Outcome, { kind: "waiting" }>
  | { readonly kind: "terminated"; readonly reason: string };

/** `row` is as it was before the end, `events` what this last write adds to its history. */
export function endExecution(
  hub: Hub,
  aftermath: Aftermath,
  row: InstanceRow,
  progress: Progress,
  events: readonly HistoryEvent[],
  ending: Ending,
): void {
  const last = progress.copy();
  last.append(events);
  if (last.tasks.size > 0) leaveTasks(hub, aftermath, row, last.tasks, events);
  if (last.timers.size > 0) {
    hub.timers.removeAll(row.key);
    if (ending.kind !== "terminated") warnOfTimers(hub, row);
  }
  if (last.lock !== undefined) {
    const { requestId, entityIds } = last.lock;
    for (const entityId of entityIds) {
      mailEntity(hub, aftermath, entityId, { kind: "release", requestId }, row.id);
    }
  }
  if (last.parent !== undefined && ending.kind !== "continued") {
    const { instanceId, taskId } = last.parent;
    answerExecution(hub, aftermath, instanceId, last.parent, answerOf(row, taskId, ending));
  }
}

function answerOf(row: InstanceRow, id: number, ending: Exclude<Ending, { kind: "continued" }>) {
  if (ending.kind === "completed") return { type: "childCompleted", id, result: ending.output } as const;
  const failure: Failure =
    ending.kind === "failed"
      ? ending.failure
      : {
          reason: `Sub-orchestration '${row.name}' was terminated: ${ending.reason}`,
          details: `Instance ${row.id}`,
        };
  return { type: "childFailed", id, failure } as const;
}

/**
 * Azure runs what has been scheduled even when nobody waits any more; so does this engine, over a restart too. A task that is open in
 * the history and not with the runner has run: its answer is on its way, and will be nobody's.
 */
function leaveTasks(
  hub: Hub,
  aftermath: Aftermath,
  row: InstanceRow,
  open: ReadonlySet<number>,
  events: readonly HistoryEvent[],
): void {
  const to = { key: row.key, execution: row.execution };
  const now = new Set(events);
  for (const event of [...hub.rows.history(row), ...events]) {
    if (event.type !== "taskScheduled" || !open.has(event.id)) continue;
    if (!now.has(event) && !aftermath.receivers.isTaskOpen(to, event.id)) continue;
    const task = { instanceId: row.id, id: event.id, name: event.name, input: event.input };
    const leftNumber = hub.leftTasks.add({ task, to });
    aftermath.whenWritten((receivers) => receivers.leaveTask(to, event.id, leftNumber));
  }
}

function warnOfTimers(hub: Hub, row: InstanceRow): void {
  hub.warnOnce(
    `timer ${row.name}`,
    `Orchestrator '${row.name}' ended with a timer that was neither awaited nor cancelled. On Azure the instance stays Running until that timer fires: cancel it.`,
    { instanceId: row.id },
  );
}
