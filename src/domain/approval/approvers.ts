/** Who may approve, and what if that is nobody? */
import { LISTED_APPROVERS_MAX } from "../limits.js";
import type { Instant } from "../time/instant.js";
import type { ApprovalStage, StageApprovers } from "./approval.js";
import { isEscalationDue } from "./escalation.js";

/** The user ids that a stage's settings come to now: managers and groups looked up, disabled and deleted accounts left out. */
export type ResolvedApprovers = {
  readonly primary: readonly string[];
  readonly fallbackPrimary: readonly string[];
  readonly escalation: readonly string[];
  readonly fallbackEscalation: readonly string[];
};

/**
 * The approvers as a stage begins. Nobody approves their own request: requestor and target are `excluded`.
 * Fallback approvers take part only when the primary approvers come to nobody.
 */
export function primaryApprovers(
  resolved: ResolvedApprovers,
  excluded: readonly string[],
): Pick<StageApprovers, "primary" | "usedFallback"> {
  const primary = without(resolved.primary, excluded);
  if (primary.length > 0) return { primary: listed(primary), usedFallback: false };
  return { primary: listed(without(resolved.fallbackPrimary, excluded)), usedFallback: true };
}

/** The approvers who join when the stage escalates. */
export function escalationApprovers(
  resolved: ResolvedApprovers,
  excluded: readonly string[],
): readonly string[] {
  const escalation = without(resolved.escalation, excluded);
  return listed(escalation.length > 0 ? escalation : without(resolved.fallbackEscalation, excluded));
}

/**
 * May this person decide the stage now? `resolved` is looked up at this moment: whoever has left the group since the stage began
 * may not, whoever has joined may. Whoever was asked as a fallback keeps the right while the policy still names them.
 */
export function mayDecide(
  stage: ApprovalStage,
  resolved: ResolvedApprovers,
  userId: string,
  excluded: readonly string[],
  now: Instant,
): boolean {
  if (excluded.includes(userId)) return false;
  const primary = without(resolved.primary, excluded);
  if (primary.includes(userId)) return true;
  const fallbackTakesPart = primary.length === 0 || stage.approvers.usedFallback;
  if (fallbackTakesPart && resolved.fallbackPrimary.includes(userId)) return true;
  if (stage.escalatedDateTime === null && !isEscalationDue(stage, now)) return false;
  const escalation = without(resolved.escalation, excluded);
  if (escalation.includes(userId)) return true;
  return escalation.length === 0 && resolved.fallbackEscalation.includes(userId);
}

function without(ids: readonly string[], excluded: readonly string[]): readonly string[] {
  return [...new Set(ids)].filter((id) => !excluded.includes(id));
}

/** In the order of their ids, so that the same group gives the same list. */
function listed(ids: readonly string[]): readonly string[] {
  return ids.toSorted().slice(0, LISTED_APPROVERS_MAX);
}
