/** The calls of Terraform's azuread provider, in their order and with their bodies. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { BETA, BetaCalls, ok } from "./beta-calls.js";
import { at, idOf, type Surface } from "./surface-fixture.js";

describe("Terraform's azuread provider", () => {
  let beta: BetaCalls;
  let surface: Surface;
  beforeEach(async () => {
    beta = await BetaCalls.open();
    ({ surface } = beta);
  });
  afterEach(() => surface.close());

  const call: BetaCalls["call"] = (...said) => beta.call(...said);

  it("goes from nothing to a package with a policy and an owner, and back", async () => {
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
    const sent = beta.policyBody(packageId);
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
        principalId: beta.person("owner"),
        roleDefinitionId: ENTITLEMENT_ROLES.catalogOwner.id,
        appScopeId: `/AccessPackageCatalog/${catalogId}`,
      },
    });
    expect(owner.body).toMatchObject({
      appScopeId: `/AccessPackageCatalog/${catalogId}`,
      principalId: beta.person("owner"),
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
});
