/** What is wrong with the review settings of a policy (spec/domain.md 5.6): when reviews are held, how long they are open, and who reviews. */
import { REVIEW_OPEN_DAYS } from "../catalog/limits.js";
import { msOfDuration } from "../time/duration.js";
import type { PolicyFacts, PolicyProblem } from "./policy-problems.js";
import { type ReviewFrequency, type ReviewSettings, reviewFrequency } from "./review-settings.js";
import { subjectSetProblems } from "./subject-set-problems.js";

const DAY_MS = 86_400_000;
const TARGET = "reviewSettings";

const REVIEWERS = ["singleUser", "groupMembers", "requestorManager", "targetManager"] as const;

/** Settings that are switched off are kept as they are: whoever switches them on has them checked then. */
export function reviewProblems(
  settings: ReviewSettings | null,
  { unknownIds }: PolicyFacts,
): readonly PolicyProblem[] {
  if (settings === null || !settings.isEnabled) return [];
  return [
    ...scheduleProblems(settings),
    ...subjectSetProblems(`${TARGET}/primaryReviewers`, settings.primaryReviewers, REVIEWERS, unknownIds),
    ...subjectSetProblems(`${TARGET}/fallbackReviewers`, settings.fallbackReviewers, REVIEWERS, unknownIds),
    ...reviewerProblems(settings),
  ];
}

function scheduleProblems({ schedule }: ReviewSettings): readonly PolicyProblem[] {
  const { recurrence, expiration } = schedule;
  const frequency = recurrence === null ? "once" : reviewFrequency(recurrence.pattern);
  if (frequency === undefined)
    return [
      {
        target: `${TARGET}/schedule/recurrence/pattern`,
        message:
          "Reviews are held weekly (weekly, interval 1), monthly, quarterly, half-yearly (absoluteMonthly, interval 1, 3, 6) or annually (absoluteYearly, interval 1).",
      },
    ];
  const problems: PolicyProblem[] = [];
  const range = recurrence?.range;
  if (range?.type === "endDate" && range.endDate === null)
    problems.push({
      target: `${TARGET}/schedule/recurrence/range/endDate`,
      message: "A range of type endDate needs the date of its end.",
    });
  if (range?.type === "numbered" && range.numberOfOccurrences < 1)
    problems.push({
      target: `${TARGET}/schedule/recurrence/range/numberOfOccurrences`,
      message: "A range of type numbered has at least one review.",
    });
  if (expiration.type === "notSpecified") return problems;
  const target = `${TARGET}/schedule/expiration`;
  if (expiration.type !== "afterDuration")
    return [
      ...problems,
      { target, message: "How long a review is open is a duration (type afterDuration), such as P25D." },
    ];
  const days = msOfDuration(expiration.duration) / DAY_MS;
  const longest = REVIEW_OPEN_DAYS[frequency];
  if (days <= 0 || days > longest)
    problems.push({
      target: `${target}/duration`,
      message: `${NAMES[frequency]} review is open for more than nothing and at most ${longest} days, so that it ends before the next one.`,
    });
  return problems;
}

const NAMES: Readonly<Record<ReviewFrequency | "once", string>> = {
  once: "A single",
  weekly: "A weekly",
  monthly: "A monthly",
  quarterly: "A quarterly",
  halfYearly: "A half-yearly",
  annually: "An annual",
};

function reviewerProblems(settings: ReviewSettings): readonly PolicyProblem[] {
  const { isSelfReview, primaryReviewers, fallbackReviewers } = settings;
  if (isSelfReview) return [];
  if (primaryReviewers.length === 0 && fallbackReviewers.length === 0)
    return [
      {
        target: `${TARGET}/primaryReviewers`,
        message: "A review needs reviewers: isSelfReview, primaryReviewers or fallbackReviewers.",
      },
    ];
  const onlyManagers =
    primaryReviewers.length > 0 && primaryReviewers.every(({ kind }) => kind.endsWith("Manager"));
  return onlyManagers && fallbackReviewers.length === 0
    ? [
        {
          target: `${TARGET}/fallbackReviewers`,
          message: "Not everybody has a manager: name fallbackReviewers for those who have none.",
        },
      ]
    : [];
}
