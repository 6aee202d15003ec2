/** Lengths of time as Graph writes them (Edm.Duration): `P14D`, `PT1H`, `PT0S`. Days are 24 hours; there are no months or years. */
import { type Instant, msOf, nearestInstant } from "./instant.js";

declare const durationBrand: unique symbol;

/** An ISO 8601 duration of weeks, days, hours, minutes and seconds; never negative. */
export type Duration = string & { readonly [durationBrand]: true };

const FORM =
  /^P(?:(\d{1,7})W)?(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,11}(?:\.\d{1,7})?)S)?)?$/;

/** Reads `P14D`, `P1DT12H`, `PT0S`, `P2W`. `undefined` for anything else, an empty `P` and months or years included. */
export function parseDuration(text: string): Duration | undefined {
  const match = FORM.exec(text);
  if (match === null || match.slice(1).every((part) => part === undefined)) return undefined;
  // The cast gives the brand: the text has just been shown to have the form promised above.
  return text as Duration;
}

/** The length in milliseconds. */
export function msOfDuration(duration: Duration): number {
  const [, weeks = "0", days = "0", hours = "0", minutes = "0", seconds = "0"] = FORM.exec(duration) ?? [];
  const wholeDays = Number(weeks) * 7 + Number(days);
  return (
    ((wholeDays * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Math.round(Number(seconds) * 1000)
  );
}

/** The instant that is `duration` after `instant`; the last instant of the year 9999 where that would be later. */
export function plus(instant: Instant, duration: Duration): Instant {
  return nearestInstant(msOf(instant) + msOfDuration(duration));
}

/** The instant that is `duration` before `instant`; the first instant of the year 0 where that would be earlier. */
export function minus(instant: Instant, duration: Duration): Instant {
  return nearestInstant(msOf(instant) - msOfDuration(duration));
}
