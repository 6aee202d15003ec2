/** Who may approve, in whose place, and what if that is nobody? Asked anew whenever a stage begins, escalates, is decided, or may have changed. */
import { LISTED_APPROVERS_MAX } from "../limits.js";
import type { Instant } from "../time/instant.js";
import type { ApprovalStage, Delegate, ReviewedBy, StageApprovers } from "./approval.js";
import type { EffectiveDelegation } from "./delegation.js";
import { isEscalationDue } from "./escalation.js";

/** The user ids that a stage's settings come to now: managers and groups looked up, disabled and deleted accounts left out. */
export type ResolvedApprovers = {
  readonly primary: readonly string[];
  readonly fallbackPrimary: readonly string[];
  readonly escalation: readonly string[];
  readonly fallbackEscalation: readonly string[];
  /** Of those people, who lets somebody decide in their place at this moment; delegates with disabled accounts left out. */
  readonly delegations: readonly EffectiveDelegation[];
  /** The objects of the directory on which all this depends: when one of them changes, it may come to other people. */
  readonly sourceIds: readonly string[];
};

/** By which right somebody decides: their own, or that of the approver who delegated to them. */
export type Right = { readonly kind: "own" } | { readonly kind: "delegated"; readonly inPlaceOf: ReviewedBy };

/**
 * Everybody who may decide. Nobody decides about their own request: requestor and target are `excluded`, also as delegates, and what they
 * may not do themselves they cannot let others do. Fallback approvers take part only while the others come to nobody.
 */
function deciders(
  resolved: ResolvedApprovers,
  excluded: readonly string[],
  isEscalated: boolean,
): Required<StageApprovers> {
  const named = without(resolved.primary, excluded);
  const usedFallback = named.length === 0;
  const primary = usedFallback ? without(resolved.fallbackPrimary, excluded) : named;
  const escalation = isEscalated ? alternates(resolved, excluded) : [];
  const own = new Set([...primary, ...escalation]);
  const delegates = resolved.delegations
    .filter(({ delegator, delegateId }) => own.has(delegator.id) && !excluded.includes(delegateId))
    .map(({ delegator, delegateId }): Delegate => ({ delegatorId: delegator.id, delegateId }));
  return { primary, usedFallback, escalation, delegates };
}

function alternates(resolved: ResolvedApprovers, excluded: readonly string[]): readonly string[] {
  const escalation = without(resolved.escalation, excluded);
  return escalation.length > 0 ? escalation : without(resolved.fallbackEscalation, excluded);
}

/** The approvers as they are written into the stage: of a very large group only the first, in the order of their ids. */
export function approversNow(
  resolved: ResolvedApprovers,
  excluded: readonly string[],
  isEscalated: boolean,
): Required<StageApprovers> {
  const { primary, usedFallback, escalation, delegates } = deciders(resolved, excluded, isEscalated);
  return {
    usedFallback,
    primary: listed(primary),
    escalation: listed(escalation),
    delegates: delegates
      .toSorted((one, other) => (one.delegatorId < other.delegatorId ? -1 : 1))
      .slice(0, LISTED_APPROVERS_MAX),
  };
}

/**
 * May this person decide the stage now, and by which right? `resolved` is looked up at this moment: whoever has left the group since
 * the stage began may not, whoever has joined may, and a delegation that has ended gives no right any more. Undefined: they may not.
 */
export function rightToDecide(
  stage: ApprovalStage,
  resolved: ResolvedApprovers,
  userId: string,
  excluded: readonly string[],
  now: Instant,
): Right | undefined {
  if (excluded.includes(userId)) return undefined;
  const isEscalated = stage.escalatedDateTime !== null || isEscalationDue(stage, now);
  const { primary, escalation, delegates } = deciders(resolved, excluded, isEscalated);
  if (primary.includes(userId) || escalation.includes(userId)) return { kind: "own" };
  const given = delegates.find(({ delegateId }) => delegateId === userId);
  const delegation = resolved.delegations.find(({ delegator }) => delegator.id === given?.delegatorId);
  return delegation === undefined ? undefined : { kind: "delegated", inPlaceOf: delegation.delegator };
}

function without(ids: readonly string[], excluded: readonly string[]): readonly string[] {
  return [...new Set(ids)].filter((id) => !excluded.includes(id));
}

/** In the order of their ids, so that the same group gives the same list. */
function listed(ids: readonly string[]): readonly string[] {
  return ids.toSorted().slice(0, LISTED_APPROVERS_MAX);
}
