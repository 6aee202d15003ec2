import { describe, expect, it } from "vitest";
import { bucketOf, bucketsOfHour, endOfBucket, hourOf, scheduleRow } from "../../src/domain/schedule-row.js";
import { at } from "../builders/instants.js";

const SUBJECT = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("a schedule row", () => {
  it("is in the partition of its UTC hour and its person", () => {
    expect(bucketOf(at("2026-11-22T19:59:59.999Z"), SUBJECT)).toBe("2026-11-22T19.14");
    expect(bucketsOfHour("2026-11-22T19")).toContain("2026-11-22T19.14");
    expect(hourOf(at("2026-11-22T19:59:59.999Z"))).toBe("2026-11-22T19");
  });

  it("is the same row however often it is written, and another for another instant", () => {
    const row = () => scheduleRow("assignment", "a", SUBJECT, at("2026-11-22T19:25:45Z"));
    expect(row()).toEqual(row());
    expect(row().id).toBe("assignment.a.20261122192545000");
    expect(scheduleRow("assignment", "a", SUBJECT, at("2026-11-22T19:25:46Z")).id).not.toBe(row().id);
  });

  it("belongs to an hour that ends at the next full one, over the end of a year too", () => {
    expect(endOfBucket("2026-12-31T23.5")).toBe("2027-01-01T00:00:00.000Z");
  });
});
