import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  approversNow,
  type ResolvedApprovers,
  rightToDecide,
} from "../../../src/domain/approval/approvers.js";
import {
  type ApprovalDelegation,
  isEffective,
  statusOf,
  turningPoints,
  whyNotDelegate,
} from "../../../src/domain/approval/delegation.js";
import { askedApprovers, newApproval, opened } from "../../../src/domain/approval/stages.js";
import type { Instant } from "../../../src/domain/time/instant.js";
import { instantOf, msOf } from "../../../src/domain/time/instant.js";
import { occasion } from "../../builders/access.js";
import { at, NOW } from "../../builders/instants.js";
import { aStage } from "../../builders/policies.js";

const DELEGATE = { displayName: "Olga", accountEnabled: true };

function aDelegation(says: Partial<ApprovalDelegation> = {}): ApprovalDelegation {
  return {
    kind: "approvalDelegation",
    id: "delegation",
    delegatorId: "miriam",
    delegateId: "olga",
    startDateTime: NOW,
    endDateTime: null,
    reason: null,
    createdDateTime: NOW,
    modifiedDateTime: NOW,
    ...says,
  };
}

const answer = (
  says: Partial<ApprovalDelegation>,
  facts: Partial<Parameters<typeof whyNotDelegate>[1]> = {},
): string =>
  whyNotDelegate(aDelegation(says), { now: NOW, delegate: DELEGATE, others: [], ...facts })?.code ?? "yes";

describe("a delegation", () => {
  it("is to somebody else who is in the directory and can sign in", () => {
    expect(answer({})).toBe("yes");
    expect(answer({ delegateId: "miriam" })).toBe("InvalidModel");
    expect(answer({}, { delegate: undefined })).toBe("InvalidModel");
    expect(answer({}, { delegate: { ...DELEGATE, accountEnabled: false } })).toBe("InvalidModel");
  });

  it("starts now or later, give or take five minutes, and ends after that, or never", () => {
    expect(answer({ startDateTime: at("2026-11-22T19:20:45Z") })).toBe("yes");
    expect(answer({ startDateTime: at("2026-11-22T19:20:44Z") })).toBe("InvalidSchedule");
    expect(answer({ endDateTime: at("2026-12-01") })).toBe("yes");
    expect(answer({ endDateTime: NOW })).toBe("InvalidSchedule");
    const day = at("2026-12-01");
    expect(answer({ startDateTime: day, endDateTime: day })).toBe("InvalidSchedule");
    expect(answer({ startDateTime: at("2026-12-02"), endDateTime: at("2026-12-01") })).toBe(
      "InvalidSchedule",
    );
    expect(
      answer({ startDateTime: at("2026-11-22T19:22:00Z"), endDateTime: at("2026-11-22T19:23:00Z") }),
    ).toBe("InvalidSchedule");
  });

  it("has a reason of at most a thousand characters, or none", () => {
    expect(answer({ reason: "x".repeat(1_000) })).toBe("yes");
    expect(answer({ reason: "x".repeat(1_001) })).toBe("InvalidModel");
  });

  it("is one at a time: another that overlaps it is refused, in whichever order they begin and end", () => {
    const day = (number: number): Instant => instantOf(msOf(NOW) + number * 86_400_000);
    const end = fc.option(fc.nat(20), { nil: null });
    fc.assert(
      fc.property(fc.nat(20), end, fc.nat(20), end, (start, length, otherStart, otherLength) => {
        const until = (from: number, days: number | null) => (days === null ? null : day(from + days + 1));
        const other = aDelegation({
          id: "other",
          startDateTime: day(otherStart),
          endDateTime: until(otherStart, otherLength),
        });
        const wanted = { startDateTime: day(start), endDateTime: until(start, length) };
        // Day by day: is there one on which both would run?
        const bothRun = Array.from({ length: 60 }, (_, number) => day(number)).some(
          (now) => isEffective(other, now) && isEffective(aDelegation(wanted), now),
        );
        expect(answer(wanted, { others: [other] })).toBe(bothRun ? "Conflict" : "yes");
      }),
    );
  });

  it("says when it ends in the refusal of another", () => {
    const refusal = whyNotDelegate(aDelegation(), {
      now: NOW,
      delegate: DELEGATE,
      others: [aDelegation({ id: "first", endDateTime: at("2026-12-01") })],
    });
    expect(refusal?.message).toContain("to 2026-12-01");
    expect(
      whyNotDelegate(aDelegation(), { now: NOW, delegate: DELEGATE, others: [aDelegation()] })?.message,
    ).toContain("without end");
  });

  it("counts from its start, to the millisecond, until just before its end", () => {
    const span = aDelegation({ startDateTime: at("2026-12-01"), endDateTime: at("2026-12-02") });
    expect(statusOf(span, at("2026-11-30T23:59:59.999Z"))).toBe("scheduled");
    expect(statusOf(span, at("2026-12-01"))).toBe("active");
    expect(statusOf(span, at("2026-12-01T23:59:59.999Z"))).toBe("active");
    expect(statusOf(span, at("2026-12-02"))).toBe("ended");
    expect(turningPoints(span)).toEqual([at("2026-12-01"), at("2026-12-02")]);
    expect(turningPoints(aDelegation())).toEqual([NOW]);
  });
});

describe("the delegates of a stage's approvers", () => {
  const delegating = (delegatorId: string, delegateId: string) => ({
    delegator: { id: delegatorId, displayName: delegatorId, userPrincipalName: null },
    delegateId,
  });
  const people: ResolvedApprovers = {
    primary: ["miriam", "boss"],
    fallbackPrimary: ["admin"],
    escalation: ["alternate"],
    fallbackEscalation: [],
    delegations: [
      delegating("miriam", "olga"),
      delegating("boss", "adele"),
      delegating("alternate", "deputy"),
      delegating("admin", "assistant"),
    ],
    sourceIds: [],
  };
  const stage = () => {
    const [first] = newApproval("request", [aStage()], occasion().derive).stages;
    if (first === undefined) throw new Error("One setting makes one stage.");
    return opened(first, approversNow(people, ["adele"], false), NOW);
  };

  it("are asked beside them: of those who are asked now, and never whoever asked or is to have the access", () => {
    expect(askedApprovers(stage())).toEqual(["boss", "miriam", "olga"]);
    expect(approversNow(people, [], true).delegates).toEqual([
      { delegatorId: "alternate", delegateId: "deputy" },
      { delegatorId: "boss", delegateId: "adele" },
      { delegatorId: "miriam", delegateId: "olga" },
    ]);
    const turned = { ...people, delegations: people.delegations.toReversed() };
    expect(approversNow(turned, [], true)).toEqual(approversNow(people, [], true));
  });

  it("decide by the right of the approver, an approver by their own", () => {
    const right = (id: string) => rightToDecide(stage(), people, id, ["adele"], NOW);
    expect(right("olga")).toMatchObject({ kind: "delegated", inPlaceOf: { id: "miriam" } });
    expect(right("miriam")).toEqual({ kind: "own" });
    for (const id of ["adele", "deputy", "assistant", "alternate", "stranger"])
      expect(right(id)).toBeUndefined();
  });

  it("who are approvers themselves decide in their own right", () => {
    const both = { ...people, delegations: [delegating("miriam", "boss")] };
    expect(rightToDecide(stage(), both, "boss", [], NOW)).toEqual({ kind: "own" });
  });
});
