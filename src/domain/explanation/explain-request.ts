/** Why is a request in its state, who can decide now, what happens next and when, and what was delivered? */
import type { ApprovalStage } from "../approval/approval.js";
import { currentStage } from "../approval/stages.js";
import type { RoleGrant } from "../assignment/role-grant.js";
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { isRemoval } from "../assignment-request/transitions.js";
import { awaitedCallouts } from "../custom-extension/callout.js";
import { earliest } from "../time/ordering.js";
import {
  type Because,
  type ExplainedRole,
  explainRole,
  type Named,
  named,
  type Upcoming,
} from "./explanation-parts.js";

export type RequestExplanation = {
  readonly id: string;
  readonly requestType: string;
  readonly state: string;
  readonly status: string;
  readonly accessPackage: Named;
  readonly why: Because;
  /** People who may decide the open stage at this moment. Null: no stage is open. */
  readonly canDecideNow: { readonly areShown: boolean; readonly people: readonly Named[] } | null;
  readonly stages: readonly ExplainedStage[];
  readonly next: readonly Upcoming[];
  readonly roles: readonly ExplainedRole[];
};

type ExplainedStage = {
  readonly stage: number;
  readonly id: string;
  readonly status: string;
  readonly reviewResult: string;
  readonly reviewedBy: Named | null;
  readonly reviewedDateTime: string | null;
  readonly startedDateTime: string | null;
  readonly escalatedDateTime: string | null;
};

export type RequestFacts = {
  /** As the asker may see it: names of approvers left out where they are not shown. */
  readonly request: AssignmentRequest;
  readonly packageName: string | null;
  /** The target's ledger. */
  readonly grants: readonly RoleGrant[];
  /** Who may decide the open stage now, whether or not the asker may know. */
  readonly deciderIds: readonly string[];
  readonly areApproversShown: boolean;
  /** Display names of people, by object id. */
  readonly names: ReadonlyMap<string, string>;
};

export function explainRequest(facts: RequestFacts): RequestExplanation {
  const { request, names } = facts;
  const open = openStage(request);
  const roles = rolesOf(facts);
  return {
    id: request.id,
    requestType: request.requestType,
    state: request.state,
    status: request.status,
    accessPackage: { id: request.accessPackageId, displayName: facts.packageName },
    why: whyIn(request, facts, roles),
    canDecideNow:
      open === undefined
        ? null
        : {
            areShown: facts.areApproversShown,
            people: facts.areApproversShown ? facts.deciderIds.map((id) => named(id, names)) : [],
          },
    stages: (request.approval?.stages ?? []).map(explainStage),
    next: nextFor(request, roles),
    roles,
  };
}

/** The stage that waits for a decision. */
export function openStage(
  request: AssignmentRequest,
): { readonly stage: ApprovalStage; readonly index: number } | undefined {
  const current = request.approval === null ? undefined : currentStage(request.approval);
  return request.state === "pendingApproval" && current?.stage.status === "InProgress" ? current : undefined;
}

/** Roles that the request's assignment gives; of a removal, those that go with it. */
function rolesOf({ request, grants }: RequestFacts): readonly ExplainedRole[] {
  const { assignmentId } = request;
  if (assignmentId === null) return [];
  const going = isRemoval(request.requestType);
  return grants
    .filter((grant) => grant.assignmentIds.includes(assignmentId))
    .filter(({ state }) => !going || state === "revoking" || state === "revoked")
    .map(explainRole);
}

function whyIn(request: AssignmentRequest, facts: RequestFacts, roles: readonly ExplainedRole[]): Because {
  const awaited = awaitedCallouts(request);
  if (awaited.length > 0)
    return {
      code: "waitingForCallback",
      because: `It waits for the answer of a custom extension of the policy: ${awaited.map(({ displayName }) => `"${displayName}"`).join(", ")}.`,
    };
  switch (request.state) {
    case "submitted":
      return {
        code: "accepted",
        because: "It was accepted a moment ago, and what comes next is being prepared.",
      };
    case "pendingApproval":
      return facts.deciderIds.length === 0
        ? {
            code: "waitingForNobody",
            because:
              "It waits for a decision, but at this moment there is nobody who may decide: it will be denied when its time is over, unless somebody comes to be an approver.",
          }
        : {
            code: request.status === "PendingApprovalEscalated" ? "waitingEscalated" : "waitingForDecision",
            because: "It waits for one of the approvers of the open stage to decide.",
          };
    case "scheduled":
      return {
        code: "waitingForStart",
        because: `It is approved; access begins at ${request.schedule.startDateTime}.`,
      };
    case "delivering":
      return {
        code: "delivering",
        because: isRemoval(request.requestType)
          ? "The roles are being taken away from the target systems."
          : "The roles are being given in the target systems.",
      };
    case "delivered":
      return { code: "delivered", because: "Everything that was asked for has been done." };
    case "partiallyDelivered":
    case "deliveryFailed":
      return whyFailed(request, roles);
    case "denied":
      return request.status === "Expired"
        ? { code: "timedOut", because: "Nobody decided in time, so it was denied." }
        : { code: "denied", because: whoDenied(request) };
    case "canceled":
      return request.status === "AssignmentEnded"
        ? { code: "assignmentEnded", because: "The access that it was to change ended before." }
        : { code: "canceled", because: "It was canceled before access was given." };
  }
}

