/** When does an undecided approval time out? One duration after its stage began, to the millisecond; the request is denied then. */
import type { ApprovalStageSettings } from "../assignment-policy/assignment-policy.js";
import { plus } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import type { ApprovalStage } from "./approval.js";

/** The instant at which a stage that began at `started` runs out of time. */
export function timeoutOf(settings: ApprovalStageSettings, started: Instant): Instant {
  return plus(started, settings.durationBeforeAutomaticDenial);
}

/** From the very instant of the time-out on nobody can decide, even before the system has got round to closing the request. */
export function hasTimedOut(stage: ApprovalStage, now: Instant): boolean {
  return (
    stage.status === "InProgress" && stage.timeoutDueDateTime !== null && now >= stage.timeoutDueDateTime
  );
}
