/**
 * Tries every order in which commands can meet at the store. Before each of its calls to people's access a command waits for its turn; whose
 * turn is next is a choice, and all sequences of choices are gone through, one run each. What one command asks for at once is one turn.
 * Long commands meet in too many orders: those that change from one to the other at most `changes` times are gone through then.
 */
import type { ContainerName, Documents } from "../../src/application/ports/documents.js";
import { forwarding } from "./watched-documents.js";

type Participant = { waiting: (() => void)[]; hasEnded: boolean; turns: number };

/** One run: some choices are given, and after them the first of those who wait goes on. */
export class Order {
  readonly #given: readonly number[];
  #changesLeft: number;
  #last: Participant | undefined;
  readonly #made: { readonly choice: number; readonly of: number }[] = [];
  readonly #participants: Participant[] = [];

  constructor(given: readonly number[], changes: number) {
    this.#given = given;
    this.#changesLeft = changes;
  }

  /** The store for one command, and `turn` to wait for its turn at anything else. */
  join(real: Documents): { readonly documents: Documents; readonly turn: () => Promise<void> } {
    const participant: Participant = { waiting: [], hasEnded: false, turns: 0 };
    this.#participants.push(participant);
    const turn = () => new Promise<void>((resolve) => participant.waiting.push(resolve));
    const at = async <R>(container: ContainerName, call: () => Promise<R>): Promise<R> => {
      if (container === "access") await turn();
      return call();
    };
    return {
      turn,
      documents: {
        ...forwarding(real),
        query: (query) => at(query.container, () => real.query(query)),
        get: (container, partition, id) => at(container, () => real.get(container, partition, id)),
        find: (container, kind, id) => at(container, () => real.find(container, kind, id)),
        partition: (container, partition, kind) =>
          at(container, () => real.partition(container, partition, kind)),
        batch: (container, partition, operations) =>
          at(container, () => real.batch(container, partition, operations)),
      },
    };
  }

  /** Runs the commands, each made with its own `join`, to their ends. */
  async meet<T extends readonly unknown[]>(
    commands: {
      readonly [K in keyof T]: () => Promise<T[K]>;
    },
  ): Promise<T> {
    const results = Promise.all(
      commands.map(async (command, index) => {
        try {
          return await command();
        } finally {
          const participant = this.#participants[index];
          if (participant !== undefined) participant.hasEnded = true;
        }
      }),
    );
    for (;;) {
      const running = await this.#allWaiting();
      if (running.length === 0) break;
      const next = this.#choose(running);
      if (next !== this.#last && this.#last?.hasEnded === false) this.#changesLeft -= 1;
      this.#last = next;
      next.turns += 1;
      for (const goOn of next.waiting.splice(0)) goOn();
    }
    // The results are those of the commands, in their order.
    return (await results) as unknown as T;
  }

  /** The choices of the next run; undefined when every order has been tried. */
  next(): readonly number[] | undefined {
    for (let last = this.#made.length - 1; last >= 0; last--) {
      const made = this.#made[last];
      if (made !== undefined && made.choice + 1 < made.of)
        return [...this.#made.slice(0, last).map(({ choice }) => choice), made.choice + 1];
    }
    return undefined;
  }

  turns(): readonly number[] {
    return this.#participants.map(({ turns }) => turns);
  }

  #choose(running: readonly Participant[]): Participant {
    const [first] = running;
    if (first === undefined) throw new Error("Nobody waits for a turn.");
    if (running.length === 1) return first;
    // Whoever went last goes on, once there have been enough changes.
    if (this.#changesLeft === 0 && this.#last !== undefined) return this.#last;
    const choice = this.#given[this.#made.length] ?? 0;
    this.#made.push({ choice, of: running.length });
    return running[choice] ?? first;
  }

  /** Whoever has not ended, once they all have come to their next call. */
  async #allWaiting(): Promise<readonly Participant[]> {
    for (;;) {
      await new Promise(setImmediate);
      const running = this.#participants.filter(({ hasEnded }) => !hasEnded);
      if (running.every(({ waiting }) => waiting.length > 0)) return running;
    }
  }
}

/** Runs `run` in every order. Gives how many there were. */
export async function everyOrder(
  run: (order: Order) => Promise<void>,
  changes = Number.POSITIVE_INFINITY,
): Promise<number> {
  let count = 0;
  for (let given: readonly number[] | undefined = []; given !== undefined; count++) {
    const order = new Order(given, changes);
    await run(order);
    given = order.next();
  }
  return count;
}
