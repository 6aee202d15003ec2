/** What one execution waits for, computed from its history: so that a late or doubled answer is known for what it is. */
import type { Arrival, HistoryEvent, Parent } from "./history.js";

export class Progress {
  started = false;
  name = "";
  input: string | null = null;
  version: string | undefined;
  parent: Parent | undefined;
  /** Milliseconds since 1970; the next episode is never earlier. */
  lastEpisodeAt = 0;
  readonly tasks = new Set<number>();
  readonly children = new Set<number>();
  readonly timers = new Set<number>();
  /** Entity calls and lock requests without an answer, by request id. */
  readonly requests = new Set<string>();
  /** The lock set that is asked for or held; an execution has one at most. */
  lock: { readonly requestId: string; readonly entityIds: readonly string[] } | undefined;

  copy(): Progress {
    const copy = new Progress();
    copy.started = this.started;
    copy.name = this.name;
    copy.input = this.input;
    copy.version = this.version;
    copy.parent = this.parent;
    copy.lastEpisodeAt = this.lastEpisodeAt;
    copy.lock = this.lock;
    for (const task of this.tasks) copy.tasks.add(task);
    for (const child of this.children) copy.children.add(child);
    for (const timer of this.timers) copy.timers.add(timer);
    for (const request of this.requests) copy.requests.add(request);
    return copy;
  }

  /** Whether the arrival answers something that is open. Raised events always count: the orchestrator may wait for them later. */
  expects(arrival: Arrival): boolean {
    switch (arrival.type) {
      case "executionStarted":
        return !this.started;
      case "taskCompleted":
      case "taskFailed":
        return this.tasks.has(arrival.id);
      case "childCompleted":
      case "childFailed":
        return this.children.has(arrival.id);
      case "timerFired":
        return this.timers.has(arrival.id);
      case "entityAnswered":
      case "locksGranted":
        return this.requests.has(arrival.requestId);
      case "eventRaised":
        return true;
    }
  }

  append(events: readonly HistoryEvent[]): void {
    for (const event of events) this.#apply(event);
  }

  #apply(event: HistoryEvent): void {
    switch (event.type) {
      case "episodeStarted":
        this.lastEpisodeAt = event.at;
        return;
      case "executionStarted":
        this.started = true;
        this.name = event.name;
        this.input = event.input;
        this.version = event.version;
        this.parent = event.parent;
        return;
      case "taskScheduled":
        this.tasks.add(event.id);
        return;
      case "taskCompleted":
      case "taskFailed":
        this.tasks.delete(event.id);
        return;
      case "childCreated":
        this.children.add(event.id);
        return;
      case "childCompleted":
      case "childFailed":
        this.children.delete(event.id);
        return;
      case "timerCreated":
        this.timers.add(event.id);
        return;
      case "timerFired":
      case "timerCanceled":
        this.timers.delete(event.id);
        return;
      case "entityCalled":
        this.requests.add(event.requestId);
        return;
      case "locksRequested":
        this.requests.add(event.requestId);
        this.lock = { requestId: event.requestId, entityIds: event.entityIds };
        return;
      case "entityAnswered":
      case "locksGranted":
        this.requests.delete(event.requestId);
        return;
      case "locksReleased":
        this.lock = undefined;
        return;
      case "entitySignaled":
      case "eventRaised":
      case "suspended":
      case "resumed":
      case "terminated":
        return;
    }
  }
}
