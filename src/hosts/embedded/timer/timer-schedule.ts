/** When a timerTrigger falls due: a six-field NCRONTAB expression in UTC, or a fixed interval as a time span. */
import { Cron } from "croner";
import { HostError } from "../binding-service.js";
import { parseTimeSpan } from "../time-span.js";

export type TimerSchedule = {
  /** The first occurrence after `ms` (milliseconds since 1970); undefined when there is none any more. */
  nextMs(ms: number): number | undefined;
  readonly isInterval: boolean;
};

/** What NCRONTAB has: croner reads more (L, W, #, ?), which Azure would refuse. */
const FIELD = /^[\d*,/A-Za-z-]+$/;
const NAME = /[A-Za-z]+/g;
const NAMES =
  /^(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december|sun|mon|tue|wed|thu|fri|sat|sunday|monday|tuesday|wednesday|thursday|friday|saturday)$/i;

/** Throws a HostError that quotes the expression and names the function. */
export function parseTimerSchedule(expression: string, functionName: string): TimerSchedule {
  const intervalMs = parseTimeSpan(expression);
  if (intervalMs !== undefined) {
    if (intervalMs <= 0) throw unreadable(expression, functionName, "an interval must be longer than zero");
    return { nextMs: (ms) => ms + intervalMs, isInterval: true };
  }
  const fields = expression.trim().split(/\s+/);
  // Azure reads five fields as well: then the second is 0.
  const six = fields.length === 5 ? ["0", ...fields] : fields;
  if (six.length !== 6 || !six.every(isPlain))
    throw unreadable(expression, functionName, "six fields are needed: second minute hour day month weekday");
  try {
    const cron = new Cron(six.map(shortNames).join(" "), {
      mode: "6-part",
      // As in NCrontab both the day of the month and the weekday must fit, and `5/15` begins at 5.
      domAndDow: true,
      sloppyRanges: true,
      // Not `timezone: "UTC"`: that asks Intl each time and takes six times as long.
      utcOffset: 0,
      paused: true,
    });
    return { nextMs: (ms) => cron.nextRun(new Date(ms))?.getTime(), isInterval: false };
  } catch (error) {
    throw unreadable(expression, functionName, error instanceof Error ? error.message : String(error));
  }
}

function isPlain(field: string): boolean {
  return FIELD.test(field) && (field.match(NAME) ?? []).every((name) => NAMES.test(name));
}

/** NCrontab takes whole names (`MONDAY`, `JANUARY`), croner their first three letters. */
function shortNames(field: string): string {
  return field.replace(NAME, (name) => name.slice(0, 3).toUpperCase());
}

function unreadable(expression: string, functionName: string, why: string): HostError {
  return new HostError(
    `The schedule "${expression}" of "${functionName}" is neither an NCRONTAB expression nor a time span: ${why}.`,
  );
}