function whoDenied({ approval }: AssignmentRequest): string {
  return approval?.stages.some(({ reviewResult }) => reviewResult === "Denied") === true
    ? "An approver said no."
    : "A custom extension of the policy said no.";
}

/** By the status that the rule which stopped it has written. */
const STOPPED: Readonly<Record<string, string>> = {
  IncompatibleAccess:
    "Something that the person has come to have, or a group they are in, excludes the access package.",
  CallbackTimedOut: "A custom extension of the policy did not answer in time, so nothing was given.",
  CustomExtensionDeleted:
    "A custom extension that the policy called was deleted while the request was under way, so nothing was given.",
  AccessPackageDeleted: "The access package was deleted while the request was under way.",
  AssignmentPolicyDeleted: "The policy was deleted while the request was under way.",
  CatalogNotExternallyVisible:
    "The catalog was closed to people of other organizations while the request was under way.",
  AlreadyAssigned: "The person has come to have the access package by another request.",
  AssignmentEnded: "The access ended before it was delivered or changed.",
  EndPassed: "The end of the access had passed before it could begin.",
};

function whyFailed(request: AssignmentRequest, roles: readonly ExplainedRole[]): Because {
  const stopped = STOPPED[request.status];
  if (stopped !== undefined)
    return { code: request.status.charAt(0).toLowerCase() + request.status.slice(1), because: stopped };
  const error = roles.find(({ lastError }) => lastError !== null)?.lastError ?? null;
  const said = error === null ? "" : ` The last error: ${error}`;
  return request.state === "partiallyDelivered"
    ? { code: "partlyDelivered", because: `Some roles could not be delivered; the attempts go on.${said}` }
    : { code: "notDelivered", because: `No role could be delivered; the attempts go on.${said}` };
}

function nextFor(request: AssignmentRequest, roles: readonly ExplainedRole[]): readonly Upcoming[] {
  const open = openStage(request);
  if (open !== undefined) {
    const { escalationDueDateTime, timeoutDueDateTime } = open.stage;
    return [
      ...(escalationDueDateTime === null
        ? []
        : [
            {
              code: "escalation",
              dateTime: escalationDueDateTime,
              what: "The escalation approvers may decide too, if nobody has.",
            },
          ]),
      { code: "timeOut", dateTime: timeoutDueDateTime, what: "It is denied, if nobody has decided." },
    ];
  }
  if (awaitedCallouts(request).length > 0)
    return [
      { code: "callbackTimeOut", dateTime: request.dueDateTime, what: "It fails, if no answer has come." },
    ];
  if (request.state === "scheduled")
    return [{ code: "start", dateTime: request.schedule.startDateTime, what: "Access begins." }];
  const attempt = earliest(
    ...roles
      .filter(({ state }) => state === "granting" || state === "revoking")
      .map(({ nextAttemptDateTime }) => nextAttemptDateTime),
  );
  return attempt === null
    ? []
    : [{ code: "nextAttempt", dateTime: attempt, what: "The roles that are missing are tried again." }];
}

function explainStage(stage: ApprovalStage, index: number): ExplainedStage {
  const { reviewedBy } = stage;
  return {
    stage: index + 1,
    id: stage.id,
    status: stage.status,
    reviewResult: stage.reviewResult,
    reviewedBy: reviewedBy === null ? null : { id: reviewedBy.id, displayName: reviewedBy.displayName },
    reviewedDateTime: stage.reviewedDateTime,
    startedDateTime: stage.startedDateTime,
    escalatedDateTime: stage.escalatedDateTime,
  };
}
