import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { aPolicy } from "../builders/policy-body.js";
import type { World } from "../builders/world.js";
import { type Answered, at, EM, idOf, ROLES } from "./surface-fixture.js";
import { type CallingWorld, openCallingWorld } from "./world-callers.js";

const APPROVALS = "/accessPackageAssignmentApprovals";

describe("asking, approving and having access over HTTP", () => {
  let calling: CallingWorld;
  let world: World;
  let groupId = "";
  let catalogId = "";
  let packageId = "";
  let policyId = "";

  beforeEach(async () => {
    calling = await openCallingWorld(["admin", "asker", "approver", "assigner", "stranger"], ["assigner"]);
    ({ world } = calling);
    groupId = world.ports.ids.next();
    await world.group(groupId);
    catalogId = idOf(await post("/catalogs", { displayName: "Sales" }));
    await post("/resourceRequests", {
      requestType: "adminAdd",
      catalog: { id: catalogId },
      resource: { originId: groupId, originSystem: "AadGroup" },
    });
    packageId = idOf(await post("/accessPackages", { displayName: "Tools", catalog: { id: catalogId } }));
    idOf(
      await post(`/accessPackages/${packageId}/resourceRoleScopes`, {
        role: {
          originId: `Member_${groupId}`,
          originSystem: "AadGroup",
          resource: { originId: groupId, originSystem: "AadGroup" },
        },
        scope: { originId: groupId, originSystem: "AadGroup", isRootScope: true },
      }),
    );
    policyId = idOf(await post("/assignmentPolicies", aPolicy(packageId, id("approver"))));
    await world.settle();
  });
  afterEach(() => calling.end());

  const id = (name: string) => calling.people[name]?.objectId ?? "";
  const post = (path: string, body: unknown, as = "admin") =>
    calling.call("POST", `${EM}${path}`, { as, body });
  const get = (path: string, as = "admin") => calling.call("GET", `${EM}${path}`, { as });
  const values = ({ body }: Answered): readonly unknown[] => {
    const value = body["value"];
    return Array.isArray(value) ? value : [];
  };
  const ask = () =>
    post(
      "/assignmentRequests",
      { requestType: "UserAdd", assignment: { accessPackageId: packageId } },
      "asker",
    );
  const direct = (extra: object = {}) =>
    post("/assignmentRequests", {
      requestType: "AdminAdd",
      assignment: { targetId: id("asker"), assignmentPolicyId: policyId, accessPackageId: packageId },
      ...extra,
    });
  const decide = async (requestId: string, reviewResult: string, as = "approver") => {
    const stages = await get(`${APPROVALS}/${requestId}/stages`, "approver");
    const stageId = String(at(stages.body, "value/0/id"));
    return calling.call("PATCH", `${EM}${APPROVALS}/${requestId}/stages/${stageId}`, {
      as,
      body: { reviewResult, justification: "fine" },
    });
  };
  const isMember = async () => world.isMember(groupId, id("asker"));

  it("goes from the list of what can be asked for to membership of the group", async () => {
    const offered = await get(
      "/accessPackages/filterByCurrentUser(on='allowedRequestor')?$select=displayName",
      "asker",
    );
    expect(values(offered).map((one) => at(one, "displayName"))).toEqual(["Tools"]);
    const needs = await calling.call(
      "POST",
      `${EM}/accessPackages/${packageId}/getApplicablePolicyRequirements`,
      {
        as: "asker",
      },
    );
    expect(values(needs)).toMatchObject([
      {
        policyId,
        isApprovalRequiredForAdd: true,
        questions: [{ text: "Why?" }],
        schedule: { recurrence: null },
      },
    ]);
    const asked = await ask();
    const requestId = idOf(asked);
    expect(asked.body).toMatchObject({
      requestType: "userAdd",
      state: "submitted",
      status: "Accepted",
      completedDateTime: null,
      schedule: {
        startDateTime: null,
        recurrence: null,
        expiration: { type: "notSpecified", endDateTime: null, duration: null },
      },
      answers: [],
      customExtensionCalloutInstances: [],
    });
    await world.settle();
    const waiting = await get(`${APPROVALS}/filterByCurrentUser(on='approver')`, "approver");
    expect(values(waiting)).toMatchObject([
      {
        id: requestId,
        stages: [{ status: "InProgress", assignedToMe: true, reviewResult: "NotReviewed", reviewedBy: null }],
      },
    ]);
    const pending = await get(
      "/assignmentRequests/filterByCurrentUser(on='approver')?$expand=requestor,target,accessPackage",
      "approver",
    );
    expect(values(pending)).toMatchObject([
      {
        id: requestId,
        state: "pendingApproval",
        requestor: { objectId: id("asker") },
        target: { objectId: id("asker") },
        accessPackage: { displayName: "Tools" },
      },
    ]);
    expect((await decide(requestId, "Approve")).status).toBe(204);
    await world.settle();
    expect(await isMember()).toBe(true);
    const mine = await get(
      "/assignments/filterByCurrentUser(on='target')?$expand=accessPackage,target,assignmentPolicy",
      "asker",
    );
    expect(values(mine)).toMatchObject([
      {
        state: "delivered",
        accessPackage: { id: packageId },
        target: { objectId: id("asker"), subjectType: "user" },
        // What a requestor may know of the policy: not who approves.
        assignmentPolicy: { id: policyId, requestApprovalSettings: { stages: [] } },
        schedule: { expiration: { type: "afterDateTime" } },
      },
    ]);
    const listed = await get(
      `/assignments?$filter=accessPackage/id eq '${packageId}' and state eq 'Delivered' and target/objectid eq '${id("asker")}'&$expand=target&$count=true`,
    );
    expect([values(listed).length, at(listed.body, "@odata.count")]).toEqual([1, 1]);
    const older = await get(
      `/accessPackageAssignmentRequests/${requestId}?$expand=accessPackageAssignment($expand=accessPackageSubject)`,
    );
    expect(at(older.body, "assignment/target/objectId")).toBe(id("asker"));
    const audit = await calling.call(
      "GET",
      `/v1.0/auditLogs/directoryAudits?$filter=category eq 'EntitlementManagement' and targetResources/any(t:t/id eq '${requestId}')&$orderby=activityDateTime desc`,
      { as: "admin" },
    );
    expect(values(audit).map((one) => at(one, "activityDisplayName"))).toContain(
      "Approve access package assignment request",
    );
  });

  it("lets the first decision stand and tells the second one so", async () => {
    const requestId = idOf(await ask());
    await world.settle();
    expect((await decide(requestId, "deny", "asker")).status).toBe(403);
    expect((await decide(requestId, "Perhaps")).status).toBe(400);
    expect((await decide(requestId, "Deny")).status).toBe(204);
    const late = await decide(requestId, "Approve");
    expect([late.status, at(late.body, "error/code")]).toEqual([409, "Conflict"]);
    await world.settle();
    expect((await get(`/assignmentRequests/${requestId}`, "asker")).body).toMatchObject({ state: "denied" });
    const stages = await get(`${APPROVALS}/${requestId}?$expand=stages`, "approver");
    expect(at(stages.body, "stages/0")).toMatchObject({
      reviewResult: "Denied",
      justification: "fine",
      reviewedBy: { "@odata.type": "#microsoft.graph.userIdentity", id: id("approver") },
    });
  });

  it("assigns directly and takes away, for whoever has the role for it", async () => {
    await calling.call("POST", `${ROLES}/roleAssignments`, {
      as: "admin",
      body: {
        principalId: id("assigner"),
        roleDefinitionId: ENTITLEMENT_ROLES.assignmentManager.id,
        appScopeId: `/AccessPackageCatalog/${catalogId}`,
      },
    });
    const added = await post(
      "/assignmentRequests",
      {
        requestType: "adminAdd",
        assignment: {
          target: { email: `${id("asker")}@example.org` },
          assignmentPolicyId: policyId,
          accessPackageId: packageId,
        },
      },
      "assigner",
    );
    idOf(added);
    await world.settle();
    expect(await isMember()).toBe(true);
    const listed = await get(`/assignments?$filter=accessPackage/id eq '${packageId}'`, "assigner");
    const assignmentId = String(at(listed.body, "value/0/id"));
    expect((await post(`/assignments/${assignmentId}/reprocess`, undefined, "assigner")).status).toBe(202);
    const removed = await post(
      "/assignmentRequests",
      { requestType: "AdminRemove", assignment: { id: assignmentId } },
      "assigner",
    );
    expect(removed.status).toBe(201);
    await world.settle();
    expect(await isMember()).toBe(false);
    expect((await get(`/assignments/${assignmentId}`, "asker")).body).toMatchObject({ state: "expired" });
  });

  it("keeps package, policy and catalog while somebody has access through them", async () => {
    idOf(await direct());
    await world.settle();
    for (const path of [`/accessPackages/${packageId}`, `/assignmentPolicies/${policyId}`]) {
      const refused = await calling.call("DELETE", `${EM}${path}`, { as: "admin" });
      expect([refused.status, at(refused.body, "error/code")]).toEqual([400, "ActiveAssignmentsExist"]);
    }
  });

  it("cancels what is not decided, once", async () => {
    const requestId = idOf(await ask());
    await world.settle();
    expect((await post(`/assignmentRequests/${requestId}/cancel`, undefined, "stranger")).status).toBe(403);
    expect((await post(`/assignmentRequests/${requestId}/cancel`, undefined, "asker")).status).toBe(204);
    const again = await post(`/assignmentRequests/${requestId}/cancel`, undefined, "asker");
    expect([again.status, at(again.body, "error/code")]).toEqual([400, "RequestNotCancellable"]);
    const reprocess = await post(`/assignmentRequests/${requestId}/reprocess`, undefined);
    expect(at(reprocess.body, "error/code")).toBe("RequestNotReprocessable");
  });

  it("makes one request of a call that is sent twice with one key", async () => {
    const send = () =>
      calling.call("POST", `${EM}/assignmentRequests`, {
        as: "asker",
        body: { requestType: "userAdd", assignment: { accessPackageId: packageId } },
        headers: { "Idempotency-Key": "one" },
      });
    const [first, second] = [await send(), await send()];
    expect(idOf(second)).toBe(idOf(first));
    expect(second.headers["Idempotency-Replayed"]).toBe("true");
    const without = await ask();
    expect([without.status, at(without.body, "error/code")]).toEqual([400, "ExistingOpenRequest"]);
  });

  it("shows nobody what does not concern them", async () => {
    const requestId = idOf(await ask());
    await world.settle();
    for (const path of [`/assignmentRequests/${requestId}`, `${APPROVALS}/${requestId}`])
      expect((await get(path, "stranger")).status).toBe(403);
    for (const path of ["/assignmentRequests", "/assignments", "/assignmentPolicies"])
      expect((await get(path, "asker")).status).toBe(403);
    for (const list of [
      "/assignmentRequests/filterByCurrentUser(on='target')",
      `${APPROVALS}/filterByCurrentUser(on='approver')`,
    ])
      expect(values(await get(list, "stranger"))).toEqual([]);
    // The package can be looked at by who may ask for it, its policies cannot.
    expect((await get(`/accessPackages/${packageId}`, "asker")).status).toBe(200);
    const policies = await get(`/accessPackages/${packageId}?$expand=assignmentPolicies`, "asker");
    expect([policies.status, at(policies.body, "error/target")]).toEqual([403, "$expand"]);
    const self = await get("/assignments/filterByCurrentUser(on='everybody')", "asker");
    expect([self.status, at(self.body, "error/target")]).toEqual([400, "on"]);
  });

  it("hides a package that is hidden, but not from whoever has its address", async () => {
    await calling.call("PATCH", `${EM}/accessPackages/${packageId}`, {
      as: "admin",
      body: { isHidden: true },
    });
    expect(values(await get("/accessPackages/filterByCurrentUser(on='allowedRequestor')", "asker"))).toEqual(
      [],
    );
    expect((await get(`/accessPackages/${packageId}`, "asker")).status).toBe(200);
    await calling.call("PATCH", `${EM}/catalogs/${catalogId}`, {
      as: "admin",
      body: { state: "unpublished" },
    });
    expect((await get(`/accessPackages/${packageId}`, "asker")).status).toBe(403);
  });

  it("refuses what only the system does, and says of every other refusal what it is about", async () => {
    const system = await post("/assignmentRequests", {
      requestType: "systemAdd",
      assignment: { accessPackageId: packageId },
    });
    expect([system.status, at(system.body, "error/target")]).toEqual([403, "requestType"]);
    const nobody = await direct({
      assignment: {
        target: { email: "nobody@example.org" },
        assignmentPolicyId: policyId,
        accessPackageId: packageId,
      },
    });
    expect([nobody.status, at(nobody.body, "error/target")]).toEqual([400, "assignment/target/email"]);
    const denied = await post(
      "/assignmentRequests",
      {
        requestType: "adminAdd",
        assignment: { targetId: id("asker"), assignmentPolicyId: policyId, accessPackageId: packageId },
      },
      "asker",
    );
    expect([denied.status, at(denied.body, "error/code")]).toEqual([403, "Forbidden"]);
  });
});
