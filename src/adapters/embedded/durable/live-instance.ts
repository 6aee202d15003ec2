/** An instance in memory while something happens to it. Everything here can be read from the store again. */
import type { ExecutionRef, ExecutionStarted } from "./history.js";
import { hasEnded, type InstanceRow } from "./instance.js";
import type { Delivery } from "./message.js";
import { Progress } from "./progress.js";
import type { ExecutionView } from "./worker.js";

export class LiveInstance {
  row: InstanceRow;
  /** False until the row is written: a start and its first episode share one insert. */
  stored: boolean;
  /** The ended instance under the same id that the first write removes. */
  replaces: InstanceRow | undefined;
  /** The start of the execution while it has not been told. */
  start: ExecutionStarted | undefined;
  /** Who waits for the start to be stored. */
  starter: Delivery["sender"];
  /** Undefined until the history has been read. */
  loaded: { progress: Progress; view: ExecutionView } | undefined;
  pending: Delivery[] = [];
  /** Whether an episode, or a write of one, is under way. */
  running = false;

  private constructor(row: InstanceRow, stored: boolean, start: ExecutionStarted | undefined) {
    this.row = row;
    this.stored = stored;
    this.start = start;
  }

  /** Not stored yet: that happens with its first episode, or when that takes long. */
  static starting(row: InstanceRow, start: ExecutionStarted): LiveInstance {
    return new LiveInstance(row, false, start);
  }

  static stored(row: InstanceRow): LiveInstance {
    return new LiveInstance(row, true, startIn(row));
  }

  get ended(): boolean {
    return hasEnded(this.row.status);
  }

  get idle(): boolean {
    return !this.running && this.pending.length === 0 && this.start === undefined && this.stored;
  }

  get execution(): ExecutionRef {
    return { key: this.row.key, execution: this.row.execution };
  }

  isFor(to: ExecutionRef | undefined): boolean {
    return to === undefined || (to.key === this.row.key && to.execution === this.row.execution);
  }

  /** An execution that has heard nothing yet. */
  reset(view: ExecutionView): void {
    this.loaded = { progress: new Progress(), view };
  }
}

/** The start that waits in a row. */
export function startIn(row: InstanceRow): ExecutionStarted | undefined {
  // Written by newInstance or by continue-as-new, from an ExecutionStarted.
  return row.start === null ? undefined : (JSON.parse(row.start) as ExecutionStarted);
}
