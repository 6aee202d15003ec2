/** Who is told of what: one table of mails by event (numbers and audiences: spec/domain.md 17). */

import type { ApprovalStage } from "../../domain/approval/approval.js";
import { askedApprovers } from "../../domain/approval/stages.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { EntitlementEvent, EventType } from "../../domain/events.js";
import type { MailKind } from "./templates.js";

/** The mails an event calls for, and the ids of those who get them: of directory objects, or of subjects whom the directory does not have. */
export type Addressed = { readonly mail: MailKind; readonly to: readonly string[] };

type About = { readonly event: EntitlementEvent; readonly request: AssignmentRequest };

export function recipientsOf(about: About): readonly Addressed[] {
  return RULES[about.event.type]?.(about) ?? [];
}

const RULES: { readonly [type in EventType]?: (about: About) => readonly Addressed[] } = {
  approvalStageStarted: (about) => {
    const asked = stageOf(about);
    return isOpen(asked) ? [{ mail: askMail(asked), to: withDelegates(asked, "primary") }] : [];
  },
  approvalStageEscalated: (about) => {
    const asked = stageOf(about);
    return isOpen(asked) ? [{ mail: "forwarded", to: withDelegates(asked, "escalation") }] : [];
  },
  // Only whoever is new hears of it; those who were asked before know already.
  approversChanged: (about) => {
    const asked = stageOf(about);
    if (!isOpen(asked)) return [];
    const still = new Set(askedApprovers(asked.stage));
    return [{ mail: askMail(asked), to: addedBy(about.event).filter((id) => still.has(id)) }];
  },
  approvalStageCompleted: (about) => [{ mail: "approved", to: approversOf(about) }],
  assignmentRequestDenied: ({ request }) => [{ mail: "denied", to: ids(addressOf(request.requestor)) }],
  assignmentRequestTimedOut: (about) => [
    { mail: "expiredForApprovers", to: approversOf(about) },
    { mail: "expiredForRequestor", to: ids(addressOf(about.request.requestor)) },
  ],
  assignmentDelivered: ({ request }) =>
    aboutAccess(request, "accessGiven", [addressOf(request.target), whoAskedForOthers(request)]),
  assignmentEnding: ({ request }) => aboutAccess(request, "accessEnding", [addressOf(request.target)]),
  assignmentEnded: ({ request }) => aboutAccess(request, "accessEnded", [addressOf(request.target)]),
};

/** People from outside are reached by the address that they asked with. */
function addressOf({ id, objectId }: AssignmentRequest["target"]): string {
  return objectId ?? id;
}

/** A policy can silence the mails about the access itself; decisions are still told. */
function aboutAccess(
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

/** The approvers of one kind, and whoever decides in the place of one of them. */
function withDelegates({ stage }: NumberedStage, which: "primary" | "escalation"): readonly string[] {
  const asked = stage.approvers[which];
  const delegates = (stage.approvers.delegates ?? []).filter(({ delegatorId }) =>
    asked.includes(delegatorId),
  );
  return ids(...asked, ...delegates.map(({ delegateId }) => delegateId));
}

function addedBy({ detail }: EntitlementEvent): readonly string[] {
  if (typeof detail !== "object" || detail === null || !("addedApproverIds" in detail)) return [];
  const added = detail.addedApproverIds;
  return Array.isArray(added) ? added.filter((id): id is string => typeof id === "string") : [];
}

function approversOf(about: About): readonly string[] {
  const named = stageOf(about);
  return named === undefined ? [] : askedApprovers(named.stage);
}

/** Entra words the mail of the first stage differently from the later ones, and both by whether escalation is on. */
function askMail({ stage, index }: NumberedStage): MailKind {
  if (index === 0) return stage.settings.isEscalationEnabled ? "askFirstBeforeEscalation" : "ask";
  return stage.settings.isEscalationEnabled ? "askLaterBeforeEscalation" : "ask";
}

function ids(...candidates: readonly (string | null)[]): readonly string[] {
  return [...new Set(candidates.filter((id) => id !== null))];
}
