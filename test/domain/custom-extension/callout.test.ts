import { describe, expect, it } from "vitest";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { nextStep } from "../../../src/domain/assignment-request/next-step.js";
import {
  answerCallout,
  type CalloutAnswer,
  callOut,
  timeOutCallouts,
} from "../../../src/domain/custom-extension/callout.js";
import type { Decision } from "../../../src/domain/decision.js";
import type { Refusal } from "../../../src/domain/errors.js";
import { plus } from "../../../src/domain/time/duration.js";
import { aRequest, occasion } from "../../builders/access.js";
import { anExtension } from "../../builders/extensions.js";
import { at, lasting, NOW } from "../../builders/instants.js";

const IN_AN_HOUR = plus(NOW, lasting("PT1H"));
const CREATED = "assignmentRequestCreated" as const;
const APPROVED = "assignmentRequestApproved" as const;
const short = anExtension({ id: "short" });
const long = anExtension({
  id: "long",
  callback: { isForApprovalStage: false, timeoutDuration: lasting("P2D") },
});
const told = anExtension({ id: "told", callback: null });
const EXTENSIONS = new Map([short, long, told].map((one) => [one.id, one]));

function naming(stage: typeof CREATED | typeof APPROVED, ...ids: readonly string[]): AssignmentRequest {
  return aRequest({
    customExtensionStageSettings: ids.map((customExtensionId) => ({ stage, customExtensionId })),
  });
}

function after(decision: Decision | Refusal): AssignmentRequest {
  if (decision.kind === "refused") throw new Error(decision.message);
  const [request] = decision.documents;
  if (request?.kind !== "assignmentRequest") throw new Error("The decision is about a request.");
  return request;
}

const called = (...ids: readonly string[]) =>
  after(callOut(naming(CREATED, ...ids), CREATED, EXTENSIONS, occasion()));
const types = (decision: Decision | Refusal) =>
  decision.kind === "refused" ? [decision.code] : decision.events.map(({ type }) => type);
const instance = (id: string, stage: string = CREATED) => `callout|request|${stage}|${id}`;
const answer = (
  request: AssignmentRequest,
  says: Partial<CalloutAnswer> = {},
  now = plus(NOW, lasting("PT30M")),
) =>
  answerCallout(
    request,
    {
      customExtensionStageInstanceId: instance("short"),
      stage: null,
      detail: null,
      outcome: "continue",
      ...says,
    },
    occasion(now),
  );

describe("a request whose policy calls extensions", () => {
  it("calls them first of all when it is created, each once", () => {
    const request = naming(CREATED, "short", "told");
    expect(nextStep(request, NOW)).toEqual({ kind: "callOut", stage: CREATED });
    const decision = callOut(request, CREATED, EXTENSIONS, occasion());
    expect(types(decision)).toEqual(["customExtensionCalled", "customExtensionCalled"]);
    expect(decision.events[0]?.detail).toMatchObject({
      customExtensionId: "short",
      customExtensionStageInstanceId: instance("short"),
      callbackUriPath: "/identityGovernance/entitlementManagement/assignmentRequests/request/resume",
      waitsUntil: IN_AN_HOUR,
    });
    expect(new Set(decision.events.map(({ id }) => id)).size).toBe(2);
    expect(nextStep(after(decision), NOW)).toEqual({ kind: "wait", for: "callback" });
  });

  it("stays submitted with status WaitingForCallback while an answer is waited for, until the first is too late", () => {
    expect(called("long", "short")).toMatchObject({
      state: "submitted",
      status: "WaitingForCallback",
      dueDateTime: IN_AN_HOUR,
    });
  });

  it("goes on at once when no answer is waited for", () => {
    const request = called("told");
    expect(request).toMatchObject({ status: "Accepted", dueDateTime: null });
    expect(request.callouts).toMatchObject([{ status: "toBeSent", waitsUntil: null }]);
    expect(nextStep(request, NOW)).toEqual({ kind: "give" });
  });

  it("calls those of the approved stage when nobody, or nobody more, needs to approve, and before access is scheduled", () => {
    const later = { startDateTime: at("2027-01-01"), expiration: { type: "notSpecified" } } as const;
    const request = { ...naming(APPROVED, "short"), schedule: later };
    expect(nextStep(request, NOW)).toEqual({ kind: "callOut", stage: APPROVED });
    const waits = after(callOut(request, APPROVED, EXTENSIONS, occasion()));
    expect(nextStep(waits, NOW)).toEqual({ kind: "wait", for: "callback" });
    const answered = after(answer(waits, { customExtensionStageInstanceId: instance("short", APPROVED) }));
    expect(nextStep(answered, NOW)).toMatchObject({ kind: "schedule" });
  });

  it("does not hold up the removal of access", () => {
    const removal = { ...naming(CREATED, "short"), requestType: "userRemove" as const };
    expect(nextStep(removal, NOW)).toEqual({ kind: "takeAway" });
  });

  it("fails when an extension is gone: what it would have said is not known", () => {
    const decision = callOut(naming(CREATED, "gone"), CREATED, EXTENSIONS, occasion());
    expect(after(decision)).toMatchObject({ state: "deliveryFailed", status: "CustomExtensionDeleted" });
  });
});

