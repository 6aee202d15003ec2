/** Whoever has a role in one catalog learns through it nothing of what is in another. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { at, EM, idOf, openSurface, ROLES, type Surface } from "./surface-fixture.js";
import { createGroupPackage } from "./surface-packages.js";

describe("somebody with a role in one catalog", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await openSurface();
  });
  afterEach(() => surface.close());

  const post = (path: string, body: unknown, as = "admin") =>
    surface.call("POST", path.startsWith("/v1.0") ? path : `${EM}${path}`, { as, body });
  const get = (path: string, as = "reader") => surface.call("GET", `${EM}${path}`, { as });
  const mayRead = async (catalogId: string) =>
    idOf(
      await post(`${ROLES}/roleAssignments`, {
        principalId: surface.people["reader"]?.objectId,
        roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
        appScopeId: `/AccessPackageCatalog/${catalogId}`,
      }),
    );

  it("sees none of its packages, neither those that exclude a package of theirs nor those that one of theirs excludes", async () => {
    const mine = await createGroupPackage(surface, "Sales");
    const other = await createGroupPackage(surface, "Board", "auditors");
    for (const [one, two] of [
      [mine, other],
      [other, mine],
    ] as const) {
      const body = { "@odata.id": `http://localhost${EM}/accessPackages/${two.packageId}` };
      const path = `/accessPackages/${one.packageId}/incompatibleAccessPackages/$ref`;
      expect((await post(path, body)).status).toBe(204);
    }
    await mayRead(mine.catalogId);
    const nested = "$expand=resourceRoleScopes($expand=role),catalog";
    const expand = `incompatibleAccessPackages(${nested}),accessPackagesIncompatibleWith(${nested})`;
    const expanded = await get(`/accessPackages/${mine.packageId}?$expand=${expand}`);
    expect(expanded.body).toMatchObject({
      incompatibleAccessPackages: [],
      accessPackagesIncompatibleWith: [],
    });
    for (const list of ["incompatibleAccessPackages", "accessPackagesIncompatibleWith"]) {
      expect((await get(`/accessPackages/${mine.packageId}/${list}`)).body["value"]).toEqual([]);
      expect((await get(`/accessPackages/${mine.packageId}/${list}/$count`)).text).toBe("0");
      const all = await get(`/accessPackages/${mine.packageId}/${list}`, "auditor");
      expect(at(all.body, "value/0/displayName")).toBe("Board");
    }
  });

  it("gets none in another by a package with a group that has one, unless they may give the role or act on the group", async () => {
    const { catalogId: board } = await createGroupPackage(surface, "Board", "auditors");
    const mine = await createGroupPackage(surface, "Sales");
    const give = async (name: string, role: keyof typeof ENTITLEMENT_ROLES, catalogId: string) =>
      idOf(
        await post(`${ROLES}/roleAssignments`, {
          principalId: surface.people[name]?.objectId ?? surface.groups[name],
          roleDefinitionId: ENTITLEMENT_ROLES[role].id,
          appScopeId: `/AccessPackageCatalog/${catalogId}`,
        }),
      );
    await give("engineers", "catalogOwner", board);
    await give("reader", "accessPackageManager", mine.catalogId);
    await give("owner", "accessPackageManager", mine.catalogId);
    await give("somebody", "accessPackageManager", mine.catalogId);
    await give("somebody", "catalogOwner", board);
    const group = surface.groups["engineers"];
    const adding = async (as: string) => {
      const catalog = { id: mine.catalogId };
      const made = await post("/accessPackages", { displayName: `By ${as}`, catalog }, as);
      const role = {
        originId: `Member_${group}`,
        originSystem: "AadGroup",
        resource: { originId: group, originSystem: "AadGroup" },
      };
      const path = `/accessPackages/${idOf(made)}/resourceRoleScopes`;
      return (await post(path, { role, scope: { isRootScope: true } }, as)).status;
    };
    expect(await adding("reader")).toBe(403);
    // An owner of the group adds people to it anyway; an owner of the catalog gives its roles.
    for (const as of ["owner", "somebody", "admin"]) expect([as, await adding(as)]).toEqual([as, 201]);
  });

  it("who owns it, and asks what somebody may do there, is not told which roles they have in others", async () => {
    const mine = await createGroupPackage(surface, "Sales");
    const other = await createGroupPackage(surface, "Board", "auditors");
    await mayRead(mine.catalogId);
    await mayRead(other.catalogId);
    idOf(
      await post(`${ROLES}/roleAssignments`, {
        principalId: surface.people["owner"]?.objectId,
        roleDefinitionId: ENTITLEMENT_ROLES.catalogOwner.id,
        appScopeId: `/AccessPackageCatalog/${mine.catalogId}`,
      }),
    );
    const principalId = surface.people["reader"]?.objectId ?? "";
    const path = `${ROLES}/explain?action=viewCatalog&catalogId=${mine.catalogId}&principalId=${principalId}`;
    for (const [as, isTold] of [
      ["owner", false],
      ["admin", true],
    ] as const) {
      const { status, text = "" } = await surface.call("GET", path, { as });
      expect([as, status, text.includes(mine.catalogId), text.includes(other.catalogId)]).toEqual([
        as,
        200,
        true,
        isTold,
      ]);
    }
  });
});
