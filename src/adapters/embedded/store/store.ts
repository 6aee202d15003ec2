/**
 * The one SQLite file behind every embedded service (documents, broker, durable instances, leases, keys), with group commit:
 * all writes of one turn of the event loop share one transaction and one fsync.
 */

/** The only values SQLite may be given. A bound boolean aborts the whole process in libsql 0.5.29, so the binder throws first. */
export type Bindable = string | number | bigint | null | Buffer;
export type Row = { readonly [column: string]: Bindable };

export type Statement = {
  run(...values: readonly Bindable[]): { readonly changes: number };
  get(...values: readonly Bindable[]): Row | undefined;
  all(...values: readonly Bindable[]): Row[];
};

export type Store = {
  /** Prepares once, then answers from a cache keyed by the text. */
  prepare(sql: string): Statement;
  /** Runs statements that return nothing; for schema at start-up (outside the group). */
  execute(sql: string): void;
  /**
   * Runs `work` at once, synchronously, inside the open group (opening one when there is none), and resolves with its result
   * when the group is on disk (`synchronous=FULL`). When `work` throws, only its own statements are undone and the promise rejects.
   * All state kept outside SQLite must be derived from what was written, or be changed after the promise resolves.
   */
  write<T>(work: () => T): Promise<T>;
  /** Resolves when everything written before the call is on disk; at once when nothing is open. */
  durable(): Promise<void>;
  /** Waits for the open group, checkpoints and closes. */
  close(): Promise<void>;
};
