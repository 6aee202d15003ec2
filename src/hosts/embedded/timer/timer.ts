/**
 * The life of one timerTrigger: which occurrence comes next, when it counts as missed, and never two invocations at once. The order
 * of things follows Azure's TimerListener and ScheduleMonitor.
 */
import type { Cancel } from "../../../adapters/embedded/time/host-clock.js";
import { asError } from "../as-error.js";
import type { InvocationRequest, Logger, RegisteredFunction } from "../binding-service.js";
import { type RetryHost, withRetry } from "../retry.js";
import type { TimerSchedule } from "./timer-schedule.js";
import type { TimerStatus } from "./timer-status.js";

export type TimerFunction = {
  readonly fn: RegisteredFunction;
  readonly schedule: TimerSchedule;
  readonly runOnStartup: boolean;
  /** Whether the status is kept across restarts, and shown to the function. */
  readonly useMonitor: boolean;
};

export type TimerHost = RetryHost & {
  readonly logger: Logger;
  read(functionName: string): TimerStatus | undefined;
  /** Keeps the status; resolves when that may be relied on. */
  save(functionName: string, status: TimerStatus): Promise<void>;
};

export class Timer {
  readonly #timer: TimerFunction;
  readonly #host: TimerHost;
  #status: TimerStatus = { lastMs: undefined, nextMs: undefined, updatedMs: 0 };
  #cancel: Cancel = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(timer: TimerFunction, host: TimerHost) {
    this.#timer = timer;
    this.#host = host;
  }

  async start(): Promise<void> {
    const nowMs = this.#host.clock.nowMs();
    const known = this.#timer.useMonitor ? this.#host.read(this.#timer.fn.name) : undefined;
    this.#status = currentStatus(known, this.#timer.schedule, nowMs);
    if (this.#timer.useMonitor && this.#status !== known)
      await this.#host.save(this.#timer.fn.name, this.#status);
    const missed = this.#status.nextMs !== undefined && this.#status.nextMs < nowMs;
    if (missed || this.#timer.runOnStartup) this.#at(nowMs, missed);
    else this.#atNext();
  }

  /** No more invocations; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#cancel();
    await this.#running;
  }

  #atNext(): void {
    const { nextMs } = this.#status;
    // An invocation that took longer than the interval leaves an occurrence behind it: that one comes at once.
    if (nextMs !== undefined) this.#at(nextMs, false);
  }

  #at(dueMs: number, isPastDue: boolean): void {
    this.#cancel = this.#host.clock.schedule(dueMs, () => {
      this.#running = this.#fire(dueMs, isPastDue).catch((error: unknown) => {
        this.#host.logger.error(`The timer "${this.#timer.fn.name}" has stopped: ${asError(error).message}`, {
          function: this.#timer.fn.name,
          error: asError(error),
        });
      });
    });
  }

  async #fire(dueMs: number, isPastDue: boolean): Promise<void> {
    const { fn, schedule, useMonitor } = this.#timer;
    const { clock, stopping } = this.#host;
    // A clock that fires a moment early must not leave the same occurrence for the next time.
    const invokedMs = Math.max(clock.nowMs(), dueMs);
    const response = await withRetry(fn, this.#request(isPastDue), this.#host);
    // Given up half-way through its retries: still to be done after the restart.
    if (response.kind === "failed" && stopping.aborted) return;
    this.#status = { lastMs: invokedMs, nextMs: schedule.nextMs(invokedMs), updatedMs: invokedMs };
    if (useMonitor) await this.#host.save(fn.name, this.#status);
    if (!stopping.aborted) this.#atNext();
  }

  #request(isPastDue: boolean): InvocationRequest {
    const { lastMs, nextMs, updatedMs } = this.#status;
    const status = { Last: isoOf(lastMs), Next: isoOf(nextMs), LastUpdated: isoOf(updatedMs) };
    const info = {
      Schedule: { AdjustForDST: !this.#timer.schedule.isInterval },
      ScheduleStatus: this.#timer.useMonitor ? status : null,
      IsPastDue: isPastDue,
    };
    return { trigger: { json: JSON.stringify(info) } };
  }
}

/** The status to start from: the known one unless the schedule has changed since, in which case nothing counts as missed. */
function currentStatus(known: TimerStatus | undefined, schedule: TimerSchedule, nowMs: number): TimerStatus {
  if (known === undefined) return { lastMs: undefined, nextMs: schedule.nextMs(nowMs), updatedMs: nowMs };
  const expectedMs = schedule.nextMs(known.lastMs ?? known.updatedMs);
  if (expectedMs === known.nextMs) return known;
  return expectedMs !== undefined && expectedMs >= nowMs
    ? { lastMs: undefined, nextMs: expectedMs, updatedMs: known.lastMs ?? known.updatedMs }
    : { lastMs: undefined, nextMs: schedule.nextMs(nowMs), updatedMs: nowMs };
}

/** .NET's "no date", which the library hands to the function as it is. */
const NO_DATE = "0001-01-01T00:00:00+00:00";

function isoOf(ms: number | undefined): string {
  return ms === undefined ? NO_DATE : new Date(ms).toISOString();
}
