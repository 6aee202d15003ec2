/** What Terraform's azuread provider and older scripts send to /beta, in their order and their words, and what they read back. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { betaEndpoints } from "../../src/wire/beta/endpoints.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import type { JsonObject } from "../../src/wire/json-object.js";
import { type Answered, at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";
import { createGroupPackage } from "./surface-packages.js";

const BETA = EM.replace("/v1.0", "/beta");

describe("/beta", () => {
  let surface: Surface;
  let provider: Caller;
  beforeEach(async () => {
    surface = await openSurface();
    const { robot } = surface.people;
    if (robot?.kind !== "application") throw new Error("There is no application.");
    // What the provider's documentation asks an administrator to grant.
    provider = { ...robot, appRoles: ["EntitlementManagement.ReadWrite.All", "Group.ReadWrite.All"] };
  });
  afterEach(() => surface.close());

  const call = (method: string, path: string, body?: unknown, as: string | Caller = provider) =>
    surface.call(method, path.startsWith("/") ? `${BETA}${path}` : path, {
      as,
      ...(body === undefined ? {} : { body }),
    });
  const ok = (answered: Answered, status: number): Answered => {
    expect([answered.status, answered.text]).toEqual([status, answered.text]);
    return answered;
  };
  const person = (name: string) => surface.people[name]?.objectId ?? "";
  const policyBody = (accessPackageId: string) => ({
    accessPackageId,
    displayName: "assignment-policy",
    description: "My assignment policy",
    canExtend: true,
    durationInDays: 90,
    requestorSettings: {
      scopeType: "SpecificDirectorySubjects",
      acceptRequests: true,
      allowedRequestors: [
        {
          "@odata.type": "#microsoft.graph.groupMembers",
          id: surface.groups["designers"],
          isBackup: false,
          description: "Designers",
        },
      ],
    },
    requestApprovalSettings: {
      isApprovalRequired: true,
      isApprovalRequiredForExtension: false,
      isRequestorJustificationRequired: true,
      approvalMode: "SingleStage",
      approvalStages: [
        {
          approvalStageTimeOutInDays: 14,
          isApproverJustificationRequired: false,
          isEscalationEnabled: false,
          escalationTimeInMinutes: 0,
          primaryApprovers: [
            { "@odata.type": "#microsoft.graph.requestorManager", isBackup: false, managerLevel: 1 },
            {
              "@odata.type": "#microsoft.graph.singleUser",
              id: person("approver"),
              isBackup: true,
              description: "Approver",
            },
          ],
          escalationApprovers: [],
        },
      ],
    },
    accessReviewSettings: {
      isEnabled: true,
      recurrenceType: "quarterly",
      reviewerType: "Self",
      durationInDays: 5,
      reviewers: [],
      isAccessRecommendationEnabled: true,
      isApprovalJustificationRequired: true,
      accessReviewTimeoutBehavior: "keepAccess",
    },
    questions: [
      {
        "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
        isRequired: false,
        sequence: 1,
        text: { defaultText: "Why?", localizedTexts: [{ languageCode: "de", text: "Warum?" }] },
      },
    ],
  });

  it("takes the provider from nothing to a package with a policy and an owner, and back", async () => {
    const catalog = ok(
      await call("POST", "/accessPackageCatalogs", {
        displayName: "Sales",
        description: "For sales",
        catalogStatus: "published",
        isExternallyVisible: true,
      }),
      201,
    );
    const catalogId = idOf(catalog);
    expect(catalog.body).toMatchObject({
      catalogStatus: "published",
      catalogType: "UserManaged",
      isExternallyVisible: true,
    });
    expect(catalog.body["@odata.context"]).toBe(
      "http://localhost:7071/beta/$metadata#identityGovernance/entitlementManagement/accessPackageCatalogs/$entity",
    );
    expect(catalog.headers["Location"]).toBe(
      `http://localhost:7071${BETA}/accessPackageCatalogs/${catalogId}`,
    );
    expect(catalog.body).not.toHaveProperty("state");
    ok(
      await call("PATCH", `/accessPackageCatalogs/${catalogId}`, {
        catalogStatus: "unpublished",
        description: "All sales",
      }),
      204,
    );
    const patched = await call("GET", `/accessPackageCatalogs/${catalogId}`);
    expect(patched.body).toMatchObject({ catalogStatus: "unpublished", description: "All sales" });
    ok(await call("PATCH", `/accessPackageCatalogs/${catalogId}`, { catalogStatus: "published" }), 204);

    // The group, added to the catalog: the answer is not waited for, the resource is looked up by its origin.
    const originId = surface.groups["engineers"] ?? "";
    const added = ok(
      await call(
        "POST",
        "/accessPackageResourceRequests",
        {
          catalogId,
          requestType: "AdminAdd",
          executeImmediately: true,
          accessPackageResource: { originId, originSystem: "AadGroup" },
        },
        "admin",
      ),
      201,
    );
    expect(added.body).toMatchObject({
      catalogId,
      requestType: "AdminAdd",
      requestState: "Delivered",
      requestStatus: "Fulfilled",
    });
    const resources = ok(
      await call(
        "GET",
        `/accessPackageCatalogs/${catalogId}/accessPackageResources?$filter=startswith(originId,'${originId}')`,
      ),
      200,
    );
    const resource = at(resources.body, "value/0");
    expect(resource).toMatchObject({ originId, originSystem: "AadGroup", isPendingOnboarding: false });
    expect(typeof at(resource, "resourceType")).toBe("string");

    // The package: the whole catalog is sent along.
    const made = ok(
      await call("POST", "/accessPackages", {
        displayName: "Tools",
        description: "Tools",
        isHidden: false,
        catalogId,
        accessPackageCatalog: catalog.body,
      }),
      201,
    );
    const packageId = idOf(made);
    expect(made.body).toMatchObject({ catalogId, displayName: "Tools", isHidden: false });
    ok(
      await call("PATCH", `/accessPackages/${packageId}`, {
        displayName: "Tools",
        description: "More",
        isHidden: false,
        catalogId,
        accessPackageCatalog: catalog.body,
      }),
      204,
    );

    // Its role.
    const association = {
      accessPackageResourceRole: {
        displayName: "Member",
        originId: `Member_${originId}`,
        originSystem: "AadGroup",
        accessPackageResource: {
          id: at(resource, "id"),
          resourceType: at(resource, "resourceType"),
          originId,
        },
      },
      accessPackageResourceScope: { originSystem: "AadGroup", originId },
    };
    const roleScopeId = idOf(
      ok(
        await call("POST", `/accessPackages/${packageId}/accessPackageResourceRoleScopes`, association),
        201,
      ),
    );
    const expanded = await call(
      "GET",
      `/accessPackages/${packageId}?$expand=accessPackageResourceRoleScopes($expand=accessPackageResourceRole,accessPackageResourceScope)`,
    );
    expect(at(expanded.body, "accessPackageResourceRoleScopes/0")).toMatchObject({
      id: roleScopeId,
      accessPackageResourceRole: { originId: `Member_${originId}` },
      accessPackageResourceScope: { originId },
    });
    const selected = await call(
      "GET",
      `/accessPackages/${packageId}?$expand=accessPackageResourceRoleScopes($select=accessPackageResourceRole,accessPackageResourceScope)`,
    );
    expect(at(selected.body, "accessPackageResourceRoleScopes/0/id")).toBe(roleScopeId);

    // Its policy: created, read, changed, replaced.
    const sent = policyBody(packageId);
    const policy = ok(await call("POST", "/accessPackageAssignmentPolicies", sent), 201);
    const policyId = idOf(policy);
    const read = await call("GET", `/accessPackageAssignmentPolicies/${policyId}`);
    expect(read.body).toMatchObject(sent);
    ok(
      await call("PATCH", `/accessPackageAssignmentPolicies/${policyId}`, {
        ...sent,
        id: policyId,
        durationInDays: 30,
      }),
      204,
    );
    expect((await call("GET", `/accessPackageAssignmentPolicies/${policyId}`)).body).toMatchObject({
      ...sent,
      durationInDays: 30,
    });
    const unreviewed = { ...sent, accessReviewSettings: undefined };
    ok(await call("PUT", `/accessPackageAssignmentPolicies/${policyId}`, unreviewed), 200);
    expect((await call("GET", `/accessPackageAssignmentPolicies/${policyId}`)).body).toMatchObject({
      ...unreviewed,
      accessReviewSettings: null,
    });

    // Its owner.
    const roles = "/beta/roleManagement/entitlementManagement";
    const owner = await surface.call("POST", `${roles}/roleAssignments`, {
      as: "admin",
      body: {
        directoryScopeId: "/",
        principalId: person("owner"),
        roleDefinitionId: ENTITLEMENT_ROLES.catalogOwner.id,
        appScopeId: `/AccessPackageCatalog/${catalogId}`,
      },
    });
    expect(owner.body).toMatchObject({
      appScopeId: `/AccessPackageCatalog/${catalogId}`,
      principalId: person("owner"),
    });
    expect(
      (await surface.call("DELETE", `${roles}/roleAssignments/${idOf(owner)}`, { as: "admin" })).status,
    ).toBe(204);

    // And away with it all.
    ok(await call("DELETE", `/accessPackageAssignmentPolicies/${policyId}`), 204);
    ok(
      await call("DELETE", `/accessPackages/${packageId}/accessPackageResourceRoleScopes/${roleScopeId}`),
      204,
    );
    ok(await call("DELETE", `/accessPackages/${packageId}`), 204);
    ok(
      await call("POST", "/accessPackageResourceRequests", {
        catalogId,
        requestType: "AdminRemove",
        accessPackageResource: { id: at(resource, "id") },
      }),
      201,
    );
    ok(await call("DELETE", `/accessPackageCatalogs/${catalogId}`), 204);
    expect((await call("GET", `/accessPackageCatalogs/${catalogId}`)).status).toBe(404);
  });

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
        targetId: person("somebody"),
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
      `assignmentState eq 'Delivered' and target/objectId eq '${person("somebody")}'`,
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
              { "@odata.type": "#microsoft.graph.singleUser", userId: person("approver") },
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
        ...policyBody(packageId),
        ...wrong,
      });
      expect([answered.status, at(answered.body, "error/target")]).toEqual([400, target]);
    }
  });
});
