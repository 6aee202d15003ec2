/**
 * What the engine needs from whoever runs the app's functions. The engine knows when something runs and keeps what it said; the worker
 * knows the SDK: how a history is replayed and what the answer means.
 */
import type { Arrival, Failure, HistoryEvent, Step } from "./history.js";

export type Outcome =
  | { readonly kind: "waiting" }
  /** `output` is JSON text. */
  | { readonly kind: "completed"; readonly output: string }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** Start again under the same id with this input (JSON text) and an empty history. */
  | { readonly kind: "continued"; readonly input: string | null };

export type Decision = {
  readonly steps: readonly Step[];
  readonly outcome: Outcome;
  /** The worker's own, given back to it with the mark of the episode when the history is read. */
  readonly note?: unknown;
  /** JSON text; absent leaves the status as it was. */
  readonly customStatus?: string;
};

/** One execution as the worker sees it. It holds whatever makes the next replay cheap, and can be rebuilt from the history at any time. */
export type ExecutionView = {
  /** How many of the arrivals, from the first, may be told in one episode. At least 1. */
  take(arrivals: readonly Arrival[]): number;
  /** Runs the orchestrator once: everything appended so far, then `arrivals` at `at` (milliseconds since 1970). Never rejects. */
  run(at: number, arrivals: readonly Arrival[]): Promise<Decision>;
  /** What has become history: an episode that was written, or a stored history that is being read. */
  append(events: readonly HistoryEvent[]): void;
};

export type Task = {
  readonly instanceId: string;
  readonly id: number;
  readonly name: string;
  /** JSON text. */
  readonly input: string;
};

export type TaskResult =
  | { readonly kind: "completed"; readonly result: string }
  | { readonly kind: "failed"; readonly failure: Failure };

type EntityOperation = {
  readonly name: string;
  /** JSON text. */
  readonly input: string | null;
  readonly isSignal: boolean;
};

export type EntityBatch = {
  /** `@name@key`. */
  readonly entityId: string;
  readonly exists: boolean;
  /** JSON text; null when it has none: an entity can exist without state. */
  readonly state: string | null;
  readonly operations: readonly EntityOperation[];
};

export type EntityBatchResult = {
  readonly exists: boolean;
  /** JSON text. */
  readonly state: string | null;
  /** One for each operation, in order. */
  readonly answers: readonly { readonly failed: boolean; readonly result: string | null }[];
  readonly signals: readonly {
    readonly entityId: string;
    readonly operation: string;
    readonly input: string | null;
  }[];
};

export type DurableWorker = {
  /** Whether the app has such an orchestrator. */
  hasOrchestrator(name: string): boolean;
  /** Whether the app has such an entity; names compare without regard to case. */
  hasEntity(name: string): boolean;
  view(instanceId: string): ExecutionView;
  /** Never rejects. */
  runTask(task: Task): Promise<TaskResult>;
  /** Never rejects. */
  runEntity(batch: EntityBatch): Promise<EntityBatchResult>;
};
