/** Writes down that somebody suspended, resumed or terminated an instance, and that mail of a suspended one waits. */
import { Aftermath, type Receivers } from "./aftermath.js";
import { endExecution } from "./end-execution.js";
import { type EpisodeEnd, loseInstance, settle } from "./episode.js";
import { encodeEvents, type HistoryEvent } from "./history.js";
import { eraseInstance, type Hub } from "./hub.js";
import { hasEnded, type InstanceRow, STATUS } from "./instance.js";
import type { LiveInstance } from "./live-instance.js";
import type { Control, Delivery, Message } from "./message.js";
import type { Unwritten } from "./pump.js";

export function controlWrite(
  hub: Hub,
  receivers: Receivers,
  live: LiveInstance,
  delivery: Delivery,
  control: Control,
  end: EpisodeEnd,
): Unwritten {
  const aftermath = new Aftermath(receivers);
  const { progress, view } = hub.lives.load(live);
  const at = Math.max(hub.clock.nowMs(), progress.lastEpisodeAt);
  const wasSuspended = live.row.status === STATUS.suspended;
  const mark: HistoryEvent = { type: MARKS[control.kind], at, reason: control.reason };
  // What ends before it began has been started all the same: its parent waits, and a restart wants its input.
  const start = control.kind === "terminate" ? live.start : undefined;
  const events = start === undefined ? [mark] : [start, mark];
  let next = live.row;
  return {
    live,
    write() {
      aftermath.clear();
      settle(hub, live, delivery);
      if (live.replaces !== undefined) eraseInstance(hub, live.replaces);
      next = rowAfter(hub, live, control, at, events);
      if (control.kind === "terminate") {
        if (wasSuspended) hub.inbox.removeAll(live.row.id);
        endExecution(hub, aftermath, live.row, progress, events, {
          kind: "terminated",
          reason: control.reason,
        });
      }
      if (live.stored) hub.rows.update(next);
      else hub.rows.insert(next);
    },
    written() {
      live.row = next;
      live.stored = true;
      live.replaces = undefined;
      progress.append(events);
      view.append(events);
      if (hasEnded(next.status)) live.start = undefined;
      if (control.kind === "resume" && wasSuspended) live.pending.unshift(...shelved(hub, live.row.id));
      aftermath.written();
      end.settled(live);
    },
    durable() {
      delivery.sender?.accepted();
      live.starter?.accepted();
      live.starter = undefined;
      aftermath.durable();
      if (hasEnded(next.status)) end.ended(next);
    },
    failed: (error) => loseInstance(hub, receivers, live, [delivery], error),
  };
}

const MARKS = { suspend: "suspended", resume: "resumed", terminate: "terminated" } as const;

function rowAfter(
  hub: Hub,
  live: LiveInstance,
  control: Control,
  at: number,
  events: readonly HistoryEvent[],
): InstanceRow {
  const row = {
    ...hub.rows.extend(live.row, encodeEvents(events)),
    updatedAt: at,
    revision: live.stored ? live.row.revision + 1 : 0,
  };
  switch (control.kind) {
    case "suspend":
      return { ...row, status: STATUS.suspended };
    case "resume":
      return { ...row, status: live.start === undefined ? STATUS.running : STATUS.pending };
    case "terminate":
      return {
        ...row,
        status: STATUS.terminated,
        output: JSON.stringify(control.reason),
        start: null,
        due: 0,
      };
  }
}

/** Stores what a suspended instance will hear when it is resumed. */
export function shelve(
  hub: Hub,
  receivers: Receivers,
  live: LiveInstance,
  mail: readonly Delivery[],
  end: EpisodeEnd,
): Unwritten {
  return {
    live,
    write() {
      for (const delivery of mail) {
        if (delivery.number !== undefined) continue;
        settle(hub, live, delivery);
        hub.inbox.add(live.row.id, delivery.message);
      }
    },
    written: () => end.settled(live),
    durable() {
      for (const delivery of mail) delivery.sender?.accepted();
    },
    failed: (error) => loseInstance(hub, receivers, live, mail, error),
  };
}

/** What is stored for the instance, in order of arrival. */
export function shelved(hub: Hub, instanceId: string): Delivery[] {
  return hub.inbox.of(instanceId).map(({ number, text }) => ({
    number,
    // Only deliveries to orchestrations are stored under an instance id.
    message: JSON.parse(text) as Message,
  }));
}
