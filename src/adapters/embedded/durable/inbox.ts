/** The messages that are stored but not yet history. Every write belongs inside `store.write`. */
import type { Store } from "../store/store.js";
import type { Tables } from "./schema.js";

export type Mail = { readonly number: number; readonly target: string; readonly text: string };

export class Inbox {
  readonly #insert;
  readonly #delete;
  readonly #deleteAll;
  readonly #of;
  readonly #from;
  readonly #targets;
  #last: number;

  constructor(store: Store, { inbox }: Tables) {
    this.#insert = store.prepare(`INSERT INTO ${inbox} (number, target, sender, message) VALUES (?,?,?,?)`);
    this.#delete = store.prepare(`DELETE FROM ${inbox} WHERE number = ?`);
    this.#deleteAll = store.prepare(`DELETE FROM ${inbox} WHERE target = ?`);
    this.#of = store.prepare(
      `SELECT number, target, message FROM ${inbox} WHERE target = ? ORDER BY number LIMIT ?`,
    );
    this.#from = store.prepare(
      `SELECT number, target, message FROM ${inbox} WHERE target = ? AND sender = ? ORDER BY number LIMIT ?`,
    );
    this.#targets = store.prepare(`SELECT DISTINCT target FROM ${inbox}`);
    this.#last = Number(store.prepare(`SELECT max(number) AS last FROM ${inbox}`).get()?.["last"] ?? 0);
  }

  /** Adds a message and gives its number. `sender`: the instance that sent it, where the target tells senders apart (locks). */
  add(target: string, message: unknown, sender?: string): number {
    this.#last += 1;
    this.#insert.run(this.#last, target, sender ?? null, JSON.stringify(message));
    return this.#last;
  }

  remove(number: number): void {
    this.#delete.run(number);
  }

  removeAll(target: string): void {
    this.#deleteAll.run(target);
  }

  /** In order of arrival. */
  of(target: string, limit = -1): Mail[] {
    return this.#of.all(target, limit).map(mailOf);
  }

  from(target: string, sender: string, limit: number): Mail[] {
    return this.#from.all(target, sender, limit).map(mailOf);
  }

  targets(): string[] {
    return this.#targets.all().map((row) => String(row["target"]));
  }
}

function mailOf(row: { readonly [column: string]: unknown }): Mail {
  return { number: Number(row["number"]), target: String(row["target"]), text: String(row["message"]) };
}
