/** Addresses and bodies as real clients write them (spec/api.md 1.1): every spelling here has been seen in an SDK, a script or a published example. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";
import { createGroupPackage } from "./surface-packages.js";

describe("an address", () => {
  let surface: Surface;
  let catalog: string;
  let sales: string;
  let audit: string;
  beforeAll(async () => {
    surface = await openSurface();
    ({ catalogId: catalog, packageId: sales } = await createGroupPackage(surface, "Sales"));
    audit = idOf(await post("/accessPackages", { displayName: "Audit", catalogId: catalog }));
    const reference = { "@odata.id": `https://graph.example/v1.0${EM.slice(5)}/accessPackages('${audit}')` };
    await post(`/accessPackages/${sales}/incompatibleAccessPackages/$ref`, reference);
    const group = { "@odata.id": `https://graph.example/v1.0/groups/${surface.groups["auditors"]}` };
    await post(`/accessPackages/${sales}/incompatibleGroups/$ref`, group);
  });
  afterAll(() => surface.close());

  const post = (path: string, body?: unknown) =>
    surface.call("POST", `${EM}${path}`, { as: "admin", ...(body === undefined ? {} : { body }) });
  const get = (path: string) => surface.call("GET", `${EM}${path}`, { as: "admin" });

  it("has its keys after a slash or in parentheses, with and without quotes and name, in any case", async () => {
    for (const path of [
      `/catalogs/${catalog}`,
      `/catalogs('${catalog}')`,
      `/catalogs(${catalog})`,
      `/catalogs(id='${catalog}')`,
      `/catalogs(Id=${catalog})`,
      `/CATALOGS/${catalog.toUpperCase()}`,
      `/catalogs%28%27${catalog}%27%29`,
      `//catalogs//${catalog}/`,
      `/accessPackageCatalogs/${catalog}`,
    ])
      expect([path, (await get(path)).body["id"]]).toEqual([path, catalog]);
  });

  it("finds a subject by the object it stands for", async () => {
    const objectId = surface.people["somebody"]?.objectId;
    for (const path of [`/subjects(objectId='${objectId}')`, `/accessPackageSubjects(ObjectID=${objectId})`])
      expect([path, (await get(path)).body["objectId"]]).toEqual([path, objectId]);
  });

  it("calls functions and actions with and without namespace and parentheses, in any case", async () => {
    for (const path of [
      "/accessPackages/filterByCurrentUser(on='allowedRequestor')",
      "/accessPackages/microsoft.graph.FilterByCurrentUser(On='AllowedRequestor')",
      "/assignmentRequests/graph.filterByCurrentUser(on=target)",
    ])
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    for (const name of [
      "getApplicablePolicyRequirements",
      "microsoft.graph.GetApplicablePolicyRequirements",
      "getApplicablePolicyRequirements()",
    ])
      expect([name, (await post(`/accessPackages/${sales}/${name}`)).status]).toEqual([name, 200]);
    for (const name of ["cancel", "microsoft.graph.cancel", "microsoft.graph.cancel()"])
      expect(at((await post(`/assignmentRequests/${sales}/${name}`)).body, "error/code")).toBe(
        "ResourceNotFound",
      );
  });

  it("ends in $count for the number of objects as plain text, of those that match where it is filtered", async () => {
    for (const [path, count] of [
      ["/accessPackages/$count", "2"],
      [`/accessPackages/$count?$filter=displayName eq 'Sales'`, "1"],
      [`/accessPackages/$count/?$search="aud"`, "1"],
      [`/catalogs/${catalog}/accessPackages/$count`, "2"],
      [`/accessPackages/${sales}/incompatibleAccessPackages/$count`, "1"],
      [`/accessPackages('${sales}')/accessPackageResourceRoleScopes/%24count`, "1"],
      ["/assignments/filterByCurrentUser(on='target')/$count", "0"],
    ] as const) {
      const answered = await surface.call("GET", `${EM}${path}`, {
        as: "admin",
        headers: { ConsistencyLevel: "eventual" },
      });
      expect([path, answered.status, answered.text, answered.headers["Content-Type"]]).toEqual([
        path,
        200,
        count,
        "text/plain",
      ]);
    }
    expect((await get("/accessPackages/$count?$orderby=displayName")).status).toBe(400);
    expect((await surface.call("GET", `${EM}/accessPackages/$count`, { as: "somebody" })).status).toBe(403);
  });

  it("ends in $ref for where the objects of a list are", async () => {
    const packages = await get(`/accessPackages/${sales}/incompatibleAccessPackages/$ref`);
    expect(packages.body["@odata.context"]).toBe("http://localhost:7071/v1.0/$metadata#Collection($ref)");
    const address = at(packages.body, "value/0/@odata.id");
    expect(at(packages.body, "value")).toEqual([
      { "@odata.id": `http://localhost:7071${EM}/accessPackages/${audit}` },
    ]);
    const followed = await surface.call("GET", String(address).replace("http://localhost:7071", ""), {
      as: "admin",
    });
    expect(followed.body["id"]).toBe(audit);
    const groups = await get(`/accessPackages/${sales}/incompatibleGroups/$ref`);
    expect(at(groups.body, "value/0/@odata.id")).toBe(
      `http://localhost:7071/v1.0/groups/${surface.groups["auditors"]}`,
    );
  });

  it("of an older version is today's", async () => {
    for (const path of [
      "/accessPackageAssignments",
      "/accessPackageAssignmentRequests",
      "/accessPackageAssignmentPolicies",
      "/accessPackageResourceRequests",
      `/accessPackageCatalogs/${catalog}/accessPackageResources`,
      `/accessPackageCatalogs/${catalog}/accessPackageResourceRoles`,
      `/accessPackageCatalogs/${catalog}/accessPackageResourceScopes`,
      `/accessPackages/${sales}/accessPackageResourceRoleScopes`,
    ])
      expect([path, (await get(path)).status]).toEqual([path, 200]);
  });
});

describe("a body", () => {
  let surface: Surface;
  beforeAll(async () => {
    surface = await openSurface();
  });
  afterAll(() => surface.close());
  const post = (path: string, body: unknown) => surface.call("POST", `${EM}${path}`, { as: "admin", body });

  it("may name its type with and without #, say true and members of enumerations in any case, and be wrapped in value", async () => {
    for (const [index, written] of [
      {
        "@odata.type": "#microsoft.graph.accessPackageCatalog",
        state: "Published",
        isExternallyVisible: "True",
      },
      {
        "@odata.type": "microsoft.graph.accessPackageCatalog",
        STATE: "PUBLISHED",
        isexternallyvisible: true,
      },
    ].entries()) {
      const plain = await post("/catalogs", { ...written, displayName: `Plain ${index}` });
      expect([plain.status, plain.body["state"], plain.body["isExternallyVisible"]]).toEqual([
        201,
        "published",
        true,
      ]);
      const wrapped = await post("/catalogs", {
        "@odata.context": "…",
        value: { ...written, displayName: `Wrapped ${index}` },
      });
      expect([wrapped.status, wrapped.body["displayName"]]).toEqual([201, `Wrapped ${index}`]);
    }
  });

  it("may refer to an object by its address, which is not overlooked", async () => {
    const catalogId = idOf(await post("/catalogs", { displayName: "Bound" }));
    const packageIds: string[] = [];
    for (const [index, [property, address]] of [
      ["catalog@odata.bind", `https://graph.example/v1.0${EM.slice(5)}/catalogs/${catalogId}`],
      ["Catalog@odata.bind", `accessPackageCatalogs('${catalogId.toUpperCase()}')`],
      ["accessPackageCatalog@odata.bind", `/catalogs/${catalogId}/`],
    ].entries()) {
      const made = await post("/accessPackages", {
        displayName: `Bound ${index}`,
        [String(property)]: address,
      });
      packageIds.push(idOf(made));
    }
    const found = await surface.call("GET", `${EM}/catalogs/${catalogId}/accessPackages?$count=true`, {
      as: "admin",
    });
    expect(found.body["@odata.count"]).toBe(packageIds.length);
    const address = `accessPackages('${packageIds[0]}')`;
    const policy = await post("/assignmentPolicies", {
      displayName: "x",
      "accessPackage@odata.bind": address,
    });
    expect(policy.status).toBe(201);
    const wrong = await post("/accessPackages", {
      displayName: "y",
      "catalog@odata.bind": "/catalogs/general",
    });
    expect([wrong.status, at(wrong.body, "error/target")]).toEqual([400, "catalog/id"]);
  });

  it("may use the property names of older versions", async () => {
    const { catalogId, packageId, policyId } = await createGroupPackage(surface, "Sales");
    const request = await post("/accessPackageAssignmentRequests", {
      ...{
        requestType: "AdminAdd",
        requestState: "Submitted",
        requestStatus: "Accepted",
        completedDate: null,
      },
      accessPackageAssignment: {
        targetId: surface.people["somebody"]?.objectId,
        assignmentPolicyId: policyId,
        accessPackageId: packageId,
      },
    });
    expect([request.status, request.body["requestType"], request.body["state"]]).toEqual([
      201,
      "adminAdd",
      "submitted",
    ]);
    const extended = await surface.call("POST", `${EM}/assignmentRequests`, {
      as: "somebody",
      body: { requestType: "UserExtend", assignment: { id: packageId } },
    });
    expect(at(extended.body, "error/code")).toBe("ResourceNotFound");
    const policy = await post("/assignmentPolicies", {
      ...{ displayName: "Quiet", accessPackageId: packageId, allowedTargetScope: "NotSpecified" },
      accessPackageNotificationSettings: { isAssignmentNotificationDisabled: "true" },
    });
    expect(at(policy.body, "notificationSettings/isAssignmentNotificationDisabled")).toBe(true);
    const resource = await post("/accessPackageResourceRequests", {
      ...{ catalogId, requestType: "AdminAdd" },
      accessPackageResource: { originId: surface.groups["auditors"], originSystem: "aadgroup" },
    });
    expect(resource.status).toBe(201);
  });
});
