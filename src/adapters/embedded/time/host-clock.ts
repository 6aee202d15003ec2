/**
 * Time as the embedded host and its simulated services see it: real, or simulated and moved by hand.
 * Everything that happens "later" in this process is scheduled here, so that a simulated year runs in seconds.
 */
import type { Clock } from "../../../application/ports/clock.js";

/** Takes a scheduled call back; harmless after it has run. */
export type Cancel = () => void;

export type HostClock = Clock & {
  /** Milliseconds since 1970, the number behind `now()`. */
  nowMs(): number;
  /**
   * Calls `run` once when the clock reaches `atMs` (in a later turn of the event loop when that is already past).
   * Calls fall due in order of time, then in order of scheduling. `run` must not throw; long work belongs to the WorkTracker.
   */
  schedule(atMs: number, run: () => void): Cancel;
};

/** Counts what is under way, so that "the system is quiet" is a fact and not a guess. */
export type WorkTracker = {
  /** Says that work has begun; the returned function says that it has ended (idempotent). */
  begin(): () => void;
  /** Counts the promise as work until it settles; gives the promise back. */
  track<T>(promise: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way, and still nothing after the event loop has come round. */
  quiet(): Promise<void>;
};
