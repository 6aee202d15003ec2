/** Lengths of time as host.json and timer schedules write them: .NET TimeSpan texts such as `00:05:00` or `1.12:00:00`. */

const FORM = /^(?:(\d{1,7})\.)?(\d{1,7}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/**
 * Milliseconds, or undefined when the text is not a TimeSpan. A first number of 24 or more counts days (`24:00:00` is 24 days):
 * that is how .NET reads it, and the Functions documentation warns of it.
 */
export function parseTimeSpan(text: string): number | undefined {
  const match = FORM.exec(text.trim());
  if (match === null) return undefined;
  const [, days, first = "0", second = "0", third = "0", fraction = "0"] = match;
  const fractionMs = Number(`0.${fraction}`) * 1000;
  if (days === undefined && Number(first) >= 24)
    return Number(second) > 23 || Number(third) > 59
      ? undefined
      : ((Number(first) * 24 + Number(second)) * 60 + Number(third)) * 60_000;
  if (Number(first) > 23 || Number(second) > 59 || Number(third) > 59) return undefined;
  const hours = Number(days ?? "0") * 24 + Number(first);
  return Math.round(((hours * 60 + Number(second)) * 60 + Number(third)) * 1000 + fractionMs);
}
