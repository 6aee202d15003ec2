/** Decides what an instance does next: hear what has arrived, be suspended, resumed or terminated, or nothing. */
import type { Receivers } from "./aftermath.js";
import { controlWrite, shelve } from "./control.js";
import { type EpisodeEnd, episodeWrite, loseInstance, settle } from "./episode.js";
import type { Arrival } from "./history.js";
import { eraseInstance, type Hub } from "./hub.js";
import { type InstanceRow, STATUS } from "./instance.js";
import type { LiveInstance } from "./live-instance.js";
import type { Delivery } from "./message.js";
import type { Progress } from "./progress.js";
import type { PumpSteps, Unwritten } from "./pump.js";
import type { Decision, ExecutionView } from "./worker.js";

export type OrchestrationsOutlook = {
  /** The instance has something to do. */
  wake(live: LiveInstance): void;
  /** The instance has ended, and that is on disk. */
  ended(row: InstanceRow): void;
};

export class Orchestrations implements PumpSteps {
  readonly #hub: Hub;
  readonly #receivers: Receivers;
  readonly #end: EpisodeEnd;
  /** What a running orchestrator is being told. */
  readonly #telling = new Map<LiveInstance, readonly Delivery[]>();
  #paused = false;

  constructor(hub: Hub, receivers: Receivers, outlook: OrchestrationsOutlook) {
    this.#hub = hub;
    this.#receivers = receivers;
    this.#end = {
      ended: (row) => outlook.ended(row),
      settled: (live) => {
        const mayStart = live.start !== undefined && live.row.status !== STATUS.suspended && !this.#paused;
        if (live.pending.length > 0 || mayStart) {
          outlook.wake(live);
        } else hub.lives.rest(live);
      },
    };
  }

  begin(live: LiveInstance): Promise<Unwritten> | Unwritten | undefined {
    try {
      return this.#next(live);
    } catch (error) {
      return this.#unreadable(live, error);
    }
  }

  /** From now on what arrives is stored and told after the next start: an orchestration that never waits cannot hold the engine up. */
  pause(): void {
    this.#paused = true;
  }

  #next(live: LiveInstance): Promise<Unwritten> | Unwritten | undefined {
    const [first] = live.pending;
    if (live.ended) return this.#discard(live);
    if (first !== undefined && first.message.kind !== "arrival") {
      live.pending.shift();
      return controlWrite(this.#hub, this.#receivers, live, first, first.message, this.#end);
    }
    if (live.row.status === STATUS.suspended || (this.#paused && live.stored)) {
      const mail = takeArrivals(live);
      return mail.length === 0 ? undefined : shelve(this.#hub, this.#receivers, live, mail, this.#end);
    }
    if (first === undefined && live.start === undefined) {
      this.#hub.lives.rest(live);
      return undefined;
    }
    return this.#episode(live);
  }

  #episode(live: LiveInstance): Promise<Unwritten> | Unwritten {
    const { progress, view } = this.#hub.lives.load(live);
    const { arrivals, deliveries } = takeTold(live, progress, view);
    if (arrivals.length === 0) return nothingTold(this.#hub, this.#receivers, live, deliveries, this.#end);
    const at = episodeTime(this.#hub.clock.nowMs(), progress, arrivals);
    this.#telling.set(live, deliveries);
    const written = (decision: Decision): Unwritten => {
      this.#telling.delete(live);
      const told = { at, arrivals, deliveries };
      return episodeWrite(this.#hub, this.#receivers, live, told, decision, this.#end);
    };
    return view.run(at, arrivals).then(written, (error: unknown) => written(brokenWorker(error)));
  }

  late(live: LiveInstance): void {
    const mail = [...(this.#telling.get(live) ?? []), ...live.pending].filter(
      ({ number, message }) =>
        number === undefined && !(message.kind === "arrival" && message.arrival.type === "timerFired"),
    );
    const { starter } = live;
    if (mail.length === 0 && live.stored) return;
    const hub = this.#hub;
    const senders = mail.map((delivery) => delivery.sender);
    let numbers: number[] = [];
    const onDisk = hub.store.write(() => {
      if (!live.stored) {
        if (live.replaces !== undefined) eraseInstance(hub, live.replaces);
        hub.rows.insert({ ...live.row, start: JSON.stringify(live.start) });
      }
      numbers = mail.map(({ message }) => hub.inbox.add(live.row.id, message));
    });
    if (numbers.length === mail.length) {
      live.stored = true;
      live.replaces = undefined;
      mail.forEach((delivery, index) => {
        const number = numbers[index];
        if (number !== undefined) delivery.number = number;
      });
    }
    void onDisk.then(
      () => {
        for (const sender of senders) sender?.accepted();
        starter?.accepted();
      },
      (error: unknown) => {
        for (const sender of senders) sender?.lost(error);
        starter?.lost(error);
      },
    );
  }

  /** Messages to an instance that has ended are nobody's. */
  #discard(live: LiveInstance): Unwritten | undefined {
    const mail = live.pending.splice(0);
    const stored = mail.some(({ number }) => number !== undefined);
    if (!stored) {
      for (const { sender } of mail) sender?.accepted();
      this.#hub.lives.rest(live);
      return undefined;
    }
    return nothingTold(this.#hub, this.#receivers, live, mail, this.#end);
  }

  /** The stored history cannot be read: nothing more can happen to the instance until a person has looked at it. */
  #unreadable(live: LiveInstance, error: unknown): undefined {
    this.#hub.log.error("The history of an orchestration cannot be read.", {
      instanceId: live.row.id,
      error: error instanceof Error ? error.message : String(error),
    });
    loseInstance(this.#hub, this.#receivers, live, [], error);
    return undefined;
  }
}

/** Nothing but answers that nobody waits for: their rows go. */
function nothingTold(
  hub: Hub,
  receivers: Receivers,
  live: LiveInstance,
  mail: readonly Delivery[],
  end: EpisodeEnd,
): Unwritten {
  return {
    live,
    write() {
      for (const delivery of mail) settle(hub, live, delivery);
    },
    written: () => end.settled(live),
    durable() {
      for (const { sender } of mail) sender?.accepted();
    },
    failed: (error) => loseInstance(hub, receivers, live, mail, error),
  };
}

/** Takes out of the mailbox what the next episode is told, and with it the answers that nobody waits for. */
function takeTold(
  live: LiveInstance,
  progress: Progress,
  view: ExecutionView,
): { arrivals: Arrival[]; deliveries: Delivery[] } {
  const arrivals: Arrival[] = [];
  if (!progress.started && live.start !== undefined) arrivals.push(live.start);
  /** The place in `pending` of each arrival that came from there. */
  const places: number[] = [];
  const answered = new Set<number | string>();
  let end = 0;
  for (; end < live.pending.length; end += 1) {
    const message = live.pending[end]?.message;
    if (message?.kind !== "arrival") break;
    if (!live.isFor(message.to) || !progress.expects(message.arrival)) continue;
    if (isAnsweredBefore(message.arrival, answered)) continue;
    arrivals.push(message.arrival);
    places.push(end);
  }
  const taken = arrivals.length > 1 ? Math.max(1, view.take(arrivals)) : arrivals.length;
  const firstLater = places[taken - (arrivals.length - places.length)];
  const deliveries = live.pending.splice(0, taken < arrivals.length ? (firstLater ?? 0) : end);
  arrivals.length = taken;
  return { arrivals, deliveries };
}

/** A timer can be read as due twice; the second time is nobody's. */
function isAnsweredBefore(arrival: Arrival, answered: Set<number | string>): boolean {
  const question = "id" in arrival ? arrival.id : "requestId" in arrival ? arrival.requestId : undefined;
  if (question === undefined) return false;
  if (answered.has(question)) return true;
  answered.add(question);
  return false;
}

function brokenWorker(error: unknown): Decision {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const failure = { reason: "The orchestrator could not be run: the worker broke its promise.", details };
  return { steps: [], outcome: { kind: "failed", failure } };
}

/** Never before an earlier episode, and never before a timer that fires in it. */
function episodeTime(now: number, progress: Progress, arrivals: readonly Arrival[]): number {
  let at = Math.max(now, progress.lastEpisodeAt);
  for (const arrival of arrivals) if (arrival.type === "timerFired") at = Math.max(at, arrival.fireAt);
  return at;
}

function takeArrivals(live: LiveInstance): Delivery[] {
  const control = live.pending.findIndex(({ message }) => message.kind !== "arrival");
  return live.pending.splice(0, control < 0 ? live.pending.length : control);
}
