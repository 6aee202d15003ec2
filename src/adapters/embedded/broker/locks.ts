/**
 * Peek-locks of one queue's deliveries. They live in memory and die with the process, which makes what a crash left locked available
 * at once. One timer serves all: lock durations are equal, so the set is in order of expiry as long as renewed locks move to its end.
 */
import type { Cancel, HostClock } from "../time/host-clock.js";

export type Lock = {
  lockedUntilMs: number;
  /** Until then an expiring lock is renewed by itself. */
  readonly renewUntilMs: number;
};

export class Locks<L extends Lock> {
  readonly #clock: HostClock;
  readonly #lockMs: number;
  readonly #onLost: (lock: L) => void;
  readonly #held = new Set<L>();
  #timer: Cancel | undefined;

  constructor(clock: HostClock, lockMs: number, onLost: (lock: L) => void) {
    this.#clock = clock;
    this.#lockMs = lockMs;
    this.#onLost = onLost;
  }

  take(lock: L): void {
    lock.lockedUntilMs = this.#clock.nowMs() + this.#lockMs;
    // To the end of the order when it is there already.
    this.#held.delete(lock);
    this.#held.add(lock);
    if (this.#timer === undefined) this.#watch();
  }

  /** False when it was lost before. */
  release(lock: L): boolean {
    return this.#held.delete(lock);
  }

  find(matches: (lock: L) => boolean): L | undefined {
    for (const lock of this.#held) if (matches(lock)) return lock;
    return undefined;
  }

  stop(): void {
    this.#timer?.();
    this.#timer = undefined;
  }

  #watch(): void {
    const [first] = this.#held;
    // Left running when the lock is released: it finds the next one, and costs nothing meanwhile.
    this.#timer =
      first === undefined ? undefined : this.#clock.schedule(first.lockedUntilMs, () => this.#expire());
  }

  #expire(): void {
    const nowMs = this.#clock.nowMs();
    for (const lock of this.#held) {
      if (lock.lockedUntilMs > nowMs) break;
      this.#held.delete(lock);
      if (lock.renewUntilMs > nowMs) {
        lock.lockedUntilMs = nowMs + this.#lockMs;
        this.#held.add(lock);
      } else this.#onLost(lock);
    }
    this.#watch();
  }
}
