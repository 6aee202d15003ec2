/** What older scripts send to /beta, in their words, and what they read back. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { betaEndpoints } from "../../src/wire/beta/endpoints.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import type { JsonObject } from "../../src/wire/json-object.js";
import { BetaCalls, ok } from "./beta-calls.js";
import { at, EM, idOf, type Surface } from "./surface-fixture.js";
import { createGroupPackage } from "./surface-packages.js";

describe("/beta", () => {
  let beta: BetaCalls;
  let surface: Surface;
  beforeEach(async () => {
    beta = await BetaCalls.open();
    ({ surface } = beta);
  });
  afterEach(() => surface.close());

  const call: BetaCalls["call"] = (...said) => beta.call(...said);

  it("filters, orders, selects and expands by the older names", async () => {
    const { catalogId, packageId, policyId } = await createGroupPackage(surface, "Sales");
    const count = async (path: string) => {
      const { body, text } = await call("GET", path, undefined, "admin");
      const { value } = body;
      return Array.isArray(value) ? value.length : text;
    };
    for (const path of [
      `/accessPackageCatalogs?$filter=catalogStatus eq 'Published' and displayName eq 'Sales'`,
      `/accessPackageCatalogs?$filter=catalogType eq 'UserManaged'&$orderby=catalogStatus desc&$select=catalogStatus`,
      `/accessPackages?$filter=catalogId eq '${catalogId}'&$expand=accessPackageCatalog,accessPackageAssignmentPolicies`,
      `/accessPackages?$filter=accessPackageCatalog/id eq '${catalogId}'`,
      `/accessPackageAssignmentPolicies?$filter=accessPackageId eq '${packageId}'&$expand=accessPackage`,
      `/accessPackageAssignmentPolicies?$filter=accessPackage/id eq '${packageId}'&$select=durationInDays`,
      `/accessPackages/${packageId}/accessPackageResourceRoleScopes`,
      `/accessPackageCatalogs/${catalogId}/accessPackageResourceRoles?$filter=(originSystem eq 'AadGroup' and displayName eq 'Member')&$expand=accessPackageResource`,
      `/accessPackageResourceRequests?$filter=catalogId eq '${catalogId}' and requestState eq 'Delivered'`,
      `/catalogs/${catalogId}/accessPackageResources`,
      `/accessPackageCatalogs/${catalogId}/resources`,
    ])
      expect([path, await count(path)]).toEqual([path, 1]);
    const selected = await call("GET", `/accessPackageAssignmentPolicies/${policyId}?$select=durationInDays`);
    expect(selected.body).toMatchObject({ id: policyId, durationInDays: 365 });
    expect(selected.body).not.toHaveProperty("displayName");
  });

  it("asks for and shows assignments in the older words, and only checks what is for validation only", async () => {
    const { packageId, policyId, catalogId } = await createGroupPackage(surface, "Sales");
    const body = {
      requestType: "AdminAdd",
      accessPackageAssignment: {
        targetId: beta.person("somebody"),
        assignmentPolicyId: policyId,
        accessPackageId: packageId,
      },
    };
    const checked = ok(
      await call("POST", "/accessPackageAssignmentRequests", { ...body, isValidationOnly: true }, "admin"),
      201,
    );
    expect(checked.body["requestState"]).toBe("Submitted");
    expect((await call("GET", "/accessPackageAssignmentRequests/$count", undefined, "admin")).text).toBe("0");
    const made = ok(await call("POST", "/accessPackageAssignmentRequests", body, "admin"), 201);
    expect(made.body).toMatchObject({
      requestType: "AdminAdd",
      requestState: "Submitted",
      requestStatus: "Accepted",
      completedDate: null,
      isValidationOnly: false,
    });
    const listed = await call(
      "GET",
      `/accessPackageAssignmentRequests?$filter=requestState eq 'submitted' and accessPackage/id eq '${packageId}'`,
      undefined,
      "admin",
    );
    expect(at(listed.body, "value/0/id")).toBe(idOf(made));
    for (const path of [
      `accessPackageId eq '${packageId}'`,
      `assignmentPolicyId eq '${policyId}' and catalogId eq '${catalogId}'`,
      `assignmentState eq 'Delivered' and target/objectId eq '${beta.person("somebody")}'`,
    ])
      expect(
        (await call("GET", `/accessPackageAssignments?$filter=${path}`, undefined, "admin")).status,
      ).toBe(200);
  });

  it("reads the past in older words too, where there is one", async () => {
    const { catalogId } = await createGroupPackage(surface, "Sales");
    await surface.passes(60_000);
    const before = surface.ports.clock.now();
    await surface.passes(60_000);
    ok(await call("PATCH", `/accessPackageCatalogs/${catalogId}`, { catalogStatus: "unpublished" }), 204);
    const then = await call("GET", `/accessPackageCatalogs/${catalogId}?asOf=${before}`);
    expect(then.body["catalogStatus"]).toBe("published");
    const grants = await call("GET", `/accessPackageAssignmentResourceRoles?asOf=${before}`);
    expect([grants.status, at(grants.body, "error/target")]).toEqual([400, "asOf"]);
  });

  it("answers in today's words where it is asked in them", async () => {
    const { catalogId, policyId } = await createGroupPackage(surface, "Sales");
    expect((await call("GET", `/catalogs/${catalogId}`)).body).toMatchObject({
      state: "published",
      catalogType: "userManaged",
    });
    expect((await call("GET", `/assignmentPolicies/${policyId}`)).body).toMatchObject({
      allowedTargetScope: "allMemberUsers",
    });
    const today = await surface.call("GET", `${EM}/accessPackageCatalogs/${catalogId}`, { as: "admin" });
    expect(today.body).toMatchObject({ state: "published" });
  });

  it("keeps what it has no words for when something else is changed or replaced", async () => {
    const { packageId } = await createGroupPackage(surface, "Sales");
    const hours = {
      ...{ displayName: "Hours", accessPackage: { id: packageId }, allowedTargetScope: "allMemberUsers" },
      expiration: { type: "afterDuration", duration: "PT12H" },
      requestorSettings: { enableTargetsToSelfAddAccess: true, allowCustomAssignmentSchedule: true },
      requestApprovalSettings: {
        isApprovalRequiredForAdd: true,
        stages: [
          {
            durationBeforeAutomaticDenial: "PT36H",
            primaryApprovers: [{ "@odata.type": "#microsoft.graph.requestorManager", managerLevel: 2 }],
            fallbackPrimaryApprovers: [
              { "@odata.type": "#microsoft.graph.singleUser", userId: beta.person("approver") },
            ],
            approverInformationVisibility: "notVisible",
          },
        ],
      },
    };
    const path = `${EM}/assignmentPolicies/${idOf(await surface.call("POST", `${EM}/assignmentPolicies`, { as: "admin", body: hours }))}`;
    const today = async () => (await surface.call("GET", path, { as: "admin" })).body;
    const strip = (policy: JsonObject) =>
      Object.fromEntries(
        Object.entries(policy).filter(([name]) => name !== "modifiedDateTime" && name !== "@odata.etag"),
      );
    const before = await today();
    const id = String(path.split("/").at(-1));
    const older = (await call("GET", `/accessPackageAssignmentPolicies/${id}`)).body;
    expect(older).toMatchObject({
      durationInDays: 1,
      requestApprovalSettings: { approvalStages: [{ approvalStageTimeOutInDays: 2 }] },
    });
    ok(await call("PATCH", `/accessPackageAssignmentPolicies/${id}`, { displayName: "Half days" }), 204);
    expect(strip(await today())).toEqual({ ...strip(before), displayName: "Half days" });
    // The whole object, as read, with one thing changed: what Terraform does.
    ok(await call("PUT", `/accessPackageAssignmentPolicies/${id}`, { ...older, displayName: "Hours" }), 200);
    expect(strip(await today())).toEqual(strip(before));
    ok(await call("PATCH", `/accessPackageAssignmentPolicies/${id}`, { durationInDays: 2 }), 204);
    expect(strip(await today())).toEqual({
      ...strip(before),
      expiration: { type: "afterDuration", duration: "P2D", endDateTime: null },
    });
    ok(
      await call("PATCH", `/accessPackageAssignmentPolicies/${id}`, {
        expirationDateTime: "2027-11-22T00:00:00Z",
      }),
      204,
    );
    expect(at(await today(), "expiration/type")).toBe("afterDateTime");
  });

  it("asks the same of its callers at every older address: a token, and a right", async () => {
    const today = new Set(ENDPOINTS.map(({ path }) => path));
    const older = betaEndpoints(ENDPOINTS).filter(({ path }) => !today.has(path));
    expect(older.length).toBeGreaterThan(30);
    for (const { method, path, action } of older) {
      const filled = path.replaceAll(/\{\w+\}/g, "99999999-9999-4999-8999-999999999999");
      const sent = method === "GET" ? {} : { body: { displayName: "x" } };
      const unknown = await surface.call(method, `/beta${filled}`, sent);
      expect([method, path, unknown.status]).toEqual([method, path, 401]);
      if (action === "self") continue;
      const powerless = await surface.call(method, `/beta${filled}`, { ...sent, as: "somebody" });
      expect([method, path, powerless.status >= 400 && powerless.status < 500]).toEqual([method, path, true]);
    }
  });

  it("names the property that is wrong, in its own words", async () => {
    const { packageId } = await createGroupPackage(surface, "Sales");
    for (const [wrong, target] of [
      [{ durationInDays: "soon" }, "durationInDays"],
      [{ durationInDays: -1 }, "durationInDays"],
      [{ requestorSettings: { scopeType: "Everybody" } }, "requestorSettings/scopeType"],
      [{ requestApprovalSettings: { approvalMode: "Maybe" } }, "requestApprovalSettings/approvalMode"],
      [{ questions: "none" }, "questions"],
      [{ accessPackageId: undefined }, "accessPackageId"],
    ] as const) {
      const answered = await call("POST", "/accessPackageAssignmentPolicies", {
        ...beta.policyBody(packageId),
        ...wrong,
      });
      expect([answered.status, at(answered.body, "error/target")]).toEqual([400, target]);
    }
  });
});
