/** When does access end? By the policy's pattern and what was asked for, counted from the start of access and not from the request. */

import type { ExpirationPattern } from "../assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { plus } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import { earliest } from "../time/ordering.js";
import type { Assignment } from "./assignment.js";

/** When access that starts at `start` would end by one pattern alone; null: never. */
export function endBy(pattern: ExpirationPattern, start: Instant): Instant | null {
  switch (pattern.type) {
    case "notSpecified":
    case "noExpiration":
      return null;
    case "afterDateTime":
      return pattern.endDateTime;
    case "afterDuration":
      return plus(start, pattern.duration);
  }
}

/** The end of access: what was asked for, but never later than the policy allows; null: without end. */
export function endOfAccess(
  policy: ExpirationPattern,
  asked: ExpirationPattern,
  start: Instant,
): Instant | null {
  return earliest(endBy(policy, start), endBy(asked, start));
}

/** What of an update, or a renewal, says when the access ends. */
export type EndAsked = Pick<AssignmentRequest, "policyExpiration" | "schedule" | "answers">;

/**
 * The end of access after an update: the one asked for, within the policy and counted from now. An update that only changes answers leaves
 * the end alone, and one that asks for no end in particular never shortens the access: it is for more time, also when the policy has
 * come to give less than before (existing access keeps its schedule, spec/domain.md 5.10).
 */
export function endAfterUpdate(
  { endDateTime }: Pick<Assignment, "endDateTime">,
  { policyExpiration, schedule, answers }: EndAsked,
  now: Instant,
): Instant | null {
  if (schedule.expiration.type !== "notSpecified") {
    const asked = endBy(schedule.expiration, now);
    // Less than there is can always be had; more only within the policy.
    return asked === null || isLater(asked, endDateTime)
      ? endOfAccess(policyExpiration, schedule.expiration, now)
      : asked;
  }
  if (answers.length > 0) return endDateTime;
  const end = endBy(policyExpiration, now);
  return isLater(end, endDateTime) ? end : endDateTime;
}

export function movesEndLater(
  assignment: Pick<Assignment, "endDateTime">,
  asked: EndAsked,
  now: Instant,
): boolean {
  return isLater(endAfterUpdate(assignment, asked, now), assignment.endDateTime);
}

/** Null, no end, is later than any. */
export function isLater(a: Instant | null, b: Instant | null): boolean {
  return b !== null && (a === null || a > b);
}
