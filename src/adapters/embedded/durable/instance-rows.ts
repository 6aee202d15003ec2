/** Reads and writes instances and their histories. Every write belongs inside `store.write`. */
import type { Row, Store } from "../store/store.js";
import { decodeEvents, type HistoryEvent } from "./history.js";
import type { InstanceRow, StatusNumber } from "./instance.js";
import type { Tables } from "./schema.js";

/** Characters of history kept in the instance's own row: small workflows never need a second row, and no row is rewritten large. */
export const TAIL_MAX = 4096;

const COLUMNS =
  "key, id, name, execution, status, created_at, updated_at, custom_status, output, start, due, chunks, tail, revision";

export class InstanceRows {
  readonly #byId;
  readonly #insert;
  readonly #update;
  readonly #delete;
  readonly #chunks;
  readonly #addChunk;
  readonly #deleteChunks;
  readonly #due;
  #lastKey: number;

  constructor(store: Store, tables: Tables) {
    const { instances, history } = tables;
    this.#byId = store.prepare(`SELECT ${COLUMNS} FROM ${instances} WHERE id = ?`);
    this.#insert = store.prepare(
      `INSERT INTO ${instances} (${COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
    );
    this.#update = store.prepare(
      `UPDATE ${instances} SET execution = ?, status = ?, updated_at = ?, custom_status = ?, output = ?, start = ?, due = ?,
       chunks = ?, tail = ?, revision = ? WHERE key = ? AND revision = ?`,
    );
    this.#delete = store.prepare(`DELETE FROM ${instances} WHERE key = ?`);
    this.#chunks = store.prepare(`SELECT events FROM ${history} WHERE instance = ? ORDER BY chunk`);
    this.#addChunk = store.prepare(`INSERT INTO ${history} (instance, chunk, events) VALUES (?,?,?)`);
    this.#deleteChunks = store.prepare(`DELETE FROM ${history} WHERE instance = ?`);
    this.#due = store.prepare(
      `SELECT ${COLUMNS} FROM ${instances} WHERE due > 0 AND key > ? ORDER BY key LIMIT ?`,
    );
    this.#lastKey = Number(store.prepare(`SELECT max(key) AS last FROM ${instances}`).get()?.["last"] ?? 0);
  }

  newKey(): number {
    this.#lastKey += 1;
    return this.#lastKey;
  }

  byId(id: string): InstanceRow | undefined {
    const row = this.#byId.get(id);
    return row === undefined ? undefined : instanceOf(row);
  }

  /** Instances with something to do after a restart, by key; one index look-up each. */
  due(afterKey: number, limit: number): InstanceRow[] {
    return this.#due.all(afterKey, limit).map(instanceOf);
  }

  history(row: InstanceRow): HistoryEvent[] {
    if (row.chunks === 0) return decodeEvents(row.tail);
    const pieces = this.#chunks.all(row.key).map((chunk) => String(chunk["events"]));
    if (row.tail !== "") pieces.push(row.tail);
    return decodeEvents(pieces.join(","));
  }

  /** The row with `text` (encoded events) added to its history; a long tail is moved to the history table. */
  extend(row: InstanceRow, text: string): InstanceRow {
    const tail = row.tail === "" ? text : `${row.tail},${text}`;
    if (tail.length <= TAIL_MAX) return { ...row, tail };
    this.#addChunk.run(row.key, row.chunks, tail);
    return { ...row, chunks: row.chunks + 1, tail: "" };
  }

  /** The row without its history. */
  forget(row: InstanceRow): InstanceRow {
    if (row.chunks > 0) this.#deleteChunks.run(row.key);
    return { ...row, chunks: 0, tail: "" };
  }

  insert(row: InstanceRow): void {
    const { key, id, name, execution, status, createdAt, updatedAt, customStatus, output } = row;
    this.#insert.run(
      ...[key, id, name, execution, status, createdAt, updatedAt, customStatus, output],
      ...[row.start, row.due, row.chunks, row.tail, row.revision],
    );
  }

  /** Throws when the stored row is not at the revision before. */
  update(row: InstanceRow): void {
    const { changes } = this.#update.run(
      ...[row.execution, row.status, row.updatedAt, row.customStatus, row.output, row.start, row.due],
      ...[row.chunks, row.tail, row.revision, row.key, row.revision - 1],
    );
    if (changes !== 1) throw new Error(`Instance ${row.id} is not stored at revision ${row.revision - 1}.`);
  }

  remove(row: InstanceRow): void {
    if (row.chunks > 0) this.#deleteChunks.run(row.key);
    this.#delete.run(row.key);
  }
}

/** Column types are guaranteed by the STRICT table. */
export function instanceOf(row: Row): InstanceRow {
  const text = (column: string): string | null => {
    const value = row[column];
    return typeof value === "string" ? value : null;
  };
  return {
    key: Number(row["key"]),
    id: String(row["id"]),
    name: String(row["name"]),
    execution: Number(row["execution"]),
    // Written from STATUS only.
    status: Number(row["status"]) as StatusNumber,
    createdAt: Number(row["created_at"]),
    updatedAt: Number(row["updated_at"]),
    customStatus: text("custom_status"),
    output: text("output"),
    start: text("start"),
    due: Number(row["due"]),
    chunks: Number(row["chunks"]),
    tail: String(row["tail"]),
    revision: Number(row["revision"]),
  };
}
