/** May access start and end when the requestor says? (spec/domain.md 6.2, rule 11) */

import { endBy, isLater } from "../assignment/expiry.js";
import type { ExpirationPattern } from "../assignment-policy/assignment-policy.js";
import { type Refusal, refused } from "../errors.js";
import { START_TOLERANCE_MS } from "../limits.js";
import { plus } from "../time/duration.js";
import { type Instant, msOf } from "../time/instant.js";
import { later } from "../time/ordering.js";
import type { RequestedSchedule } from "./assignment-request.js";

export type ScheduleRules = {
  /** Administrators always may; others when the policy lets them. */
  readonly mayChooseSchedule: boolean;
  readonly policyExpiration: ExpirationPattern;
  /** False for updates: access has begun, and only its end can be moved. */
  readonly startCounts: boolean;
  /** Of the access that an update changes: shortening it is possible whatever the policy allows. Absent where access begins. */
  readonly currentEnd?: Instant | null;
};

export function checkSchedule(
  schedule: RequestedSchedule,
  rules: ScheduleRules,
  now: Instant,
): Refusal | undefined {
  const { startDateTime, expiration } = schedule;
  const asksForStart = rules.startCounts && startDateTime !== null && startDateTime > now;
  const asksForEnd = expiration.type !== "notSpecified" && !sameAsPolicy(expiration, rules.policyExpiration);
  if (!rules.mayChooseSchedule && (asksForStart || asksForEnd))
    return no("The policy does not let requestors choose when access starts or ends; leave schedule out.");
  if (rules.startCounts && startDateTime !== null && msOf(startDateTime) < msOf(now) - START_TOLERANCE_MS)
    return no(
      `The start ${startDateTime} is in the past (it is now ${now}); leave startDateTime out to start at once.`,
      "schedule/startDateTime",
    );
  const shortened = shortenedEnd(expiration, rules.currentEnd, now);
  if (shortened !== undefined)
    return shortened > now
      ? undefined
      : no(
          `The end ${shortened} is not after the present ${now}; to end access at once, ask for its removal.`,
          "schedule/expiration",
        );
  const start = asksForStart ? later(startDateTime, now) : now;
  const policyEnd = endBy(rules.policyExpiration, start);
  if (policyEnd !== null && policyEnd <= start) return no(`The policy gives no access after ${policyEnd}.`);
  if (expiration.type === "notSpecified") return undefined;
  if (expiration.type === "noExpiration")
    return policyEnd === null
      ? undefined
      : no(`The policy ends access at ${policyEnd} at the latest; access without end cannot be asked for.`);
  const end = expiration.type === "afterDateTime" ? expiration.endDateTime : plus(start, expiration.duration);
  if (end <= start) return no(`The end ${end} is not after the start ${start}.`, "schedule/expiration");
  return policyEnd === null || end <= policyEnd
    ? undefined
    : no(`The end ${end} is later than the policy allows, which is ${policyEnd}.`, "schedule/expiration");
}

/** The end asked for, where that is no later than the one there is. */
function shortenedEnd(
  asked: ExpirationPattern,
  currentEnd: Instant | null | undefined,
  now: Instant,
): Instant | undefined {
  const end = endBy(asked, now);
  return end === null || currentEnd === undefined || isLater(end, currentEnd) ? undefined : end;
}

/** A client that sends back the policy's own pattern asks for nothing. */
function sameAsPolicy(asked: ExpirationPattern, policy: ExpirationPattern): boolean {
  if (asked.type === "afterDateTime")
    return policy.type === "afterDateTime" && asked.endDateTime === policy.endDateTime;
  if (asked.type === "afterDuration")
    return policy.type === "afterDuration" && asked.duration === policy.duration;
  return asked.type === "noExpiration" && (policy.type === "noExpiration" || policy.type === "notSpecified");
}

function no(message: string, target = "schedule"): Refusal {
  return refused("InvalidSchedule", message, target);
}
