/** When does access end? By the policy's pattern and what was asked for, counted from the start of access and not from the request. */
import type { ExpirationPattern } from "../assignment-policy/assignment-policy.js";
import { plus } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import { earliest } from "../time/ordering.js";

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
