/** Entities as rows: state, and who holds the lock. Every write belongs inside `store.write`. */
import type { Row, Store } from "../store/store.js";
import type { Caller } from "./entity-message.js";
import type { Tables } from "./schema.js";

export type EntityRow = {
  /** `@name@key`. */
  readonly id: string;
  /** False: it is only locked. */
  readonly exists: boolean;
  /** JSON text; null when it has none. */
  readonly state: string | null;
  readonly lock: Caller | null;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
};

export class EntityRows {
  readonly #byId;
  readonly #put;
  readonly #delete;
  readonly #list;

  constructor(store: Store, { entities }: Tables) {
    this.#byId = store.prepare(`SELECT id, present, state, lock, updated_at FROM ${entities} WHERE id = ?`);
    this.#put = store.prepare(
      `INSERT INTO ${entities} (id, present, state, lock, updated_at) VALUES (?,?,?,?,?)
       ON CONFLICT (id) DO UPDATE SET present = excluded.present, state = excluded.state, lock = excluded.lock, updated_at = excluded.updated_at`,
    );
    this.#delete = store.prepare(`DELETE FROM ${entities} WHERE id = ?`);
    this.#list = store.prepare(
      `SELECT id, present, state, lock, updated_at FROM ${entities}
       WHERE id > ? AND id >= ? AND id < ? AND present = 1 AND updated_at BETWEEN ? AND ? ORDER BY id LIMIT ?`,
    );
  }

  get(id: string): EntityRow | undefined {
    const row = this.#byId.get(id);
    return row === undefined ? undefined : entityOf(row);
  }

  /** What neither exists nor is locked has no row. */
  put({ id, exists, state, lock, updatedAt }: EntityRow): void {
    if (!exists && lock === null) this.#delete.run(id);
    else this.#put.run(id, exists ? 1 : 0, state, lock === null ? null : JSON.stringify(lock), updatedAt);
  }

  /** Entities that exist, of one name (lower case) or of all, ordered by id. */
  list(
    name: string | undefined,
    updated: { readonly from: number; readonly to: number },
    afterId: string,
    limit: number,
  ): EntityRow[] {
    const prefix = name === undefined ? "@" : `@${name}@`;
    return this.#list
      .all(afterId, prefix, `${prefix}\u{10ffff}`, updated.from, updated.to, limit)
      .map(entityOf);
  }
}

function entityOf(row: Row): EntityRow {
  const { state, lock } = row;
  return {
    id: String(row["id"]),
    exists: row["present"] === 1,
    state: typeof state === "string" ? state : null,
    // Only `put` writes this column.
    lock: typeof lock === "string" ? (JSON.parse(lock) as Caller) : null,
    updatedAt: Number(row["updated_at"]),
  };
}
