import { describe, expect, it } from "vitest";
import { person } from "../../builders/access.js";
import { at, lasting } from "../../builders/instants.js";
import { aPolicy } from "../../builders/policies.js";
import { answer } from "../../builders/submissions.js";

describe("the schedule asked for", () => {
  const policies = [aPolicy({ expiration: { type: "afterDuration", duration: lasting("P30D") } })];
  const none = { type: "notSpecified" } as const;
  const until = (text: string) => ({ type: "afterDateTime", endDateTime: at(text) }) as const;

  it.each([
    ["a start in the future", { startDateTime: at("2026-12-01"), expiration: none }, "decided"],
    ["a start a moment ago", { startDateTime: at("2026-11-22T19:21:00Z"), expiration: none }, "decided"],
    ["a start long ago", { startDateTime: at("2026-11-22T19:20:00Z"), expiration: none }, "InvalidSchedule"],
    [
      "an end within the policy",
      { startDateTime: null, expiration: until("2026-12-22T19:25:45Z") },
      "decided",
    ],
    [
      "an end after the policy's",
      { startDateTime: null, expiration: until("2026-12-22T19:25:46Z") },
      "InvalidSchedule",
    ],
    [
      "an end counted from a later start",
      { startDateTime: at("2026-12-01"), expiration: until("2026-12-31") },
      "decided",
    ],
    [
      "an end before the start",
      { startDateTime: at("2026-12-10"), expiration: until("2026-12-09") },
      "InvalidSchedule",
    ],
    ["no end at all", { startDateTime: null, expiration: { type: "noExpiration" } }, "InvalidSchedule"],
    [
      "a shorter time",
      { startDateTime: null, expiration: { type: "afterDuration", duration: lasting("PT8H") } },
      "decided",
    ],
    [
      "no time at all",
      { startDateTime: null, expiration: { type: "afterDuration", duration: lasting("PT0S") } },
      "InvalidSchedule",
    ],
  ] as const)("with %s is answered rightly", (_title, schedule, expected) => {
    expect(answer({ policies }, { schedule })).toBe(expected);
  });

  it("is refused where requestors may not choose, except that nothing is asked by sending the policy's own pattern", () => {
    const fixed = [aPolicy({ ...policies[0], requestorSettings: { allowCustomAssignmentSchedule: false } })];
    const schedule = { startDateTime: null, expiration: until("2026-12-01") };
    expect(answer({ policies: fixed }, { schedule })).toBe("InvalidSchedule");
    expect(
      answer({ policies: fixed, requestor: person("admin") }, { schedule, requestType: "adminAdd" }),
    ).toBe("decided");
    const same = { type: "afterDuration", duration: lasting("P30D") } as const;
    expect(answer({ policies: fixed }, { schedule: { startDateTime: null, expiration: same } })).toBe(
      "decided",
    );
  });

  it("is refused when the policy itself has come to its end", () => {
    expect(answer({ policies: [aPolicy({ expiration: until("2026-11-22") })] })).toBe("InvalidSchedule");
  });
});
