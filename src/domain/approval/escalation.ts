/** When are the escalation approvers (alternates) asked too? The primary approvers keep their right to decide. */
import type { ApprovalStageSettings } from "../assignment-policy/assignment-policy.js";
import { plus } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import type { ApprovalStage } from "./approval.js";
import { timeoutOf } from "./stage-timeout.js";

/** The instant at which a stage that began at `started` escalates; null when it never does: it is off, or the stage would be over by then. */
export function escalationOf(settings: ApprovalStageSettings, started: Instant): Instant | null {
  if (!settings.isEscalationEnabled) return null;
  if (settings.escalationApprovers.length + settings.fallbackEscalationApprovers.length === 0) return null;
  const due = plus(started, settings.durationBeforeEscalation);
  return due < timeoutOf(settings, started) ? due : null;
}

export function isEscalationDue(stage: ApprovalStage, now: Instant): boolean {
  return (
    stage.status === "InProgress" &&
    stage.escalationDueDateTime !== null &&
    now >= stage.escalationDueDateTime
  );
}
