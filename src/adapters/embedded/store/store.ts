/**
 * The one SQLite file behind every embedded service (documents, broker, durable instances, leases, keys), with group commit:
 * all writes of one turn of the event loop share one transaction and one fsync.
 */
import { chmodSync, existsSync } from "node:fs";
import { openConnection } from "./connection.js";
import { createPrivately } from "./create-privately.js";
import { GroupCommit, type StoreFailedError } from "./group-commit.js";

/** The only values SQLite may be given. A bound boolean aborts the whole process in libsql 0.5.29, so the binder throws first. */
export type Bindable = string | number | bigint | null | Buffer;
export type Row = { readonly [column: string]: Bindable };

export type Statement = {
  run(...values: readonly Bindable[]): { readonly changes: number };
  get(...values: readonly Bindable[]): Row | undefined;
  all(...values: readonly Bindable[]): Row[];
};

/** Whatever is written goes through `write`; statements run outside it would join or split a group by chance. */
export type Store = {
  /** Prepares once, then answers from a cache keyed by the text. */
  prepare(sql: string): Statement;
  /** Runs statements that return nothing; for schema at start-up (outside the group). */
  execute(sql: string): void;
  /**
   * Runs `work` at once, synchronously, inside the open group (opening one when there is none), and resolves with its result
   * when the group is on disk (`synchronous=FULL`). When `work` throws, only its own statements are undone and the promise rejects.
   * All state kept outside SQLite must be derived from what was written, or be changed after the promise resolves; or in `whenDurable`,
   * which is called with the result once it is on disk, in the order of writes and before anything else can run. It must not throw.
   */
  write<T>(work: () => T, whenDurable?: (value: T) => void): Promise<T>;
  /** Resolves when everything written before the call is on disk; at once when nothing is open. */
  durable(): Promise<void>;
  /** Waits for the open group, checkpoints and closes. */
  close(): Promise<void>;
};

/** What only the owner of the store needs: the host and the adapters beside it. */
export type EmbeddedStore = Store & {
  /** Whether a group is open: written, but not on disk yet. A probe for the WorkTracker. */
  isBusy(): boolean;
  /** Reads only what is on disk, never the open group: a connection of its own. */
  readonly committed: Pick<Store, "prepare">;
  /** Runs `statements` at the end of every group, inside its transaction: for facts that must be true of whatever is stored. */
  beforeCommit(statements: () => void): void;
};

export type StoreOptions = {
  /** Called once when the file can no longer be written; the host must stop (see StoreFailedError). Default: nothing but rejections. */
  readonly onFailure?: (error: StoreFailedError) => void;
  /** How long a statement waits, blocking, for a lock of another process. Default 5000 ms. */
  readonly busyTimeoutMs?: number;
};

/** Milliseconds. Only a backup or a person with the sqlite3 shell can hold the lock: the folder has one server (see folder-lock.ts). */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Pages of 4 KiB in the log before a commit also copies them into the database file. Measured over 200,000 documents with 13 indexes:
 * 1000 gives 2,800 writes/s and stalls of 9 ms at the 99th percentile, 4000 gives 3,700/s and stalls of 30 ms, if rarer ones.
 */
const CHECKPOINT_PAGES = 2000;

/** Opens the file, creating it readable by its owner alone. Throws when it is not a database or cannot be opened. */
export function openStore(path: string, options: StoreOptions = {}): EmbeddedStore {
  createPrivately(path);
  chmodSync(path, 0o600);
  const connection = openConnection(path, options.busyTimeoutMs ?? BUSY_TIMEOUT_MS);
  connection.prepare("PRAGMA journal_mode = WAL").get();
  connection.execute(
    `PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY`,
  );
  const reader = openConnection(path, options.busyTimeoutMs ?? BUSY_TIMEOUT_MS);
  reader.execute("PRAGMA query_only = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY");
  const group = new GroupCommit(connection, options.onFailure ?? (() => {}));
  return {
    prepare: (sql) => connection.prepare(sql),
    execute: (sql) => connection.execute(sql),
    write: (work, whenDurable) => group.write(work, whenDurable),
    durable: () => group.durable(),
    isBusy: () => group.open,
    committed: { prepare: (sql) => reader.prepare(sql) },
    beforeCommit: (statements) => group.beforeCommit(statements),
    async close() {
      group.end(new Error("The store is closed."));
      reader.close();
      try {
        connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
      } catch {
        // What is committed is safe in the -wal file, from where the next open reads it.
      }
      connection.close();
    },
  };
}

export type ReadOnlyStore = Pick<Store, "prepare"> & { close(): void };

/** Reads what is committed, also while a server writes (another process). Throws when there is no such file: it never creates one. */
export function openStoreReadOnly(path: string): ReadOnlyStore {
  if (!existsSync(path)) throw new Error(`There is no database at ${path}.`);
  const connection = openConnection(path, BUSY_TIMEOUT_MS);
  connection.execute("PRAGMA query_only = ON");
  return { prepare: (sql) => connection.prepare(sql), close: () => connection.close() };
}
