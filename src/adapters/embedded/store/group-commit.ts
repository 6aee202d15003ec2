/**
 * Decides when writes reach the disk: the first write of a turn of the event loop opens a transaction, everything written until the
 * loop comes round joins it, and one commit (one fsync) makes all of it durable.
 */
import { StoreUnavailableError } from "../../../application/ports/store-unavailable.js";
import type { Connection } from "./connection.js";

/**
 * The file could not be written (disk full, I/O error, damage). Nothing written since the last commit is stored. The store takes no
 * more work: what memory holds may be ahead of the file, and after a failed fsync the kernel may have dropped pages that SQLite
 * believes written, so the only safe state is the one read from the file by a new process. Make room or mend the disk, start again.
 */
export class StoreFailedError extends StoreUnavailableError {
  override readonly name = "StoreFailedError";
  readonly code = "storeFailed";
  constructor(cause: unknown) {
    super(`The database could not be written: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
    });
  }
}

/** Primary result codes that are about the file and not about the statement. SQLite writes extended ones as `SQLITE_IOERR_FSYNC`. */
const FILE_ERRORS = /^SQLITE_(FULL|IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|NOMEM|PROTOCOL)/;

type Waiter = { readonly resolve: () => void; readonly reject: (error: unknown) => void };

export class GroupCommit {
  readonly #connection: Connection;
  readonly #onFailure: (error: StoreFailedError) => void;
  #waiters: Waiter[] = [];
  #open = false;
  #depth = 0;
  #refusal: Error | undefined;
  readonly #beforeCommit: (() => void)[] = [];

  constructor(connection: Connection, onFailure: (error: StoreFailedError) => void) {
    this.#connection = connection;
    this.#onFailure = onFailure;
  }

  /** Whether something is written that is not on disk yet. */
  get open(): boolean {
    return this.#open;
  }

  write<T>(work: () => T, whenDurable?: (value: T) => void): Promise<T> {
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    const fresh = !this.#open;
    const joined = this.#waiters.length;
    this.#depth += 1;
    try {
      if (fresh) this.#begin();
      // Alone in its transaction a write needs no savepoint: undoing it is undoing the transaction.
      else this.#connection.execute("SAVEPOINT write");
      const value = work();
      if (isThenable(value))
        throw new TypeError("The work given to write must be synchronous; it returned a promise.");
      if (!fresh) this.#connection.execute("RELEASE write");
      const written = new Promise<T>((resolve, reject) => {
        this.#waiters.push({
          resolve() {
            whenDurable?.(value);
            resolve(value);
          },
          reject,
        });
      });
      return this.#heard(written);
    } catch (error) {
      // Writes made inside this one are undone with it.
      const inner = this.#waiters.splice(joined);
      for (const waiter of inner) waiter.reject(error);
      return this.#heard(Promise.reject(this.#undo(fresh, error)));
    } finally {
      this.#depth -= 1;
    }
  }

  /** Runs `statements` at the end of every group, inside its transaction. They must not throw. */
  beforeCommit(statements: () => void): void {
    this.#beforeCommit.push(statements);
  }

  durable(): Promise<void> {
    if (!this.#open)
      return this.#refusal instanceof StoreFailedError ? Promise.reject(this.#refusal) : Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
  }

  /** Commits what is open, now. */
  flush(): void {
    if (!this.#open) return;
    if (this.#depth > 0) throw new Error("The store cannot commit from inside a write.");
    try {
      for (const statements of this.#beforeCommit) statements();
      this.#open = false;
      this.#connection.execute("COMMIT");
    } catch (error) {
      this.#fail(error);
      return;
    }
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.resolve();
  }

  /** Commits what is open and refuses everything later with `reason`. */
  end(reason: Error): void {
    this.flush();
    this.#refusal ??= reason;
  }

  /** The synchronous work around an inner write cannot await it: its rejection must not count as unhandled. */
  #heard<T>(written: Promise<T>): Promise<T> {
    if (this.#depth > 1) written.catch(() => {});
    return written;
  }

  #begin(): void {
    // IMMEDIATE takes the write lock here, so that a later statement of the group cannot find the file locked.
    this.#connection.execute("BEGIN IMMEDIATE");
    this.#open = true;
    // Runs after the callbacks and promise continuations of this turn, and before the loop waits for I/O again.
    setImmediate(() => this.flush());
  }

  /** Undoes one write and gives the error to report for it. */
  #undo(fresh: boolean, error: unknown): unknown {
    if (isFileError(error)) return this.#fail(error);
    if (!this.#open) return this.#refusal ?? error; // BEGIN found the file locked, or a write inside this one found it broken
    if (!this.#connection.inTransaction()) return this.#fail(error);
    try {
      if (!fresh) this.#connection.execute("ROLLBACK TO write; RELEASE write");
      else {
        this.#connection.execute("ROLLBACK");
        this.#open = false;
        // Whoever asked for durability from inside the work waits for nothing any more.
        const waiters = this.#waiters;
        this.#waiters = [];
        for (const waiter of waiters) waiter.resolve();
      }
      return error;
    } catch (failure) {
      return this.#fail(failure);
    }
  }

  #fail(cause: unknown): StoreFailedError {
    if (this.#refusal instanceof StoreFailedError) return this.#refusal;
    const error = new StoreFailedError(cause);
    this.#refusal = error;
    this.#open = false;
    try {
      if (this.#connection.inTransaction()) this.#connection.execute("ROLLBACK");
    } catch {
      // The file is already known to be broken; the first cause is the one worth reporting.
    }
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(error);
    this.#onFailure(error);
    return error;
  }
}

function isFileError(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    FILE_ERRORS.test(error.code)
  );
}

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
