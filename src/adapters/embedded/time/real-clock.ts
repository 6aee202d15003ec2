/** The clock on the wall, made monotonic: a step backwards (NTP, a virtual machine restored) stands still instead. */
import { instantOf } from "../../../domain/time/instant.js";
import type { HostClock } from "./host-clock.js";
import { Schedule } from "./schedule.js";

/** Milliseconds. Timers count running time, not wall time: looking again each minute bounds what a clock step or a sleep can cost. */
const LOOK_AGAIN_MS = 60_000;

/** Its timer does not keep the process alive: that is for the servers to do. `wallMs` gives milliseconds since 1970. */
export function realClock(wallMs: () => number = Date.now): HostClock {
  const schedule = new Schedule();
  let lastMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let timerMs = Number.POSITIVE_INFINITY;

  const nowMs = (): number => {
    lastMs = Math.max(lastMs, wallMs());
    return lastMs;
  };

  const arm = (): void => {
    const earliestMs = schedule.earliestMs() ?? Number.POSITIVE_INFINITY;
    if (timer !== undefined && timerMs <= earliestMs) return;
    clearTimeout(timer);
    timer = undefined;
    if (earliestMs === Number.POSITIVE_INFINITY) return;
    const now = nowMs();
    timerMs = Math.min(Math.max(earliestMs, now), now + LOOK_AGAIN_MS);
    timer = setTimeout(wake, timerMs - now);
    timer.unref();
  };

  const wake = (): void => {
    timer = undefined;
    const now = nowMs();
    try {
      for (let run = schedule.takeDue(now); run !== undefined; run = schedule.takeDue(now)) run();
    } finally {
      arm();
    }
  };

  return {
    now: () => instantOf(nowMs()),
    nowMs,
    schedule(atMs, run) {
      const cancel = schedule.add(atMs, run);
      arm();
      return cancel;
    },
  };
}
