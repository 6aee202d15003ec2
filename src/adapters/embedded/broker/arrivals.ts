/**
 * Messages between being written and being durable. They are handed to their queues in the order in which they were written, all of a
 * group before any handler's next step, from memory: what was just sent is not read back.
 */

import type { HeldMessage } from "./held-message.js";
import type { Queue } from "./queue.js";
import type { Consumer } from "./receiver.js";

type Arrival = {
  readonly queue: Queue;
  readonly message: HeldMessage;
  consumer: Consumer | undefined;
  withdrawn: boolean;
};

export class Arrivals {
  #written: Arrival[] = [];
  /** Arrivals handed over before the first of `#written`. */
  #handedOver = 0;

  /** How many have been written so far. What one write adds lies between two positions. */
  get position(): number {
    return this.#handedOver + this.#written.length;
  }

  /** Call inside the write, before the row is inserted: a receiver that is free gets its first delivery counted in the same row. */
  add(queue: Queue, message: HeldMessage): void {
    this.#written.push({ queue, message, consumer: queue.dispatcher.claim(message), withdrawn: false });
  }

  /** Everything up to the position is durable. */
  handOver(position: number): void {
    const durable = this.#written.splice(0, position - this.#handedOver);
    if (durable.length === 0) return;
    this.#handedOver = position;
    const queues = new Set<Queue>();
    for (const { queue, message, consumer, withdrawn } of durable) {
      if (withdrawn) continue;
      queues.add(queue);
      queue.dispatcher.arrive(message, consumer);
    }
    for (const queue of queues) queue.dispatcher.pump();
  }

  /** What lies between the positions was undone. */
  withdraw(from: number, to: number): void {
    for (const arrival of this.#written.slice(from - this.#handedOver, to - this.#handedOver)) {
      arrival.withdrawn = true;
      arrival.queue.dispatcher.unclaim(arrival.message, arrival.consumer);
    }
  }
}
