/**
 * What an execution of an orchestration has been told and has decided, in order: the only state it has. Neutral of any SDK; the worker
 * (worker.ts) translates. Stored as JSON, appended and never changed.
 */

/** Why a task, a child or an orchestration failed. */
export type Failure = {
  /** One sentence: what failed and why. */
  readonly reason: string;
  /** The stack, or whatever else helps to find the cause. */
  readonly details: string;
  /** The structured form of the failure, where the app asked for one; only the worker reads it. */
  readonly facts?: unknown;
};

/** Who waits for a child orchestration, and for which of its tasks. */
export type Parent = ExecutionRef & { readonly instanceId: string; readonly taskId: number };

/** One execution of one instance: a restart changes the key, continue-as-new the number. Late answers to an older execution are dropped. */
export type ExecutionRef = { readonly key: number; readonly execution: number };

export type ExecutionStarted = {
  readonly type: "executionStarted";
  readonly name: string;
  /** JSON text; null when none was given. */
  readonly input: string | null;
  readonly version?: string;
  readonly parent?: Parent;
};

/** What the world tells an execution. `result` and `input` are JSON texts, `at` and `fireAt` milliseconds since 1970. */
export type Arrival =
  | ExecutionStarted
  | { readonly type: "taskCompleted"; readonly id: number; readonly result: string }
  | { readonly type: "taskFailed"; readonly id: number; readonly failure: Failure }
  | { readonly type: "childCompleted"; readonly id: number; readonly result: string }
  | { readonly type: "childFailed"; readonly id: number; readonly failure: Failure }
  | { readonly type: "timerFired"; readonly id: number; readonly fireAt: number }
  | { readonly type: "eventRaised"; readonly name: string; readonly input: string }
  | {
      readonly type: "entityAnswered";
      readonly requestId: string;
      readonly result: string | null;
      readonly failed: boolean;
    }
  | { readonly type: "locksGranted"; readonly requestId: string };

/** What an execution decides to do. `id` numbers its steps; `note` is the worker's own, given back to it when a history is read. */
export type Step =
  | {
      readonly type: "taskScheduled";
      readonly id: number;
      readonly name: string;
      readonly input: string;
      readonly note?: unknown;
    }
  | {
      readonly type: "childCreated";
      readonly id: number;
      readonly name: string;
      readonly instanceId: string;
      readonly input: string | null;
      readonly version?: string;
      readonly note?: unknown;
    }
  | { readonly type: "timerCreated"; readonly id: number; readonly fireAt: number; readonly note?: unknown }
  | { readonly type: "timerCanceled"; readonly id: number }
  | {
      readonly type: "entityCalled";
      readonly id: number;
      readonly requestId: string;
      readonly entityId: string;
      readonly operation: string;
      readonly input: string | null;
    }
  | {
      readonly type: "entitySignaled";
      readonly id: number;
      readonly entityId: string;
      readonly operation: string;
      readonly input: string | null;
      /** Milliseconds since 1970; at once when absent. */
      readonly fireAt?: number;
    }
  | {
      readonly type: "locksRequested";
      readonly id: number;
      readonly requestId: string;
      /** In the one order in which everybody asks, so that two lock sets cannot wait for each other. */
      readonly entityIds: readonly string[];
    }
  | {
      readonly type: "locksReleased";
      readonly id: number;
      readonly requestId: string;
      readonly entityIds: readonly string[];
    };

/** What the engine itself writes down. */
type Mark =
  /** Everything up to the next mark of this kind happened at this instant. */
  | { readonly type: "episodeStarted"; readonly at: number; readonly note?: unknown }
  | { readonly type: "suspended" | "resumed" | "terminated"; readonly at: number; readonly reason: string };

export type HistoryEvent = Arrival | Step | Mark;

/** JSON of each event, joined by commas: two encoded pieces joined by a comma are the encoding of both. */
export function encodeEvents(events: readonly HistoryEvent[]): string {
  let text = "";
  for (const event of events) text += text === "" ? JSON.stringify(event) : `,${JSON.stringify(event)}`;
  return text;
}

export function decodeEvents(text: string): HistoryEvent[] {
  // Only encodeEvents writes this column, and the schema version of the tables guards its form.
  return JSON.parse(`[${text}]`) as HistoryEvent[];
}
