/** Takes messages out of their queues when their time to live has passed: one timer, for the earliest, whatever their number. */
import type { Cancel, HostClock } from "../time/host-clock.js";
import type { ExpiryKey, MessageTable } from "./message-table.js";

/** Messages looked at in one write. */
const EXPIRED_AT_ONCE = 500;
const FROM_THE_FIRST: ExpiryKey = { expiresMs: Number.MIN_SAFE_INTEGER, id: 0 };

export type Expiry = {
  /** A message that expires then has been written. */
  watch(expiresMs: number): void;
  stop(): void;
};

/**
 * `expire` takes out these rows, except those in a delivery (their receiver still holds the lock; the dispatcher sees to them after it),
 * and resolves when that is durable.
 */
export function messageExpiry(
  table: MessageTable,
  clock: HostClock,
  expire: (ids: readonly number[]) => Promise<void>,
): Expiry {
  let timer: { readonly atMs: number; readonly cancel: Cancel } | undefined;

  function watch(atMs: number): void {
    if (timer !== undefined && timer.atMs <= atMs) return;
    timer?.cancel();
    const cancel = clock.schedule(atMs, () => {
      timer = undefined;
      sweep(FROM_THE_FIRST, clock.nowMs());
    });
    timer = { atMs, cancel };
  }

  function sweep(after: ExpiryKey, nowMs: number): void {
    const expired = table.readExpired(nowMs, after, EXPIRED_AT_ONCE);
    const last = expired.at(-1);
    if (last === undefined) {
      const nextMs = table.nextExpiryMs(nowMs);
      if (nextMs !== undefined) watch(nextMs);
      return;
    }
    expire(expired.map(({ id }) => id)).then(
      () => sweep(last, nowMs),
      () => {
        // The store has failed and the host is stopping; the next process begins with a sweep.
      },
    );
  }

  const firstMs = table.nextExpiryMs(Number.MIN_SAFE_INTEGER);
  if (firstMs !== undefined) watch(firstMs);
  return { watch, stop: () => timer?.cancel() };
}
