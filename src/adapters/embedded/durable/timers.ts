/** Timers of orchestrations as rows, read in the order in which they fall due. Every write belongs inside `store.write`. */
import type { Store } from "../store/store.js";
import type { Tables } from "./schema.js";

export type DueTimer = {
  readonly instanceId: string;
  readonly key: number;
  readonly execution: number;
  readonly step: number;
  readonly fireAt: number;
};

export class Timers {
  readonly #insert;
  readonly #delete;
  readonly #deleteAll;
  readonly #due;
  readonly #next;
  /** The last timer that was read as due. Its row stays until the episode that hears of it is written. */
  #read: { readonly fireAt: number; readonly key: number; readonly step: number } = BEGINNING;

  constructor(store: Store, { timers, instances }: Tables) {
    this.#insert = store.prepare(`INSERT INTO ${timers} (instance, step, fire_at) VALUES (?,?,?)`);
    this.#delete = store.prepare(`DELETE FROM ${timers} WHERE instance = ? AND step = ?`);
    this.#deleteAll = store.prepare(`DELETE FROM ${timers} WHERE instance = ?`);
    this.#due = store.prepare(
      `SELECT i.id AS id, i.execution AS execution, t.instance AS key, t.step AS step, t.fire_at AS fire_at
       FROM ${timers} t JOIN ${instances} i ON i.key = t.instance
       WHERE (t.fire_at, t.instance, t.step) > (?,?,?) AND t.fire_at <= ? ORDER BY t.fire_at, t.instance, t.step LIMIT ?`,
    );
    this.#next = store.prepare(
      `SELECT fire_at FROM ${timers} WHERE (fire_at, instance, step) > (?,?,?) ORDER BY fire_at, instance, step LIMIT 1`,
    );
  }

  add(key: number, step: number, fireAt: number): void {
    this.#insert.run(key, step, fireAt);
  }

  remove(key: number, step: number): void {
    this.#delete.run(key, step);
  }

  removeAll(key: number): void {
    this.#deleteAll.run(key);
  }

  /** Whether `takeDue` has already passed the place of this timer and would miss it. */
  isBehind(key: number, step: number, fireAt: number): boolean {
    const read = this.#read;
    if (fireAt !== read.fireAt) return fireAt < read.fireAt;
    return key !== read.key ? key < read.key : step <= read.step;
  }

  /** The next timers due at `now`, each once. */
  takeDue(now: number, limit: number): DueTimer[] {
    const { fireAt, key, step } = this.#read;
    const due = this.#due.all(fireAt, key, step, now, limit).map((row) => ({
      instanceId: String(row["id"]),
      key: Number(row["key"]),
      execution: Number(row["execution"]),
      step: Number(row["step"]),
      fireAt: Number(row["fire_at"]),
    }));
    this.#read = due.at(-1) ?? this.#read;
    return due;
  }

  /** When the next timer that was not read falls due. */
  nextAt(): number | undefined {
    const { fireAt, key, step } = this.#read;
    const row = this.#next.get(fireAt, key, step);
    return row === undefined ? undefined : Number(row["fire_at"]);
  }

  /** Reads from the first timer again: what was read may have been lost on the way into an episode. */
  reread(): void {
    this.#read = BEGINNING;
  }
}

const BEGINNING = { fireAt: Number.MIN_SAFE_INTEGER, key: 0, step: 0 };
