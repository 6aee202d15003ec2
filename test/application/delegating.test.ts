import { afterEach, describe, expect, it } from "vitest";
import type { Call } from "../../src/application/call.js";
import { changeDelegation, endDelegation } from "../../src/application/commands/change-delegation.js";
import { delegateApprovals } from "../../src/application/commands/delegate-approvals.js";
import { revisitApprovals } from "../../src/application/commands/revisit-approvals.js";
import { listAuditEntries } from "../../src/application/queries/list-audit-entries.js";
import { listDelegations } from "../../src/application/queries/list-delegations.js";
import { listMyApprovals } from "../../src/application/queries/list-my-approvals.js";
import type { ApprovalStageSettings } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { Instant } from "../../src/domain/time/instant.js";
import { at, lasting } from "../builders/instants.js";
import { aPolicy, approvedBy, aStage, managerOfRequestor, user } from "../builders/policies.js";
import { ADMIN, callOf, must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

const BOSS = callOf("boss");
const PAGE = { top: 10, count: false };
let s: Scene;
afterEach(() => s.world.close());

const byManager = (says: Partial<ApprovalStageSettings> = {}) =>
  scene(
    aPolicy({
      requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [managerOfRequestor()], ...says })),
    }),
  );

type Says = Partial<Parameters<typeof delegateApprovals>[2]>;

/** Miriam delegates to Olga, unless said otherwise. */
async function delegating(says: Says = {}, call: Call = MIRIAM) {
  const outcome = await delegateApprovals(s.world.ports, call, {
    delegateId: "olga",
    endDateTime: null,
    reason: "On leave",
    ...says,
  });
  await s.world.settle();
  return outcome;
}

async function delegated(says: Says = {}, call: Call = MIRIAM): Promise<string> {
  return must(await delegating(says, call)).document.id;
}

async function waitingFor(call: Call): Promise<readonly string[]> {
  const page = must(await listMyApprovals(s.world.ports, call, "approver", PAGE));
  return page.items.map(({ document }) => document.id);
}

const days = (start: string, end: string) => ({ startDateTime: at(start), endDateTime: at(end) });

describe("a delegate", () => {
  it("is asked at once about work that is open already, and is told", async () => {
    s = await byManager();
    const { id } = await s.ask();
    await delegated();
    expect(await waitingFor(OLGA)).toEqual([id]);
    expect(await s.subjects("olga@example.org")).toEqual([
      "Action required: Approve or deny request by 6 December 2026",
    ]);
  });

  it("is asked about what comes later as well, together with the approver", async () => {
    s = await byManager();
    await delegated();
    const { id, pendingApproverIds } = await s.ask();
    expect(pendingApproverIds).toEqual(["miriam", "olga"]);
    expect(await waitingFor(OLGA)).toEqual([id]);
    expect(await s.subjects("olga@example.org")).toHaveLength(1);
  });

  it("decides, and the stage, the audit log and the reader say who decided and in whose place", async () => {
    s = await byManager();
    await delegated();
    const request = await s.ask();
    must(await s.decide(OLGA, request));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({
      state: "delivered",
      approval: { stages: [{ reviewedBy: { id: "olga" }, reviewedInPlaceOf: { id: "miriam" } }] },
    });
    const entries = must(await listAuditEntries(s.world.ports, ADMIN, { top: 100, count: false })).items;
    const completed = entries.find(({ document }) =>
      document.activityDisplayName.startsWith("Approval stage completed"),
    );
    expect(completed?.document.additionalDetails).toContainEqual({ key: "inPlaceOf", value: "miriam" });
    expect(entries.map(({ document }) => document.activityDisplayName)).toContain("Delegate approvals");
  });

  it("leaves the approver their right: the delegator can still decide, in their own right", async () => {
    s = await byManager();
    await delegated();
    const request = await s.ask();
    must(await s.decide(MIRIAM, request));
    expect((await s.request(request.id)).approval?.stages[0]).toMatchObject({
      reviewedBy: { id: "miriam" },
      reviewedInPlaceOf: null,
    });
    expect(await s.decide(OLGA, request)).toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("miriam"),
    });
  });

  it("never decides their own request, nor one that they made for somebody else", async () => {
    s = await byManager();
    await delegated({ delegateId: "adele" });
    const request = await s.ask();
    expect(request.pendingApproverIds).toEqual(["miriam"]);
    expect(await s.decide(ADELE, request)).toMatchObject({
      code: "AccessDenied",
      message: expect.stringContaining("own request"),
    });
  });

  it("gets no right from an approver who may not decide themselves, because the request is their own", async () => {
    s = await byManager({ primaryApprovers: [user("adele")], fallbackPrimaryApprovers: [user("boss")] });
    await delegated({}, ADELE);
    const request = await s.ask();
    expect(request.pendingApproverIds).toEqual(["boss"]);
    expect(await s.decide(OLGA, request)).toMatchObject({ code: "AccessDenied" });
  });

  it("cannot pass it on: a delegate's own delegate gets nothing from it", async () => {
    s = await byManager();
    await delegated();
    await delegated({ delegateId: "boss" }, OLGA);
    const request = await s.ask();
    expect(request.pendingApproverIds).toEqual(["miriam", "olga"]);
    expect(await s.decide(BOSS, request)).toMatchObject({ code: "AccessDenied" });
  });

  it("decides for an alternate as well, once the request was forwarded", async () => {
    s = await byManager({
      isEscalationEnabled: true,
      durationBeforeEscalation: lasting("P3D"),
      escalationApprovers: [user("boss")],
    });
    await delegated({}, BOSS);
    const request = await s.ask();
    expect(await s.decide(OLGA, request)).toMatchObject({ code: "AccessDenied" });
    await s.world.advanceTo(at("2026-11-25T19:25:45Z"));
    expect(await s.subjects("olga@example.org")).toEqual([
      "Action required: Approve or deny forwarded request by 6 December 2026",
    ]);
    must(await s.decide(OLGA, request));
  });

  it("whose account is disabled is not asked and cannot decide", async () => {
    s = await byManager();
    await delegated();
    must(await s.world.directory.users.update("olga", { accountEnabled: false }));
    const request = await s.ask();
    expect(request.pendingApproverIds).toEqual(["miriam"]);
    expect(await s.decide(OLGA, request)).toMatchObject({ code: "AccessDenied" });
  });
});

