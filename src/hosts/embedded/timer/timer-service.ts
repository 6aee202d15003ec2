/** The timerTrigger: each function on its schedule, on the host's clock, so that a simulated year of timers runs in a second. */
import type { Store } from "../../../adapters/embedded/store/store.js";
import type { HostClock } from "../../../adapters/embedded/time/host-clock.js";
import type { SimulatedClock } from "../../../adapters/embedded/time/simulated-clock.js";
import { type BindingService, HostError, type Logger, type RegisteredFunction } from "../binding-service.js";
import { retryPolicy } from "../retry.js";
import { Timer, type TimerFunction } from "./timer.js";
import { parseTimerSchedule } from "./timer-schedule.js";
import { type TimerStatus, timerStatuses } from "./timer-status.js";

const MINUTE_MS = 60_000;

export function createTimerService(options: {
  readonly clock: HostClock | SimulatedClock;
  readonly store: Store;
  readonly logger: Logger;
}): BindingService {
  const { clock, store, logger } = options;
  const statuses = timerStatuses(store);
  const functions: TimerFunction[] = [];
  const stopping = new AbortController();
  let timers: readonly Timer[] = [];
  // A simulated clock moves through many occurrences at a time, and one disk write each would be most of the time it takes. Where it
  // arrives, everything is on disk.
  const writesAtArrival = "onArrival" in clock;
  if (writesAtArrival) clock.onArrival(() => statuses.flush());

  return {
    types: ["timertrigger"],

    register(fn) {
      retryPolicy(fn);
      functions.push(timerFunction(fn, clock.nowMs()));
    },

    async start(invoke) {
      const host = {
        invoke,
        clock,
        logger,
        stopping: stopping.signal,
        read: (functionName: string) => statuses.read(functionName),
        async save(functionName: string, status: TimerStatus): Promise<void> {
          statuses.set(functionName, status);
          if (!writesAtArrival) await statuses.flush();
        },
      };
      timers = functions.map((timer) => new Timer(timer, host));
      for (const timer of timers) await timer.start();
    },

    async stop() {
      stopping.abort();
      await Promise.all(timers.map((timer) => timer.stop()));
      await statuses.flush();
    },
  };
}

function timerFunction(fn: RegisteredFunction, nowMs: number): TimerFunction {
  const { schedule: expression, runOnStartup, useMonitor } = fn.trigger;
  if (typeof expression !== "string")
    throw new HostError(`The timer "${fn.name}" needs a "schedule", such as "0 */5 * * * *".`);
  const schedule = parseTimerSchedule(expression, fn.name);
  return {
    fn,
    schedule,
    runOnStartup: runOnStartup === true,
    // As in Azure: what comes more than once a minute is not worth catching up.
    useMonitor: useMonitor !== false && !isSubMinute(schedule, nowMs),
  };
}

function isSubMinute(schedule: { nextMs(ms: number): number | undefined }, nowMs: number): boolean {
  const first = schedule.nextMs(nowMs);
  const second = first === undefined ? undefined : schedule.nextMs(first);
  return first !== undefined && second !== undefined && second - first < MINUTE_MS;
}
