/** The polling of callHttp: an answer 202 with a Location means "ask again later". */
import { jsonRecord } from "./json-record.js";

/** Milliseconds between two polls when the answer does not say (`Retry-After`). The extension's default. */
export const HTTP_POLL_MS = 30_000;

/** How long to wait before the next poll and where to ask; undefined when the answer is final. `result`: JSON of a durable HTTP response. */
export function nextPoll(
  result: string,
  defaultMs: number,
): { readonly delayMs: number; readonly location: string } | undefined {
  const { statusCode, headers } = jsonRecord(result);
  if (statusCode !== 202 || typeof headers !== "object" || headers === null) return undefined;
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const location = byName.get("location");
  // The SDK looks no further than this either: an empty Location ends the polling.
  if (location === undefined || location === "") return undefined;
  const seconds = Number(byName.get("retry-after") ?? Number.NaN);
  return { delayMs: seconds > 0 ? seconds * 1000 : defaultMs, location };
}
