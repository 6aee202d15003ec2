/** expirationPattern and entitlementManagementSchedule on the wire. */
import type { ExpirationPattern } from "../../domain/assignment-policy/assignment-policy.js";
import type { Instant } from "../../domain/time/instant.js";

export function writeExpiration(expiration: ExpirationPattern) {
  return {
    endDateTime: expiration.type === "afterDateTime" ? expiration.endDateTime : null,
    duration: expiration.type === "afterDuration" ? expiration.duration : null,
    type: expiration.type,
  };
}

/** Recurrence is always null: access is not given in intervals. */
export function writeSchedule(startDateTime: Instant | null, expiration: ExpirationPattern) {
  return { startDateTime, recurrence: null, expiration: writeExpiration(expiration) };
}
