import { afterEach, describe, expect, it } from "vitest";
import { getApproval } from "../../src/application/queries/get-approval.js";
import { listMyApprovals } from "../../src/application/queries/list-my-approvals.js";
import { at, lasting } from "../builders/instants.js";
import {
  aPolicy,
  approvedBy,
  aStage,
  group,
  managerOfRequestor,
  managerOfTarget,
  user,
} from "../builders/policies.js";
import { ADMIN, callOf, must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

const BOSS = callOf("boss");
let s: Scene;
afterEach(() => s.world.close());

const byManager = aPolicy({
  requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [managerOfRequestor()] })),
});

describe("an approval that nobody decides", () => {
  it("is denied at exactly its time-out, and requestor and approver are told", async () => {
    s = await scene(byManager);
    const request = await s.ask();
    await s.world.advanceTo(at("2026-12-06T19:25:44.999Z"));
    expect(await s.request(request.id)).toMatchObject({ state: "pendingApproval" });
    await s.world.advanceTo(at("2026-12-06T19:25:45Z"));
    expect(await s.request(request.id)).toMatchObject({
      state: "denied",
      status: "Expired",
      completedDateTime: at("2026-12-06T19:25:45Z"),
      approval: { stages: [{ status: "Expired", reviewResult: "NotReviewed" }] },
    });
    expect(await s.subjects("adele@example.org")).toEqual(["Your request has expired for Sales tools"]);
    expect(await s.subjects("miriam@example.org")).toContain("Request has expired for Sales tools");
    expect(s.world.orchestrations.running().filter((id) => !id.startsWith("due."))).toEqual([]);
    expect(await s.world.isMember("group", "adele")).toBe(false);
  });

  it("is forwarded to the alternates first, and either they or the manager can decide then", async () => {
    const stage = aStage({
      primaryApprovers: [managerOfRequestor()],
      isEscalationEnabled: true,
      durationBeforeEscalation: lasting("P3D"),
      escalationApprovers: [managerOfRequestor(2)],
    });
    s = await scene(aPolicy({ requestApprovalSettings: approvedBy(stage) }));
    const request = await s.ask();
    expect(await s.subjects("miriam@example.org")).toEqual([
      "Approve or deny the request by 19:25 UTC on 6 December 2026",
    ]);
    expect(await s.decide(BOSS, request)).toMatchObject({ code: "AccessDenied" });
    await s.world.advanceTo(at("2026-11-25T19:25:45Z"));
    expect(await s.request(request.id)).toMatchObject({
      status: "PendingApprovalEscalated",
      pendingApproverIds: ["miriam", "boss"],
    });
    expect(await s.subjects("boss@example.org")).toEqual([
      "Action required: Approve or deny forwarded request by 6 December 2026",
    ]);
    must(await s.decide(BOSS, request));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({ state: "delivered" });
  });

  it("waits for its time-out when nobody can be found to decide, and the audit log says so", async () => {
    s = await scene(
      aPolicy({ requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("adele")] })) }),
    );
    const request = await s.ask();
    expect(request).toMatchObject({ state: "pendingApproval", pendingApproverIds: [] });
    expect(s.world.published.find(({ type }) => type === "approvalStageStarted")?.detail).toMatchObject({
      noApprovers: true,
    });
    await s.world.advanceTo(at("2026-12-06T19:25:45Z"));
    expect(await s.request(request.id)).toMatchObject({ state: "denied", status: "Expired" });
  });
});

describe("who decides", () => {
  it("is the fallback approver when the requestor has no manager, or the manager's account is closed", async () => {
    const stage = aStage({
      primaryApprovers: [managerOfRequestor()],
      fallbackPrimaryApprovers: [user("olga")],
    });
    s = await scene(aPolicy({ requestApprovalSettings: approvedBy(stage) }));
    expect(await s.ask({}, BOSS)).toMatchObject({ pendingApproverIds: ["olga"] });
    must(await s.world.directory.users.update("miriam", { accountEnabled: false }));
    expect(await s.ask()).toMatchObject({ pendingApproverIds: ["olga"] });
  });

  it("is whoever is in the group when deciding: who left after the request may not, who joined may", async () => {
    s = await scene(
      aPolicy({ requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [group("approvers")] })) }),
    );
    await s.world.group("approvers", "miriam");
    const request = await s.ask();
    must(await s.world.directory.groups.removeMember("approvers", "miriam"));
    must(await s.world.directory.groups.addMember("approvers", "olga"));
    expect(await s.decide(MIRIAM, request)).toMatchObject({ code: "AccessDenied" });
    expect(await s.decide(OLGA, request)).toMatchObject({ kind: "done" });
  });

  it("is never the requestor, even as a member of the approvers' group; they do not see it as waiting for them", async () => {
    s = await scene(
      aPolicy({ requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [group("approvers")] })) }),
    );
    await s.world.group("approvers", "adele", "miriam");
    const request = await s.ask();
    expect(await s.decide(ADELE, request)).toMatchObject({
      code: "AccessDenied",
      message: expect.stringContaining("own request"),
    });
    const page = { top: 10, count: false };
    expect(must(await listMyApprovals(s.world.ports, ADELE, "approver", page)).items).toEqual([]);
    expect(must(await listMyApprovals(s.world.ports, MIRIAM, "approver", page)).items).toHaveLength(1);
  });

  it("is not an administrator, who can cancel instead", async () => {
    s = await scene(byManager);
    const request = await s.ask();
    expect(await s.decide(ADMIN, request)).toMatchObject({ code: "AccessDenied" });
    expect(await s.cancel(ADMIN, request)).toMatchObject({ kind: "done", value: { state: "canceled" } });
  });

  it("is not the manager who asked on behalf of somebody", async () => {
    const policy = aPolicy({
      requestorSettings: {
        enableOnBehalfRequestorsToAddAccess: true,
        onBehalfRequestors: [managerOfTarget()],
      },
      requestApprovalSettings: approvedBy(
        aStage({ primaryApprovers: [managerOfTarget()], fallbackPrimaryApprovers: [user("olga")] }),
      ),
    });
    s = await scene(policy);
    const request = await s.ask({ requestType: "onBehalfAdd", targetObjectId: "adele" }, MIRIAM);
    expect(request).toMatchObject({ pendingApproverIds: ["olga"], requestor: { objectId: "miriam" } });
    expect(await s.decide(MIRIAM, request)).toMatchObject({ code: "AccessDenied" });
    must(await s.decide(OLGA, request));
    await s.world.settle();
    expect(await s.world.isMember("group", "adele")).toBe(true);
    expect(await s.subjects("miriam@example.org")).toContain("You now have access to Sales tools");
  });
});

