import { afterEach, describe, expect, it } from "vitest";
import { loadTenantSettings } from "../../src/application/governance/tenant-settings.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import { at, lasting } from "../builders/instants.js";
import { aPolicy, approvedBy, aStage, aTextQuestion, managerOfTarget, user } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

const BY_MIRIAM = aPolicy({
  requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })),
});

describe("a request that is only to be validated", () => {
  it("is answered as it would be made, and leaves nothing behind", async () => {
    s = await scene(BY_MIRIAM);
    const validated = must(await s.submit({ validateOnly: true }));
    expect(validated).toMatchObject({ state: "submitted", status: "Accepted", assignmentPolicyId: "policy" });
    await s.world.settle();
    expect(await s.requests()).toEqual([]);
    expect(s.eventTypes()).toEqual([]);
  });

  it("is refused like any other", async () => {
    s = await scene(aPolicy({ questions: [aTextQuestion()] }));
    expect(await s.submit({ validateOnly: true })).toMatchObject({ code: "AnswerRequired" });
  });
});

describe("an administrator's direct assignment", () => {
  it("is given at once although the policy asks for approval, and records the administrator's justification", async () => {
    s = await scene(BY_MIRIAM);
    const request = await s.ask(
      { requestType: "adminAdd", targetObjectId: "adele", justification: "New in sales." },
      ADMIN,
    );
    expect(request).toMatchObject({ state: "delivered", approval: null, justification: "New in sales." });
  });

  it("waits for the policy's approvers where the tenant enforces approval for it", async () => {
    s = await scene(BY_MIRIAM);
    const settings = await loadTenantSettings(s.world.ports);
    const enforced = { ...settings, isApprovalEnforcedForDirectAssignment: true };
    await s.world.put("tenant", enforced);
    const request = await s.ask({ requestType: "adminAdd", targetObjectId: "adele" }, ADMIN);
    expect(request).toMatchObject({ state: "pendingApproval", pendingApproverIds: ["miriam"] });
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    expect((await s.request(request.id)).state).toBe("delivered");
    // What changes or ends access is not direct assignment.
    const { assignmentId } = await s.request(request.id);
    const change = { requestType: "adminUpdate", assignmentId: assignmentId ?? "" } as const;
    expect((await s.ask(change, ADMIN)).state).toBe("delivered");
  });
});

describe("a manager acting for somebody they manage", () => {
  const policy = aPolicy({
    expiration: { type: "afterDuration", duration: lasting("P90D") },
    requestorSettings: {
      enableTargetsToSelfAddAccess: false,
      enableOnBehalfRequestorsToAddAccess: true,
      enableOnBehalfRequestorsToUpdateAccess: true,
      enableOnBehalfRequestorsToRemoveAccess: true,
      onBehalfRequestors: [managerOfTarget()],
    },
  });

  it("asks for the access, extends it and gives it up; another manager cannot", async () => {
    s = await scene(policy);
    const asked = await s.ask({ requestType: "onBehalfAdd", targetObjectId: "adele" }, MIRIAM);
    expect(asked).toMatchObject({
      state: "delivered",
      requestor: { objectId: "miriam" },
      target: { objectId: "adele" },
    });
    await s.world.advanceTo(at("2026-12-24"));
    const assignmentId = asked.assignmentId ?? "";
    const before = await s.assignment(assignmentId);
    expect(await s.submit({ requestType: "userUpdate", assignmentId }, OLGA)).toMatchObject({
      code: "Forbidden",
    });
    await s.ask({ requestType: "userUpdate", assignmentId }, MIRIAM);
    expect((await s.assignment(assignmentId)).endDateTime).not.toBe(before.endDateTime);
    expect(await s.submit({ requestType: "userRemove", assignmentId }, OLGA)).toMatchObject({
      code: "Forbidden",
    });
    await s.ask({ requestType: "userRemove", assignmentId }, MIRIAM);
    expect(await s.world.isMember("group", "adele")).toBe(false);
  });
});

describe("changing a policy", () => {
  it("leaves requests under way with their stages and their end, and existing access with its schedule", async () => {
    const before: AssignmentPolicy = {
      ...BY_MIRIAM,
      expiration: { type: "afterDuration", duration: lasting("P90D") },
    };
    s = await scene(before);
    const request = await s.ask();
    const given = await s.ask({ requestType: "adminAdd", targetObjectId: "olga" }, ADMIN);
    const changed: AssignmentPolicy = {
      ...before,
      expiration: { type: "afterDuration", duration: lasting("P7D") },
      requestApprovalSettings: approvedByOlgaTwice,
    };
    await s.world.put("catalog/catalog", changed);
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    expect(await s.assignments()).toMatchObject([{ endDateTime: at("2027-02-20T19:25:45Z") }]);
    expect(await s.assignment(given.assignmentId)).toMatchObject({ endDateTime: at("2027-02-20T19:25:45Z") });
    // The new settings hold for what is asked from now on.
    await s.ask({ requestType: "userRemove", assignmentId: (await s.assignments())[0]?.id ?? "" }, ADELE);
    expect(await s.ask()).toMatchObject({ approval: { stages: [{}, {}] } });
  });
});

const olga = aStage({ primaryApprovers: [user("olga")] });
const approvedByOlgaTwice = aPolicy({
  requestApprovalSettings: approvedBy(olga, olga),
}).requestApprovalSettings;
