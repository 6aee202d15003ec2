/**
 * A request that people decide, on one page: open a stage, wait until it is decided, open the next, begin the access.
 *
 * Every turn the activity reads the documents again and does what comes next (domain/assignment-request/next-step.ts), so a wake-up
 * that is lost, doubled or early changes nothing. Escalation, time-out and scheduled start are rows of the schedule, not timers here:
 * an approval that waits for two weeks is one row. Once the access begins, delivery is reconciliation and needs no orchestration.
 */
import type { DurableContext, Task } from "./durable.js";
import { PROCEED, type RequestAddress, WAKE, type WaitsFor } from "./names.js";
import { persistently } from "./persistently.js";

export function* assignmentRequest(context: DurableContext): Generator<Task, WaitsFor, WaitsFor> {
  const request = context.df.getInput<RequestAddress>();
  for (;;) {
    const waitsFor = yield* persistently<WaitsFor>(context, PROCEED, request);
    switch (waitsFor) {
      case "callback":
      case "decision":
        // Answered, decided, timed out or canceled.
        yield context.df.waitForExternalEvent(WAKE);
        break;
      case "start":
      case "nothing":
        return waitsFor;
    }
  }
}
