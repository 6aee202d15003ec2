/**
 * Calling extensions in the course of a request, and waiting for their answers. A request that waits is neither decided by approvers
 * nor given; the answer lets it go on, denies it or cancels it, and an answer that does not come in time fails it (spec/domain.md 11).
 */
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { closedRequest } from "../assignment-request/closing.js";
import { requestEvent } from "../assignment-request/request-events.js";
import { type Decision, decided } from "../decision.js";
import { type Refusal, refused } from "../errors.js";
import type { Json } from "../json.js";
import type { Occasion } from "../occasion.js";
import { plus } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import { earliest } from "../time/ordering.js";
import type { CustomExtension, CustomExtensionStage } from "./custom-extension.js";

/** One call of one extension for one request (Graph: customExtensionCalloutInstance). */
export type Callout = {
  /** Graph: customExtensionStageInstanceId. */
  readonly id: string;
  readonly stage: CustomExtensionStage;
  readonly customExtensionId: string;
  readonly displayName: string;
  /** `toBeSent`: not waited for, and nobody has sent it yet. The others are Graph's. */
  readonly status:
    | "toBeSent"
    | "calloutSent"
    | "callbackReceived"
    | "calloutFailed"
    | "callbackTimedOut"
    | "waitingForCallback";
  /** What the extension said; shown to approvers. */
  readonly detail: string | null;
  /** When the answer is too late; null when none is waited for. */
  readonly waitsUntil: Instant | null;
};

/** The stages of a request that come before access is given. */
export type HoldingStage = Extract<
  CustomExtensionStage,
  "assignmentRequestCreated" | "assignmentRequestApproved"
>;

export type CalloutStep =
  | { readonly kind: "callOut"; readonly stage: HoldingStage }
  | { readonly kind: "calloutTimeOut" }
  | { readonly kind: "wait"; readonly for: "callback" };

/** What a stage still asks for; undefined when the request can go on. */
export function calloutStep(
  request: AssignmentRequest,
  stage: HoldingStage,
  now: Instant,
): CalloutStep | undefined {
  if (uncalled(request, stage).length > 0) return { kind: "callOut", stage };
  const due = earliest(...waiting(request).map(({ waitsUntil }) => waitsUntil));
  if (due === null) return undefined;
  return due <= now ? { kind: "calloutTimeOut" } : { kind: "wait", for: "callback" };
}

/** `extensions` holds those that the stage names, by id; one that is missing was deleted, and what it would have said is not known. */
export function callOut(
  request: AssignmentRequest,
  stage: HoldingStage,
  extensions: ReadonlyMap<string, CustomExtension>,
  occasion: Occasion,
): Decision {
  const callouts: Callout[] = [];
  for (const customExtensionId of uncalled(request, stage)) {
    const extension = extensions.get(customExtensionId);
    if (extension === undefined)
      return failed(request, "CustomExtensionDeleted", { customExtensionId }, occasion);
    callouts.push(calloutOf(request, stage, extension, occasion));
  }
  const next = withCallouts(request, [...(request.callouts ?? []), ...callouts], occasion.now);
  return decided(
    [next],
    callouts.map((callout) =>
      requestEvent(occasion, "customExtensionCalled", next, {
        discriminator: callout.id,
        detail: {
          stage,
          customExtensionId: callout.customExtensionId,
          customExtension: callout.displayName,
          customExtensionStageInstanceId: callout.id,
          // Whoever sends the call reads the rest from the request: this is where the answer goes.
          callbackUriPath: `/identityGovernance/entitlementManagement/assignmentRequests/${request.id}/resume`,
          waitsUntil: callout.waitsUntil,
        },
      }),
    ),
  );
}

export type CalloutAnswer = {
  readonly customExtensionStageInstanceId: string;
  readonly stage: CustomExtensionStage | null;
  readonly detail: string | null;
  readonly outcome: "continue" | "denied" | "canceled";
};

/** The decision, with the request as it is now at hand. */
export type Answered = Decision & { readonly request: AssignmentRequest };

export function answerCallout(
  request: AssignmentRequest,
  answer: CalloutAnswer,
  occasion: Occasion,
): Answered | Refusal {
  const { now } = occasion;
  const callout = request.callouts?.find(({ id }) => id === answer.customExtensionStageInstanceId);
  const problem = problemWith(request, callout, answer, now);
  if (problem !== undefined || callout === undefined)
    return refused("InvalidCallbackState", problem ?? "", "data/customExtensionStageInstanceId");
  const answered: Callout = { ...callout, status: "callbackReceived", detail: answer.detail };
  const all = (request.callouts ?? []).map((one) => (one.id === callout.id ? answered : one));
  const before = withCallouts(request, all, now);
  const detail = {
    stage: callout.stage,
    customExtensionId: callout.customExtensionId,
    customExtensionStageInstanceId: callout.id,
    outcome: answer.outcome,
  };
  const received = (next: AssignmentRequest) =>
    requestEvent(occasion, "customExtensionAnswered", next, { discriminator: callout.id, detail });
  if (answer.outcome === "continue") return { ...decided([before], [received(before)]), request: before };
  const isDenied = answer.outcome === "denied";
  const closed = isDenied
    ? closedRequest(before, "denied", "Denied", now)
    : closedRequest(before, "canceled", "Canceled", now);
  const type = isDenied ? "assignmentRequestDenied" : "assignmentRequestCanceled";
  return {
    ...decided([closed], [received(closed), requestEvent(occasion, type, closed, { detail })]),
    request: closed,
  };
}

