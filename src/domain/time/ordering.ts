/** The earlier and the later of instants, where an instant may be missing. */
import type { Instant } from "./instant.js";

/** The earliest of those that are there; null when none is. */
export function earliest(...instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce<Instant | null>(
    (first, next) => (next !== null && (first === null || next < first) ? next : first),
    null,
  );
}

/** The later of two. */
export function later(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}
