import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minus, msOfDuration, parseDuration, plus } from "../../../src/domain/time/duration.js";
import { instantOf, msOf, parseInstant } from "../../../src/domain/time/instant.js";
import { earliest } from "../../../src/domain/time/ordering.js";
import { at, lasting } from "../../builders/instants.js";

const anyInstant = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instantOf);

describe("an instant", () => {
  it("is read from a date, and from a time with an offset, and written in UTC with milliseconds", () => {
    expect(parseInstant("2026-11-22")).toBe("2026-11-22T00:00:00.000Z");
    expect(parseInstant("2026-11-22T19:25:45.1234567+02:00")).toBe("2026-11-22T17:25:45.123Z");
  });

  it.each([
    "",
    "yesterday",
    "2026-02-30",
    "2026-13-01",
    "2026-11-22T19:25",
    "2026-11-22 19:25:45Z",
    "20261122",
    // In UTC these lie in the years 10000 and -1, whose texts do not compare as times do.
    "9999-12-31T23:59:59-01:00",
    "0000-01-01T00:00:00+01:00",
  ])("is not read from %j", (text) => expect(parseInstant(text)).toBeUndefined());

  it("compares as text exactly as it does as time", () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (a, b) => {
        expect(a < b).toBe(msOf(a) < msOf(b));
      }),
    );
  });
});

describe("a duration", () => {
  it("counts days of 24 hours, also where clocks are put forward", () => {
    expect(plus(at("2026-03-28T12:00:00Z"), lasting("P1D"))).toBe("2026-03-29T12:00:00.000Z");
    expect(msOfDuration(lasting("P1DT2H3M4.5S"))).toBe(93_784_500);
  });

  it.each(["P", "PT", "P1Y", "P1M", "-P1D", "1D", "P1.5D", "PT1H ", "P99999999D"])(
    "is not read from %j",
    (text) => expect(parseDuration(text)).toBeUndefined(),
  );

  it("leads to the last instant there is where it would lead beyond, however long it is", () => {
    const last = "9999-12-31T23:59:59.999Z";
    const longest = lasting("P9999999WT999999999H");
    expect(plus(at("2026-11-22"), lasting("P9999999D"))).toBe(last);
    expect(plus(at("9999-12-31"), longest)).toBe(last);
    expect(minus(at("2026-11-22"), longest)).toBe("0000-01-01T00:00:00.000Z");
    expect(() => instantOf(Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
  });

  it("added and taken away again changes nothing", () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 3660 }), (instant, days) => {
        expect(minus(plus(instant, lasting(`P${days}D`)), lasting(`P${days}D`))).toBe(instant);
      }),
    );
  });
});

describe("the earliest of several instants", () => {
  it("leaves out what is missing, and is missing when all are", () => {
    const [early, late] = [at("2026-01-01"), at("2026-01-02")];
    expect(earliest(null, late, early)).toBe(early);
    expect(earliest(null, null)).toBeNull();
  });
});
