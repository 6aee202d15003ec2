import { describe, expect, it } from "vitest";
import { newApproval, opened, withStage } from "../../../src/domain/approval/stages.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { explainRequest, type RequestFacts } from "../../../src/domain/explanation/explain-request.js";
import { aGrant, aRequest } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aStage, user } from "../../builders/policies.js";

function told(request: Partial<AssignmentRequest>, says: Partial<RequestFacts> = {}) {
  return explainRequest({
    request: aRequest(request),
    packageName: "Sales tools",
    ...{ grants: [], deciderIds: [], areApproversShown: true, names: new Map() },
    ...says,
  });
}

const code = (request: Partial<AssignmentRequest>, says: Partial<RequestFacts> = {}) =>
  told(request, says).why.code;

const escalating = aStage({
  isEscalationEnabled: true,
  durationBeforeEscalation: lasting("P3D"),
  escalationApprovers: [user("boss")],
});
const fresh = newApproval("request", [escalating], (...parts) => parts.join("|"));
const [first] = fresh.stages;
if (first === undefined) throw new Error("The approval has no stage.");
const approval = withStage(fresh, 0, opened(first, { primary: ["miriam"], usedFallback: false }, NOW));
const pending = { state: "pendingApproval", status: "PendingApproval", approval } as const;

const waiting = {
  id: "callout",
  stage: "assignmentRequestCreated",
  customExtensionId: "extension",
  displayName: "Check the licence",
  status: "waitingForCallback",
  detail: null,
  waitsUntil: NOW,
} as const;

describe("why a request is in its state", () => {
  it("has a stable code for every state and every reason to stop", () => {
    expect(code({ state: "submitted" })).toBe("accepted");
    for (const state of ["submitted", "pendingApproval"] as const)
      expect(code({ state, status: "WaitingForCallback", callouts: [waiting] })).toBe("waitingForCallback");
    expect(code({ state: "canceled", status: "Canceled", callouts: [waiting] })).toBe("canceled");
    expect(code(pending, { deciderIds: ["miriam"] })).toBe("waitingForDecision");
    expect(code({ ...pending, status: "PendingApprovalEscalated" }, { deciderIds: ["boss"] })).toBe(
      "waitingEscalated",
    );
    expect(code(pending)).toBe("waitingForNobody");
    expect(code({ state: "scheduled" })).toBe("waitingForStart");
    expect(code({ state: "delivering" })).toBe("delivering");
    expect(code({ state: "delivering", requestType: "userRemove" })).toBe("delivering");
    expect(code({ state: "delivered" })).toBe("delivered");
    expect(code({ state: "partiallyDelivered", status: "PartiallyDelivered" })).toBe("partlyDelivered");
    expect(code({ state: "deliveryFailed", status: "DeliveryFailed" })).toBe("notDelivered");
    for (const [status, expected] of [
      ["IncompatibleAccess", "incompatibleAccess"],
      ["AccessPackageDeleted", "accessPackageDeleted"],
      ["CallbackTimedOut", "callbackTimedOut"],
      ["CustomExtensionDeleted", "customExtensionDeleted"],
      ["AssignmentPolicyDeleted", "assignmentPolicyDeleted"],
      ["CatalogNotExternallyVisible", "catalogNotExternallyVisible"],
      ["AlreadyAssigned", "alreadyAssigned"],
      ["AssignmentEnded", "assignmentEnded"],
      ["EndPassed", "endPassed"],
    ] as const)
      expect(code({ state: "deliveryFailed", status })).toBe(expected);
    expect(code({ state: "denied", status: "Denied" })).toBe("denied");
    expect(code({ state: "denied", status: "Expired" })).toBe("timedOut");
    expect(code({ state: "canceled", status: "Canceled" })).toBe("canceled");
    expect(code({ state: "canceled", status: "AssignmentEnded" })).toBe("assignmentEnded");
  });

  it("comes with who can decide now, and what happens if nobody does, and when", () => {
    const names = new Map([["miriam", "Miriam"]]);
    expect(told(pending, { deciderIds: ["miriam", "gone"], names })).toMatchObject({
      canDecideNow: {
        areShown: true,
        people: [
          { id: "miriam", displayName: "Miriam" },
          { id: "gone", displayName: null },
        ],
      },
      stages: [{ stage: 1, status: "InProgress", reviewedBy: null, startedDateTime: NOW }],
      next: [
        { code: "escalation", dateTime: at("2026-11-25T19:25:45Z") },
        { code: "timeOut", dateTime: at("2026-12-06T19:25:45Z") },
      ],
    });
    expect(told(pending, { deciderIds: ["miriam"], areApproversShown: false }).canDecideNow).toEqual({
      areShown: false,
      people: [],
    });
    expect(told({ ...pending, approval: fresh }).canDecideNow).toBeNull();
  });

  it("names who decided a stage", () => {
    const reviewedBy = { id: "miriam", displayName: "Miriam", userPrincipalName: null };
    const decided = withStage(approval, 0, {
      ...first,
      status: "Completed",
      reviewResult: "Approved",
      reviewedBy,
    });
    expect(told({ state: "delivered", approval: decided }).stages).toMatchObject([
      { reviewResult: "Approved", reviewedBy: { id: "miriam", displayName: "Miriam" } },
    ]);
  });

  it("says when what is scheduled begins, and when what is missing is tried again", () => {
    const schedule = { startDateTime: at("2026-12-24"), expiration: { type: "notSpecified" } } as const;
    expect(told({ state: "scheduled", schedule }).next).toMatchObject([
      { code: "start", dateTime: at("2026-12-24") },
    ]);
    const retry = { nextAttemptDateTime: at("2026-11-23"), lastError: "No.", attempts: 5 };
    const grants = [
      aGrant("a", { state: "granting", ...retry }),
      aGrant("b"),
      aGrant("c", { state: "granting", assignmentIds: ["another"] }),
    ];
    const failed = told({ state: "partiallyDelivered", assignmentId: "assignment" }, { grants });
    expect(failed.roles.map(({ state }) => state)).toEqual(["granting", "granted"]);
    expect(failed.next).toMatchObject([{ code: "nextAttempt", dateTime: at("2026-11-23") }]);
    expect(failed.why.because).toContain("The last error: No.");
  });

  it("shows of a removal the roles that go, not those that stay", () => {
    const grants = [
      aGrant("stays"),
      aGrant("goes", { state: "revoking" }),
      aGrant("went", { state: "revoked" }),
    ];
    const removal = told(
      { state: "delivering", requestType: "systemRemove", assignmentId: "assignment" },
      { grants },
    );
    expect(removal.roles.map(({ state }) => state)).toEqual(["revoking", "revoked"]);
  });
});
