import { describe, expect, it } from "vitest";
import { afterAttempt, retryDelayMs } from "../../../src/domain/assignment/attempt.js";
import { settleDeliveries } from "../../../src/domain/assignment/delivery-result.js";
import type { SubjectAccess } from "../../../src/domain/subject/subject-access.js";
import { access, aGrant, anAssignment, aRequest, occasion } from "../../builders/access.js";
import { at } from "../../builders/instants.js";

const assignment = anAssignment({ state: "delivering", status: "Delivering" });
const request = aRequest({ state: "delivering", status: "Delivering", assignmentId: "assignment" });
const failing = { state: "granting", attempts: 5 } as const;

function settled(says: Partial<SubjectAccess>) {
  const { documents, events } = settleDeliveries(
    access({ assignments: [assignment], requests: [request], ...says }),
    occasion(),
    10,
  );
  return {
    states: documents.map(({ kind, state }) => `${kind} ${state}`),
    events: events.map(({ type }) => type),
  };
}

describe("a delivery", () => {
  it("is delivered when every role is proven, and so is a package without roles", () => {
    const delivered = {
      states: ["assignment delivered", "assignmentRequest delivered"],
      events: ["assignmentDelivered"],
    };
    expect(settled({ grants: [aGrant("a"), aGrant("b")] })).toEqual(delivered);
    expect(settled({ grants: [] })).toEqual(delivered);
  });

  it("is under way while a role has not been proven, and says nothing", () => {
    expect(
      settled({ grants: [aGrant("a"), aGrant("b", { state: "granting", attempts: 4 })] }).states,
    ).toEqual([]);
  });

  it("is partial when some roles keep failing, and failed when all do", () => {
    expect(settled({ grants: [aGrant("a"), aGrant("b", failing)] }).states).toEqual([
      "assignment partiallyDelivered",
      "assignmentRequest partiallyDelivered",
    ]);
    expect(settled({ grants: [aGrant("a", failing)] })).toEqual({
      states: ["assignment deliveryFailed", "assignmentRequest deliveryFailed"],
      events: ["assignmentRequestFailed"],
    });
  });

  it("that was reported as failed is delivered when a later attempt succeeds", () => {
    expect(
      settled({
        assignments: [{ ...assignment, state: "deliveryFailed" }],
        requests: [{ ...request, state: "deliveryFailed" }],
        grants: [aGrant("a")],
      }).states,
    ).toEqual(["assignment delivered", "assignmentRequest delivered"]);
  });

  it("fails when the access was ended before it was delivered", () => {
    const ended = settleDeliveries(
      access({ assignments: [{ ...assignment, state: "expired" }], requests: [request], grants: [] }),
      occasion(),
      10,
    );
    expect(ended.documents).toMatchObject([{ state: "deliveryFailed", status: "AssignmentEnded" }]);
  });

  it("that was reported as partial is delivered when the rest succeeds, and is not reported again while it does not", () => {
    const says = {
      assignments: [{ ...assignment, state: "partiallyDelivered" as const }],
      requests: [{ ...request, state: "partiallyDelivered" as const }],
    };
    expect(settled({ ...says, grants: [aGrant("a"), aGrant("b")] }).states).toEqual([
      "assignment delivered",
      "assignmentRequest delivered",
    ]);
    expect(settled({ ...says, grants: [aGrant("a"), aGrant("b", failing)] })).toEqual({
      states: [],
      events: [],
    });
    const none = [aGrant("a", failing), aGrant("b", failing)];
    expect(settled({ ...says, grants: none })).toEqual({ states: [], events: [] });
  });

  it("waits for no role of another package, and for none that is on its way out", () => {
    const foreign = aGrant("b", { ...failing, assignmentIds: ["another"] });
    const leaving = aGrant("c", { state: "revoking", attempts: 5 });
    expect(settled({ grants: [aGrant("a"), foreign, leaving] }).states).toEqual([
      "assignment delivered",
      "assignmentRequest delivered",
    ]);
  });

  it("is reported as soon as one role keeps failing, although another has only begun", () => {
    const begun = aGrant("b", { state: "granting" });
    expect(settled({ grants: [aGrant("a", failing), begun] }).states).toEqual([
      "assignment deliveryFailed",
      "assignmentRequest deliveryFailed",
    ]);
  });

  it("of a removal fails as a delivery that failed, not as one whose access ended", () => {
    const removal = { ...request, requestType: "adminRemove" } as const;
    const stuck = settleDeliveries(
      access({
        assignments: [{ ...assignment, state: "expired" }],
        requests: [removal],
        grants: [
          aGrant("a", { state: "revoking", attempts: 5 }),
          aGrant("b", { ...failing, state: "granted" }),
        ],
      }),
      occasion(),
      10,
    );
    expect(stuck.documents).toMatchObject([{ state: "deliveryFailed", status: "DeliveryFailed" }]);
  });

  it("of a removal waits for no role that another package keeps, and for none that another takes away", () => {
    const removal = { ...request, requestType: "adminRemove" } as const;
    const says = { assignments: [{ ...assignment, state: "expired" as const }], requests: [removal] };
    const elsewhere = aGrant("b", { state: "revoking", assignmentIds: ["another"] });
    const kept = aGrant("c", { state: "granting" });
    expect(settled({ ...says, grants: [elsewhere, kept] }).states).toEqual(["assignmentRequest delivered"]);
    const partly = [aGrant("a", { state: "revoked" }), aGrant("d", { state: "revoking", attempts: 5 })];
    expect(settled({ ...says, grants: partly }).states).toEqual(["assignmentRequest partiallyDelivered"]);
  });

  it("of a removal is done when the roles that only it gave are gone", () => {
    const removal = { ...request, requestType: "adminRemove" } as const;
    const ended = { ...assignment, state: "expired" } as const;
    const says = { assignments: [ended], requests: [removal] };
    expect(settled({ ...says, grants: [aGrant("a", { state: "revoking" })] }).states).toEqual([]);
    expect(settled({ ...says, grants: [aGrant("a", { state: "revoked" })] }).states).toEqual([
      "assignmentRequest delivered",
    ]);
    const shared = aGrant("a", { assignmentIds: ["another"] });
    expect(settled({ ...says, grants: [shared] }).states).toEqual(["assignmentRequest delivered"]);
  });
});

