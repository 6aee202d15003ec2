import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { aPolicy } from "../builders/policy-body.js";
import { at, EM, idOf, openSurface, ROLES, type Surface } from "./surface-fixture.js";

describe("catalogs, packages, policies and roles over HTTP", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await openSurface();
  });
  afterEach(() => surface.close());

  const post = async (path: string, body: unknown, as = "admin") =>
    surface.call("POST", `${EM}${path}`, { as, body });
  const get = async (path: string, as = "admin") => surface.call("GET", `${EM}${path}`, { as });
  const newCatalog = async (displayName: string, as = "admin") =>
    idOf(await post("/catalogs", { displayName }, as));
  const newPackage = async (catalogId: string, displayName = "Package") =>
    idOf(await post("/accessPackages", { displayName, catalog: { id: catalogId } }));
  const give = async (role: keyof typeof ENTITLEMENT_ROLES, to: string, catalogId?: string) =>
    surface.call("POST", `${ROLES}/roleAssignments`, {
      as: "admin",
      body: {
        principalId: surface.people[to]?.objectId,
        roleDefinitionId: ENTITLEMENT_ROLES[role].id,
        appScopeId: catalogId === undefined ? "/" : `/AccessPackageCatalog/${catalogId}`,
      },
    });
  const addGroup = async (catalogId: string, group = "engineers", as = "admin") =>
    post(
      "/resourceRequests",
      {
        requestType: "adminAdd",
        catalog: { id: catalogId },
        resource: { originId: surface.groups[group], originSystem: "AadGroup" },
      },
      as,
    );

  it("makes a catalog and gives it back with every property, a version and its address", async () => {
    const created = await post("/catalogs", { displayName: " Sales ", isExternallyVisible: "true" });
    expect(created.status).toBe(201);
    const id = idOf(created);
    expect(created.headers["Location"]).toBe(`http://localhost:7071${EM}/catalogs/${id}`);
    expect(created.body).toMatchObject({
      "@odata.context":
        "http://localhost:7071/v1.0/$metadata#identityGovernance/entitlementManagement/catalogs/$entity",
      displayName: "Sales",
      description: null,
      catalogType: "userManaged",
      state: "published",
      isExternallyVisible: true,
      createdDateTime: "2026-11-22T19:00:00.000Z",
    });
    const read = await get(`/catalogs/${id}`);
    expect(read.body).toEqual({ ...created.body });
    expect(read.headers["ETag"]).toBe(read.body["@odata.etag"]);
  });

  it("has the built-in catalog General from the start, which nobody can delete", async () => {
    const found = await get("/catalogs?$filter=catalogType eq 'servicedefault'");
    expect(at(found.body, "value/0/displayName")).toBe("General");
    const id = String(at(found.body, "value/0/id"));
    expect((await surface.call("DELETE", `${EM}/catalogs/${id}`, { as: "admin" })).status).toBe(400);
  });

  it("lets whoever may create catalogs own those they make, and see no others", async () => {
    expect((await post("/catalogs", { displayName: "Mine" }, "creator")).status).toBe(403);
    await give("catalogCreator", "creator");
    await newCatalog("Not theirs");
    expect(at((await get("/catalogs", "creator")).body, "value")).toEqual([]);
    const mine = await newCatalog("Mine", "creator");
    const list = await get("/catalogs?$count=true", "creator");
    expect(at(list.body, "@odata.count")).toBe(1);
    expect(at(list.body, "value/0/id")).toBe(mine);
    const patched = await surface.call("PATCH", `${EM}/catalogs/${mine}`, {
      as: "creator",
      body: { description: "Ours" },
    });
    expect(patched.status).toBe(204);
    expect(at((await get(`/catalogs/${mine}`)).body, "description")).toBe("Ours");
  });

  it("keeps names of catalogs unique, whatever their case, and frees them with the catalog", async () => {
    const id = await newCatalog("Finance");
    const second = await post("/catalogs", { displayName: "FINANCE" });
    expect([second.status, at(second.body, "error/code")]).toEqual([400, "DuplicateCatalog"]);
    const other = await newCatalog("Other");
    const renamed = await surface.call("PATCH", `${EM}/catalogs/${other}`, {
      as: "admin",
      body: { displayName: "finance" },
    });
    expect(at(renamed.body, "error/code")).toBe("DuplicateCatalog");
    expect((await surface.call("DELETE", `${EM}/catalogs/${id}`, { as: "admin" })).status).toBe(204);
    await newCatalog("Finance");
  });

  it("refuses to delete a catalog while it has packages, a package while it is there, and says what to do", async () => {
    const catalogId = await newCatalog("Sales");
    const packageId = await newPackage(catalogId);
    const refused = await surface.call("DELETE", `${EM}/catalogs/${catalogId}`, { as: "admin" });
    expect([refused.status, at(refused.body, "error/code")]).toEqual([400, "CatalogNotEmpty"]);
    expect((await surface.call("DELETE", `${EM}/accessPackages/${packageId}`, { as: "admin" })).status).toBe(
      204,
    );
    expect((await surface.call("DELETE", `${EM}/catalogs/${catalogId}`, { as: "admin" })).status).toBe(204);
    expect((await get(`/catalogs/${catalogId}`)).status).toBe(404);
  });

  it("refuses a change that was decided on an older version", async () => {
    const id = await newCatalog("Sales");
    const etag = String((await get(`/catalogs/${id}`)).headers["ETag"]);
    const change = (description: string, ifMatch: string) =>
      surface.call("PATCH", `${EM}/catalogs/${id}`, {
        as: "admin",
        body: { description },
        headers: { "If-Match": ifMatch },
      });
    expect((await change("first", etag)).status).toBe(204);
    const stale = await change("second", etag);
    expect([stale.status, at(stale.body, "error/code")]).toEqual([412, "PreconditionFailed"]);
    expect((await change("third", "*")).status).toBe(204);
    expect(at((await get(`/catalogs/${id}`)).body, "description")).toBe("third");
  });

  it("answers 304 while nothing has changed", async () => {
    const id = await newCatalog("Sales");
    const etag = String((await get(`/catalogs/${id}`)).headers["ETag"]);
    const again = await surface.call("GET", `${EM}/catalogs/${id}`, {
      as: "admin",
      headers: { "If-None-Match": etag },
    });
    expect([again.status, again.text]).toEqual([304, undefined]);
  });

  it("adds a group for its owner, not for whoever owns the catalog only, and once however often it is added", async () => {
    const catalogId = await newCatalog("Engineering");
    await give("catalogOwner", "owner", catalogId);
    await give("catalogOwner", "somebody", catalogId);
    const foreign = await addGroup(catalogId, "engineers", "somebody");
    expect([foreign.status, at(foreign.body, "error/code")]).toEqual([400, "CallerNotResourceOwner"]);
    const added = await addGroup(catalogId, "engineers", "owner");
    expect(added.body).toMatchObject({ requestType: "adminAdd", state: "delivered" });
    expect((await addGroup(catalogId, "engineers", "owner")).status).toBe(201);
    const resources = await get(`/catalogs/${catalogId}/resources?$expand=roles,scopes`, "owner");
    expect(at(resources.body, "value/1")).toBeUndefined();
    expect(at(resources.body, "value/0/displayName")).toBe("engineers");
    expect(at(resources.body, "value/0/roles/0/originId")).toBe(`Member_${surface.groups["engineers"]}`);
    expect(at(resources.body, "value/0/scopes/0/isRootScope")).toBe(true);
    // An Identity Governance Administrator manages catalogs, but not other people's groups.
    expect((await addGroup(catalogId, "auditors", "governor")).status).toBe(400);
  });

  it("puts a role of the resource into a package, found by what its origin calls it, and takes it out again", async () => {
    const catalogId = await newCatalog("Engineering");
    await addGroup(catalogId);
    const packageId = await newPackage(catalogId);
    const groupId = surface.groups["engineers"];
    const roles = await get(
      `/catalogs/${catalogId}/resourceRoles?$filter=(originSystem eq 'AadGroup' and displayName eq 'Member')&$expand=resource`,
    );
    const resourceId = at(roles.body, "value/0/resource/id");
    const added = await post(`/accessPackages/${packageId}/resourceRoleScopes`, {
      role: {
        id: "00000000-0000-0000-0000-000000000000",
        originId: `Member_${groupId}`,
        displayName: "Member",
        originSystem: "AadGroup",
        resource: { id: resourceId, originId: groupId, originSystem: "AadGroup" },
      },
      scope: { originId: groupId, originSystem: "AadGroup", isRootScope: true },
    });
    const roleScopeId = idOf(added);
    const expanded = await get(`/accessPackages/${packageId}?$expand=resourceRoleScopes($expand=role,scope)`);
    expect(at(expanded.body, "resourceRoleScopes/0/id")).toBe(roleScopeId);
    expect(roleScopeId).toBe(
      ["role", "scope"].map((part) => at(expanded.body, `resourceRoleScopes/0/${part}/id`)).join("_"),
    );
    const unknown = await post(`/accessPackages/${packageId}/resourceRoleScopes`, {
      role: { originId: "Janitor", originSystem: "AadGroup", resource: { id: resourceId } },
      scope: { originId: groupId, originSystem: "AadGroup" },
    });
    expect([unknown.status, at(unknown.body, "error/code")]).toEqual([404, "RoleNotFound"]);
    const inUse = await post("/resourceRequests", {
      requestType: "adminRemove",
      catalog: { id: catalogId },
      resource: { originId: groupId, originSystem: "AadGroup" },
    });
    expect(at(inUse.body, "error/code")).toBe("ResourceInUse");
    const path = `${EM}/accessPackages/${packageId}/resourceRoleScopes/${roleScopeId}`;
    expect((await surface.call("DELETE", path, { as: "admin" })).status).toBe(204);
    expect((await surface.call("DELETE", path, { as: "admin" })).status).toBe(404);
    const removed = await post("/resourceRequests", {
      requestType: "adminRemove",
      catalog: { id: catalogId },
      resource: { originId: groupId, originSystem: "AadGroup" },
    });
    expect(removed.status).toBe(201);
    expect(at((await get(`/catalogs/${catalogId}/resources`)).body, "value")).toEqual([]);
  });

  it("says in both directions which packages and groups exclude a package", async () => {
    const catalogId = await newCatalog("Payments");
    const pays = await newPackage(catalogId, "Pays");
    const approves = await newPackage(catalogId, "Approves");
    const ref = (id: string) => ({ "@odata.id": `https://graph.microsoft.com${EM}/accessPackages/${id}` });
    expect(
      (await post(`/accessPackages/${pays}/incompatibleAccessPackages/$ref`, ref(approves))).status,
    ).toBe(204);
    expect((await post(`/accessPackages/${pays}/incompatibleAccessPackages/$ref`, ref(pays))).status).toBe(
      400,
    );
    const group = { "@odata.id": `https://graph.microsoft.com/v1.0/groups/${surface.groups["auditors"]}` };
    expect((await post(`/accessPackages/${pays}/incompatibleGroups/$ref`, group)).status).toBe(204);
    const listed = await get(
      `/accessPackages/${pays}?$expand=incompatibleAccessPackages,incompatibleGroups,accessPackagesIncompatibleWith`,
    );
    expect(at(listed.body, "incompatibleAccessPackages/0/id")).toBe(approves);
    expect(at(listed.body, "incompatibleGroups/0/displayName")).toBe("auditors");
    expect(at(listed.body, "accessPackagesIncompatibleWith")).toEqual([]);
    const inverse = await get(`/accessPackages/${approves}/accessPackagesIncompatibleWith?$select=id`);
    expect(at(inverse.body, "value/0/id")).toBe(pays);
    const filtered = await get(
      `/accessPackages?$filter=incompatibleAccessPackages/any(p:p/id eq '${approves}')&$select=displayName`,
    );
    expect(at(filtered.body, "value/0/displayName")).toBe("Pays");
    const gone = `${EM}/accessPackages/${pays}/incompatibleAccessPackages/${approves}/$ref`;
    expect((await surface.call("DELETE", gone, { as: "admin" })).status).toBe(204);
    expect(
      at((await get(`/accessPackages/${approves}/accessPackagesIncompatibleWith`)).body, "value"),
    ).toEqual([]);
  });

  it("keeps a policy whole: what is sent comes back, PUT resets what is left out, PATCH keeps it", async () => {
    const packageId = await newPackage(await newCatalog("Sales"));
    const approver = String(surface.people["approver"]?.objectId);
    const sent = aPolicy(packageId, approver);
    const created = await post("/assignmentPolicies", sent);
    const id = idOf(created);
    expect(created.body).toMatchObject({
      displayName: sent.displayName,
      allowedTargetScope: "allMemberUsers",
      expiration: { type: "afterDuration", duration: "P365D", endDateTime: null },
      requestApprovalSettings: {
        isApprovalRequiredForAdd: true,
        stages: [
          {
            durationBeforeAutomaticDenial: "P7D",
            primaryApprovers: [{ "@odata.type": "#microsoft.graph.singleUser", userId: approver }],
          },
        ],
      },
      questions: [{ "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", text: "Why?" }],
    });
    const questionId = at(created.body, "questions/0/id");
    const patch = { description: "Changed", requestorSettings: { allowCustomAssignmentSchedule: true } };
    const patched = await surface.call("PATCH", `${EM}/assignmentPolicies/${id}`, {
      as: "admin",
      body: patch,
    });
    expect(patched.body).toMatchObject({
      description: "Changed",
      requestorSettings: { allowCustomAssignmentSchedule: true, enableTargetsToSelfAddAccess: true },
      questions: [{ id: questionId }],
    });
    const replaced = await surface.call("PUT", `${EM}/assignmentPolicies/${id}`, {
      as: "admin",
      body: { displayName: "Bare", accessPackage: { id: packageId } },
    });
    expect(replaced.status).toBe(200);
    expect(replaced.body).toMatchObject({
      displayName: "Bare",
      description: null,
      allowedTargetScope: "notSpecified",
      questions: [],
      requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [] },
    });
    expect((await surface.call("DELETE", `${EM}/assignmentPolicies/${id}`, { as: "admin" })).status).toBe(
      204,
    );
    expect((await get(`/assignmentPolicies/${id}`)).status).toBe(404);
  });

  it("says everything that is wrong with a policy, property by property", async () => {
    const packageId = await newPackage(await newCatalog("Sales"));
    const nobody = "99999999-9999-4999-8999-999999999999";
    const refused = await post("/assignmentPolicies", {
      ...aPolicy(packageId, nobody),
      expiration: { type: "afterDuration", duration: "P3661D" },
      questions: [
        {
          "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
          text: "Why?",
          regexPattern: "(a)\\1",
        },
      ],
    });
    expect([refused.status, at(refused.body, "error/code")]).toEqual([400, "InvalidModel"]);
    const details = at(refused.body, "error/details");
    const targets = Array.isArray(details) ? details.map((detail) => at(detail, "target")) : [];
    expect(targets).toEqual([
      "expiration/duration",
      "requestApprovalSettings/stages/0/primaryApprovers/0/userId",
      "questions/0/regexPattern",
    ]);
  });

  it("gives a role and takes it away; who has it may, who had it may not", async () => {
    const catalogId = await newCatalog("Sales");
    const given = await give("accessPackageManager", "reader", catalogId);
    const id = idOf(given);
    expect(idOf(await give("accessPackageManager", "reader", catalogId))).toBe(id);
    const made = await post(
      "/accessPackages",
      { displayName: "Theirs", catalog: { id: catalogId } },
      "reader",
    );
    expect(made.status).toBe(201);
    const listed = await surface.call(
      "GET",
      `${ROLES}/roleAssignments?$filter=appScopeId eq '/AccessPackageCatalog/${catalogId}'&$expand=roleDefinition,principal`,
      { as: "admin" },
    );
    expect(at(listed.body, "value/0/principal/@odata.type")).toBe("#microsoft.graph.user");
    expect(at(listed.body, "value/0/roleDefinition/displayName")).toBe("Access package manager");
    expect((await surface.call("DELETE", `${ROLES}/roleAssignments/${id}`, { as: "admin" })).status).toBe(
      204,
    );
    const after = await post(
      "/accessPackages",
      { displayName: "Not theirs", catalog: { id: catalogId } },
      "reader",
    );
    expect([after.status, at(after.body, "error/code")]).toEqual([403, "Forbidden"]);
    expect(at(after.body, "error/message")).toContain("Access package manager");
  });

  it("gives a role to a group, and so to everybody in it", async () => {
    const catalogId = await newCatalog("Design");
    await surface.call("POST", `${ROLES}/roleAssignments`, {
      as: "admin",
      body: {
        principalId: surface.groups["designers"],
        roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
        appScopeId: `/AccessPackageCatalog/${catalogId}`,
      },
    });
    expect((await get(`/catalogs/${catalogId}`, "somebody")).status).toBe(200);
    expect((await get(`/catalogs/${catalogId}`, "reader")).status).toBe(403);
  });

  it("lets an application work with a role of one catalog and no permission at all, there only", async () => {
    const [inside, outside] = [await newCatalog("Inside"), await newCatalog("Outside")];
    const robot = surface.people["robot"];
    if (robot?.kind !== "application") throw new Error("robot is an application");
    await give("catalogReader", "robot", inside);
    const powerless = { ...robot, appRoles: [] };
    expect((await surface.call("GET", `${EM}/catalogs/${inside}`, { as: powerless })).status).toBe(200);
    expect((await surface.call("GET", `${EM}/catalogs/${outside}`, { as: powerless })).status).toBe(403);
    const list = await surface.call("GET", `${EM}/catalogs`, { as: powerless });
    expect(at(list.body, "value/0/id")).toBe(inside);
    expect(at(list.body, "value/1")).toBeUndefined();
  });
});
