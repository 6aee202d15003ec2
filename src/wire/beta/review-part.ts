/** accessReviewSettings of beta: the frequencies, reviewers and time-outs by name, where v1.0 has a recurrence and lists. */
import type { Json } from "../../domain/json.js";
import { isJsonObject, type JsonObject } from "../json-object.js";
import { typeNameOf } from "../schema/lenient.js";
import { type Part, same } from "./lens.js";
import { daysOf, ofDays } from "./spans.js";
import { getUserSets, objectsIn, putUserSets } from "./user-sets.js";

export const REVIEW_FREQUENCIES = [
  "weekly",
  "monthly",
  "quarterly",
  "halfyearly",
  "annual",
  "onetime",
] as const;
export const REVIEWER_TYPES = ["Self", "Reviewers", "Manager"] as const;

const PATTERNS: Readonly<Record<string, { readonly type: string; readonly interval: number }>> = {
  weekly: { type: "weekly", interval: 1 },
  monthly: { type: "absoluteMonthly", interval: 1 },
  quarterly: { type: "absoluteMonthly", interval: 3 },
  halfyearly: { type: "absoluteMonthly", interval: 6 },
  annual: { type: "absoluteMonthly", interval: 12 },
};

const MANAGER = { "@odata.type": "#microsoft.graph.targetManager", managerLevel: 1 };
const isManager = (set: JsonObject) => /^(?:target|requestor)Manager$/i.test(typeNameOf(set) ?? "");

export const reviewPart: Part = {
  names: ["accessReviewSettings"],
  get: ({ reviewSettings }) => ({
    accessReviewSettings: isJsonObject(reviewSettings) ? view(reviewSettings) : null,
  }),
  put: ({ accessReviewSettings: sent }, { reviewSettings }) =>
    isJsonObject(sent)
      ? { reviewSettings: settings(sent, isJsonObject(reviewSettings) ? reviewSettings : {}) }
      : { reviewSettings: null },
};

function view(settings: JsonObject): JsonObject {
  const schedule = objectOf(settings["schedule"]);
  const primary = objectsIn(settings["primaryReviewers"]);
  const named = primary.filter((set) => !isManager(set));
  const reviewerType =
    settings["isSelfReview"] === true ? "Self" : primary.some(isManager) ? "Manager" : "Reviewers";
  return {
    isEnabled: settings["isEnabled"] ?? false,
    recurrenceType: frequencyOf(schedule["recurrence"]),
    reviewerType,
    startDateTime: schedule["startDateTime"] ?? null,
    durationInDays: daysOf(objectOf(schedule["expiration"])["duration"]),
    reviewers: getUserSets(named, settings["fallbackReviewers"]),
    isAccessRecommendationEnabled: settings["isRecommendationEnabled"] ?? true,
    isApprovalJustificationRequired: settings["isReviewerJustificationRequired"] ?? true,
    accessReviewTimeoutBehavior: settings["expirationBehavior"] ?? "keepAccess",
  };
}

function settings(sent: JsonObject, before: JsonObject): JsonObject {
  const was = view(before);
  // What the whole view does not say has its default.
  const now = { ...view({}), ...sent };
  const unchanged = (...names: readonly string[]) => names.every((name) => same(now[name], was[name]));
  const schedule = objectOf(before["schedule"]);
  const reviewers = putUserSets(now["reviewers"], before["primaryReviewers"], before["fallbackReviewers"]);
  const managers = objectsIn(before["primaryReviewers"]).filter(isManager);
  const isByManager = now["reviewerType"] === "Manager";
  return {
    ...before,
    isEnabled: now["isEnabled"],
    isRecommendationEnabled: now["isAccessRecommendationEnabled"],
    isReviewerJustificationRequired: now["isApprovalJustificationRequired"],
    expirationBehavior: now["accessReviewTimeoutBehavior"],
    schedule: {
      ...schedule,
      startDateTime: now["startDateTime"],
      recurrence: unchanged("recurrenceType")
        ? (schedule["recurrence"] ?? null)
        : recurrence(now["recurrenceType"]),
      expiration: unchanged("durationInDays") ? schedule["expiration"] : span(now["durationInDays"]),
    },
    ...(unchanged("reviewerType", "reviewers")
      ? {}
      : {
          isSelfReview: now["reviewerType"] === "Self",
          primaryReviewers: [
            ...(isByManager ? (managers.length > 0 ? managers : [MANAGER]) : []),
            ...reviewers.sets,
          ],
          fallbackReviewers: reviewers.backups,
        }),
  };
}

function frequencyOf(written: Json | undefined): string {
  const pattern = objectOf(objectOf(written)["pattern"]);
  if (pattern["type"] === "absoluteYearly") return "annual";
  const found = Object.entries(PATTERNS).find(
    ([, { type, interval }]) => type === pattern["type"] && interval === pattern["interval"],
  );
  return found?.[0] ?? "onetime";
}

function recurrence(frequency: Json | undefined): JsonObject | null {
  const pattern = typeof frequency === "string" ? PATTERNS[frequency] : undefined;
  return pattern === undefined ? null : { pattern: { ...pattern }, range: { type: "noEnd" } };
}

function span(days: Json | undefined): JsonObject {
  return typeof days === "number" && days > 0
    ? { type: "afterDuration", duration: ofDays(days) }
    : { type: "notSpecified" };
}

export function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
