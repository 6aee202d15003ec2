/** Messages for entities that are not due yet. Every write belongs inside `store.write`. */
import type { Store } from "../store/store.js";
import type { EntityMessage } from "./entity-message.js";
import type { Tables } from "./schema.js";

export type DelayedMail = {
  readonly number: number;
  readonly target: string;
  readonly message: EntityMessage;
};

export class Delayed {
  readonly #insert;
  readonly #delete;
  readonly #due;
  readonly #next;
  #last: number;

  constructor(store: Store, { delayed }: Tables) {
    this.#insert = store.prepare(
      `INSERT INTO ${delayed} (number, fire_at, target, message) VALUES (?,?,?,?)`,
    );
    this.#delete = store.prepare(`DELETE FROM ${delayed} WHERE number = ?`);
    this.#due = store.prepare(
      `SELECT number, target, message FROM ${delayed} WHERE fire_at <= ? ORDER BY fire_at, number LIMIT ?`,
    );
    this.#next = store.prepare(`SELECT fire_at FROM ${delayed} ORDER BY fire_at, number LIMIT 1`);
    this.#last = Number(store.prepare(`SELECT max(number) AS last FROM ${delayed}`).get()?.["last"] ?? 0);
  }

  add(target: string, message: EntityMessage, fireAt: number): void {
    this.#last += 1;
    this.#insert.run(this.#last, fireAt, target, JSON.stringify(message));
  }

  remove(number: number): void {
    this.#delete.run(number);
  }

  due(now: number, limit: number): DelayedMail[] {
    return this.#due.all(now, limit).map((row) => ({
      number: Number(row["number"]),
      target: String(row["target"]),
      // Only `add` writes this column.
      message: JSON.parse(String(row["message"])) as EntityMessage,
    }));
  }

  /** When the next message falls due. */
  nextAt(): number | undefined {
    const row = this.#next.get();
    return row === undefined ? undefined : Number(row["fire_at"]);
  }
}