/** An answer that was waited for did not come: nothing is known, so nothing is given. */
export function timeOutCallouts(request: AssignmentRequest, occasion: Occasion): Decision {
  const late = waiting(request).filter(({ waitsUntil }) => waitsUntil !== null && waitsUntil <= occasion.now);
  const callouts = (request.callouts ?? []).map((callout) =>
    late.includes(callout) ? { ...callout, status: "callbackTimedOut" as const } : callout,
  );
  const { documents, events } = failed(
    { ...request, callouts },
    "CallbackTimedOut",
    { customExtensionIds: late.map(({ customExtensionId }) => customExtensionId) },
    occasion,
  );
  return decided(documents, [
    ...late.map((callout) =>
      requestEvent(occasion, "customExtensionAnswered", request, {
        discriminator: callout.id,
        detail: {
          stage: callout.stage,
          customExtensionId: callout.customExtensionId,
          customExtensionStageInstanceId: callout.id,
          outcome: "timedOut",
        },
      }),
    ),
    ...events,
  ]);
}

function uncalled(request: AssignmentRequest, stage: HoldingStage): readonly string[] {
  return (request.customExtensionStageSettings ?? [])
    .filter((setting) => setting.stage === stage)
    .map(({ customExtensionId }) => customExtensionId)
    .filter(
      (id) =>
        !request.callouts?.some((callout) => callout.stage === stage && callout.customExtensionId === id),
    );
}

/** The calls whose answers the request waits for; none once it is closed. */
export function awaitedCallouts(request: AssignmentRequest): readonly Callout[] {
  return request.state === "submitted" || request.state === "pendingApproval" ? waiting(request) : [];
}

function waiting(request: AssignmentRequest): readonly Callout[] {
  return (request.callouts ?? []).filter(({ status }) => status === "waitingForCallback");
}

function calloutOf(
  request: AssignmentRequest,
  stage: HoldingStage,
  { id, displayName, callback }: CustomExtension,
  { derive, now }: Occasion,
): Callout {
  return {
    id: derive("callout", request.id, stage, id),
    stage,
    customExtensionId: id,
    displayName,
    status: callback === null ? "toBeSent" : "waitingForCallback",
    detail: null,
    waitsUntil: callback === null ? null : plus(now, callback.timeoutDuration),
  };
}

/** The request with its calls, waiting for the answers among them that have not come. */
function withCallouts(
  request: AssignmentRequest,
  callouts: readonly Callout[],
  now: Instant,
): AssignmentRequest {
  const next = { ...request, callouts, pendingApproverIds: [], modifiedDateTime: now };
  const due = earliest(...waiting(next).map(({ waitsUntil }) => waitsUntil));
  if (due !== null) return { ...next, status: "WaitingForCallback", dueDateTime: due };
  return {
    ...next,
    status: request.state === "submitted" ? "Accepted" : "PendingApproval",
    dueDateTime: null,
  };
}

function problemWith(
  request: AssignmentRequest,
  callout: Callout | undefined,
  { customExtensionStageInstanceId, stage }: CalloutAnswer,
  now: Instant,
): string | undefined {
  if (request.state !== "submitted" && request.state !== "pendingApproval")
    return `Request ${request.id} is ${request.state} (${request.status}) and waits for no answer any more.`;
  if (callout === undefined)
    return `Request ${request.id} has no stage instance ${customExtensionStageInstanceId}.`;
  if (stage !== null && stage !== callout.stage)
    return `Stage instance ${callout.id} is of stage ${callout.stage}, not ${stage}.`;
  if (callout.status !== "waitingForCallback")
    return `Request ${request.id} does not wait for stage instance ${callout.id} (${callout.status}).`;
  return callout.waitsUntil !== null && callout.waitsUntil <= now
    ? `The answer for stage instance ${callout.id} was waited for until ${callout.waitsUntil}.`
    : undefined;
}

function failed(
  request: AssignmentRequest,
  status: string,
  detail: { readonly [name: string]: Json },
  occasion: Occasion,
): Decision {
  const next = closedRequest(request, "deliveryFailed", status, occasion.now);
  return decided(
    [next],
    [requestEvent(occasion, "assignmentRequestFailed", next, { detail: { reason: status, ...detail } })],
  );
}
