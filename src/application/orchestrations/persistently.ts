/** Calls an activity until it succeeds: after a failure it waits, longer each time, and calls again. A store or directory that is down for a night costs a night, not the request. */
import type { DurableContext, Task } from "./durable.js";

/** A second after the first failure, then twice as long each time. */
const FIRST_WAIT_MS = 1_000;

/** At most an hour, so that the history of a call that keeps failing grows by a few events an hour. */
const LONGEST_WAIT_MS = 3_600_000;

export function* persistently<R>(
  context: DurableContext,
  activity: string,
  input: unknown,
): Generator<Task, R, R> {
  for (let failures = 0; ; failures++) {
    try {
      return yield context.df.callActivity(activity, input);
    } catch {
      // What went wrong is in the activity's own log and in the instance's history.
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 20));
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + wait));
    }
  }
}
