/**
 * Inside one hour, to the millisecond: does what is due in a bucket of the schedule, waits for the next instant, and again, until the
 * hour is over and the bucket is empty. A row that is added meanwhile raises `rescheduled`.
 */
import type { DurableContext, Task } from "./durable.js";
import { RESCHEDULED, RUN_DUE } from "./names.js";
import { persistently } from "./persistently.js";

/** What the activity and Task.any give back. */
type Result = string | null | Task;

export function* dueBucket(context: DurableContext): Generator<Task, void, Result> {
  const bucket = context.df.getInput<string>();
  for (;;) {
    const next = yield* persistently<Result>(context, RUN_DUE, bucket);
    if (typeof next !== "string") return;
    // A fresh timer each turn, canceled when it is not needed: a used one must not be waited for again (hosts.md 2.7).
    const timer = context.df.createTimer(new Date(next));
    const added = context.df.waitForExternalEvent(RESCHEDULED);
    const first = yield context.df.Task.any([timer, added]);
    if (first === added) timer.cancel();
  }
}