describe("an attempt at a role", () => {
  const granting = aGrant("group", { state: "granting", grantedDateTime: null });

  it("counts only when it was read back from the target", () => {
    const { entry, event } = afterAttempt(granting, { kind: "proven" }, occasion());
    expect(entry).toMatchObject({ state: "granted", attempts: 0, nextAttemptDateTime: null });
    expect(event.type).toBe("roleGranted");
  });

  it("that fails keeps what went wrong and is tried again, later and later, at most an hour apart", () => {
    const { entry, event } = afterAttempt(granting, { kind: "failed", message: "busy" }, occasion());
    expect(entry).toMatchObject({
      state: "granting",
      attempts: 1,
      lastError: "busy",
      nextAttemptDateTime: at("2026-11-22T19:26:45Z"),
    });
    expect(event.type).toBe("deliveryAttemptFailed");
    expect([1, 2, 3, 7, 100].map((attempts) => retryDelayMs(attempts) / 60_000)).toEqual([1, 2, 4, 60, 60]);
  });

  it("waits as long as the target asks for", () => {
    const asked = { kind: "failed", message: "slow down", retryAfterMs: 600_000 } as const;
    expect(afterAttempt(granting, asked, occasion()).entry.nextAttemptDateTime).toBe(
      "2026-11-22T19:35:45.000Z",
    );
  });

  it("at taking away ends with the role proven gone", () => {
    const { entry, event } = afterAttempt(
      aGrant("group", { state: "revoking" }),
      { kind: "proven" },
      occasion(),
    );
    expect(entry.state).toBe("revoked");
    expect(event.type).toBe("roleRevoked");
  });
});
