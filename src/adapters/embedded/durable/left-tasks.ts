/** Tasks whose execution ended before they ran. As on Azure they run all the same; nobody hears the answer. Writes belong inside `store.write`. */
import type { Store } from "../store/store.js";
import type { Tables } from "./schema.js";
import type { TaskRun } from "./tasks.js";

export class LeftTasks {
  readonly #insert;
  readonly #delete;
  readonly #all;
  #last: number;

  constructor(store: Store, { leftTasks }: Tables) {
    this.#insert = store.prepare(`INSERT INTO ${leftTasks} (number, task) VALUES (?,?)`);
    this.#delete = store.prepare(`DELETE FROM ${leftTasks} WHERE number = ?`);
    this.#all = store.prepare(`SELECT number, task FROM ${leftTasks} ORDER BY number`);
    this.#last = Number(store.prepare(`SELECT max(number) AS last FROM ${leftTasks}`).get()?.["last"] ?? 0);
  }

  add({ task, to }: TaskRun): number {
    this.#last += 1;
    this.#insert.run(this.#last, JSON.stringify({ task, to }));
    return this.#last;
  }

  remove(number: number): void {
    this.#delete.run(number);
  }

  all(): TaskRun[] {
    return this.#all.all().map((row) => {
      // Only `add` writes this column.
      const run = JSON.parse(String(row["task"])) as TaskRun;
      return { ...run, leftNumber: Number(row["number"]) };
    });
  }
}
