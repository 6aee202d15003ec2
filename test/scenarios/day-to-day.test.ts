/** Rows 35 to 41, 43 and 44 of spec/scenarios.md: what the owner of a package changes while people hold it, and who has it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
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
  createCatalog,
  createGroupResource,
  createPackage,
  createPolicy,
  EM,
  policyBody,
  type RegisteredGroup,
} from "../outsider/packages.js";
import { someone } from "../outsider/someone.js";

const CAST = [
  "Priya Raman",
  "Tomas Lind",
  "Grace Mwangi",
  "Felix Braun",
  "Amina Diallo",
  "Oscar Nilsen",
] as const;

describe("day to day", () => {
  let outsider: Outsider;
  let people: Readonly<Record<(typeof CAST)[number], OutsidePerson>>;
  let catalogId: string;
  let group: RegisteredGroup;

  beforeAll(async () => {
    outsider = await startOutsider("day-to-day", { simulatedClock: "2026-03-02T09:00:00Z" });
    people = await someone(outsider, ...CAST);
    catalogId = await createCatalog(outsider.admin, "Projects");
    group = await createGroupResource(outsider.admin, catalogId, "Project members");
  });
  afterAll(() => outsider?.end());

  const asks = (packageId: string, more: Readonly<Record<string, unknown>> = {}) => ({
    requestType: "userAdd",
    assignment: { accessPackageId: packageId, ...more },
  });
  const replacePolicy = async (policyId: string, body: object) => {
    const answer = await outsider.admin.call("PUT", `${EM}/assignmentPolicies/${policyId}`, { body });
    expect(answer.status).toBe(200);
  };
  const endOf = async (packageId: string, person: OutsidePerson) =>
    (await assignmentsOf(outsider, packageId, person))[0]?.schedule.expiration.endDateTime?.slice(0, 10);

  it("scenario 35: a shorter duration counts for later requests, and moves the end of nobody who asked before", async () => {
    const approver = people["Tomas Lind"];
    const packageId = await createPackage(outsider.admin, catalogId, "Shortened", [group]);
    const stages = [{ approverIds: [approver.id] }];
    const policyId = await createPolicy(outsider.admin, packageId, { stages, accessFor: "P60D" });
    const approved = await request(outsider, people["Priya Raman"].caller, asks(packageId));
    await decide(outsider, approver, approved.id, "Approve");
    const pending = await request(outsider, people["Felix Braun"].caller, asks(packageId));
    await replacePolicy(policyId, policyBody(packageId, { stages, accessFor: "P10D" }));
    const after = await request(outsider, people["Amina Diallo"].caller, asks(packageId));
    for (const { id } of [pending, after]) await decide(outsider, approver, id, "Approve");
    expect({
      "assigned before the change": await endOf(packageId, people["Priya Raman"]),
      "pending at the change": await endOf(packageId, people["Felix Braun"]),
      "asked after the change": await endOf(packageId, people["Amina Diallo"]),
    }).toEqual({
      "assigned before the change": "2026-05-01",
      "pending at the change": "2026-05-01",
      "asked after the change": "2026-03-12",
    });
  });

  it("scenario 36: new approval settings count for later requests; a request under way keeps its stages", async () => {
    const [first, second] = [people["Tomas Lind"], people["Grace Mwangi"]];
    const packageId = await createPackage(outsider.admin, catalogId, "Approval changes", [group]);
    const policyId = await createPolicy(outsider.admin, packageId, { stages: [{ approverIds: [first.id] }] });
    const before = await request(outsider, people["Priya Raman"].caller, asks(packageId));
    await replacePolicy(
      policyId,
      policyBody(packageId, { stages: [{ approverIds: [second.id] }, { approverIds: [first.id] }] }),
    );
    const after = await request(outsider, people["Felix Braun"].caller, asks(packageId));
    expect({
      before: [await waitingFor(first), await waitingFor(second)].map((ids) => ids.includes(before.id)),
      after: [await waitingFor(first), await waitingFor(second)].map((ids) => ids.includes(after.id)),
    }).toEqual({ before: [true, false], after: [false, true] });
    await decide(outsider, first, before.id, "Approve");
    expect((await requestNow(outsider, before.id)).state).toBe("delivered");
    await decide(outsider, second, after.id, "Approve");
    expect((await requestNow(outsider, after.id)).state).toBe("pendingApproval");
    await decide(outsider, first, after.id, "Approve");
    expect((await requestNow(outsider, after.id)).state).toBe("delivered");
  });

  it("scenario 37: removing somebody takes their roles, unless another package gives the same one", async () => {
    const only = await createGroupResource(outsider.admin, catalogId, "Only of the first package");
    const one = await createPackage(outsider.admin, catalogId, "First of two", [group, only]);
    const two = await createPackage(outsider.admin, catalogId, "Second of two", [group]);
    for (const packageId of [one, two]) await createPolicy(outsider.admin, packageId, { stages: [] });
    const person = people["Oscar Nilsen"];
    for (const packageId of [one, two]) await request(outsider, person.caller, asks(packageId));
    const [assignment] = await assignmentsOf(outsider, one, person);
    const removal = await request(outsider, outsider.admin, {
      requestType: "adminRemove",
      assignment: { id: assignment?.id },
      justification: "left the project",
    });
    expect(removal.state).toBe("delivered");
    expect((await assignmentsOf(outsider, one, person))[0]?.state).toBe("expired");
    expect(await isMember(outsider, only.groupId, person)).toBe(false);
    expect(await isMember(outsider, group.groupId, person)).toBe(true);
  });

  it("scenarios 38 and 39: another policy of the same package lets other people in, with its own life span", async () => {
    const packageId = await createPackage(outsider.admin, catalogId, "Two policies", [group]);
    const named = (person: OutsidePerson, accessFor: string) => ({
      ...policyBody(packageId, { stages: [], accessFor }),
      displayName: `For ${person.displayName}`,
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [{ "@odata.type": "#microsoft.graph.singleUser", userId: person.id }],
    });
    const [short, long] = [people["Priya Raman"], people["Amina Diallo"]];
    const first = await outsider.admin.post<{ id: string }>(`${EM}/assignmentPolicies`, named(short, "P7D"));
    const early = await long.caller.call("POST", `${EM}/assignmentRequests`, { body: asks(packageId) });
    expect(early.status).toBe(400);
    await outsider.admin.post(`${EM}/assignmentPolicies`, named(long, "P90D"));
    for (const person of [short, long]) await request(outsider, person.caller, asks(packageId));
    expect([await endOf(packageId, short), await endOf(packageId, long)]).toEqual([
      "2026-03-09",
      "2026-05-31",
    ]);
    // The first policy is opened to one more person by replacing it.
    await replacePolicy(first.id, {
      ...named(short, "P7D"),
      specificAllowedTargets: [short, people["Grace Mwangi"]].map(({ id }) => ({
        "@odata.type": "#microsoft.graph.singleUser",
        userId: id,
      })),
    });
    await request(outsider, people["Grace Mwangi"].caller, asks(packageId));
    expect(await endOf(packageId, people["Grace Mwangi"])).toBe("2026-03-09");
  });

  it("scenario 40: direct assignment obeys the policy's scope and separation of duties, and asks nobody", async () => {
    const excluded = await createPackage(outsider.admin, catalogId, "Pays invoices", [group]);
    const wanted = await createPackage(outsider.admin, catalogId, "Approves invoices", [group]);
    const approver = people["Tomas Lind"];
    await createPolicy(outsider.admin, excluded, { stages: [] });
    const policyId = await createPolicy(outsider.admin, wanted, { stages: [{ approverIds: [approver.id] }] });
    await outsider.admin.post(`${EM}/accessPackages/${wanted}/incompatibleAccessPackages/$ref`, {
      "@odata.id": `https://graph.microsoft.com/v1.0${EM}/accessPackages/${excluded}`,
    });
    const assign = (targetId: string) => ({
      requestType: "adminAdd",
      assignment: { targetId, assignmentPolicyId: policyId, accessPackageId: wanted },
      justification: "needed for the audit",
    });
    const [holder, free] = [people["Felix Braun"], people["Oscar Nilsen"]];
    await request(outsider, holder.caller, asks(excluded));
    const refused = await outsider.admin.call<{ error: { code: string } }>(
      "POST",
      `${EM}/assignmentRequests`,
      { body: assign(holder.id) },
    );
    expect([refused.status, refused.body.error.code]).toEqual([400, "IncompatibleAccess"]);
    const given = await request(outsider, outsider.admin, assign(free.id));
    expect(given.state).toBe("delivered");
    expect(await waitingFor(approver)).not.toContain(given.id);
    const guest = await outsider.admin.list<{ id: string; userType: string }>("/users?$top=200");
    const outOfScope = await outsider.admin.call<{ error: { code: string } }>(
      "POST",
      `${EM}/assignmentRequests`,
      { body: assign(guest.find(({ userType }) => userType === "Guest")?.id ?? "") },
    );
    expect([outOfScope.status, outOfScope.body.error.code]).toEqual([400, "PolicyNotApplicable"]);
  });

  it("scenario 41: who has the package now is one filtered list, and who had it stays to be seen", async () => {
    const packageId = await createPackage(outsider.admin, catalogId, "Reported", [group]);
    await createPolicy(outsider.admin, packageId, { stages: [], accessFor: "P5D" });
    await request(outsider, people["Priya Raman"].caller, asks(packageId));
    await later(outsider, "P6D");
    await request(outsider, people["Grace Mwangi"].caller, asks(packageId));
    const holders = async (state: string) => {
      const found = await outsider.admin.list<{ target: { displayName: string } }>(
        `${EM}/assignments?$filter=accessPackage/id eq '${packageId}' and state eq '${state}'&$expand=target`,
      );
      return found.map(({ target }) => target.displayName);
    };
    expect({ delivered: await holders("Delivered"), expired: await holders("expired") }).toEqual({
      delivered: ["Grace Mwangi"],
      expired: ["Priya Raman"],
    });
  });

  it("scenario 43: an administrator sees what somebody can request and what they have, before and after", async () => {
    const person = people["Tomas Lind"];
    const packageId = await createPackage(outsider.admin, catalogId, "Seen from both sides", [group]);
    await createPolicy(outsider.admin, packageId, { stages: [] });
    const canRequest = async () => {
      const found = await outsider.admin.list<{ id: string }>(
        `/portal/v1/users/${person.id}/requestableAccessPackages`,
      );
      return found.some(({ id }) => id === packageId);
    };
    const assigned = async () => {
      const found = await outsider.admin.list<{ accessPackage: { id: string } }>(
        `${EM}/assignments?$filter=target/objectId eq '${person.id}' and state eq 'delivered'&$expand=accessPackage`,
      );
      return found.some(({ accessPackage }) => accessPackage.id === packageId);
    };
    const seen = async () => ({ canRequest: await canRequest(), assigned: await assigned() });
    expect(await seen()).toEqual({ canRequest: true, assigned: false });
    await request(outsider, person.caller, asks(packageId));
    expect(await seen()).toEqual({ canRequest: true, assigned: true });
    const disable = { body: { accountEnabled: false } };
    await outsider.admin.call("PATCH", `/users/${person.id}`, disable);
    expect(await seen()).toEqual({ canRequest: false, assigned: true });
    await outsider.admin.call("PATCH", `/users/${person.id}`, { body: { accountEnabled: true } });
    const stranger = await people["Priya Raman"].caller.call(
      "GET",
      `/portal/v1/users/${person.id}/requestableAccessPackages`,
    );
    expect(stranger.status).toBe(403);
  });

  it("scenario 44: the roles that somebody has are listed with each package that gives them", async () => {
    const person = people["Amina Diallo"];
    const shared = await createGroupResource(outsider.admin, catalogId, "Given twice");
    const packages = [
      await createPackage(outsider.admin, catalogId, "Gives it first", [shared]),
      await createPackage(outsider.admin, catalogId, "Gives it too", [shared]),
    ];
    for (const packageId of packages) {
      await createPolicy(outsider.admin, packageId, { stages: [] });
      await request(outsider, person.caller, asks(packageId));
    }
    const grants = await outsider.admin.list<{
      originId: string;
      status: string;
      accessPackageAssignments: readonly { accessPackageId: string }[];
    }>(
      `/beta${EM}/accessPackageAssignmentResourceRoles?$filter=accessPackageSubject/objectId eq '${person.id}'&$expand=accessPackageAssignments`,
    );
    const found = grants.filter(({ originId }) => originId.includes(shared.groupId));
    expect(found).toHaveLength(1);
    expect(found[0]?.status).toBe("Fulfilled");
    expect(
      found[0]?.accessPackageAssignments.map(({ accessPackageId }) => accessPackageId).toSorted(),
    ).toEqual(packages.toSorted());
  });
});
