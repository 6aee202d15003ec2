/** Spans of time as beta counts them: whole days, and minutes. */
import type { Json } from "../../domain/json.js";
import { msOfDuration, parseDuration } from "../../domain/time/duration.js";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Whole days, rounded up: half a day must not look like "never". */
export function daysOf(duration: Json | undefined): number {
  return Math.ceil(msOf(duration) / DAY_MS);
}

export function minutesOf(duration: Json | undefined): number {
  return Math.ceil(msOf(duration) / MINUTE_MS);
}

export function ofDays(days: number): string {
  return days === 0 ? "PT0S" : `P${days}D`;
}

export function ofMinutes(minutes: number): string {
  return minutes % 1_440 === 0 ? ofDays(minutes / 1_440) : `PT${minutes}M`;
}

function msOf(duration: Json | undefined): number {
  const read = typeof duration === "string" ? parseDuration(duration) : undefined;
  return read === undefined ? 0 : msOfDuration(read);
}
