/** Writes down one episode: what the orchestrator was told and what it decided, with everything that this sets going, in one write. */
import { Aftermath, type Receivers } from "./aftermath.js";
import { endExecution } from "./end-execution.js";
import { type Arrival, type ExecutionStarted, encodeEvents, type HistoryEvent } from "./history.js";
import { eraseInstance, type Hub } from "./hub.js";
import { type InstanceRow, STATUS, type StatusNumber } from "./instance.js";
import { type LiveInstance, startIn } from "./live-instance.js";
import type { Delivery } from "./message.js";
import type { Progress } from "./progress.js";
import type { Unwritten } from "./pump.js";
import { takeStep } from "./take-step.js";
import type { Decision, ExecutionView } from "./worker.js";

/** What one episode is told. */
export type Told = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly arrivals: readonly Arrival[];
  /** Where the arrivals came from, and what was addressed to nobody any more: their rows and timers go. */
  readonly deliveries: readonly Delivery[];
};

export type EpisodeEnd = {
  /** The instance has ended and that is on disk. */
  ended(row: InstanceRow): void;
  /** The write happened: the instance may have more to do. */
  settled(live: LiveInstance): void;
};

export function episodeWrite(
  hub: Hub,
  receivers: Receivers,
  live: LiveInstance,
  told: Told,
  decision: Decision,
  end: EpisodeEnd,
): Unwritten {
  const aftermath = new Aftermath(receivers);
  const { progress, view } = hub.lives.load(live);
  const mark: HistoryEvent = { type: "episodeStarted", at: told.at, note: decision.note };
  const events: readonly HistoryEvent[] = [mark, ...told.arrivals, ...decision.steps];
  let next = live.row;

  return {
    live,
    write() {
      aftermath.clear();
      for (const delivery of told.deliveries) settle(hub, live, delivery);
      if (live.replaces !== undefined) eraseInstance(hub, live.replaces);
      for (const step of decision.steps) takeStep(hub, aftermath, live.row, step);
      next = rowAfter(hub, live, progress, told, decision, events);
      const { outcome } = decision;
      if (outcome.kind !== "waiting") endExecution(hub, aftermath, live.row, progress, events, outcome);
      if (live.stored) hub.rows.update(next);
      else hub.rows.insert(next);
    },
    written() {
      live.row = next;
      live.stored = true;
      live.replaces = undefined;
      follow(hub, live, { progress, view }, decision, events);
      aftermath.written();
      end.settled(live);
    },
    durable() {
      for (const delivery of told.deliveries) delivery.sender?.accepted();
      live.starter?.accepted();
      live.starter = undefined;
      aftermath.durable();
      if (next.status >= STATUS.completed) end.ended(next);
    },
    failed: (error) => loseInstance(hub, receivers, live, told.deliveries, error),
  };
}

/** A write about the instance failed, so memory may be ahead of the store: it is read again when something happens to it next. */
export function loseInstance(
  hub: Hub,
  receivers: Receivers,
  live: LiveInstance,
  mail: readonly Delivery[],
  error: unknown,
): void {
  hub.log.error("A step of an orchestration could not be written.", {
    instanceId: live.row.id,
    error: error instanceof Error ? error.message : String(error),
  });
  for (const { sender } of mail) sender?.lost(error);
  for (const { sender } of live.pending.splice(0)) sender?.lost(error);
  live.starter?.lost(error);
  hub.lives.drop(live);
  hub.timers.reread();
  receivers.alarmAt(hub.clock.nowMs());
}

/** Takes the message out of where it waited: it is history now, or nobody's. */
export function settle(hub: Hub, live: LiveInstance, { message, number }: Delivery): void {
  if (number !== undefined) return hub.inbox.remove(number);
  if (message.kind === "arrival" && message.arrival.type === "timerFired") {
    hub.timers.remove(message.to?.key ?? live.row.key, message.arrival.id);
  }
}

function openTasks(progress: Progress, events: readonly HistoryEvent[]): number {
  let open = progress.tasks.size;
  for (const { type } of events) {
    if (type === "taskScheduled") open += 1;
    else if (type === "taskCompleted" || type === "taskFailed") open -= 1;
  }
  return open;
}

function rowAfter(
  hub: Hub,
  live: LiveInstance,
  progress: Progress,
  told: Told,
  decision: Decision,
  events: readonly HistoryEvent[],
): InstanceRow {
  const { outcome } = decision;
  const common = {
    updatedAt: told.at,
    customStatus: decision.customStatus ?? live.row.customStatus,
    revision: live.stored ? live.row.revision + 1 : 0,
    status: statusAfter(decision),
  };
  if (outcome.kind === "continued") {
    const before = live.start ?? progress;
    const start = JSON.stringify(restartOf(before, outcome.input));
    return { ...hub.rows.forget(live.row), ...common, execution: live.row.execution + 1, start, due: 1 };
  }
  const output =
    outcome.kind === "completed"
      ? outcome.output
      : outcome.kind === "failed"
        ? JSON.stringify(outcome.failure.reason)
        : live.row.output;
  const due = outcome.kind === "waiting" ? openTasks(progress, events) : 0;
  return { ...hub.rows.extend(live.row, encodeEvents(events)), ...common, output, start: null, due };
}

function statusAfter({ outcome }: Decision): StatusNumber {
  switch (outcome.kind) {
    case "waiting":
    case "continued":
      return STATUS.running;
    case "completed":
      return STATUS.completed;
    case "failed":
      return STATUS.failed;
  }
}

/** The start of the next execution: the same orchestrator, version and parent, with another input. */
function restartOf(
  { name, version, parent }: Pick<Progress, "name" | "version" | "parent"> | ExecutionStarted,
  input: string | null,
): ExecutionStarted {
  return {
    type: "executionStarted",
    name,
    input,
    ...(version !== undefined && { version }),
    ...(parent !== undefined && { parent }),
  };
}

/** Memory follows what was written. */
function follow(
  hub: Hub,
  live: LiveInstance,
  { progress, view }: { progress: Progress; view: ExecutionView },
  { outcome }: Decision,
  events: readonly HistoryEvent[],
): void {
  if (outcome.kind === "continued") {
    live.reset(hub.worker.view(live.row.id));
    live.start = startIn(live.row);
    return;
  }
  live.start = undefined;
  if (outcome.kind !== "waiting") return;
  progress.append(events);
  view.append(events);
}