describe("a decision", () => {
  it("of two at the same moment counts once; the other is told who was first", async () => {
    const stage = aStage({ primaryApprovers: [user("miriam"), user("olga")] });
    s = await scene(aPolicy({ requestApprovalSettings: approvedBy(stage) }));
    const request = await s.ask();
    const results = await Promise.all([
      s.decide(MIRIAM, request, "Approve"),
      s.decide(OLGA, request, "Deny"),
    ]);
    const winner = results.find(({ kind }) => kind === "done");
    const loser = results.find(({ kind }) => kind === "refused");
    expect(loser).toMatchObject({ code: "Conflict", message: expect.stringMatching(/by (miriam|olga)/) });
    await s.world.settle();
    const after = await s.request(request.id);
    expect(winner?.kind === "done" && winner.value.approval?.stages[0]?.reviewResult).toBe(
      after.approval?.stages[0]?.reviewResult,
    );
  });

  it("and a cancel at the same moment: one wins, the other is told Conflict", async () => {
    s = await scene(byManager);
    const request = await s.ask();
    const results = await Promise.all([s.decide(MIRIAM, request, "Deny"), s.cancel(ADELE, request)]);
    expect(results.map((result) => (result.kind === "done" ? "done" : result.code)).toSorted()).toEqual([
      "Conflict",
      "done",
    ]);
  });

  it("against access stays: a denied request is never delivered", async () => {
    s = await scene(byManager);
    const request = await s.ask();
    must(await s.decide(MIRIAM, request, "Deny"));
    await s.world.advanceTo(at("2027-03-01"));
    expect(await s.request(request.id)).toMatchObject({ state: "denied", status: "Denied" });
    expect(await s.assignments()).toEqual([]);
    expect(await s.subjects("adele@example.org")).toEqual(["Request denied to Sales tools"]);
  });

  it("at the instant of parking is not lost", async () => {
    s = await scene(
      aPolicy({
        requestApprovalSettings: approvedBy(
          aStage({ primaryApprovers: [user("miriam")] }),
          aStage({ primaryApprovers: [user("olga")] }),
        ),
      }),
    );
    const request = must(await s.submit());
    // The stage is open as soon as the activity has written it; its orchestration has not begun to wait yet.
    while ((await s.request(request.id)).state === "submitted") expect(await s.world.step()).toBe(true);
    must(await s.decide(MIRIAM, await s.request(request.id)));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({ pendingApproverIds: ["olga"] });
  });
});

describe("a canceled request", () => {
  it("is canceled by whoever asked while it waits, and nobody is asked any more", async () => {
    s = await scene(byManager);
    const request = await s.ask();
    must(await s.cancel(ADELE, request));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({
      state: "canceled",
      pendingApproverIds: [],
      dueDateTime: null,
    });
    expect(await s.decide(MIRIAM, request)).toMatchObject({ code: "Conflict" });
    expect(await s.cancel(ADELE, request)).toMatchObject({ code: "RequestNotCancellable" });
    expect((await s.ask()).state).toBe("pendingApproval");
  });

  it("is not canceled by somebody who takes no part in it", async () => {
    s = await scene(byManager);
    expect(await s.cancel(OLGA, await s.ask())).toMatchObject({ code: "Forbidden" });
  });

  it("cannot be one whose access has been given", async () => {
    s = await scene(aPolicy());
    expect(await s.cancel(ADELE, await s.ask())).toMatchObject({ code: "RequestNotCancellable" });
  });
});

describe("reading an approval", () => {
  it("is for approvers, the requestor and whoever sees the catalog's assignments, and for nobody else", async () => {
    s = await scene(byManager);
    const { id: requestId } = await s.ask();
    for (const call of [ADELE, MIRIAM, ADMIN])
      expect((await getApproval(s.world.ports, call, { requestId })).kind).toBe("done");
    expect(await getApproval(s.world.ports, OLGA, { requestId })).toMatchObject({ code: "Forbidden" });
  });
});