describe("a delegation", () => {
  it("begins and ends by itself at its times: open work comes to the delegate and leaves again", async () => {
    s = await byManager();
    await delegated(days("2026-11-24T08:00:00Z", "2026-11-26T17:00:00Z"));
    const request = await s.ask();
    const asked = async (instant: string): Promise<readonly string[]> => {
      await s.world.advanceTo(at(instant));
      return waitingFor(OLGA);
    };
    expect(await asked("2026-11-24T07:59:59.999Z")).toEqual([]);
    expect(await asked("2026-11-24T08:00:00Z")).toEqual([request.id]);
    expect(await asked("2026-11-26T16:59:59.999Z")).toEqual([request.id]);
    expect(await asked("2026-11-26T17:00:00Z")).toEqual([]);
    expect(await s.decide(OLGA, request)).toMatchObject({ code: "AccessDenied" });
  });

  it("gives no right from the instant of its end on, even when nobody has noticed it yet", async () => {
    s = await byManager();
    await delegated(days("2026-11-22T19:25:45Z", "2026-11-23T08:00:00Z"));
    const request = await s.ask();
    s.world.sleepTo(at("2026-11-23T08:00:00Z"));
    expect(await waitingFor(OLGA)).toEqual([request.id]);
    expect(await s.decide(OLGA, request)).toMatchObject({ code: "AccessDenied" });
  });

  it("that is ended takes the open work from the delegate at once, and what they decided stays decided", async () => {
    s = await byManager();
    const id = await delegated();
    const decided = await s.ask();
    must(await s.decide(OLGA, decided));
    const open = await s.ask({}, MIRIAM);
    const other = await s.ask({ requestType: "userAdd" }, callOf("olga"));
    expect([open.state, other.state]).toEqual(["pendingApproval", "pendingApproval"]);
    must(await endDelegation(s.world.ports, MIRIAM, { delegationId: id }));
    await s.world.settle();
    expect(await waitingFor(OLGA)).toEqual([]);
    expect(await s.request(decided.id)).toMatchObject({ state: "delivered" });
    expect(s.eventTypes()).toContain("approvalDelegationEnded");
  });

  it("can be prolonged or shortened, and the new end counts", async () => {
    s = await byManager();
    const id = await delegated(days("2026-11-22T19:25:45Z", "2026-11-24T08:00:00Z"));
    const request = await s.ask();
    const endDateTime: Instant = at("2026-11-25T08:00:00Z");
    must(await changeDelegation(s.world.ports, MIRIAM, { delegationId: id, endDateTime }));
    await s.world.advanceTo(at("2026-11-24T08:00:00Z"));
    expect(await waitingFor(OLGA)).toEqual([request.id]);
    await s.world.advanceTo(endDateTime);
    expect(await waitingFor(OLGA)).toEqual([]);
  });

  it("is refused to oneself, to somebody unknown or disabled, into the past, and with an end before its start", async () => {
    s = await byManager();
    await s.world.person("left", { enabled: false });
    expect(await delegating({ delegateId: "miriam" })).toMatchObject({ code: "InvalidModel" });
    expect(await delegating({ delegateId: "nobody" })).toMatchObject({ code: "InvalidModel" });
    expect(await delegating({ delegateId: "left" })).toMatchObject({ code: "InvalidModel" });
    expect(await delegating({ delegatorId: "nobody" }, ADMIN)).toMatchObject({ code: "InvalidModel" });
    expect(await delegating(days("2026-11-20T00:00:00Z", "2026-12-01T00:00:00Z"))).toMatchObject({
      code: "InvalidSchedule",
    });
    expect(await delegating(days("2026-12-02T00:00:00Z", "2026-12-01T00:00:00Z"))).toMatchObject({
      code: "InvalidSchedule",
    });
  });

  it("is to one delegate at a time: a second is refused while the first runs, and taken for the time after it", async () => {
    s = await byManager();
    await delegated(days("2026-11-22T19:25:45Z", "2026-11-30T00:00:00Z"));
    expect(await delegating({ delegateId: "boss" })).toMatchObject({ code: "Conflict" });
    await delegated({ delegateId: "boss", startDateTime: at("2026-11-30T00:00:00Z") });
    expect(await delegating({ delegateId: "admin", ...days("2027-01-01", "2027-02-01") })).toMatchObject({
      code: "Conflict",
    });
  });

  it("is to one delegate at a time, also when two are named at the same moment", async () => {
    s = await byManager();
    const outcomes = await Promise.all([delegating(), delegating({ delegateId: "boss" })]);
    expect(outcomes.map((one) => (one.kind === "done" ? "done" : one.code)).toSorted()).toEqual([
      "Conflict",
      "done",
    ]);
  });

  it("of somebody else is made, changed and ended by administrators alone; delegates may give it back", async () => {
    s = await byManager();
    expect(await delegating({ delegatorId: "miriam" }, OLGA)).toMatchObject({ code: "Forbidden" });
    const id = await delegated({ delegatorId: "miriam" }, ADMIN);
    expect(await changeDelegation(s.world.ports, OLGA, { delegationId: id, reason: "x" })).toMatchObject({
      code: "Forbidden",
    });
    expect(await endDelegation(s.world.ports, BOSS, { delegationId: id })).toMatchObject({
      code: "Forbidden",
    });
    must(await endDelegation(s.world.ports, OLGA, { delegationId: id }));
    await s.world.settle();
    // It has ended, so nobody ends it again.
    expect(await endDelegation(s.world.ports, ADMIN, { delegationId: id })).toMatchObject({
      code: "BadRequest",
    });
  });

  it("is seen by its two people and by administrators", async () => {
    s = await byManager();
    await delegated();
    for (const [call, seen] of [
      [MIRIAM, 1],
      [OLGA, 1],
      [BOSS, 0],
      [ADMIN, 1],
    ] as const)
      expect(must(await listDelegations(s.world.ports, call, PAGE)).items).toHaveLength(seen);
  });

  it("that has not begun is forgotten when it is ended", async () => {
    s = await byManager();
    const id = await delegated({ startDateTime: at("2026-12-01") });
    must(await endDelegation(s.world.ports, MIRIAM, { delegationId: id }));
    await s.world.settle();
    expect(must(await listDelegations(s.world.ports, MIRIAM, PAGE)).items).toEqual([]);
    await s.world.advanceTo(at("2026-12-02"));
    expect((await s.ask()).pendingApproverIds).toEqual(["miriam"]);
  });

  it("needs no message: told of it twice or never, who may decide is the same", async () => {
    s = await byManager();
    const request = await s.ask();
    must(
      await delegateApprovals(s.world.ports, MIRIAM, { delegateId: "olga", endDateTime: null, reason: null }),
    );
    // Nobody was told yet, and the right is there.
    must(await s.decide(OLGA, request));
    await s.world.settle();
    const event = s.world.published.find(({ type }) => type === "approvalDelegated");
    if (event !== undefined) await revisitApprovals(s.world.ports, event);
    await s.world.settle();
    expect(s.eventTypes()).not.toContain("approversChanged");
  });
});
