/** Rows 6, 9, 10, 13 to 15 and 19 to 21 of spec/scenarios.md: a package is built, members ask, approvers decide, access ends. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AssignmentSeen,
  assignmentsOf,
  decide,
  isMember,
  later,
  request,
  requestNow,
  waitingFor,
} from "../outsider/asking.js";
import { type OutsidePerson, type Outsider, startOutsider } from "../outsider/outsider.js";
import {
  addMember,
  createCatalog,
  createGroup,
  createGroupResource,
  createPackage,
  EM,
  policyBody,
  type RegisteredGroup,
} from "../outsider/packages.js";
import { someone } from "../outsider/someone.js";

type Cast = "Priya Raman" | "Tomas Lind" | "Grace Mwangi" | "Felix Braun" | "Amina Diallo" | "Kelly Tran";

describe("inside the organization", () => {
  let outsider: Outsider;
  let people: Readonly<Record<Cast, OutsidePerson>>;
  let catalogId: string;
  let group: RegisteredGroup;
  const asks = (packageId: string) => ({
    requestType: "userAdd",
    assignment: { accessPackageId: packageId },
  });

  beforeAll(async () => {
    outsider = await startOutsider("inside", { simulatedClock: "2026-03-02T09:00:00Z" });
    people = await someone(
      outsider,
      "Priya Raman",
      "Tomas Lind",
      "Grace Mwangi",
      "Felix Braun",
      "Amina Diallo",
      "Kelly Tran",
    );
    catalogId = await createCatalog(outsider.admin, "Berths");
    group = await createGroupResource(outsider.admin, catalogId, "Berth planners");
  });
  afterAll(() => outsider?.end());

  /** A package with the group's membership and one policy; `changes` are merged into the policy of "no approval, all members". */
  async function packageWith(
    displayName: string,
    changes: Readonly<Record<string, unknown>>,
    stages: Parameters<typeof policyBody>[1]["stages"] = [],
  ): Promise<{ readonly packageId: string; readonly policyId: string }> {
    const packageId = await createPackage(outsider.admin, catalogId, displayName, [group]);
    const { id } = await outsider.admin.post<{ id: string }>(`${EM}/assignmentPolicies`, {
      ...policyBody(packageId, { stages }),
      ...changes,
    });
    return { packageId, policyId: id };
  }

  const requestableBy = async (person: OutsidePerson): Promise<readonly string[]> => {
    const packages = await person.caller.list<{ id: string }>(
      `${EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')`,
    );
    return packages.map(({ id }) => id);
  };

  it("scenarios 6 and 9: a new package is in its catalog, visible and without roles or policies", async () => {
    const { id } = await outsider.admin.post<{ id: string }>(`${EM}/accessPackages`, {
      displayName: "Empty package",
      description: "Nothing yet",
      catalog: { id: catalogId },
    });
    const created = await outsider.admin.get<Readonly<Record<string, unknown>>>(
      `${EM}/accessPackages/${id}?$expand=catalog,resourceRoleScopes,assignmentPolicies`,
    );
    expect(created).toMatchObject({
      displayName: "Empty package",
      description: "Nothing yet",
      isHidden: false,
      catalog: { id: catalogId },
      resourceRoleScopes: [],
      assignmentPolicies: [],
    });
    expect(await requestableBy(people["Priya Raman"])).not.toContain(id);
  });

  it("scenario 10: with a direct assignment policy nobody sees the package, and only administrators assign it", async () => {
    const person = people["Priya Raman"];
    const { packageId, policyId } = await packageWith("Direct only", {
      allowedTargetScope: "notSpecified",
      requestorSettings: { enableTargetsToSelfAddAccess: false },
    });
    expect(await requestableBy(person)).not.toContain(packageId);
    const refused = await person.caller.call<{ error: { code: string } }>(
      "POST",
      `${EM}/assignmentRequests`,
      {
        body: asks(packageId),
      },
    );
    expect([refused.status, refused.body.error.code]).toEqual([400, "PolicyNotApplicable"]);
    const assigned = await request(outsider, outsider.admin, {
      requestType: "adminAdd",
      assignment: { targetId: person.id, assignmentPolicyId: policyId, accessPackageId: packageId },
    });
    expect(assigned.state).toBe("delivered");
    expect(await isMember(outsider, group.groupId, person)).toBe(true);
  });

  it("scenarios 13 and 14: named people and groups, all members, or all users can be let in, and nobody else", async () => {
    const planners = await createGroup(outsider.admin, "Named planners");
    await addMember(outsider.admin, planners, people["Felix Braun"].id);
    const named = await packageWith("For named people", {
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [
        { "@odata.type": "#microsoft.graph.singleUser", userId: people["Amina Diallo"].id },
        { "@odata.type": "#microsoft.graph.groupMembers", groupId: planners },
      ],
    });
    const members = await packageWith("For all members", { allowedTargetScope: "allMemberUsers" });
    const everybody = await packageWith("For all users", { allowedTargetScope: "allDirectoryUsers" });
    const letIn = async (who: Cast) => {
      const ids = await requestableBy(people[who]);
      return [named, members, everybody].map(({ packageId }) => ids.includes(packageId));
    };
    expect({
      "named herself": await letIn("Amina Diallo"),
      "in the named group": await letIn("Felix Braun"),
      "another member": await letIn("Grace Mwangi"),
      "a guest": await letIn("Kelly Tran"),
    }).toEqual({
      "named herself": [true, true, true],
      "in the named group": [true, true, true],
      "another member": [false, true, true],
      "a guest": [false, false, true],
    });
  });

  it("scenario 15: access for thirty days is announced 14 days and 1 day before, and ends by itself", async () => {
    const person = people["Grace Mwangi"];
    const { packageId } = await packageWith("For thirty days", {
      expiration: { type: "afterDuration", duration: "P30D" },
    });
    await request(outsider, person.caller, asks(packageId));
    const [held] = await assignmentsOf(outsider, packageId, person);
    expect(held?.schedule.expiration.endDateTime).toMatch(/^2026-04-01T/);
    const mails = async () => {
      const kept = await outsider.admin.list<{ subject: string }>(
        `/portal/v1/mailbox?to=${person.mail ?? ""}`,
      );
      return kept.filter(({ subject }) => subject.includes("For thirty days")).map(({ subject }) => subject);
    };
    const before = await mails();
    await later(outsider, "P15D");
    expect(await isMember(outsider, group.groupId, person)).toBe(true);
    expect((await mails()).length).toBe(before.length);
    await later(outsider, "P1DT1H");
    const fortnight = await mails();
    expect(fortnight.filter((subject) => subject.startsWith("Extend access"))).toHaveLength(1);
    await later(outsider, "P13D");
    expect((await mails()).filter((subject) => subject.startsWith("Extend access"))).toHaveLength(2);
    await later(outsider, "P1D");
    const [ended] = await assignmentsOf(outsider, packageId, person);
    expect(ended?.state).toBe("expired");
    expect(await isMember(outsider, group.groupId, person)).toBe(false);
    expect((await mails()).some((subject) => subject.startsWith("Access has ended"))).toBe(true);
  });

  it("scenario 19: the approver finds the request and opens it; whoever asked does not find it among theirs to decide", async () => {
    const { packageId } = await packageWith("Approved by two", {}, [
      { approverIds: [people["Tomas Lind"].id, people["Priya Raman"].id] },
    ]);
    const asked = await request(outsider, people["Priya Raman"].caller, asks(packageId));
    expect(asked.state).toBe("pendingApproval");
    expect(await waitingFor(people["Tomas Lind"])).toContain(asked.id);
    // She is an approver of the policy, and this request is her own.
    expect(await waitingFor(people["Priya Raman"])).not.toContain(asked.id);
    const own = await people["Priya Raman"].caller.get<{
      stages: readonly { id: string; assignedToMe: boolean }[];
    }>(`${EM}/accessPackageAssignmentApprovals/${asked.id}`);
    const refused = await people["Priya Raman"].caller.call(
      "PATCH",
      `${EM}/accessPackageAssignmentApprovals/${asked.id}/stages/${own.stages[0]?.id}`,
      { body: { reviewResult: "Approve", justification: "me" } },
    );
    expect(refused.status).toBe(403);
    expect((await requestNow(outsider, asked.id)).state).toBe("pendingApproval");
  });

  it("scenario 20: the first approver wins, the second is told who decided, and a denial gives nothing", async () => {
    const approvers = [people["Tomas Lind"], people["Grace Mwangi"]] as const;
    const { packageId } = await packageWith("First one wins", {}, [
      { approverIds: approvers.map(({ id }) => id) },
    ]);
    const asked = await request(outsider, people["Amina Diallo"].caller, asks(packageId));
    const stageOf = async (approver: OutsidePerson) => {
      const approval = await approver.caller.get<{ stages: readonly { id: string }[] }>(
        `${EM}/accessPackageAssignmentApprovals/${asked.id}`,
      );
      return `${EM}/accessPackageAssignmentApprovals/${asked.id}/stages/${approval.stages[0]?.id}`;
    };
    const stage = await stageOf(approvers[1]);
    expect(await decide(outsider, approvers[0], asked.id, "Approve")).toBe(204);
    const second = await approvers[1].caller.call<{ error: { code: string; message: string } }>(
      "PATCH",
      stage,
      {
        body: { reviewResult: "Deny", justification: "too late" },
      },
    );
    expect([second.status, second.body.error.code]).toEqual([409, "Conflict"]);
    expect(second.body.error.message).toContain("Tomas Lind");
    expect((await requestNow(outsider, asked.id)).state).toBe("delivered");

    const denied = await request(outsider, people["Felix Braun"].caller, asks(packageId));
    expect(await decide(outsider, approvers[1], denied.id, "Deny")).toBe(204);
    expect(await requestNow(outsider, denied.id)).toMatchObject({ state: "denied", status: "Denied" });
    expect(await assignmentsOf(outsider, packageId, people["Felix Braun"])).toEqual([]);
    expect(await isMember(outsider, group.groupId, people["Felix Braun"])).toBe(false);
  });

  it("scenario 21: everybody sees what they hold, with the package, and nothing of others", async () => {
    const mine = await people["Amina Diallo"].caller.list<
      AssignmentSeen & { accessPackage: { displayName: string } }
    >(`${EM}/assignments/filterByCurrentUser(on='target')?$expand=accessPackage,target`);
    expect(mine.map(({ accessPackage }) => accessPackage.displayName)).toContain("First one wins");
    expect(mine.every(({ target }) => target?.objectId === people["Amina Diallo"].id)).toBe(true);
  });
});
