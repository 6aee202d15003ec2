import { describe, expect, it } from "vitest";
import { reviewProblems } from "../../../src/domain/assignment-policy/review-problems.js";
import {
  type RecurrencePattern,
  type RecurrenceRange,
  type ReviewSchedule,
  type ReviewSettings,
  reviewFrequency,
} from "../../../src/domain/assignment-policy/review-settings.js";
import { lasting, NOW } from "../../builders/instants.js";
import { group, managerOfTarget, user } from "../../builders/policies.js";

const pattern = (type: RecurrencePattern["type"], interval: number): RecurrencePattern => ({
  ...{ type, interval, month: 0, dayOfMonth: 0, daysOfWeek: [] },
  ...{ firstDayOfWeek: "sunday" as const, index: "first" as const },
});

const NO_END: RecurrenceRange = {
  ...{ type: "noEnd" as const, numberOfOccurrences: 0, recurrenceTimeZone: null },
  ...{ startDate: null, endDate: null },
};

const quarterly: ReviewSchedule = {
  startDateTime: NOW,
  recurrence: { pattern: pattern("absoluteMonthly", 3), range: NO_END },
  expiration: { type: "afterDuration", duration: lasting("P25D") },
};

const review: ReviewSettings = {
  isEnabled: true,
  schedule: quarterly,
  isSelfReview: false,
  primaryReviewers: [user("reviewer")],
  fallbackReviewers: [],
  isRecommendationEnabled: true,
  isReviewerJustificationRequired: true,
  expirationBehavior: "keepAccess",
};

function wrong(says: Partial<ReviewSettings>, unknownIds: readonly string[] = []): readonly string[] {
  const facts = { now: NOW, unknownIds: new Set(unknownIds), isExpirationKept: false };
  return reviewProblems({ ...review, ...says }, facts).map(({ target }) =>
    target.replace("reviewSettings/", ""),
  );
}

const scheduled = (says: Partial<ReviewSchedule>) => wrong({ schedule: { ...quarterly, ...says } });

describe("the reviews of a policy", () => {
  it("may be absent, or switched off with whatever they say", () => {
    const facts = { now: NOW, unknownIds: new Set<string>(), isExpirationKept: false };
    expect(reviewProblems(null, facts)).toEqual([]);
    expect(wrong({ isEnabled: false, primaryReviewers: [] })).toEqual([]);
    expect(wrong({})).toEqual([]);
  });

  it("are held annually, half-yearly, quarterly, monthly or weekly, or once", () => {
    const held = [
      [pattern("absoluteYearly", 1), "annually"],
      [pattern("absoluteMonthly", 12), "annually"],
      [pattern("absoluteMonthly", 6), "halfYearly"],
      [pattern("absoluteMonthly", 3), "quarterly"],
      [pattern("absoluteMonthly", 1), "monthly"],
      [pattern("weekly", 1), "weekly"],
    ] as const;
    for (const [one, frequency] of held) expect(reviewFrequency(one)).toBe(frequency);
    for (const one of [
      pattern("daily", 1),
      pattern("weekly", 2),
      pattern("absoluteMonthly", 2),
      pattern("absoluteYearly", 2),
      pattern("relativeMonthly", 1),
    ]) {
      expect(reviewFrequency(one)).toBeUndefined();
      expect(scheduled({ recurrence: { pattern: one, range: NO_END } })).toEqual([
        "schedule/recurrence/pattern",
      ]);
    }
    expect(scheduled({ recurrence: null })).toEqual([]);
  });

  it("are open for more than nothing, and end before the next one begins", () => {
    const open = (duration: string, interval: number) =>
      scheduled({
        recurrence: { pattern: pattern("absoluteMonthly", interval), range: NO_END },
        expiration: { type: "afterDuration", duration: lasting(duration) },
      });
    expect(open("P27D", 1)).toEqual([]);
    expect(open("P28D", 1)).toEqual(["schedule/expiration/duration"]);
    expect(open("P80D", 3)).toEqual([]);
    expect(open("PT0S", 3)).toEqual(["schedule/expiration/duration"]);
    expect(scheduled({ expiration: { type: "notSpecified" } })).toEqual([]);
    expect(scheduled({ expiration: { type: "noExpiration" } })).toEqual(["schedule/expiration"]);
  });

  it("end where their range says, which must say it whole", () => {
    const range = (says: object) =>
      scheduled({
        recurrence: { pattern: pattern("weekly", 1), range: { ...NO_END, ...says } },
        expiration: { type: "notSpecified" },
      });
    expect(range({ type: "endDate" })).toEqual(["schedule/recurrence/range/endDate"]);
    expect(range({ type: "endDate", endDate: "2027-01-01" })).toEqual([]);
    expect(range({ type: "numbered" })).toEqual(["schedule/recurrence/range/numberOfOccurrences"]);
    expect(range({ type: "numbered", numberOfOccurrences: 4 })).toEqual([]);
  });

  it("are done by everybody for themselves, by named people, or by the manager with somebody to fall back on", () => {
    expect(wrong({ isSelfReview: true, primaryReviewers: [] })).toEqual([]);
    expect(wrong({ primaryReviewers: [] })).toEqual(["primaryReviewers"]);
    expect(wrong({ primaryReviewers: [], fallbackReviewers: [user("other")] })).toEqual([]);
    expect(wrong({ primaryReviewers: [managerOfTarget()] })).toEqual(["fallbackReviewers"]);
    expect(wrong({ primaryReviewers: [managerOfTarget(), group("reviewers")] })).toEqual([]);
    expect(wrong({ primaryReviewers: [managerOfTarget()], fallbackReviewers: [user("other")] })).toEqual([]);
  });

  it("are done by people who exist, and of a kind that can review", () => {
    expect(wrong({}, ["reviewer"])).toEqual(["primaryReviewers/0/userId"]);
    expect(wrong({ fallbackReviewers: [{ kind: "internalSponsors" }] })).toEqual(["fallbackReviewers/0"]);
  });
});
