/** Reads the review settings of a policy, and its settings of automatic assignment. What is left out gets the default of spec/domain.md 5.6. */
import { z } from "zod";
import type { AutomaticRequestSettings } from "../../domain/assignment-policy/assignment-policy.js";
import {
  DAYS_OF_WEEK,
  EXPIRATION_BEHAVIORS,
  type PatternedRecurrence,
  RECURRENCE_PATTERN_TYPES,
  type ReviewSettings,
  WEEK_INDEXES,
} from "../../domain/assignment-policy/review-settings.js";
import { NAMED_SUBJECTS_PER_POLICY_MAX } from "../../domain/catalog/limits.js";
import { bool, duration, instant, integer, listOf, maybe, object, oneOf, optional, text } from "./lenient.js";
import { expiration } from "./schedule.js";
import { subjectSet } from "./subject-set.js";

const subjectSets = optional(listOf(subjectSet, NAMED_SUBJECTS_PER_POLICY_MAX), []);
const flag = optional(bool, false);

/** A calendar date; clients also send a date and time, of which the day counts. */
const date = z.string().transform((written, context) => {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(written)?.[0];
  if (day !== undefined && instant.safeParse(day).success && written.length <= 40) return day;
  context.addIssue({ code: "custom", message: "must be a date such as 2026-11-22" });
  return z.NEVER;
});

const pattern: z.ZodType<PatternedRecurrence["pattern"]> = object({
  type: oneOf(RECURRENCE_PATTERN_TYPES),
  interval: optional(integer(1, 99), 1),
  month: optional(integer(0, 12), 0),
  dayOfMonth: optional(integer(0, 31), 0),
  daysOfWeek: optional(listOf(oneOf(DAYS_OF_WEEK), 7), []),
  firstDayOfWeek: optional(oneOf(DAYS_OF_WEEK), "sunday"),
  index: optional(oneOf(WEEK_INDEXES), "first"),
});

const range: z.ZodType<PatternedRecurrence["range"]> = object({
  type: optional(oneOf(["endDate", "noEnd", "numbered"]), "noEnd"),
  numberOfOccurrences: optional(integer(0, 10_000), 0),
  recurrenceTimeZone: optional(text(100), null),
  startDate: optional(date, null),
  endDate: optional(date, null),
});

const NO_END: PatternedRecurrence["range"] = {
  type: "noEnd",
  numberOfOccurrences: 0,
  recurrenceTimeZone: null,
  startDate: null,
  endDate: null,
};

const schedule: z.ZodType<ReviewSettings["schedule"]> = object({
  startDateTime: optional(instant, null),
  recurrence: optional(object({ pattern, range: optional(range, NO_END) }), null),
  expiration: optional(expiration, { type: "notSpecified" }),
});

export const reviewSettings: z.ZodType<ReviewSettings> = object({
  isEnabled: flag,
  schedule: optional(schedule, {
    startDateTime: null,
    recurrence: null,
    expiration: { type: "notSpecified" },
  }),
  isSelfReview: flag,
  primaryReviewers: subjectSets,
  fallbackReviewers: subjectSets,
  isRecommendationEnabled: optional(bool, true),
  isReviewerJustificationRequired: optional(bool, true),
  expirationBehavior: optional(oneOf(EXPIRATION_BEHAVIORS), "keepAccess"),
});

export const automaticRequestSettings: z.ZodType<AutomaticRequestSettings> = object({
  requestAccessForAllowedTargets: flag,
  removeAccessWhenTargetLeavesAllowedTargets: flag,
  gracePeriodBeforeAccessRemoval: maybe(duration),
}).transform((read) => ({
  ...read,
  gracePeriodBeforeAccessRemoval: read.gracePeriodBeforeAccessRemoval ?? null,
}));
