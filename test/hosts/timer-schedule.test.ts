/** Timer schedules as Azure reads them: NCRONTAB in UTC, and time spans. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HostError } from "../../src/hosts/embedded/binding-service.js";
import { parseTimeSpan } from "../../src/hosts/embedded/time-span.js";
import { parseTimerSchedule } from "../../src/hosts/embedded/timer/timer-schedule.js";

function next(expression: string, from: string, count = 1): (string | undefined)[] {
  const schedule = parseTimerSchedule(expression, "f");
  const found: (string | undefined)[] = [];
  let ms: number | undefined = Date.parse(from);
  for (let i = 0; i < count && ms !== undefined; i += 1) {
    ms = schedule.nextMs(ms);
    found.push(ms === undefined ? undefined : new Date(ms).toISOString().replace(".000Z", "Z"));
  }
  return found;
}

const FROM = "2026-01-01T00:00:00Z";

describe("an expression", () => {
  test.each<[string, string[]]>([
    ["0 */5 * * * *", ["2026-01-01T00:05:00Z", "2026-01-01T00:10:00Z"]],
    ["*/15 * * * * *", ["2026-01-01T00:00:15Z", "2026-01-01T00:00:30Z"]],
    ["0 30 9 * * 1-5", ["2026-01-01T09:30:00Z", "2026-01-02T09:30:00Z", "2026-01-05T09:30:00Z"]],
    ["0 30 9 * * Mon-Fri", ["2026-01-01T09:30:00Z", "2026-01-02T09:30:00Z", "2026-01-05T09:30:00Z"]],
    ["0 0 0 1 January,July *", ["2026-07-01T00:00:00Z", "2027-01-01T00:00:00Z"]],
    ["0 0 12 * * Sunday", ["2026-01-04T12:00:00Z", "2026-01-11T12:00:00Z"]],
    ["0 5/20 * * * *", ["2026-01-01T00:05:00Z", "2026-01-01T00:25:00Z", "2026-01-01T00:45:00Z"]],
    ["0 0 0 29 2 *", ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"]],
    // Both must fit in NCrontab, unlike in cron.
    ["0 0 0 13 * FRI", ["2026-02-13T00:00:00Z", "2026-03-13T00:00:00Z", "2026-11-13T00:00:00Z"]],
    ["*/30 * * * *", ["2026-01-01T00:30:00Z", "2026-01-01T01:00:00Z"]],
  ])("%s", (expression, expected) => {
    expect(next(expression, FROM, expected.length)).toEqual(expected);
  });

  test("that can never fit has no occurrence", () => {
    expect(next("0 0 0 30 2 *", FROM)).toEqual([undefined]);
  });

  test.each([
    "",
    "nonsense",
    "* * * *",
    "0 0 0 L * *",
    "0 0 0 15W * *",
    "61 * * * * *",
    "0 0 0 * * FRI#2",
    "0 0 0 ? * *",
    "@daily",
    "0 0 0 * Foo *",
    "-1:00:00",
    "00:00:00",
  ])("%j is refused with the name of the function", (expression) => {
    expect(() => parseTimerSchedule(expression, "nightly")).toThrow(HostError);
    expect(() => parseTimerSchedule(expression, "nightly")).toThrow('of "nightly"');
  });

  test("always names a later instant, whose seconds are whole", () => {
    const field = (max: number): fc.Arbitrary<string> =>
      fc.oneof(
        fc.constant("*"),
        fc.integer({ min: 1, max }).map(String),
        fc.integer({ min: 1, max }).map((step) => `*/${step}`),
      );
    fc.assert(
      fc.property(
        fc.tuple(field(59), field(59), field(23)),
        fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        ([second, minute, hour], from) => {
          const ms = parseTimerSchedule(`${second} ${minute} ${hour} * * *`, "f").nextMs(from.getTime());
          expect(ms).toBeGreaterThan(from.getTime());
          expect((ms ?? 0) % 1000).toBe(0);
        },
      ),
    );
  });
});

describe("a time span", () => {
  test.each<[string, number | undefined]>([
    ["00:00:30", 30_000],
    ["00:05", 300_000],
    ["23:59:59", 86_399_000],
    ["1.12:00:00", 129_600_000],
    ["00:00:00.5", 500],
    // .NET: a first number of 24 or more is days.
    ["24:00:00", 24 * 86_400_000],
    ["00:60:00", undefined],
    ["5", undefined],
    ["", undefined],
    ["a:b:c", undefined],
  ])("%s", (text, expected) => {
    expect(parseTimeSpan(text)).toBe(expected);
  });
});
