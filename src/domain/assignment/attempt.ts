/** What one attempt at giving or taking a role comes to: proven by reading it back, or failed and tried again later, without end. */
import { grantEvent } from "../assignment-request/request-events.js";
import type { EntitlementEvent } from "../events.js";
import { RETRY_FIRST_MS, RETRY_MAX_MS } from "../limits.js";
import type { Occasion } from "../occasion.js";
import { instantOf, msOf } from "../time/instant.js";
import type { RoleGrant } from "./role-grant.js";

export type AttemptResult =
  /** The target was read after the change and shows it. */
  | { readonly kind: "proven" }
  | { readonly kind: "failed"; readonly message: string; readonly retryAfterMs?: number };

export type Attempted = { readonly entry: RoleGrant; readonly event: EntitlementEvent };

export function afterAttempt(entry: RoleGrant, result: AttemptResult, occasion: Occasion): Attempted {
  const { now } = occasion;
  const discriminator = `${entry.generation}.${entry.attempts}`;
  if (result.kind === "failed") {
    const attempts = entry.attempts + 1;
    const wait = Math.max(retryDelayMs(attempts), result.retryAfterMs ?? 0);
    const failed: RoleGrant = {
      ...entry,
      attempts,
      lastError: result.message,
      nextAttemptDateTime: instantOf(msOf(now) + wait),
      modifiedDateTime: now,
    };
    return {
      entry: failed,
      event: grantEvent(occasion, "deliveryAttemptFailed", failed, {
        discriminator,
        detail: { attempts, message: result.message },
      }),
    };
  }
  const settled = { attempts: 0, lastError: null, nextAttemptDateTime: null, modifiedDateTime: now };
  const proven: RoleGrant =
    entry.state === "revoking"
      ? { ...entry, ...settled, state: "revoked", revokedDateTime: now }
      : { ...entry, ...settled, state: "granted", grantedDateTime: now };
  return {
    entry: proven,
    event: grantEvent(occasion, proven.state === "granted" ? "roleGranted" : "roleRevoked", proven, {
      discriminator,
    }),
  };
}

/** One minute after the first failure, then twice as long each time, at most an hour. */
export function retryDelayMs(attempts: number): number {
  return Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(attempts - 1, 20));
}
