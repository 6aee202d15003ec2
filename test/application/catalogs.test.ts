/** What a catalog is, who owns it, and what its state means for requests (spec/domain.md 2). */
import { afterEach, describe, expect, it } from "vitest";
import { createAccessPackage } from "../../src/application/commands/create-access-package.js";
import { createCatalog, ensureGeneralCatalog } from "../../src/application/commands/create-catalog.js";
import { createCustomExtension } from "../../src/application/commands/create-custom-extension.js";
import { deleteCatalog } from "../../src/application/commands/delete-catalog.js";
import { submitResourceRequest } from "../../src/application/commands/submit-resource-request.js";
import { updateCatalog } from "../../src/application/commands/update-catalog.js";
import { getCatalog } from "../../src/application/queries/get-catalog.js";
import { listRequestableAccessPackages } from "../../src/application/queries/list-requestable-access-packages.js";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import type { RoleAssignment } from "../../src/domain/authorization/role-assignment.js";
import { anExtension } from "../builders/extensions.js";
import { aCatalog } from "../builders/packages.js";
import { aPolicy } from "../builders/policies.js";
import { ADMIN, callOf, must, World } from "../builders/world.js";
import { ADELE, scene } from "./scene.js";

let world: World;
afterEach(() => world.close());

const NEW = {
  displayName: "Sales",
  description: null,
  state: "published",
  isExternallyVisible: false,
} as const;
const GLOBAL = callOf("admin", ["62e90394-69f5-4237-9190-012177145e10"]);

async function started(): Promise<World> {
  world = World.open();
  await world.person("admin");
  return world;
}

describe("the catalog General", () => {
  it("exists from the start: built in, published, and visible to people from outside", async () => {
    const { ports } = await started();
    const general = await ensureGeneralCatalog(ports);
    expect(general).toMatchObject({
      displayName: "General",
      description: "Built-in catalog.",
      catalogType: "serviceDefault",
      state: "published",
      isExternallyVisible: true,
    });
    expect((await ensureGeneralCatalog(ports)).id).toBe(general.id);
  });

  it("takes the packages that name no catalog", async () => {
    const { ports } = await started();
    const { id } = await ensureGeneralCatalog(ports);
    const made = must(
      await createAccessPackage(ports, ADMIN, {
        displayName: "Tools",
        description: null,
        isHidden: false,
        catalogId: undefined,
      }),
    );
    expect(made.document.catalogId).toBe(id);
  });

  it("can neither be deleted nor renamed; its description and state can be changed", async () => {
    const { ports } = await started();
    const { id: catalogId } = await ensureGeneralCatalog(ports);
    expect(await deleteCatalog(ports, ADMIN, { catalogId })).toMatchObject({ code: "BadRequest" });
    const change = (changes: object) => updateCatalog(ports, ADMIN, { catalogId, changes });
    expect(await change({ displayName: "Everything" })).toMatchObject({ code: "BadRequest" });
    expect(await change({ displayName: "General", description: "Ours" })).toMatchObject({ kind: "done" });
    expect(await change({ state: "unpublished" })).toMatchObject({ kind: "done" });
  });
});

describe("whoever creates a catalog", () => {
  it("becomes its first owner, unless they are an administrator and see it anyway", async () => {
    const { ports } = await started();
    await world.person("cora");
    const CORA = callOf("cora");
    const { id, displayName } = ENTITLEMENT_ROLES.catalogCreator;
    const creator: RoleAssignment = {
      kind: "roleAssignment",
      id: displayName,
      principalId: "cora",
      roleDefinitionId: id,
      appScopeId: "/",
      catalogId: null,
      createdDateTime: world.now(),
    };
    await world.put("tenant", creator);
    const mine = must(await createCatalog(ports, CORA, NEW)).document;
    const theirs = must(await createCatalog(ports, ADMIN, { ...NEW, displayName: "Other" })).document;
    expect((await getCatalog(ports, CORA, { catalogId: mine.id })).kind).toBe("done");
    expect((await getCatalog(ports, CORA, { catalogId: theirs.id })).kind).toBe("refused");
    const changed = await updateCatalog(ports, CORA, {
      catalogId: mine.id,
      changes: { description: "Mine" },
    });
    expect(changed.kind).toBe("done");
    const owners = async (catalogId: string) =>
      (await ports.documents.partition("governance", `catalog/${catalogId}`, "roleAssignment")).length;
    expect([await owners(mine.id), await owners(theirs.id)]).toEqual([1, 0]);
  });
});

describe("deleting a catalog", () => {
  it("takes its resources, role assignments and custom extensions with it, and waits for its packages", async () => {
    const { ports } = await started();
    await world.group("group");
    const { id: catalogId } = must(await createCatalog(ports, GLOBAL, NEW)).document;
    const resource = { originSystem: "AadGroup", originId: "group" } as const;
    must(await submitResourceRequest(ports, GLOBAL, { requestType: "adminAdd", catalogId, resource }));
    must(await createCustomExtension(ports, GLOBAL, { catalogId, settings: anExtension() }));
    const kinds = ["catalog", "resource", "customExtension", "accessPackage"];
    const left = async () =>
      (await ports.documents.partition("governance", `catalog/${catalogId}`))
        .map(({ document }) => document.kind)
        .filter((kind) => kinds.includes(kind))
        .toSorted();
    await world.put(`catalog/${catalogId}`, { kind: "accessPackage", id: "p" });
    expect(await deleteCatalog(ports, GLOBAL, { catalogId })).toMatchObject({ code: "CatalogNotEmpty" });
    expect(await left()).toEqual(kinds.toSorted());
    await ports.documents.batch("governance", `catalog/${catalogId}`, [{ op: "delete", id: "p" }]);
    must(await deleteCatalog(ports, GLOBAL, { catalogId }));
    expect(await left()).toEqual([]);
    expect((await createCatalog(ports, GLOBAL, NEW)).kind).toBe("done");
  });
});

describe("an unpublished catalog", () => {
  it("hides its packages and takes no requests, and direct assignment stays possible", async () => {
    const s = await scene(aPolicy());
    world = s.world;
    const seen = async () => must(await listRequestableAccessPackages(world.ports, ADELE)).length;
    expect(await seen()).toBe(1);
    await world.put("catalog/catalog", aCatalog({ state: "unpublished" }));
    expect(await seen()).toBe(0);
    expect(await s.submit()).toMatchObject({ code: "PolicyNotApplicable" });
    const assigned = await s.ask({ requestType: "adminAdd", targetObjectId: "adele" }, ADMIN);
    expect(assigned.state).toBe("delivered");
  });
});
