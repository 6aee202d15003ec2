/** Rings once at the earliest instant it was told of: one call in the host's clock, however many timers are stored. */
import type { Cancel, HostClock } from "../time/host-clock.js";

export class Alarm {
  readonly #clock: HostClock;
  readonly #ring: () => void;
  #atMs = Number.POSITIVE_INFINITY;
  #cancel: Cancel | undefined;

  constructor(clock: HostClock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `atMs` (milliseconds since 1970) unless it rings earlier anyway. */
  notLaterThan(atMs: number): void {
    if (atMs >= this.#atMs) return;
    this.#cancel?.();
    this.#atMs = atMs;
    this.#cancel = this.#clock.schedule(atMs, () => {
      this.stop();
      this.#ring();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#atMs = Number.POSITIVE_INFINITY;
  }
}
