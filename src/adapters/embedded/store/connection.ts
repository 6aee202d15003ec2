/**
 * One SQLite connection through the libsql driver, with the driver's traps closed: what it would bind wrongly, cut short or abort
 * the process over is refused here, and rows come back as plain objects.
 */
import Database from "libsql";
import type { Bindable, Row, Statement } from "./store.js";

/** Prepared statements kept; the least recently used goes first. Queries with many shapes must not grow memory without bound. */
const STATEMENTS_MAX = 1000;

export type Connection = {
  prepare(sql: string): Statement;
  execute(sql: string): void;
  /** False after an error that made SQLite itself roll the transaction back (disk full, I/O error). */
  inTransaction(): boolean;
  close(): void;
};

/** Opens the file, creating it when absent. `busyTimeoutMs`: how long a statement waits (blocking) for another process's lock. */
export function openConnection(path: string, busyTimeoutMs: number): Connection {
  const database = new Database(path, { timeout: busyTimeoutMs });
  const statements = new Map<string, Statement>();
  return {
    prepare(sql) {
      const known = statements.get(sql);
      const statement = known ?? prepared(database, sql);
      if (known !== undefined) statements.delete(sql);
      else if (statements.size >= STATEMENTS_MAX) {
        const [oldest] = statements.keys();
        if (oldest !== undefined) statements.delete(oldest);
      }
      statements.set(sql, statement);
      return statement;
    },
    execute: (sql) => {
      database.exec(sql);
    },
    inTransaction: () => database.inTransaction,
    close() {
      statements.clear();
      database.close();
    },
  };
}

/**
 * Values always travel in one array: given alone, a null or a Buffer is taken for a set of named parameters and aborts the process
 * (libsql 0.5.29). Raw mode is used throughout: it is the fastest form, and the only one of `get` that adds no column of its own.
 * `all` has its own prepared statement: the driver leaves one that `all` has used unreset, and the next `get` on it would silently
 * run with the old values.
 */
function prepared(database: Database.Database, sql: string): Statement {
  const statement = database.prepare(sql);
  const names = statement.reader
    ? statement
        .raw(true)
        .columns()
        .map((column) => column.name)
    : [];
  let forAll: Database.Statement | undefined;
  return {
    run(...values) {
      return { changes: statement.run(bound(values)).changes };
    },
    get(...values) {
      // In raw mode the driver gives an array of column values, or undefined when there is no row.
      const row = statement.get(bound(values)) as readonly unknown[] | undefined;
      return row === undefined ? undefined : rowOf(names, row);
    },
    all(...values) {
      forAll ??= database.prepare(sql).raw(true);
      // As for get: raw mode, so each row is an array.
      const rows = forAll.all(bound(values)) as readonly (readonly unknown[])[];
      return rows.map((row) => rowOf(names, row));
    },
  };
}

function rowOf(names: readonly string[], values: readonly unknown[]): Row {
  const row: Record<string, Bindable> = {};
  for (let index = 0; index < names.length; index += 1) {
    const value = values[index];
    // SQLite knows five types; the driver gives them as number, string, null and ArrayBuffer.
    row[names[index] ?? ""] = value instanceof ArrayBuffer ? Buffer.from(value) : (value as Bindable);
  }
  return row;
}

function bound(values: readonly Bindable[]): Bindable[] {
  for (let index = 0; index < values.length; index += 1) {
    const problem = problemOf(values[index]);
    if (problem !== undefined) throw new TypeError(`SQL parameter ${index + 1} cannot be bound: ${problem}.`);
  }
  // The driver only reads the array it is given.
  return values as Bindable[];
}

function problemOf(value: unknown): string | undefined {
  // The driver reads text back only up to the first NUL.
  if (typeof value === "string")
    return value.includes("\0") ? "it is a string with a NUL character" : undefined;
  if (typeof value === "number")
    return Number.isFinite(value) ? undefined : `${value} is not a finite number`;
  if (typeof value === "bigint")
    return BigInt.asIntN(64, value) === value ? undefined : `${value} does not fit 64 bits`;
  if (value === null || Buffer.isBuffer(value)) return undefined;
  // A boolean would abort the whole process (libsql 0.5.29).
  return `it is of type ${typeof value}`;
}
