/** Knows when the whole process is quiet: nothing counted is under way, no probe is busy, and nothing began while we looked. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { WorkTracker } from "./host-clock.js";

export type ProbingWorkTracker = WorkTracker & {
  /** Adds something that can be busy without saying so: the store's open group, a clock's call that waits for its turn. */
  watch(isBusy: () => boolean): void;
};

/**
 * Turns of the event loop that must pass with nothing happening. One lets promise continuations run; the second lets what they sent
 * to a socket of this process arrive.
 */
const QUIET_TURNS = 2;

export function workTracker(): ProbingWorkTracker {
  const probes: (() => boolean)[] = [];
  let underWay = 0;
  let begun = 0;
  let waiting: (() => void)[] = [];

  const begin = (): (() => void) => {
    underWay += 1;
    begun += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      underWay -= 1;
      if (underWay > 0) return;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    };
  };

  return {
    begin,
    track(promise) {
      const end = begin();
      promise.then(end, end);
      return promise;
    },
    async quiet() {
      for (let turns = 0; turns < QUIET_TURNS; ) {
        if (underWay > 0) await new Promise<void>((resolve) => waiting.push(resolve));
        const before = begun;
        await nextTurn();
        const still = underWay === 0 && begun === before && !probes.some((isBusy) => isBusy());
        turns = still ? turns + 1 : 0;
      }
    },
    watch(isBusy) {
      probes.push(isBusy);
    },
  };
}
