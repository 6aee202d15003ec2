import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_TENANT_SETTINGS, type TenantSettings } from "../../src/domain/tenant/tenant-settings.js";
import { aPolicy } from "../builders/policy-body.js";
import type { World } from "../builders/world.js";
import { type Answered, at, EM, idOf } from "./surface-fixture.js";
import { type CallingWorld, openCallingWorld } from "./world-callers.js";

const APPROVALS = "/accessPackageAssignmentApprovals";

let calling: CallingWorld;
let world: World;
let packageId = "";

beforeEach(async () => {
  calling = await openCallingWorld(["admin", "asker", "approver", "deputy", "stranger"]);
  ({ world } = calling);
  const groupId = world.ports.ids.next();
  await world.group(groupId);
  const catalogId = idOf(await post("/catalogs", { displayName: "Sales" }));
  const resource = { originId: groupId, originSystem: "AadGroup" };
  await post("/resourceRequests", { requestType: "adminAdd", catalog: { id: catalogId }, resource });
  packageId = idOf(await post("/accessPackages", { displayName: "Tools", catalog: { id: catalogId } }));
  await post(`/accessPackages/${packageId}/resourceRoleScopes`, {
    role: { originId: `Member_${groupId}`, originSystem: "AadGroup", resource },
    scope: { originId: groupId, originSystem: "AadGroup", isRootScope: true },
  });
});
afterEach(() => calling.end());

const id = (name: string) => calling.people[name]?.objectId ?? "";
const post = (path: string, body: unknown, as = "admin") =>
  calling.call("POST", `${EM}${path}`, { as, body });
const get = (path: string, as = "admin") => calling.call("GET", `${EM}${path}`, { as });
const values = ({ body }: Answered): readonly unknown[] =>
  Array.isArray(body["value"]) ? body["value"] : [];

/** The policy of builders/policy-body.ts with its stage changed. */
function policyWith(stage: object) {
  const policy = aPolicy(packageId, id("approver"));
  const [first] = policy.requestApprovalSettings.stages;
  const requestApprovalSettings = { ...policy.requestApprovalSettings, stages: [{ ...first, ...stage }] };
  return { ...policy, requestApprovalSettings };
}

async function asked(stage: object = {}): Promise<string> {
  idOf(await post("/assignmentPolicies", policyWith(stage)));
  const body = { requestType: "userAdd", assignment: { accessPackageId: packageId } };
  const requestId = idOf(await post("/assignmentRequests", body, "asker"));
  await world.settle();
  return requestId;
}

async function decide(requestId: string, as: string): Promise<number> {
  const stageId = at((await get(`${APPROVALS}/${requestId}`, as)).body, "stages/0/id");
  const path = `${EM}${APPROVALS}/${requestId}/stages/${String(stageId)}`;
  const { status } = await calling.call("PATCH", path, {
    as,
    body: { reviewResult: "Approve", justification: "Fine." },
  });
  await world.settle();
  return status;
}

describe("delegating approvals over HTTP", () => {
  const path = "/approvalDelegations";

  it("is everybody's own: one makes it, both see it, strangers do not, and the delegate is told what waits", async () => {
    const requestId = await asked();
    const made = await post(path, { delegate: { id: id("deputy") }, reason: "On leave" }, "approver");
    await world.settle();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      delegatorId: id("approver"),
      delegateId: id("deputy"),
      endDateTime: null,
      status: "active",
    });
    const one = `${path}/${idOf(made)}`;
    expect((await get(one, "deputy")).status).toBe(200);
    expect((await get(one, "stranger")).status).toBe(403);
    expect(values(await get(path, "stranger"))).toEqual([]);
    expect(
      values(await get(`${path}?$filter=delegatorId eq ${id("approver")}&$expand=delegate`)),
    ).toMatchObject([{ delegate: { id: id("deputy") } }]);
    const waiting = await get(`${APPROVALS}/filterByCurrentUser(on='approver')`, "deputy");
    expect(values(waiting)).toMatchObject([{ id: requestId, stages: [{ assignedToMe: true }] }]);
    expect(await decide(requestId, "deputy")).toBe(204);
    expect((await get(`${APPROVALS}/${requestId}`)).body).toMatchObject({
      stages: [{ reviewedBy: { id: id("deputy") }, reviewedInPlaceOf: { id: id("approver") } }],
    });
  });

  it("is changed with PATCH and ended with DELETE, by administrators for others too", async () => {
    const body = { delegatorId: id("approver"), delegateId: id("deputy") };
    expect((await post(path, body, "stranger")).status).toBe(403);
    const one = `${EM}${path}/${idOf(await post(path, body))}`;
    const endDateTime = "2026-12-24T18:00:00Z";
    const changed = await calling.call("PATCH", one, { as: "approver", body: { endDateTime } });
    expect(changed.body).toMatchObject({ endDateTime: "2026-12-24T18:00:00.000Z", status: "active" });
    expect((await calling.call("DELETE", one, { as: "stranger" })).status).toBe(403);
    expect((await calling.call("DELETE", one, { as: "deputy" })).status).toBe(204);
    expect((await calling.call("GET", one, { as: "admin" })).body).toMatchObject({ status: "ended" });
    expect((await calling.call("DELETE", one, { as: "admin" })).status).toBe(400);
  });

  it("is refused with a reason when it makes no sense", async () => {
    expect((await post(path, {}, "approver")).status).toBe(400);
    const self = await post(path, { delegateId: id("approver") }, "approver");
    expect([self.status, at(self.body, "error/message")]).toEqual([
      400,
      expect.stringContaining("Nobody delegates to themselves"),
    ]);
    await post(path, { delegateId: id("deputy") }, "approver");
    expect((await post(path, { delegateId: id("stranger") }, "approver")).status).toBe(409);
  });
});

