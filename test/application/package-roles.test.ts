/** Roles come to packages that people have, and go again (spec/domain.md 3.6). */
import { afterEach, describe, expect, it } from "vitest";
import { addResourceRoleScope } from "../../src/application/commands/add-resource-role-scope.js";
import { removeResourceRoleScope } from "../../src/application/commands/remove-resource-role-scope.js";
import { submitResourceRequest } from "../../src/application/commands/submit-resource-request.js";
import { DIRECTORY_ROLES } from "../../src/domain/authorization/role.js";
import type { OriginSystem } from "../../src/domain/catalog/resource.js";
import { aPackage } from "../builders/packages.js";
import { aPolicy } from "../builders/policies.js";
import { callOf, must } from "../builders/world.js";
import { MIRIAM, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

const GLOBAL = callOf("admin", [DIRECTORY_ROLES.globalAdministrator.templateId]);

async function register(originSystem: OriginSystem, originId: string): Promise<void> {
  const input = {
    requestType: "adminAdd",
    catalogId: "catalog",
    resource: { originSystem, originId },
  } as const;
  must(await submitResourceRequest(s.world.ports, GLOBAL, input));
}

async function addRole(
  originSystem: OriginSystem,
  originId: string,
  roleOriginId: string,
  accessPackageId = "package",
): Promise<string> {
  const added = await addResourceRoleScope(s.world.ports, GLOBAL, {
    accessPackageId,
    resource: { originSystem, originId },
    role: { originId: roleOriginId },
    scope: {},
  });
  await s.world.settle();
  return must(added).id;
}

async function removeRole(roleScopeId: string, accessPackageId = "package"): Promise<void> {
  must(await removeResourceRoleScope(s.world.ports, GLOBAL, { accessPackageId, roleScopeId }));
  await s.world.settle();
}

/** Two people have the package; "extra" is a group that it does not give yet. */
async function held(): Promise<void> {
  s = await scene(aPolicy());
  await s.world.group("extra", "olga");
  await s.ask();
  await s.ask({}, MIRIAM);
  await register("AadGroup", "extra");
}

const members = async (group = "extra") =>
  (await s.world.ports.directory.transitiveMembers(group)).toSorted();

describe("a role that is added to a package", () => {
  it("is given to everybody who has the package, and to nobody else", async () => {
    await held();
    await addRole("AadGroup", "extra", "Member_extra");
    expect(await members()).toEqual(["adele", "miriam", "olga"]);
  });

  it("leaves those who had it already as they are: they do not become assigned", async () => {
    await held();
    await addRole("AadGroup", "extra", "Member_extra");
    expect(await s.assignments("olga")).toEqual([]);
    expect(await members()).toContain("olga");
  });

  it("may be of any kind: an app role, a site's permission, a directory role, an eligible role", async () => {
    await held();
    const { applications, sites, groups } = s.world.directory;
    must(await applications.createServicePrincipal({ id: "app", appId: "app", displayName: "App" }));
    const webUrl = "https://contoso.sharepoint.com/sites/one";
    must(await sites.create({ id: "site", displayName: "One", webUrl }));
    must(await groups.create({ id: "pim", displayName: "pim", isPimManaged: true }));
    const role = DIRECTORY_ROLES.reportsReader.templateId;
    const none = "00000000-0000-0000-0000-000000000000";
    for (const [system, originId, roleId] of [
      ["AadApplication", "app", none],
      ["SharePointOnline", webUrl, "4"],
      ["DirectoryRole", role, "Active"],
      ["AadGroup", "pim", "EligibleMember_pim"],
    ] as const) {
      await register(system, originId);
      const roleScopeId = await addRole(system, originId, roleId);
      const given = (await s.ledger()).find((entry) => entry.role.resourceOriginId === originId);
      expect(given).toMatchObject({ state: "granted", role: { roleOriginId: roleId } });
      expect(await s.world.ports.connector.has(given?.role ?? fail(), "adele")).toBe(true);
      await removeRole(roleScopeId);
      const taken = (await s.ledger()).find((entry) => entry.role.resourceOriginId === originId);
      expect(taken).toMatchObject({ state: "revoked" });
    }
  });
});

describe("a role that is taken out of a package", () => {
  it("is taken from everybody who has the package", async () => {
    await held();
    const roleScopeId = await addRole("AadGroup", "extra", "Member_extra");
    await removeRole(roleScopeId);
    expect(await members()).toEqual(["olga"]);
    expect(await members("group")).toEqual(["adele", "miriam"]);
  });

  it("stays with those who have it through another package, until that is gone too", async () => {
    await held();
    await s.world.put(
      "catalog/catalog",
      aPackage({ id: "second", displayName: "Second", resourceRoleScopes: [] }),
      aPolicy({ id: "policy-of-second", accessPackageId: "second" }),
    );
    const second = await s.ask({ accessPackageId: "second" });
    const roleScopeId = await addRole("AadGroup", "extra", "Member_extra");
    await addRole("AadGroup", "extra", "Member_extra", "second");
    await removeRole(roleScopeId);
    expect(await members()).toEqual(["adele", "olga"]);
    await s.ask({ requestType: "userRemove", assignmentId: second.assignmentId ?? "" });
    expect(await members()).toEqual(["olga"]);
  });

  it("is taken also from somebody who had it before they got the package", async () => {
    await held();
    const roleScopeId = await addRole("AadGroup", "extra", "Member_extra");
    await s.ask({}, callOf("olga"));
    expect(await members()).toContain("olga");
    await removeRole(roleScopeId);
    expect(await members()).toEqual([]);
  });
});

function fail(): never {
  throw new Error("The role was given.");
}
