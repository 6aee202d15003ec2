/** Turns what follows by itself from an arrival into a step: the timer before a retry, the retry, the next piece of a long timer, a poll. */
import type { Step } from "../../../adapters/embedded/durable/history.js";
import { jsonRecord } from "./json-record.js";
import type { Consequence, Plan, PlannedStep } from "./plan.js";
import { retryDelayMs } from "./retry-delay.js";
import { HTTP_TASK } from "./sdk-protocol.js";
import { pieceEnd, type StepNames } from "./step-for-action.js";

/** At `at`, milliseconds since 1970. */
export function stepAfter(consequence: Consequence, plan: Plan, at: number, names: StepNames): Step {
  const { of } = consequence;
  const origin = of.step.id;
  const id = plan.next;
  switch (consequence.kind) {
    case "waitToRetry": {
      const delayMs = of.note.retry === undefined ? 0 : retryDelayMs(of.note.retry, of.failures);
      return { type: "timerCreated", id, fireAt: at + delayMs, note: { origin, before: "retry" } };
    }
    case "again":
      return again(of, id, names);
    case "nextPiece":
      return { type: "timerCreated", id, fireAt: pieceEnd(of.note.finalAt ?? at, at), note: { origin } };
    case "waitToPoll": {
      const { delayMs, location } = consequence;
      // The SDK numbers the timer and the poll after it at once.
      const note = { origin, before: "poll", then: id + 1, location };
      return { type: "timerCreated", id, fireAt: at + delayMs, note };
    }
    case "poll": {
      const input = pollInput(of, consequence.location);
      return { type: "taskScheduled", id: consequence.id, name: HTTP_TASK, input, note: { origin } };
    }
  }
}

function again({ step, note }: PlannedStep, id: number, names: StepNames): Step {
  const again = { ...step, id, note: { origin: step.id } };
  return again.type === "childCreated" && note.freshId === true
    ? { ...again, instanceId: names.newId() }
    : again;
}

/** A poll is a GET of the Location, with the headers of the request it belongs to. */
function pollInput({ step }: PlannedStep, location: string): string {
  const { content: _, ...request } = jsonRecord(step.type === "taskScheduled" ? step.input : "{}");
  const uri = URL.canParse(location, String(request["uri"]))
    ? new URL(location, String(request["uri"])).href
    : location;
  return JSON.stringify({ ...request, method: "GET", uri });
}
