/** What a refusal says, and why somebody may or may not: the right that is missing, and who can give it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { DIRECTORY_ROLES, ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { authorityCalls, code, FORBIDDEN, READ_ALL, SELF_ACCESS, WRITE_ALL } from "./authority-calls.js";
import { type Answered, at, openSurface, type Surface } from "./surface-fixture.js";

let surface: Surface;
beforeEach(async () => {
  surface = await openSurface();
});
afterEach(() => surface.close());

const { post, patchCatalog, objectId, give, newCatalog, explain, holding } = authorityCalls(() => surface);
const detailsOf = (answer: Answered) => {
  const details = at(answer.body, "error/details");
  return Array.isArray(details) ? details : [];
};

describe("a refusal says what is missing", () => {
  it("each permission that would do, by name, when the token has none", async () => {
    const refused = await post("/catalogs", { displayName: "x" }, holding("admin", { scopes: [READ_ALL] }));
    expect(detailsOf(refused).map((detail) => [at(detail, "code"), at(detail, "target")])).toEqual([
      ["MissingPermission", WRITE_ALL],
    ]);
  });

  it("each role that would do, by id, with the owners' names for whoever may see the catalog and without for others", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    await give("catalogReader", "reader", id);
    const seen = await patchCatalog(id, "reader");
    const roles = detailsOf(seen).map((detail) => at(detail, "target"));
    expect(roles).toEqual([
      DIRECTORY_ROLES.globalAdministrator.templateId,
      DIRECTORY_ROLES.identityGovernanceAdministrator.templateId,
      ENTITLEMENT_ROLES.catalogOwner.id,
    ]);
    expect(at(detailsOf(seen)[2], "message")).toBe(
      `Catalog owner of catalog "Sales" (${id}). Its owners (owner) can give it, and so can a Global Administrator or Identity Governance Administrator.`,
    );
    const stranger = await patchCatalog(id, "somebody");
    expect(detailsOf(stranger).map((detail) => at(detail, "target"))).toEqual(roles);
    expect(stranger.text).not.toContain("Sales");
    expect(stranger.text).not.toContain("(owner)");
  });

  it("to an application the permission or the role in the catalog, whichever it would rather have", async () => {
    const id = await newCatalog("Sales");
    const refused = await patchCatalog(id, holding("robot", { appRoles: [] }));
    expect(detailsOf(refused).map((detail) => at(detail, "target"))).toEqual([
      WRITE_ALL,
      ENTITLEMENT_ROLES.catalogOwner.id,
    ]);
  });
});

describe("explain", () => {
  it("tells anybody about themselves: the checks in order, the one that decided, and what is missing", async () => {
    const id = await newCatalog("Sales");
    await give("catalogReader", "designers", id);
    const yes = await explain(`action=viewCatalog&catalogId=${id}`, "somebody");
    expect(yes.body).toMatchObject({
      principalId: objectId("somebody"),
      decision: "allowed",
      decidedBy: "entitlementRole",
      missing: [],
      isAllowedInEveryCatalog: false,
      allowedCatalogIds: [id],
      assumedPermissions: [],
    });
    expect(at(yes.body, "checks/0")).toMatchObject({
      check: "delegatedPermission",
      has: [WRITE_ALL],
      verdict: "goesOn",
    });
    expect(at(yes.body, "checks/1")).toMatchObject({ check: "directoryRole", has: [], verdict: "goesOn" });
    expect(at(yes.body, "checks/2/has/0")).toEqual({
      id: ENTITLEMENT_ROLES.catalogReader.id,
      displayName: "Catalog reader",
      appScopeId: `/AccessPackageCatalog/${id}`,
      throughGroupId: surface.groups["designers"],
    });
    const no = await explain(`action=editcatalog&catalogId=${id}`, "somebody");
    expect(no.body).toMatchObject({ action: "editCatalog", decision: "denied", decidedBy: null });
    expect(at(no.body, "missing/2/displayName")).toBe("Catalog owner");
    expect(at(no.body, "entitlementRoles/0/displayName")).toBe("Catalog reader");
  });

  it("says which permission a token lacks before any role is asked", async () => {
    const body = (await explain("action=createCatalog", holding("admin", { scopes: [SELF_ACCESS] }))).body;
    expect(body).toMatchObject({ decision: "denied", decidedBy: "delegatedPermission" });
    expect(at(body, "checks/1")).toBeUndefined();
    expect(at(body, "missing/0/target")).toBe(WRITE_ALL);
  });

  it("tells administrators, auditors and owners of the catalog about others, taking the token's permission for granted", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    await give("accessPackageManager", "reader", id);
    for (const asker of ["admin", "governor", "auditor", "owner"]) {
      const said = await explain(
        `principalId=${objectId("reader")}&action=managePolicies&catalogId=${id}`,
        asker,
      );
      expect(said.body).toMatchObject({
        principalType: "user",
        decision: "allowed",
        assumedPermissions: [WRITE_ALL],
        allowedCatalogIds: [id],
      });
    }
  });

  it("tells nobody else about others: not a reader of the catalog, and not the owner of another", async () => {
    const [id, other] = [await newCatalog("Sales"), await newCatalog("Other")];
    await give("catalogReader", "reader", id);
    await give("catalogOwner", "owner", other);
    for (const asker of ["reader", "owner", "somebody"])
      expect(
        code(await explain(`principalId=${objectId("admin")}&action=viewCatalog&catalogId=${id}`, asker)),
      ).toEqual(FORBIDDEN);
    expect(code(await explain(`principalId=${objectId("admin")}&action=viewCatalog`, "owner"))).toEqual(
      FORBIDDEN,
    );
    const own = await explain(`principalId=${objectId("somebody")}&action=viewCatalog`, "somebody");
    expect(own.status).toBe(200);
  });

  it("says of an application that its permissions are not known, unless a role decides", async () => {
    const id = await newCatalog("Sales");
    const ask = () => explain(`principalId=${objectId("robot")}&action=editCatalog&catalogId=${id}`);
    expect((await ask()).body).toMatchObject({
      principalType: "servicePrincipal",
      decision: "dependsOnToken",
    });
    await give("catalogOwner", "robot", id);
    expect((await ask()).body).toMatchObject({ decision: "allowed", decidedBy: "entitlementRole" });
    const robot = holding("robot", { appRoles: [] });
    expect((await explain(`action=editCatalog&catalogId=${id}`, robot)).body).toMatchObject({
      decision: "allowed",
    });
  });

  it("says of somebody with another organization's token that they have no role here, whatever their id there is", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    const owner = surface.people["owner"];
    if (owner?.kind !== "user") throw new Error("owner is a person");
    const stranger: Caller = { ...owner, tenantId: "9e4a0000-0000-4000-8000-000000000009", isForeign: true };
    const said = await explain(`action=editCatalog&catalogId=${id}`, stranger);
    expect(said.body).toMatchObject({ decision: "denied", entitlementRoles: [], allowedCatalogIds: [] });
    expect(code(await patchCatalog(id, stranger))).toEqual(FORBIDDEN);
  });

  it("names what it cannot read, and says 404 for what there is not", async () => {
    const unknown = "99999999-9999-4999-8999-999999999999";
    for (const [query, target] of [
      ["action=fly", "action"],
      ["", "action"],
      ["action=viewCatalog&catalogId=x", "catalogId"],
      ["action=viewCatalog&principalId=x", "principalId"],
    ]) {
      const refused = await explain(query ?? "");
      expect([...code(refused), at(refused.body, "error/target")]).toEqual([400, "BadRequest", target]);
    }
    expect((await explain(`action=viewCatalog&principalId=${unknown}`)).status).toBe(404);
    const noCatalog = await explain(
      `action=viewCatalog&principalId=${objectId("reader")}&catalogId=${unknown}`,
    );
    expect(code(noCatalog)).toEqual([404, "ResourceNotFound"]);
  });
});
