/** A point in time as Graph writes it: ISO 8601, UTC, milliseconds, `Z`. Instants compare correctly as plain strings. */

declare const instantBrand: unique symbol;

/** Always of the form `2026-11-22T19:25:45.000Z`, so `a < b` on two instants is "a is earlier than b". */
export type Instant = string & { readonly [instantBrand]: true };

/** The first and the last instant there is: with a year of another length than four digits texts would not compare as times do. */
const FIRST_MS = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** The instant that is `ms` milliseconds after 1970-01-01T00:00:00Z. Throws RangeError outside the years 0 to 9999. */
export function instantOf(ms: number): Instant {
  if (!isInRange(ms)) throw new RangeError(`${ms} ms lie outside the years 0 to 9999.`);
  // The cast is the one place where the brand is given: toISOString gives exactly the form promised above.
  return new Date(ms).toISOString() as Instant;
}

/** As `instantOf`, but what lies before the first or after the last instant is that instant. */
export function nearestInstant(ms: number): Instant {
  return instantOf(Math.min(Math.max(ms, FIRST_MS), LAST_MS));
}

function isInRange(ms: number): boolean {
  return ms >= FIRST_MS && ms <= LAST_MS;
}

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function msOf(instant: Instant): number {
  return Date.parse(instant);
}

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/** Reads what clients send: a date, or a date and time with an offset and up to nine fraction digits. `undefined` when it is neither. */
export function parseInstant(text: string): Instant | undefined {
  if (!ISO.test(text)) return undefined;
  const ms = Date.parse(text);
  // An offset can lead out of the years that have four digits. Not a number is in no range.
  if (!isInRange(ms)) return undefined;
  // Date.parse turns 2026-02-30 into 2 March; a date that does not exist is a mistake, not another date.
  const day = text.slice(0, 10);
  if (new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return undefined;
  return instantOf(ms);
}
