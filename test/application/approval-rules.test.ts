import { afterEach, describe, expect, it } from "vitest";
import { listAuditEntries } from "../../src/application/queries/list-audit-entries.js";
import type { ApprovalStageSettings } from "../../src/domain/assignment-policy/assignment-policy.js";
import { at, lasting } from "../builders/instants.js";
import { aPolicy, approvedBy, aStage, group, managerOfTarget, user } from "../builders/policies.js";
import { ADMIN, callOf, must } from "../builders/world.js";
import { MIRIAM, OLGA, type Scene, scene } from "./scene.js";

const BOSS = callOf("boss");
let s: Scene;
afterEach(() => s.world.close());

const stagedBy = (...stages: readonly Partial<ApprovalStageSettings>[]) =>
  scene(aPolicy({ requestApprovalSettings: approvedBy(...stages.map(aStage)) }));

describe("the stages of an approval", () => {
  it("are decided one after the other, each by one yes; nobody is asked before their turn", async () => {
    s = await stagedBy(
      { primaryApprovers: [user("miriam")] },
      { primaryApprovers: [user("olga")] },
      { primaryApprovers: [user("boss"), user("admin")] },
    );
    const request = await s.ask();
    for (const [stage, call] of [MIRIAM, OLGA, BOSS].entries()) {
      const before = await s.request(request.id);
      expect(before).toMatchObject({ state: "pendingApproval" });
      expect(before.approval?.stages.map(({ status }) => status)).toEqual(
        [0, 1, 2].map((index) =>
          index < stage ? "Completed" : index === stage ? "InProgress" : "Initializing",
        ),
      );
      expect(before.pendingApproverIds).toContain(["miriam", "olga", "boss"][stage]);
      expect(before.pendingApproverIds).toHaveLength(stage === 2 ? 2 : 1);
      const early = stage === 2 ? MIRIAM : BOSS;
      expect(await s.decide(early, request, "Approve", 2)).toMatchObject({
        code: stage === 2 ? "AccessDenied" : "Conflict",
      });
      must(await s.decide(call, request, "Approve", stage));
      await s.world.settle();
    }
    expect(await s.request(request.id)).toMatchObject({ state: "delivered" });
  });

  it("end with the first no, whatever stages were to come", async () => {
    s = await stagedBy({ primaryApprovers: [user("miriam")] }, { primaryApprovers: [user("olga")] });
    const request = await s.ask();
    must(await s.decide(MIRIAM, request, "Deny"));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({
      state: "denied",
      approval: { stages: [{ reviewResult: "Denied" }, { status: "Initializing" }] },
    });
    expect(await s.subjects("olga@example.org")).toEqual([]);
  });

  it("are gone through again for an extension, by the same approvers", async () => {
    s = await stagedBy({ primaryApprovers: [user("miriam")] });
    const request = await s.ask();
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    const { assignmentId } = await s.request(request.id);
    const extension = await s.ask({ requestType: "userUpdate", assignmentId: assignmentId ?? "" });
    expect(extension).toMatchObject({ state: "pendingApproval", pendingApproverIds: ["miriam"] });
    await s.world.advanceTo(at("2026-11-30"));
    must(await s.decide(MIRIAM, extension));
    await s.world.settle();
    expect(await s.request(extension.id)).toMatchObject({ state: "delivered" });
  });

  it("take one decision of each: an approver who presses twice is told that they have decided", async () => {
    s = await stagedBy({ primaryApprovers: [user("miriam")] }, { primaryApprovers: [user("miriam")] });
    const request = await s.ask();
    const twice = await Promise.all([s.decide(MIRIAM, request), s.decide(MIRIAM, request)]);
    expect(twice.map((one) => (one.kind === "done" ? "done" : one.code)).toSorted()).toEqual([
      "Conflict",
      "done",
    ]);
    await s.world.settle();
    // The second yes was not taken for the next stage.
    expect(await s.request(request.id)).toMatchObject({
      state: "pendingApproval",
      approval: { stages: [{ reviewResult: "Approved" }, { reviewResult: "NotReviewed", reviewedBy: null }] },
    });
  });

  it("are recorded with the approvers as they were when each began, was forwarded, or came to others", async () => {
    s = await stagedBy({
      primaryApprovers: [group("approvers")],
      isEscalationEnabled: true,
      durationBeforeEscalation: lasting("P3D"),
      escalationApprovers: [user("boss")],
    });
    await s.world.group("approvers", "miriam", "olga");
    await s.ask();
    await s.world.advanceTo(at("2026-11-25T19:25:45Z"));
    must(await s.world.directory.groups.removeMember("approvers", "miriam"));
    const page = must(await listAuditEntries(s.world.ports, ADMIN, { top: 100, count: false }));
    const added = page.items
      .map(({ document }) => document)
      .filter(({ activityDisplayName }) => activityDisplayName === "Add approver to request approval")
      .map(
        ({ additionalDetails }) => additionalDetails.find(({ key }) => key === "approverIds")?.value ?? "",
      );
    expect(added.toSorted()).toEqual(['["boss"]', '["miriam","olga"]']);
  });
});

describe("the approver", () => {
  it("is a sponsor of the person, and the fallback when no sponsor is left who can decide", async () => {
    s = await stagedBy({
      primaryApprovers: [{ kind: "targetUserSponsors" }],
      fallbackPrimaryApprovers: [user("boss")],
    });
    const { users } = s.world.directory;
    expect((await s.ask()).pendingApproverIds).toEqual(["boss"]);
    must(await users.addSponsor("miriam", "olga"));
    const request = await s.ask({}, MIRIAM);
    expect(request.pendingApproverIds).toEqual(["olga"]);
    must(await users.update("olga", { accountEnabled: false }));
    expect(await s.decide(OLGA, request)).toMatchObject({ code: "AccessDenied" });
    must(await s.decide(BOSS, request));
  });

  it("is anybody in the group, through the groups in it, and only while they are in it", async () => {
    s = await stagedBy({ primaryApprovers: [group("approvers")] });
    await s.world.group("inner", "olga");
    await s.world.group("approvers", "inner");
    const request = await s.ask();
    expect(request.pendingApproverIds).toEqual(["olga"]);
    must(await s.world.directory.groups.removeMember("approvers", "inner"));
    expect(await s.decide(OLGA, request)).toMatchObject({ code: "AccessDenied" });
  });

  it("is the manager of whoever is to have the access, at the level that the policy says", async () => {
    s = await stagedBy({
      primaryApprovers: [managerOfTarget(2)],
      fallbackPrimaryApprovers: [user("olga")],
    });
    expect((await s.ask()).pendingApproverIds).toEqual(["boss"]);
    // Miriam's manager has no manager.
    expect((await s.ask({}, MIRIAM)).pendingApproverIds).toEqual(["olga"]);
  });

  it("is nobody who has a role alone: administrators of whatever kind cannot decide", async () => {
    s = await stagedBy({ primaryApprovers: [user("miriam")] });
    const request = await s.ask();
    const global = callOf("admin", ["62e90394-69f5-4237-9190-012177145e10"]);
    for (const call of [ADMIN, global])
      expect(await s.decide(call, request)).toMatchObject({ code: "AccessDenied" });
  });
});
