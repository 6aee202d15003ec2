/** Time that stands still until it is moved, and on the way makes every call that falls due, in order, each in a quiet system. */
import { instantOf } from "../../../domain/time/instant.js";
import type { HostClock, WorkTracker } from "./host-clock.js";
import { Schedule } from "./schedule.js";

export type SimulatedClock = HostClock & {
  /**
   * Moves to `ms` (milliseconds since 1970): waits for quiet, makes the next call that is due, waits for quiet, and so on, and
   * resolves when the target is reached and the system is quiet. A target in the past only waits for quiet. Moves queue up.
   */
  advanceTo(ms: number, work: WorkTracker): Promise<void>;
  /** Whether a call that is already due waits for the next turn of the event loop. A probe for the WorkTracker. */
  isBusy(): boolean;
  /** Called at the end of each move, before it resolves. */
  onArrival(keep: () => Promise<unknown>): void;
};

/** Throws RangeError when `startMs` is not an instant between the years 0 and 9999. */
export function simulatedClock(startMs: number): SimulatedClock {
  const schedule = new Schedule();
  const arrivals: (() => Promise<unknown>)[] = [];
  let presentMs = msOfYears0To9999(startMs);
  let waking = false;
  let lastMove: Promise<void> = Promise.resolve();

  const wake = (): void => {
    waking = false;
    for (let run = schedule.takeDue(presentMs); run !== undefined; run = schedule.takeDue(presentMs)) run();
  };

  const move = async (targetMs: number, work: WorkTracker): Promise<void> => {
    await work.quiet();
    for (;;) {
      const nextMs = schedule.earliestMs();
      if (nextMs === undefined || nextMs > targetMs) break;
      presentMs = Math.max(presentMs, nextMs);
      schedule.takeDue(presentMs)?.();
      await work.quiet();
    }
    presentMs = Math.max(presentMs, targetMs);
    for (const keep of arrivals) await keep();
    await work.quiet();
  };

  return {
    now: () => instantOf(presentMs),
    nowMs: () => presentMs,
    schedule(atMs, run) {
      const cancel = schedule.add(atMs, run);
      if (atMs <= presentMs && !waking) {
        waking = true;
        setImmediate(wake);
      }
      return cancel;
    },
    async advanceTo(ms, work) {
      const targetMs = msOfYears0To9999(ms);
      const moved = lastMove.then(() => move(targetMs, work));
      lastMove = moved.catch(() => {}); // a move that failed is its caller's to hear of; the next one starts where it stopped
      return moved;
    },
    isBusy: () => waking,
    onArrival(keep) {
      arrivals.push(keep);
    },
  };
}

function msOfYears0To9999(ms: number): number {
  const YEAR_0_MS = -62_167_219_200_000;
  const YEAR_10000_MS = 253_402_300_800_000;
  if (!(ms >= YEAR_0_MS && ms < YEAR_10000_MS)) {
    throw new RangeError(
      `A simulated clock stands between the years 0 and 9999; ${ms} ms since 1970 is outside.`,
    );
  }
  return Math.floor(ms);
}
