import { describe, expect, it } from "vitest";
import type { RequestState } from "../../../src/domain/assignment-request/assignment-request.js";
import { cancelRequest } from "../../../src/domain/assignment-request/cancel.js";
import { access, aGrant, anAssignment, aRequest, occasion } from "../../builders/access.js";
import { NOW } from "../../builders/instants.js";

const inState = (state: RequestState, status: string) => aRequest({ state, status });

describe("canceling a request", () => {
  it("is possible while it is accepted, waits for approval, also escalated, or waits for its start", () => {
    for (const request of [
      inState("submitted", "Accepted"),
      inState("pendingApproval", "PendingApproval"),
      inState("pendingApproval", "PendingApprovalEscalated"),
      inState("scheduled", "PendingNotBefore"),
    ]) {
      const decision = cancelRequest(access({ requests: [request] }), request, occasion());
      expect(decision).toMatchObject({
        kind: "decided",
        request: { state: "canceled", status: "Canceled", completedDateTime: NOW, dueDateTime: null },
        events: [{ type: "assignmentRequestCanceled" }],
      });
    }
  });

  it("gives up on a delivery that keeps failing, and ends its assignment with whatever was given", () => {
    const request = aRequest({ state: "deliveryFailed", assignmentId: "assignment" });
    const facts = access({
      requests: [request],
      assignments: [anAssignment({ state: "deliveryFailed" })],
      grants: [aGrant("group", { state: "granting" })],
    });
    expect(cancelRequest(facts, request, occasion())).toMatchObject({
      documents: [{ state: "canceled" }, { state: "expired" }, { kind: "roleGrant", state: "revoking" }],
    });
  });

  it("of a failed update ends no assignment that another request made", () => {
    const request = aRequest({ state: "deliveryFailed", assignmentId: "assignment" });
    const facts = access({ requests: [request], assignments: [anAssignment({ requestId: "another" })] });
    expect(cancelRequest(facts, request, occasion())).toMatchObject({ documents: [{ state: "canceled" }] });
  });

  it("is refused once access is being given, is there, or the request is closed", () => {
    for (const state of ["delivering", "delivered", "partiallyDelivered", "denied", "canceled"] as const) {
      const request = inState(state, state);
      expect(cancelRequest(access(), request, occasion())).toMatchObject({ code: "RequestNotCancellable" });
    }
  });

  it("is refused for a removal that keeps failing: access that should be gone is not kept by a button", () => {
    const request = aRequest({
      ...{ requestType: "adminRemove", state: "deliveryFailed", assignmentId: "assignment" },
    });
    expect(cancelRequest(access(), request, occasion())).toMatchObject({ code: "RequestNotCancellable" });
  });
});
