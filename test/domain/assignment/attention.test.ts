import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assignment } from "../../../src/domain/assignment/assignment.js";
import { attend, attentionDue } from "../../../src/domain/assignment/attention.js";
import { endBy, endOfAccess, isLater } from "../../../src/domain/assignment/expiry.js";
import { reconcile } from "../../../src/domain/assignment/reconciliation.js";
import type { ExpirationPattern } from "../../../src/domain/assignment-policy/assignment-policy.js";
import { MARKED_PER_BATCH_MAX } from "../../../src/domain/limits.js";
import { type Instant, instantOf, msOf } from "../../../src/domain/time/instant.js";
import { access, aGrant, anAssignment, aRequest, occasion } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";

const ENDS = at("2027-02-20T19:25:45Z");

function attended(assignment: Assignment, now: Instant, requests = [aRequest({ state: "delivered" })]) {
  const facts = access({ assignments: [assignment], grants: [aGrant("group")], requests });
  return attend(facts, assignment, occasion(now));
}

describe("the end of access", () => {
  const any: fc.Arbitrary<ExpirationPattern> = fc.oneof(
    fc.constant({ type: "noExpiration" } as const),
    fc.constant({ type: "notSpecified" } as const),
    fc
      .integer({ min: 1, max: 4_000 })
      .map((days) => ({ type: "afterDuration", duration: lasting(`P${days}D`) }) as const),
    fc
      .integer({ min: msOf(NOW), max: msOf(NOW) + 4e11 })
      .map((ms) => ({ type: "afterDateTime", endDateTime: instantOf(ms) }) as const),
  );

  it("counts from the start of access, and not from the request", () => {
    expect(endBy({ type: "afterDuration", duration: lasting("PT8H") }, at("2026-12-01T08:00:00Z"))).toBe(
      "2026-12-01T16:00:00.000Z",
    );
  });

  it("that never comes is later than any that does, and not later than itself", () => {
    expect(isLater(null, NOW)).toBe(true);
    expect(isLater(NOW, null)).toBe(false);
    expect(isLater(null, null)).toBe(false);
    expect(isLater(NOW, NOW)).toBe(false);
  });

  it("is never later than the policy allows, nor later than was asked for", () => {
    fc.assert(
      fc.property(any, any, (policy, asked) => {
        // A missing end is later than any other.
        const orNever = (end: Instant | null) => end ?? "9999";
        const bounds = [endBy(policy, NOW), endBy(asked, NOW)].map(orNever);
        expect(orNever(endOfAccess(policy, asked, NOW))).toBe(bounds.toSorted()[0]);
      }),
    );
  });
});

