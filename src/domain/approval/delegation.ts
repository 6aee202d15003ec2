/** An approver lets one other person decide in their place, for a time or until further notice. */
import type { Instant } from "../time/instant.js";

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
