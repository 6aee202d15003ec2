/** Limits (spec/domain.md 19): each can be changed in the settings, holds on the path that would pass it, and is shown with what is used. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Assignment } from "../../src/domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import { LIMIT_TABLE, type LimitName } from "../../src/domain/tenant/limit-table.js";
import { NOW } from "../builders/instants.js";
import { aPolicy } from "../builders/policy-body.js";
import { type Answered, at, EM, idOf, openSurface, ROLES, type Surface } from "./surface-fixture.js";

let surface: Surface;
beforeAll(async () => {
  surface = await openSurface();
});
afterAll(() => surface.close());

const post = (path: string, body: unknown, as = "admin") =>
  surface.call("POST", `${EM}${path}`, { as, body });
const get = (path: string, as = "admin") => surface.call("GET", `${EM}${path}`, { as });
const objectId = (name: string) => surface.people[name]?.objectId ?? "";
const setLimit = async (limits: Partial<Record<LimitName, number | null>>) =>
  surface.call("PATCH", `${EM}/settings`, { as: "admin", body: { limits } });
const newCatalog = (displayName: string) => post("/catalogs", { displayName });
const newPackage = (catalogId: string, displayName: string) =>
  post("/accessPackages", { displayName, catalog: { id: catalogId } });
const open = { requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [] }, questions: [] };
const newPolicy = (packageId: string, more: object = open) =>
  post("/assignmentPolicies", { ...aPolicy(packageId, objectId("approver")), ...more });
const request = (packageId: string, policyId: string, as: string, requestType = "userAdd") =>
  post(
    "/assignmentRequests",
    { requestType, assignment: { accessPackageId: packageId, assignmentPolicyId: policyId } },
    as,
  );
const quota = async (name: LimitName) => {
  const { body } = await get(`/quotas?$filter=id eq '${name}'`);
  return at(body, "value/0");
};

/** An assignment that stands; its catalog and target are still to be said. */
function anAssignment(requestId: string, accessPackageId: string, assignmentPolicyId: string) {
  return {
    kind: "assignment" as const,
    id: "0a000000-0000-4000-8000-00000000000a",
    ...{ requestId, accessPackageId, assignmentPolicyId, requestorObjectId: null },
    ...{ state: "delivered" as const, status: "Delivered", startDateTime: NOW, endDateTime: null },
    ...{ expiredDateTime: null, answers: [], createdDateTime: NOW, modifiedDateTime: NOW },
  };
}

/** The limit is as it is used now; one more is refused, and fits again when the limit is gone. */
async function holds(
  name: LimitName,
  used: number,
  oneMore: (name: string) => Promise<Answered>,
): Promise<void> {
  expect((await setLimit({ [name]: used })).status).toBe(204);
  const refused = await oneMore("One too many");
  expect([refused.status, at(refused.body, "error/code")]).toEqual([400, "QuotaExceeded"]);
  expect(at(refused.body, "error/message")).toContain(
    `There may be at most ${used} ${LIMIT_TABLE[name].what}`,
  );
  expect(at(refused.body, "error/message")).toContain(
    "An Identity Governance Administrator can raise the limit",
  );
  await setLimit({ [name]: null });
  expect((await oneMore("One that fits")).status).toBe(201);
}

