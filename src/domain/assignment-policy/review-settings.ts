/** Whether, when and by whom the access given under a policy is reviewed (Graph: accessPackageAssignmentReviewSettings; spec/domain.md 5.6). */
import type { SubjectSet } from "../subject/subject-set.js";
import type { Instant } from "../time/instant.js";
import type { ExpirationPattern } from "./assignment-policy.js";

export type ReviewSettings = {
  readonly isEnabled: boolean;
  readonly schedule: ReviewSchedule;
  /** Everybody reviews their own access; the named reviewers are not asked then. */
  readonly isSelfReview: boolean;
  readonly primaryReviewers: readonly SubjectSet[];
  /** Asked when the primary reviewers come to nobody: no manager. */
  readonly fallbackReviewers: readonly SubjectSet[];
  /** Shows reviewers what the system would decide: approve whoever signed in during the last 30 days. Default true. */
  readonly isRecommendationEnabled: boolean;
  /** Default true. */
  readonly isReviewerJustificationRequired: boolean;
  /** What becomes of access that nobody has reviewed when the review closes. Default keepAccess. */
  readonly expirationBehavior: ExpirationBehavior;
};

export type ExpirationBehavior = (typeof EXPIRATION_BEHAVIORS)[number];

export const EXPIRATION_BEHAVIORS = ["keepAccess", "removeAccess", "acceptAccessRecommendation"] as const;

/** Graph: entitlementManagementSchedule, as reviews use it. */
export type ReviewSchedule = {
  /** When the first review begins; null: when the policy is saved. */
  readonly startDateTime: Instant | null;
  /** Null: one review, never repeated. */
  readonly recurrence: PatternedRecurrence | null;
  /** How long each review is open: a duration, or notSpecified (25 days). */
  readonly expiration: ExpirationPattern;
};

/** Graph: patternedRecurrence. Kept whole, also what a frequency does not use. */
export type PatternedRecurrence = {
  readonly pattern: RecurrencePattern;
  readonly range: RecurrenceRange;
};

export const RECURRENCE_PATTERN_TYPES = [
  "daily",
  "weekly",
  "absoluteMonthly",
  "relativeMonthly",
  "absoluteYearly",
  "relativeYearly",
] as const;

export const DAYS_OF_WEEK = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;

export const WEEK_INDEXES = ["first", "second", "third", "fourth", "last"] as const;

export type RecurrencePattern = {
  readonly type: (typeof RECURRENCE_PATTERN_TYPES)[number];
  /** Every so many weeks, months or years. */
  readonly interval: number;
  /** 0: the month of the start. */
  readonly month: number;
  /** 0: the day of the start. */
  readonly dayOfMonth: number;
  readonly daysOfWeek: readonly (typeof DAYS_OF_WEEK)[number][];
  readonly firstDayOfWeek: (typeof DAYS_OF_WEEK)[number];
  readonly index: (typeof WEEK_INDEXES)[number];
};

export type RecurrenceRange = {
  readonly type: "endDate" | "noEnd" | "numbered";
  readonly numberOfOccurrences: number;
  readonly recurrenceTimeZone: string | null;
  /** Calendar dates, `2026-11-22`. */
  readonly startDate: string | null;
  readonly endDate: string | null;
};

export type ReviewFrequency = "weekly" | "monthly" | "quarterly" | "halfYearly" | "annually";

/**
 * How often a recurrence comes; undefined for one that is not offered. The portal offers the last four, Graph's older versions weekly too.
 */
export function reviewFrequency({ type, interval }: RecurrencePattern): ReviewFrequency | undefined {
  if (type === "weekly") return interval === 1 ? "weekly" : undefined;
  if (type === "absoluteYearly") return interval === 1 ? "annually" : undefined;
  return type === "absoluteMonthly" ? MONTHS[interval] : undefined;
}

const MONTHS: Readonly<Record<number, ReviewFrequency>> = {
  1: "monthly",
  3: "quarterly",
  6: "halfYearly",
  12: "annually",
};
