/** Giving, listing and taking roles over HTTP. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { authorityCalls, code, FORBIDDEN, listOf } from "./authority-calls.js";
import { at, idOf, openSurface, ROLES, type Surface } from "./surface-fixture.js";

let surface: Surface;
beforeEach(async () => {
  surface = await openSurface();
});
afterEach(() => surface.close());

const { get, give, holding, newCatalog, objectId, take } = authorityCalls(() => surface);

describe("role assignments (spec/api.md 2.10)", () => {
  it("catalog creator cannot be given in one catalog, and roles that do not exist not at all", async () => {
    const id = await newCatalog("Sales");
    const wrong = await give("catalogCreator", "somebody", id);
    expect([...code(wrong), at(wrong.body, "error/target")]).toEqual([400, "InvalidModel", "appScopeId"]);
    const unknown = await surface.call("POST", `${ROLES}/roleAssignments`, {
      as: "admin",
      body: { principalId: objectId("somebody"), roleDefinitionId: objectId("somebody"), appScopeId: "/" },
    });
    expect([...code(unknown), at(unknown.body, "error/target")]).toEqual([
      400,
      "InvalidModel",
      "roleDefinitionId",
    ]);
  });

  it("giving a role twice is giving it once", async () => {
    const id = await newCatalog("Sales");
    const first = await give("catalogReader", "reader", id);
    expect(idOf(await give("catalogReader", "reader", id))).toBe(idOf(first));
    expect(listOf(await surface.call("GET", `${ROLES}/roleAssignments`, { as: "admin" }), "id")).toHaveLength(
      1,
    );
  });

  it("lists what was given and nothing that follows from a group or a directory role; filtered by principal, role and scope", async () => {
    const id = await newCatalog("Design");
    await give("catalogReader", "designers", id);
    await give("catalogOwner", "owner", id);
    const list = (filter: string) =>
      surface.call("GET", `${ROLES}/roleAssignments?$filter=${filter}`, { as: "admin" });
    expect(listOf(await list(`principalId eq '${objectId("somebody")}'`), "id")).toEqual([]);
    expect(listOf(await list(`principalId eq '${objectId("admin")}'`), "id")).toEqual([]);
    expect(listOf(await list(`principalId eq '${objectId("designers")}'`), "id")).toHaveLength(1);
    expect(
      listOf(await list(`roleDefinitionId eq '${ENTITLEMENT_ROLES.catalogOwner.id}'`), "principalId"),
    ).toEqual([objectId("owner")]);
    expect(listOf(await list(`appScopeId eq '/AccessPackageCatalog/${id}'`), "id")).toHaveLength(2);
    expect(listOf(await list("appScopeId eq '/'"), "id")).toEqual([]);
  });

  it("the last owner of a catalog can be taken away by an administrator only; of two who remove one another one stays", async () => {
    const id = await newCatalog("Sales");
    const first = idOf(await give("catalogOwner", "owner", id));
    const last = await take(first, "owner");
    expect(code(last)).toEqual([400, "BadRequest"]);
    expect(at(last.body, "error/message")).toContain("last Catalog owner");
    const second = idOf(await give("catalogOwner", "creator", id));
    const both = await Promise.all([take(second, "owner"), take(first, "creator")]);
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
    const left = listOf(await surface.call("GET", `${ROLES}/roleAssignments`, { as: "admin" }), "id");
    expect(left).toHaveLength(1);
    expect((await take(String(left[0]))).status).toBe(204);
  });

  it("roles are given and read with RoleManagement permissions too, which open nothing else", async () => {
    const id = await newCatalog("Sales");
    const keeper = holding("governor", { scopes: ["RoleManagement.ReadWrite.Directory"] });
    expect((await give("catalogReader", "reader", id, keeper)).status).toBe(201);
    const looker = holding("governor", { scopes: ["RoleManagement.Read.Directory"] });
    expect((await surface.call("GET", `${ROLES}/roleAssignments`, { as: looker })).status).toBe(200);
    expect(code(await give("catalogReader", "somebody", id, looker))).toEqual(FORBIDDEN);
    for (const who of [keeper, looker]) expect(code(await get("/catalogs", who))).toEqual(FORBIDDEN);
  });
});