describe("who decided", () => {
  const seenBy = async (name: string, requestId: string) =>
    at((await get(`${APPROVALS}/${requestId}`, name)).body, "stages/0/reviewedBy");

  it("is shown to requestors where the stage says so, and hidden where it says not", async () => {
    const requestId = await asked({ approverInformationVisibility: "visible" });
    await decide(requestId, "approver");
    expect(await seenBy("asker", requestId)).toMatchObject({ id: id("approver") });
  });

  it("is hidden from requestors where the stage hides it, while the result and the reason stay; approvers and administrators see all", async () => {
    const requestId = await asked({ approverInformationVisibility: "notVisible" });
    await decide(requestId, "approver");
    expect(await seenBy("asker", requestId)).toBeNull();
    expect((await get(`${APPROVALS}/${requestId}`, "asker")).body).toMatchObject({
      stages: [{ reviewResult: "Approved", justification: "Fine." }],
    });
    const mine = await get(`${APPROVALS}/filterByCurrentUser(on='createdBy')`, "asker");
    expect(at(values(mine)[0], "stages/0/reviewedBy")).toBeNull();
    expect(await seenBy("approver", requestId)).toMatchObject({ id: id("approver") });
    expect(await seenBy("admin", requestId)).toMatchObject({ id: id("approver") });
  });

  it("is as the tenant's settings say where the stage leaves it to them: to members, and not to guests", async () => {
    const requestId = await asked();
    await decide(requestId, "approver");
    expect(await seenBy("asker", requestId)).toBeNull();
    const endUser = { ...DEFAULT_TENANT_SETTINGS.endUser, showApproverDetailsToMembers: true };
    const settings: TenantSettings = { ...DEFAULT_TENANT_SETTINGS, endUser };
    await world.put("tenant", settings);
    expect(await seenBy("asker", requestId)).toMatchObject({ id: id("approver") });
    await world.directory.users.update(id("asker"), { userType: "Guest" });
    expect(await seenBy("asker", requestId)).toBeNull();
  });
});

describe("saving a policy under which nobody could decide for some people", () => {
  const managers = [{ "@odata.type": "#microsoft.graph.requestorManager", managerLevel: 1 }];

  it("is accepted, and warned of in a header that says for how many; the whole can be read", async () => {
    const saved = await post("/assignmentPolicies", policyWith({ primaryApprovers: managers }));
    const policyId = idOf(saved);
    const warning = saved.headers["Gatehouse-Warnings"] ?? "";
    expect(warning).toContain("Stage 1 has nobody to decide for 5 of 5 members (managerMissing)");
    expect(warning).toContain(`assignmentPolicies/${policyId}/approvalCoverage`);
    const coverage = await get(`/assignmentPolicies/${policyId}/approvalCoverage`);
    expect(coverage.body).toMatchObject({
      isDecidable: false,
      stages: [{ stage: 1, requestors: "allMembers", lookedAt: 5, isComplete: true, undecidable: 5 }],
    });
    expect(at(coverage.body, "stages/0/people/0/reasons")).toEqual(["managerMissing"]);
    expect((await get(`/assignmentPolicies/${policyId}/approvalCoverage`, "stranger")).status).toBe(403);
  });

  it("is warned of by PUT and PATCH too, and no longer once there is a fallback", async () => {
    const one = `${EM}/assignmentPolicies/${idOf(await post("/assignmentPolicies", policyWith({})))}`;
    const put = await calling.call("PUT", one, {
      as: "admin",
      body: policyWith({ primaryApprovers: managers }),
    });
    expect(put.headers["Gatehouse-Warnings"]).toContain("Stage 1");
    const fallbackPrimaryApprovers = ["approver", "deputy"].map((name) => ({
      "@odata.type": "#microsoft.graph.singleUser",
      userId: id(name),
    }));
    const { requestApprovalSettings } = policyWith({ primaryApprovers: managers, fallbackPrimaryApprovers });
    const patch = await calling.call("PATCH", one, { as: "admin", body: { requestApprovalSettings } });
    expect([patch.status, patch.headers["Gatehouse-Warnings"]]).toEqual([200, undefined]);
  });
});

describe("taking back access that one approved, over HTTP", () => {
  it("needs a reason and one's own approval, and reads unknownFutureValue to clients that do not ask for newer members", async () => {
    const requestId = await asked();
    await decide(requestId, "approver");
    const assignmentId = at(
      (await get(`/assignmentRequests/${requestId}?$expand=assignment`, "approver")).body,
      "assignment/id",
    );
    const revoke = (as: string, justification: string | null = "Left the team.") =>
      post(
        "/assignmentRequests",
        { requestType: "approverRemove", assignment: { id: assignmentId }, justification },
        as,
      );
    expect((await revoke("stranger")).status).toBe(403);
    expect((await revoke("approver", null)).status).toBe(400);
    expect((await post("/assignmentRequests", { requestType: "approverRemove" }, "approver")).status).toBe(
      400,
    );
    const made = await revoke("approver");
    expect([made.status, made.body["requestType"], made.body["state"]]).toEqual([
      201,
      "unknownFutureValue",
      "submitted",
    ]);
    await world.settle();
    const newer = await calling.call("GET", `${EM}/assignmentRequests/${idOf(made)}`, {
      as: "approver",
      headers: { Prefer: "include-unknown-enum-members" },
    });
    expect(newer.body).toMatchObject({ requestType: "approverRemove", state: "delivered" });
  });
});
