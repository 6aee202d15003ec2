/**
 * Keeps the numbers of an orchestrator's steps in step with the SDK, which gives them out while it walks the history (hosts.md 2.4):
 * first to what the orchestrator yields, in order; then to what a failed attempt, a piece of a long timer or a 202 of callHttp makes
 * the SDK schedule by itself. Such an arrival is therefore the last of its episode.
 */
import type { Arrival, HistoryEvent, Step } from "../../../adapters/embedded/durable/history.js";
import { nextPoll } from "./http-poll.js";
import { noteOf, type StepNote } from "./step-note.js";

/** A numbered step that the orchestrator yielded, with what became of it. */
export type PlannedStep = {
  readonly step: Step;
  readonly note: StepNote;
  failures: number;
  /** The number of its open timer, when it is a timer. */
  timer: number | undefined;
};

/** What an arrival sets going by itself. */
export type Consequence =
  | { readonly kind: "waitToRetry" | "nextPiece"; readonly of: PlannedStep }
  | { readonly kind: "again"; readonly of: PlannedStep }
  | { readonly kind: "poll"; readonly of: PlannedStep; readonly id: number; readonly location: string }
  | {
      readonly kind: "waitToPoll";
      readonly of: PlannedStep;
      readonly delayMs: number;
      readonly location: string;
    };

type Open = { readonly of: PlannedStep; readonly note: StepNote };

export class Plan {
  /** The next number the SDK gives. */
  next = 0;
  /** Actions of all episodes so far: one for each yield. */
  yielded = 0;
  readonly steps: PlannedStep[] = [];
  /** Events told, by name. */
  readonly raised = new Map<string, number>();
  readonly #byId = new Map<number, PlannedStep>();
  readonly #open = new Map<number, Open>();
  readonly #requests = new Map<string, number>();
  readonly #pollMs: number;

  constructor(pollMs: number) {
    this.#pollMs = pollMs;
  }

  /** Whether something is open that will answer without anybody's doing. */
  get isWaiting(): boolean {
    return this.#open.size > 0;
  }

  /** Whether the SDK may give out numbers by itself when it hears this. */
  mayNumber(arrival: Arrival): boolean {
    switch (arrival.type) {
      case "taskFailed":
      case "childFailed":
        return this.#open.get(arrival.id)?.of.note.retry !== undefined;
      case "taskCompleted":
        return this.#open.get(arrival.id)?.of.note.poll === true;
      case "timerFired": {
        const open = this.#open.get(arrival.id);
        return open?.note.before === "retry" || (open?.of.note.finalAt ?? arrival.fireAt) > arrival.fireAt;
      }
      case "executionStarted":
      case "childCompleted":
      case "eventRaised":
      case "entityAnswered":
      case "locksGranted":
        return false;
    }
  }

  /** Reads stored history. */
  append(events: readonly HistoryEvent[]): void {
    for (const event of events) {
      switch (event.type) {
        case "episodeStarted":
          if (typeof event.note === "number") this.yielded = event.note;
          break;
        case "suspended":
        case "resumed":
        case "terminated":
          break;
        case "executionStarted":
        case "taskCompleted":
        case "taskFailed":
        case "childCompleted":
        case "childFailed":
        case "timerFired":
        case "eventRaised":
        case "entityAnswered":
        case "locksGranted":
          this.hear(event, 0);
          break;
        case "taskScheduled":
        case "childCreated":
        case "timerCreated":
        case "timerCanceled":
        case "entityCalled":
        case "entitySignaled":
        case "locksRequested":
        case "locksReleased":
          this.take(event);
      }
    }
  }

  /** An arrival is told at `at` (milliseconds since 1970); gives what follows from it. */
  hear(arrival: Arrival, at: number): Consequence | undefined {
    switch (arrival.type) {
      case "taskFailed":
      case "childFailed": {
        const open = this.#close(arrival.id);
        if (open?.of.note.retry === undefined) return undefined;
        open.of.failures += 1;
        return { kind: "waitToRetry", of: open.of };
      }
      case "taskCompleted": {
        const open = this.#close(arrival.id);
        const poll = open?.of.note.poll === true ? nextPoll(arrival.result, this.#pollMs) : undefined;
        return open && poll && { kind: "waitToPoll", of: open.of, ...poll };
      }
      case "childCompleted":
        this.#close(arrival.id);
        return undefined;
      case "timerFired":
        return this.#fired(arrival.id, at);
      case "entityAnswered":
      case "locksGranted": {
        const id = this.#requests.get(arrival.requestId);
        this.#requests.delete(arrival.requestId);
        if (id !== undefined) this.#close(id);
        return undefined;
      }
      case "eventRaised":
        this.raised.set(arrival.name, (this.raised.get(arrival.name) ?? 0) + 1);
        return undefined;
      case "executionStarted":
        return undefined;
    }
  }

  /** A step has been decided on. */
  take(step: Step): void {
    if (step.type === "timerCanceled") {
      const open = this.#close(step.id);
      if (open !== undefined) open.of.timer = undefined;
      return;
    }
    const numbers = step.type === "locksReleased" ? step.entityIds.length : 1;
    const note = noteOf("note" in step ? step : {});
    this.next = Math.max(this.next, step.id + numbers, (note.then ?? -1) + 1);
    const of = note.origin === undefined ? this.#plan(step, note) : this.#byId.get(note.origin);
    if (of === undefined || step.type === "entitySignaled" || step.type === "locksReleased") return;
    this.#open.set(step.id, { of, note });
    if (step.type === "entityCalled" || step.type === "locksRequested")
      this.#requests.set(step.requestId, step.id);
    if (step.type === "timerCreated" && note.before === undefined) of.timer = step.id;
  }

  #plan(step: Step, note: StepNote): PlannedStep {
    const planned: PlannedStep = { step, note, failures: 0, timer: undefined };
    this.steps.push(planned);
    this.#byId.set(step.id, planned);
    return planned;
  }

  #fired(id: number, at: number): Consequence | undefined {
    const open = this.#close(id);
    if (open === undefined) return undefined;
    const { of, note } = open;
    if (note.before === "poll") {
      return { kind: "poll", of, id: note.then ?? this.next, location: note.location ?? "" };
    }
    if (note.before === "retry") {
      // The SDK lets the last failure stand only after one more timer.
      return of.failures < (of.note.retry?.maxNumberOfAttempts ?? 0) ? { kind: "again", of } : undefined;
    }
    of.timer = undefined;
    return (of.note.finalAt ?? 0) > at ? { kind: "nextPiece", of } : undefined;
  }

  #close(id: number): Open | undefined {
    const open = this.#open.get(id);
    this.#open.delete(id);
    return open;
  }
}
