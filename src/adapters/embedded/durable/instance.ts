/** An instance as it is stored: its status and where its history is. Rows are replaced, never changed. */
import type { ExecutionStarted } from "./history.js";

/** Numbers are stored: never renumber. */
export const STATUS = {
  pending: 0,
  running: 1,
  suspended: 2,
  completed: 3,
  failed: 4,
  terminated: 5,
} as const;

export type StatusName = keyof typeof STATUS;
export type StatusNumber = (typeof STATUS)[StatusName];

const NAMES: readonly StatusName[] = ["pending", "running", "suspended", "completed", "failed", "terminated"];

export function statusName(status: StatusNumber): StatusName {
  return NAMES[status] ?? "failed";
}

export function hasEnded(status: StatusNumber): boolean {
  return status >= STATUS.completed;
}

export type InstanceRow = {
  /** In order of starting. A restart under the same id gets a new key. */
  readonly key: number;
  readonly id: string;
  readonly name: string;
  /** Counts the times it has continued as new. */
  readonly execution: number;
  readonly status: StatusNumber;
  /** Milliseconds since 1970, as `updatedAt`. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** JSON text. */
  readonly customStatus: string | null;
  /** JSON text; the reason of the failure or termination as a JSON string. */
  readonly output: string | null;
  /** The start of this execution when it could not be told at once: JSON of an ExecutionStarted. */
  readonly start: string | null;
  readonly due: number;
  /** Pieces of history in the history table; `tail` follows them. */
  readonly chunks: number;
  readonly tail: string;
  /** Counts the writes of the row: a write that expects another revision is a bug and is refused. */
  readonly revision: number;
};

/** An instance that has not heard its start. `start` belongs into the row only when the start cannot be told in the same turn. */
export function newInstance(
  key: number,
  id: string,
  name: string,
  now: number,
  start: ExecutionStarted | null,
): InstanceRow {
  return {
    key,
    id,
    name,
    execution: 0,
    status: STATUS.pending,
    createdAt: now,
    updatedAt: now,
    customStatus: null,
    output: null,
    start: start === null ? null : JSON.stringify(start),
    due: 1,
    chunks: 0,
    tail: "",
    revision: 0,
  };
}