describe("an assignment with an end", () => {
  it("reminds 14 days and 1 day before, then ends, each exactly on time", () => {
    let assignment = anAssignment({ endDateTime: ENDS });
    const due: (string | null)[] = [];
    for (let i = 0; i < 3; i++) {
      const next = attentionDue(assignment);
      due.push(next);
      if (next === null) break;
      const early = instantOf(msOf(next) - 1);
      expect(attended(assignment, early)).toBeUndefined();
      const documents = attended(assignment, next)?.documents ?? [];
      assignment = documents.find((document) => document.kind === "assignment") ?? assignment;
    }
    expect(due).toEqual(["2027-02-06T19:25:45.000Z", "2027-02-19T19:25:45.000Z", ENDS]);
    expect(assignment).toMatchObject({ state: "expired", expiredDateTime: ENDS });
    expect(attentionDue(assignment)).toBeNull();
  });

  it("that is shorter than a reminder's lead is not reminded of", () => {
    const tenDays = anAssignment({ endDateTime: at("2026-12-02T19:25:45Z") });
    expect(attentionDue(tenDays)).toBe("2026-12-01T19:25:45.000Z");
    const hours = anAssignment({ endDateTime: at("2026-11-23T03:25:45Z") });
    expect(attentionDue(hours)).toBe(hours.endDateTime);
  });

  it("that lasts exactly as long as a reminder's lead is not reminded of at its start", () => {
    const fortnight = anAssignment({ endDateTime: at("2026-12-06T19:25:45Z") });
    expect(attentionDue(fortnight)).toBe("2026-12-05T19:25:45.000Z");
  });

  it("takes no change with it that is about other access, and none that is decided", () => {
    const change = { requestType: "userUpdate", state: "pendingApproval" } as const;
    const others = [
      aRequest({ id: "elsewhere", ...change, assignmentId: "another" }),
      aRequest({ id: "denied", ...change, state: "denied", assignmentId: "assignment" }),
      aRequest({ id: "removal", requestType: "userRemove", state: "delivering", assignmentId: "assignment" }),
    ];
    const ended = attended(anAssignment({ endDateTime: ENDS }), ENDS, others);
    expect(ended?.documents.map(({ kind }) => kind)).toEqual([
      "assignmentRequest",
      "assignment",
      "roleGrant",
    ]);
  });

  it("leaves alone what other packages give and what is on its way out already", () => {
    const assignment = anAssignment({ endDateTime: ENDS });
    const grants = [
      aGrant("other", { assignmentIds: ["another"] }),
      aGrant("leaving", { state: "revoking" }),
      aGrant("gone", { state: "revoked" }),
    ];
    const ended = attend(access({ assignments: [assignment], grants }), assignment, occasion(ENDS));
    expect(ended?.documents.map(({ kind }) => kind)).toEqual(["assignmentRequest", "assignment"]);
  });

  it("marks as many roles as one batch takes; the reconciliation that follows marks the others", () => {
    const assignment = anAssignment({ endDateTime: ENDS });
    const grants = Array.from({ length: MARKED_PER_BATCH_MAX + 1 }, (_, index) => aGrant(`group${index}`));
    const ended = attend(access({ assignments: [assignment], grants }), assignment, occasion(ENDS));
    const marked = ended?.documents.filter(({ kind }) => kind === "roleGrant") ?? [];
    expect(marked).toHaveLength(MARKED_PER_BATCH_MAX);
    const after = new Map([...grants, ...marked].map((entry) => [entry.id, entry]));
    const left = [...after.values()].filter((entry) => entry.kind === "roleGrant");
    const ends = { ...assignment, state: "expired" } as const;
    expect(reconcile(access({ assignments: [ends], grants: left }), new Map(), occasion(ENDS))).toMatchObject(
      [{ state: "revoking" }],
    );
  });

  it("after a long pause reminds once, of what is still true", () => {
    const decision = attended(anAssignment({ endDateTime: ENDS }), at("2027-02-20"));
    expect(decision?.documents).toMatchObject([{ status: "NearExpiry1DayNotificationTriggered" }]);
    expect(decision?.events).toHaveLength(1);
  });

  it("ends in one batch with the request that records it and its roles marked to be taken away", () => {
    const decision = attended(anAssignment({ endDateTime: ENDS }), ENDS);
    expect(decision?.documents).toMatchObject([
      {
        kind: "assignmentRequest",
        requestType: "systemRemove",
        state: "delivering",
        assignmentId: "assignment",
      },
      { kind: "assignment", state: "expired" },
      { kind: "roleGrant", state: "revoking" },
    ]);
    expect(decision?.events.map(({ type }) => type)).toEqual(["systemRemovalRequested", "assignmentEnded"]);
  });

  it("takes with it the extension that nobody has decided", () => {
    const extension = aRequest({
      id: "extension",
      requestType: "userUpdate",
      state: "pendingApproval",
      assignmentId: "assignment",
    });
    const decision = attended(anAssignment({ endDateTime: ENDS }), ENDS, [extension]);
    expect(decision?.documents).toContainEqual(
      expect.objectContaining({ id: "extension", state: "canceled", status: "AssignmentEnded" }),
    );
  });

  it("does nothing when its end was moved or it has ended already", () => {
    expect(attended(anAssignment({ endDateTime: at("2028-01-01") }), ENDS)).toBeUndefined();
    expect(attended(anAssignment({ endDateTime: ENDS, state: "expired" }), ENDS)).toBeUndefined();
    expect(attentionDue(anAssignment({ endDateTime: null }))).toBeNull();
  });
});