describe("limits", () => {
  it("of catalogs, packages and policies of the tenant hold, and say the limit, the count and who can raise it", async () => {
    const catalogId = idOf(await newCatalog("First"));
    const packageId = idOf(await newPackage(catalogId, "First"));
    await newPolicy(packageId);
    await holds("catalogs", 2, newCatalog);
    await holds("accessPackages", 1, (name) => newPackage(catalogId, name));
    await holds("assignmentPolicies", 1, () => newPolicy(packageId));
    const refused = await setLimit({ catalogs: 3 }).then(() => newCatalog("Another"));
    expect(at(refused.body, "error/details")).toEqual([
      { code: "Limit", message: "3", target: "catalogs" },
      { code: "Used", message: "3", target: "catalogs" },
    ]);
    await setLimit({ catalogs: null });
  });

  it("of connected organizations hold", async () => {
    const organization = (displayName: string) =>
      post("/connectedOrganizations", {
        displayName,
        identitySources: [
          {
            "@odata.type": "#microsoft.graph.domainIdentitySource",
            domainName: `${displayName.toLowerCase().replaceAll(" ", "-")}.example.net`,
            displayName,
          },
        ],
      });
    expect((await organization("Partner")).status).toBe(201);
    await holds("connectedOrganizations", 1, organization);
  });

  it("that are reached by objects which are gone let new ones in at once", async () => {
    const id = idOf(await newCatalog("Short-lived"));
    const { used } = Object(await quota("catalogs"));
    await setLimit({ catalogs: Number(used) });
    expect((await newCatalog("Next")).status).toBe(400);
    await surface.call("DELETE", `${EM}/catalogs/${id}`, { as: "admin" });
    await surface.passes(1_000);
    expect((await newCatalog("Next")).status).toBe(201);
    await setLimit({ catalogs: null });
  });

  it("do not count what was let in and then refused for another reason", async () => {
    const { used } = Object(await quota("catalogs"));
    await setLimit({ catalogs: Number(used) + 1 });
    for (let attempt = 0; attempt < 3; attempt++)
      expect(at((await newCatalog("General")).body, "error/code")).toBe("DuplicateCatalog");
    expect((await newCatalog("The last")).status).toBe(201);
    expect(at((await newCatalog("Too many")).body, "error/code")).toBe("QuotaExceeded");
    await setLimit({ catalogs: null });
  });

  it("of one policy hold: approval stages, and users and groups by name", async () => {
    const packageId = idOf(await newPackage(idOf(await newCatalog("Policies")), "Package"));
    const { requestApprovalSettings } = aPolicy(packageId, objectId("approver"));
    const [stage] = requestApprovalSettings.stages;
    const staged = (count: number) =>
      newPolicy(packageId, {
        requestApprovalSettings: {
          isApprovalRequiredForAdd: true,
          stages: Array.from({ length: count }, () => stage),
        },
      });
    const four = await staged(4);
    expect([four.status, at(four.body, "error/code")]).toEqual([400, "QuotaExceeded"]);
    expect(at(four.body, "error/message")).toContain(
      "at most 3 approval stages in one policy, and this one has 4",
    );
    await setLimit({ approvalStages: 4 });
    expect((await staged(4)).status).toBe(201);
    await setLimit({ approvalStages: null, usersAndGroupsPerPolicy: 1 });
    const naming = (...names: readonly string[]) =>
      newPolicy(packageId, {
        ...open,
        allowedTargetScope: "specificDirectoryUsers",
        specificAllowedTargets: names.map((name) => ({
          "@odata.type": "#microsoft.graph.singleUser",
          userId: objectId(name),
        })),
      });
    expect((await naming("reader")).status).toBe(201);
    expect(at((await naming("reader", "owner")).body, "error/code")).toBe("QuotaExceeded");
    await setLimit({ usersAndGroupsPerPolicy: null });
  });

  it("of one catalog hold: resources, and roles given; what is there already can be given again", async () => {
    const catalogId = idOf(await newCatalog("Resources"));
    const add = (group: string) =>
      post("/resourceRequests", {
        requestType: "adminAdd",
        catalog: { id: catalogId },
        resource: { originId: surface.groups[group], originSystem: "AadGroup" },
      });
    await setLimit({ resourcesPerCatalog: 1, roleAssignmentsPerCatalog: 1 });
    expect((await add("engineers")).status).toBe(201);
    expect(at((await add("designers")).body, "error/code")).toBe("QuotaExceeded");
    expect((await add("engineers")).status).toBe(201);
    const give = (name: string) =>
      surface.call("POST", `${ROLES}/roleAssignments`, {
        as: "admin",
        body: {
          principalId: objectId(name),
          roleDefinitionId: "44272f93-9762-48e8-af59-1b5351b1d6b3",
          appScopeId: `/AccessPackageCatalog/${catalogId}`,
        },
      });
    expect((await give("reader")).status).toBe(201);
    expect(at((await give("owner")).body, "error/code")).toBe("QuotaExceeded");
    expect((await give("reader")).status).toBe(201);
    await setLimit({ resourcesPerCatalog: null, roleAssignmentsPerCatalog: null });
  });

  it("of requests and of one person's open requests hold, but access can always be given up", async () => {
    const catalogId = idOf(await newCatalog("Requests"));
    const packages: { readonly id: string; readonly policyId: string }[] = [];
    for (const name of ["A", "B", "C"]) {
      const id = idOf(await newPackage(catalogId, name));
      packages.push({ id, policyId: idOf(await newPolicy(id)) });
    }
    const ask = (index: number, as: string) =>
      request(packages[index]?.id ?? "", packages[index]?.policyId ?? "", as);
    expect((await ask(0, "reader")).status).toBe(201);
    await setLimit({ openRequestsPerSubject: 1 });
    expect(at((await ask(1, "reader")).body, "error/message")).toContain(
      "open requests of one person, and reader",
    );
    await setLimit({ openRequestsPerSubject: null, assignmentRequestsInThreeMonths: 1 });
    expect(at((await ask(1, "reader")).body, "error/code")).toBe("QuotaExceeded");
    expect((await quota("assignmentRequestsInThreeMonths")) as object).toMatchObject({
      limit: 1,
      used: 1,
      percentUsed: 100,
      defaultLimit: 200_000,
    });
    await setLimit({ assignmentRequestsInThreeMonths: null, assignments: 0 });
    expect(at((await ask(1, "reader")).body, "error/code")).toBe("QuotaExceeded");
    await setLimit({ assignments: null });
    const delivered = anAssignment(
      idOf(await ask(1, "reader")),
      packages[2]?.id ?? "",
      packages[2]?.policyId ?? "",
    );
    const stored = await surface.ports.documents.find<AssignmentRequest>(
      "access",
      "assignmentRequest",
      delivered.requestId,
    );
    if (stored === undefined) throw new Error("The request is there.");
    const standing: Assignment = { ...delivered, catalogId, target: stored.document.target };
    await surface.ports.documents.batch("access", stored.partition, [{ op: "create", document: standing }]);
    await setLimit({ assignmentRequestsInThreeMonths: 0, assignments: 0 });
    const removal = { requestType: "userRemove", assignment: { id: delivered.id } };
    expect((await post("/assignmentRequests", removal, "reader")).status).toBe(201);
    await setLimit({ assignmentRequestsInThreeMonths: null, assignments: null });
  });

  it("are shown to administrators and to those who read the tenant, to nobody else", async () => {
    for (const name of ["admin", "governor", "auditor"]) {
      const { body } = await get("/quotas", name);
      const { value } = body;
      expect(Array.isArray(value) ? value.map((one) => at(one, "id")) : []).toEqual(Object.keys(LIMIT_TABLE));
    }
    for (const name of ["owner", "somebody"]) expect((await get("/quotas", name)).status).toBe(403);
    expect(await quota("approvalStages")).toMatchObject({
      scope: "each",
      limit: 3,
      used: null,
      percentUsed: null,
    });
  });

  it("can be set within their bounds only", async () => {
    for (const [value, status] of [
      [0, 400],
      [11, 400],
      [1.5, 400],
      [10, 204],
    ] as const)
      expect((await setLimit({ approvalStages: value })).status).toBe(status);
    await setLimit({ approvalStages: null });
  });
});
