/** Who is told of what: one table of mails by event (numbers and audiences: spec/domain.md 17). */

import type { ApprovalStage } from "../../domain/approval/approval.js";
import { askedApprovers } from "../../domain/approval/stages.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { EntitlementEvent } from "../../domain/events.js";
import type { MailKind } from "./templates.js";

/** The mails an event calls for, and the object ids of those who get them. */
export type Addressed = { readonly mail: MailKind; readonly to: readonly string[] };

type About = { readonly event: EntitlementEvent; readonly request: AssignmentRequest };

export function recipientsOf(about: About): readonly Addressed[] {
  const { event, request } = about;
  const stage = stageOf(about);
  switch (event.type) {
    case "approvalStageStarted":
      return isOpen(stage) ? [{ mail: askMail(stage), to: stage.stage.approvers.primary }] : [];
    case "approvalStageEscalated":
      return isOpen(stage) ? [{ mail: "forwarded", to: stage.stage.approvers.escalation }] : [];
    case "approvalStageCompleted":
      return stage === undefined ? [] : [{ mail: "approved", to: askedApprovers(stage.stage) }];
    case "assignmentRequestDenied":
      return [{ mail: "denied", to: ids(request.requestor.objectId) }];
    case "assignmentRequestTimedOut":
      return [
        { mail: "expiredForApprovers", to: stage === undefined ? [] : askedApprovers(stage.stage) },
        { mail: "expiredForRequestor", to: ids(request.requestor.objectId) },
      ];
    case "assignmentDelivered":
      return forTarget(request, "accessGiven", [request.target.objectId, whoAskedForOthers(request)]);
    case "assignmentEnding":
      return forTarget(request, "accessEnding", [request.target.objectId]);
    case "assignmentEnded":
      return forTarget(request, "accessEnded", [request.target.objectId]);
    default:
      return [];
  }
}

/** A policy can silence the mails about the access itself; decisions are still told. */
function forTarget(
  request: AssignmentRequest,
  mail: MailKind,
  to: readonly (string | null)[],
): readonly Addressed[] {
  return request.isAssignmentNotificationDisabled ? [] : [{ mail, to: ids(...to) }];
}

/** An administrator who assigned somebody is not told; a manager who asked for somebody is. */
function whoAskedForOthers(request: AssignmentRequest): string | null {
  return request.requestType === "onBehalfAdd" ? request.requestor.objectId : null;
}

type NumberedStage = { readonly stage: ApprovalStage; readonly index: number };

/** A message may come late: nobody is asked about what has been decided meanwhile. */
function isOpen(stage: NumberedStage | undefined): stage is NumberedStage {
  return stage?.stage.status === "InProgress";
}

/** The stage that the event names by its id. */
function stageOf({ event, request }: About): NumberedStage | undefined {
  const { detail } = event;
  if (typeof detail !== "object" || detail === null || !("stage" in detail)) return undefined;
  const index = typeof detail.stage === "number" ? detail.stage : -1;
  const stage = request.approval?.stages[index];
  return stage === undefined ? undefined : { stage, index };
}

/** Entra words the mail of the first stage differently from the later ones, and both by whether escalation is on. */
function askMail({ stage, index }: NumberedStage): MailKind {
  if (index === 0) return stage.settings.isEscalationEnabled ? "askFirstBeforeEscalation" : "ask";
  return stage.settings.isEscalationEnabled ? "askLaterBeforeEscalation" : "ask";
}

function ids(...candidates: readonly (string | null)[]): readonly string[] {
  return [...new Set(candidates.filter((id) => id !== null))];
}
