/** Instants and durations written as they are read. Throws on a slip of the pen. */
import { type Duration, parseDuration } from "../../src/domain/time/duration.js";
import { type Instant, parseInstant } from "../../src/domain/time/instant.js";

export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`"${text}" is not an instant.`);
  return instant;
}

export function lasting(text: string): Duration {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`"${text}" is not a duration.`);
  return duration;
}

/** A Sunday evening: when most tests begin. */
export const NOW = at("2026-11-22T19:25:45Z");
