/** An approver lets one other person decide in their place, for a time or until further notice. */
import { type Refusal, refused } from "../errors.js";
import { START_TOLERANCE_MS } from "../limits.js";
import { type Instant, msOf } from "../time/instant.js";
import type { ReviewedBy } from "./approval.js";

/**
 * Lives in partition `{subject id of the delegator}` of `access`. It covers open work as well as what comes later; it reaches one level
 * (a delegate's own delegate gets nothing from it); the delegator can still decide (spec/domain.md 7).
 */
export type ApprovalDelegation = {
  readonly kind: "approvalDelegation";
  readonly id: string;
  /** User ids of the directory. */
  readonly delegatorId: string;
  readonly delegateId: string;
  readonly startDateTime: Instant;
  /** Null: until it is ended. */
  readonly endDateTime: Instant | null;
  readonly reason: string | null;
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

/** A delegation that counts now, with the delegator as the record of a decision names them. */
export type EffectiveDelegation = { readonly delegator: ReviewedBy; readonly delegateId: string };

export type DelegationFacts = {
  readonly now: Instant;
  /** Undefined: the directory has no such user. */
  readonly delegate: { readonly displayName: string; readonly accountEnabled: boolean } | undefined;
  /** Every delegation of the delegator that has not ended. */
  readonly others: readonly ApprovalDelegation[];
};

/** Longest reason given for a delegation. */
const REASON_LENGTH_MAX = 1_000;

/** Why a delegation cannot be made or changed; undefined when it can. One delegate at a time, and never oneself. */
export function whyNotDelegate(
  wanted: Pick<ApprovalDelegation, "delegatorId" | "delegateId" | "startDateTime" | "endDateTime" | "reason">,
  { now, delegate, others }: DelegationFacts,
): Refusal | undefined {
  const { delegatorId, delegateId, startDateTime, endDateTime, reason } = wanted;
  if (delegateId === delegatorId)
    return refused("InvalidModel", "Nobody delegates to themselves: name somebody else.", "delegate/id");
  if (delegate === undefined)
    return refused("InvalidModel", `The directory has no user with id ${delegateId}.`, "delegate/id");
  if (!delegate.accountEnabled)
    return refused(
      "InvalidModel",
      `The account of ${delegate.displayName} (${delegateId}) is disabled, so they could decide nothing.`,
      "delegate/id",
    );
  if (reason !== null && reason.length > REASON_LENGTH_MAX)
    return refused(
      "InvalidModel",
      `The reason has ${reason.length} characters; at most ${REASON_LENGTH_MAX} are taken.`,
      "reason",
    );
  if (msOf(startDateTime) < msOf(now) - START_TOLERANCE_MS)
    return refused(
      "InvalidSchedule",
      `A delegation cannot start in the past, at ${startDateTime}: what was decided stays decided.`,
      "startDateTime",
    );
  if (endDateTime !== null && (endDateTime <= startDateTime || endDateTime <= now))
    return refused(
      "InvalidSchedule",
      `A delegation ends after it starts, and not in the past; got ${startDateTime} to ${endDateTime}.`,
      "endDateTime",
    );
  const other = others.find((one) => overlap(one, wanted));
  return other === undefined
    ? undefined
    : refused(
        "Conflict",
        `There is one delegate at a time, and delegation ${other.id} to ${other.delegateId} runs from ${other.startDateTime} ${other.endDateTime === null ? "without end" : `to ${other.endDateTime}`}. End it first, or choose another time.`,
      );
}

export function statusOf(delegation: ApprovalDelegation, now: Instant): "scheduled" | "active" | "ended" {
  if (hasEnded(delegation, now)) return "ended";
  return isEffective(delegation, now) ? "active" : "scheduled";
}

export function hasEnded({ endDateTime }: ApprovalDelegation, now: Instant): boolean {
  return endDateTime !== null && endDateTime <= now;
}

export function isEffective(delegation: ApprovalDelegation, now: Instant): boolean {
  return delegation.startDateTime <= now && !hasEnded(delegation, now);
}

/** When the delegation begins and ends: what waits for whom changes then. */
export function turningPoints({ startDateTime, endDateTime }: ApprovalDelegation): readonly Instant[] {
  return endDateTime === null ? [startDateTime] : [startDateTime, endDateTime];
}

type Span = Pick<ApprovalDelegation, "startDateTime" | "endDateTime">;

function overlap(one: Span, other: Span): boolean {
  const startsBeforeEnd = (a: Span, b: Span) => b.endDateTime === null || a.startDateTime < b.endDateTime;
  return startsBeforeEnd(one, other) && startsBeforeEnd(other, one);
}
