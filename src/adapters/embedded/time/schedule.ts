/** The calls that a clock has still to make, in order of time, then in order of scheduling: a binary heap. */
import type { Cancel } from "./host-clock.js";

type Call = { readonly atMs: number; readonly number: number; run: (() => void) | undefined };

/** Cancelled calls stay in the heap until they surface; below this number they are not worth a rebuild. */
const CANCELLED_MIN = 64;

export class Schedule {
  #calls: Call[] = [];
  #scheduled = 0;
  #cancelled = 0;

  add(atMs: number, run: () => void): Cancel {
    const call: Call = { atMs, number: this.#scheduled, run };
    this.#scheduled += 1;
    this.#calls.push(call);
    this.#rise(this.#calls.length - 1);
    return () => {
      if (call.run === undefined) return;
      call.run = undefined;
      this.#cancelled += 1;
      this.#shed();
    };
  }

  /** When the next call falls due; undefined when there is none. */
  earliestMs(): number | undefined {
    for (let call = this.#calls[0]; call !== undefined; call = this.#calls[0]) {
      if (call.run !== undefined) return call.atMs;
      this.#removeFirst();
      this.#cancelled -= 1;
    }
    return undefined;
  }

  /** Takes out the next call that is due at `nowMs`. */
  takeDue(nowMs: number): (() => void) | undefined {
    const earliest = this.earliestMs();
    if (earliest === undefined || earliest > nowMs) return undefined;
    const call = this.#removeFirst();
    const run = call?.run;
    if (call !== undefined) call.run = undefined; // from here on a cancel changes nothing
    return run;
  }

  /** Most long timers are cancelled (an approval comes before its timeout): without this they would be kept for weeks. */
  #shed(): void {
    if (this.#cancelled < CANCELLED_MIN || this.#cancelled * 2 < this.#calls.length) return;
    // A sorted array is a valid heap.
    this.#calls = this.#calls
      .filter((call) => call.run !== undefined)
      .sort((a, b) => (before(a, b) ? -1 : 1));
    this.#cancelled = 0;
  }

  #removeFirst(): Call | undefined {
    const first = this.#calls[0];
    const last = this.#calls.pop();
    if (last !== undefined && last !== first) {
      this.#calls[0] = last;
      this.#sink();
    }
    return first;
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = this.#calls[2 * index + 1];
      const right = this.#calls[2 * index + 2];
      if (left === undefined) return;
      const child = right !== undefined && before(right, left) ? 2 * index + 2 : 2 * index + 1;
      if (!this.#swapIfBefore(child, index)) return;
      index = child;
    }
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const a = this.#calls[child];
    const b = this.#calls[parent];
    if (a === undefined || b === undefined || !before(a, b)) return false;
    this.#calls[parent] = a;
    this.#calls[child] = b;
    return true;
  }
}

function before(a: Call, b: Call): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.number < b.number);
}
