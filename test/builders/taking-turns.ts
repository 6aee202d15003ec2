/**
 * Commands that take turns: before every call to the store a command waits, and one of those that wait is let on to make its call and go
 * on to the next. Which one is the test's choice, so every order in which two commands can meet can be tried and repeated.
 */
import type { Documents } from "../../src/application/ports/documents.js";

export class TakingTurns {
  readonly #real: Documents;
  #waiting: (() => void)[] = [];

  constructor(real: Documents) {
    this.#real = real;
  }

  readonly documents: Documents = {
    get: (container, partition, id) => this.#turn(() => this.#real.get<never>(container, partition, id)),
    find: (container, kind, id) => this.#turn(() => this.#real.find<never>(container, kind, id)),
    partition: (container, partition, kind) =>
      this.#turn(() => this.#real.partition<never>(container, partition, kind)),
    batch: (container, partition, operations) =>
      this.#turn(() => this.#real.batch(container, partition, operations)),
    query: (query) => this.#turn(() => this.#real.query<never>(query)),
    count: (query) => this.#turn(() => this.#real.count(query)),
    asOf: (instant) => this.#real.asOf(instant),
    changes: (container, after, limit) => this.#turn(() => this.#real.changes(container, after, limit)),
  };

  /** Runs the commands to their end; each choice says whose turn is next, and the last one is repeated. */
  async run<T extends readonly unknown[]>(
    choices: readonly number[],
    commands: { readonly [K in keyof T]: () => Promise<T[K]> },
  ): Promise<T> {
    let left = commands.length;
    const results = Promise.all(
      commands.map(async (command) => {
        try {
          return await command();
        } finally {
          left--;
        }
      }),
    );
    for (let turn = 0; left > 0; ) {
      await new Promise(setImmediate);
      // Until everybody who is still under way has come to their next call.
      if (this.#waiting.length === 0 || this.#waiting.length < left) continue;
      const choice = choices[Math.min(turn++, choices.length - 1)] ?? 0;
      this.#waiting.splice(choice % this.#waiting.length, 1)[0]?.();
    }
    // The results are those of the commands, in their order.
    return (await results) as unknown as T;
  }

  async #turn<R>(call: () => Promise<R>): Promise<R> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return call();
  }
}
