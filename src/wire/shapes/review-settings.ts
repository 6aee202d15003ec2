/** accessPackageAssignmentReviewSettings on the wire. */
import type { ReviewSettings } from "../../domain/assignment-policy/review-settings.js";
import type { JsonObject } from "../json-object.js";
import { writeExpiration } from "./schedule.js";
import { writeSubjectSets } from "./subject-set.js";

export function writeReviewSettings(settings: ReviewSettings | null): JsonObject | null {
  if (settings === null) return null;
  const { schedule, primaryReviewers, fallbackReviewers, ...flags } = settings;
  return {
    ...flags,
    schedule: {
      startDateTime: schedule.startDateTime,
      recurrence: schedule.recurrence,
      expiration: writeExpiration(schedule.expiration),
    },
    primaryReviewers: writeSubjectSets(primaryReviewers),
    fallbackReviewers: writeSubjectSets(fallbackReviewers),
  };
}
