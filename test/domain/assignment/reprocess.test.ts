import { describe, expect, it } from "vitest";
import { reprocessAssignment, reprocessRequest } from "../../../src/domain/assignment/reprocess.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import type { Decision } from "../../../src/domain/decision.js";
import type { Refusal } from "../../../src/domain/errors.js";
import { MARKED_PER_BATCH_MAX } from "../../../src/domain/limits.js";
import { access, aGrant, anAssignment, aRequest, occasion } from "../../builders/access.js";
import { at, NOW } from "../../builders/instants.js";

const failed = (says: Partial<AssignmentRequest> = {}) =>
  aRequest({ state: "deliveryFailed", assignmentId: "assignment", completedDateTime: NOW, ...says });

const failing = access({
  assignments: [anAssignment({ state: "deliveryFailed" })],
  grants: [
    aGrant("group", { state: "granting", attempts: 7, nextAttemptDateTime: at("2026-12-01") }),
    aGrant("done"),
    aGrant("foreign", { state: "granting", assignmentIds: ["another"] }),
  ],
});

describe("reprocessing a request", () => {
  it("tries what failed again at once, and nothing else", () => {
    const decision = reprocessRequest(failing, failed(), occasion());
    expect(decision).toMatchObject({
      request: { state: "delivering", status: "Reprocessing", completedDateTime: null },
      documents: [
        { kind: "assignmentRequest" },
        { kind: "assignment", state: "delivering", status: "Reprocessing" },
        { kind: "roleGrant", attempts: 0, nextAttemptDateTime: NOW },
      ],
      events: [{ type: "reprocessRequested" }],
    });
  });

  it("delivers its own assignment, and none that the person has beside it", () => {
    const other = anAssignment({ id: "other", state: "deliveryFailed" });
    const facts = { ...failing, assignments: [other, ...failing.assignments] };
    expect(reprocessRequest(facts, failed(), occasion())).toMatchObject({
      documents: [
        { kind: "assignmentRequest" },
        { kind: "assignment", id: "assignment" },
        { kind: "roleGrant" },
      ],
    });
    const alone = access({ assignments: [other] });
    expect(reprocessRequest(alone, failed(), occasion())).toMatchObject({ code: "RequestNotReprocessable" });
  });

  it("of a removal never gives back what it was to take away", () => {
    const removal = failed({ requestType: "adminRemove" });
    const outcome = reprocessRequest(failing, removal, occasion());
    expect(outcome).toMatchObject({ documents: [{ kind: "assignmentRequest", state: "delivering" }] });
    const nothing = failed({ requestType: "adminRemove", assignmentId: null });
    expect(reprocessRequest(failing, nothing, occasion())).toMatchObject({ code: "RequestNotReprocessable" });
  });

  it("tries as many roles at once as one batch takes", () => {
    const grants = Array.from({ length: MARKED_PER_BATCH_MAX + 1 }, (_, index) =>
      aGrant(`group${index}`, { state: "granting", attempts: 7 }),
    );
    const facts = { ...failing, grants };
    const marked = (outcome: Decision | Refusal) =>
      outcome.kind === "decided" ? outcome.documents.filter(({ kind }) => kind === "roleGrant").length : 0;
    expect(marked(reprocessRequest(facts, failed(), occasion()))).toBe(MARKED_PER_BATCH_MAX);
    expect(marked(reprocessAssignment(facts, anAssignment(), occasion()))).toBe(MARKED_PER_BATCH_MAX);
  });

  it("is possible for failed and partial deliveries alone, for 14 days after they ended", () => {
    for (const state of ["deliveryFailed", "partiallyDelivered"] as const)
      expect(reprocessRequest(failing, failed({ state }), occasion()).kind).toBe("decided");
    for (const state of [
      "submitted",
      "pendingApproval",
      "scheduled",
      "delivering",
      "delivered",
      "denied",
    ] as const)
      expect(reprocessRequest(failing, failed({ state }), occasion())).toMatchObject({
        code: "RequestNotReprocessable",
      });
    expect(reprocessRequest(failing, failed(), occasion(at("2026-12-06T19:25:45Z"))).kind).toBe("decided");
    expect(reprocessRequest(failing, failed(), occasion(at("2026-12-06T19:25:46Z")))).toMatchObject({
      code: "RequestNotReprocessable",
    });
    expect(reprocessRequest(failing, failed({ completedDateTime: null }), occasion()).kind).toBe("decided");
  });

  it("has nothing to deliver for a request that failed before there was an assignment, or whose assignment ended", () => {
    expect(reprocessRequest(access(), failed({ assignmentId: null }), occasion())).toMatchObject({
      code: "RequestNotReprocessable",
    });
    const over = access({ assignments: [anAssignment({ state: "expired" })] });
    expect(reprocessRequest(over, failed(), occasion())).toMatchObject({ code: "RequestNotReprocessable" });
  });

  it("of a removal takes away again what is not gone yet, though the assignment has ended", () => {
    const removal = failed({ requestType: "systemRemove" });
    const facts = access({
      assignments: [anAssignment({ state: "expired" })],
      grants: [aGrant("group", { state: "revoking", attempts: 5 })],
    });
    expect(reprocessRequest(facts, removal, occasion(), "they have an incompatible package")).toMatchObject({
      documents: [
        { kind: "assignmentRequest", state: "delivering" },
        { state: "revoking", attempts: 0 },
      ],
    });
  });

  it("gives nothing that has come to be excluded, but completes what is there in part", () => {
    const because = "they have the incompatible access package audit";
    expect(reprocessRequest(failing, failed(), occasion(), because)).toMatchObject({
      code: "IncompatibleAccess",
      message: expect.stringContaining(because),
    });
    expect(reprocessRequest(failing, failed({ state: "partiallyDelivered" }), occasion(), because).kind).toBe(
      "decided",
    );
  });

  it("leaves an assignment that is being delivered as it is", () => {
    const facts = access({ assignments: [anAssignment({ state: "delivering", status: "Delivering" })] });
    expect(reprocessRequest(facts, failed(), occasion())).toMatchObject({
      documents: [{ kind: "assignmentRequest" }, { kind: "assignment", status: "Delivering" }],
    });
  });
});

describe("reprocessing an assignment", () => {
  it("gives and proves every role once more, also those that are believed to be in place", () => {
    const assignment = anAssignment();
    const facts = access({
      assignments: [assignment],
      grants: [
        aGrant("group"),
        aGrant("late", { state: "granting" }),
        aGrant("gone", { state: "revoked" }),
        aGrant("leaving", { state: "revoking" }),
        aGrant("foreign", { assignmentIds: ["another"] }),
      ],
    });
    const decision = reprocessAssignment(facts, assignment, occasion());
    expect(decision).toMatchObject({
      assignment: { state: "delivered" },
      documents: [
        { kind: "assignment" },
        { kind: "roleGrant", state: "granting", generation: 2 },
        { kind: "roleGrant", state: "granting", generation: 2 },
      ],
      events: [{ type: "reprocessRequested" }],
    });
  });

  it("that was delivered in part is delivering again", () => {
    const assignment = anAssignment({ state: "partiallyDelivered" });
    expect(reprocessAssignment(access(), assignment, occasion())).toMatchObject({
      assignment: { state: "delivering", status: "Reprocessing" },
    });
  });

  it("is refused once it has ended", () => {
    expect(reprocessAssignment(access(), anAssignment({ state: "expired" }), occasion())).toMatchObject({
      code: "RequestNotReprocessable",
    });
  });
});
