import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assignment } from "../../../src/domain/assignment/assignment.js";
import { attend, attentionDue } from "../../../src/domain/assignment/attention.js";
import { endBy, endOfAccess } from "../../../src/domain/assignment/expiry.js";
import type { ExpirationPattern } from "../../../src/domain/assignment-policy/assignment-policy.js";
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