describe("the answer of an extension", () => {
  it("lets the request go on when it was the last that was waited for", () => {
    const first = after(answer(called("short", "long"), { detail: "Licence is there" }));
    expect(first).toMatchObject({ status: "WaitingForCallback", dueDateTime: plus(NOW, lasting("P2D")) });
    expect(first.callouts?.[0]).toMatchObject({ status: "callbackReceived", detail: "Licence is there" });
    const second = after(answer(first, { customExtensionStageInstanceId: instance("long") }));
    expect(second).toMatchObject({ status: "Accepted", dueDateTime: null });
    expect(nextStep(second, NOW)).toEqual({ kind: "give" });
  });

  it("denies or cancels the request, at either stage", () => {
    for (const stage of [CREATED, APPROVED]) {
      const waits = after(callOut(naming(stage, "short"), stage, EXTENSIONS, occasion()));
      const customExtensionStageInstanceId = instance("short", stage);
      const denied = answer(waits, { outcome: "denied", customExtensionStageInstanceId });
      expect(after(denied)).toMatchObject({ state: "denied", status: "Denied", dueDateTime: null });
      expect(types(denied)).toEqual(["customExtensionAnswered", "assignmentRequestDenied"]);
      const canceled = answer(waits, { outcome: "canceled", customExtensionStageInstanceId });
      expect(after(canceled)).toMatchObject({ state: "canceled", status: "Canceled" });
      expect(types(canceled)).toEqual(["customExtensionAnswered", "assignmentRequestCanceled"]);
    }
  });

  it("is refused when the request does not wait for it: unknown, of another stage, answered, closed, or too late", () => {
    const waits = called("short");
    const code = "InvalidCallbackState";
    expect(answer(waits, { customExtensionStageInstanceId: "unknown" })).toMatchObject({ code });
    expect(answer(waits, { stage: APPROVED })).toMatchObject({ code });
    expect(answer(aRequest())).toMatchObject({ code });
    expect(answer(after(answer(waits)))).toMatchObject({ code });
    expect(answer({ ...waits, state: "canceled" })).toMatchObject({ code });
    expect(answer(waits, {}, IN_AN_HOUR)).toMatchObject({ code });
    expect(answer(waits, { stage: CREATED })).toMatchObject({ kind: "decided" });
  });

  it("keeps a request that approvers have approved in pendingApproval until access is given", () => {
    const waits = { ...called("short"), state: "pendingApproval" as const };
    expect(after(answer(waits))).toMatchObject({ state: "pendingApproval", status: "PendingApproval" });
  });
});

describe("an answer that does not come in time", () => {
  it("fails the request, and only the calls that are late are marked", () => {
    const waits = called("short", "long");
    const late = IN_AN_HOUR;
    expect(nextStep(waits, late)).toEqual({ kind: "calloutTimeOut" });
    const decision = timeOutCallouts(waits, occasion(late));
    expect(after(decision)).toMatchObject({ state: "deliveryFailed", status: "CallbackTimedOut" });
    expect(after(decision).callouts?.map(({ status }) => status)).toEqual([
      "callbackTimedOut",
      "waitingForCallback",
    ]);
    expect(types(decision)).toEqual(["customExtensionAnswered", "assignmentRequestFailed"]);
    expect(decision.events[0]?.detail).toMatchObject({ outcome: "timedOut" });
  });
});
