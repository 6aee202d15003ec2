import { describe, expect, it } from "vitest";
import { mayActOnResource } from "../../../src/domain/authorization/resource-right.js";
import { DIRECTORY_ROLES, type DirectoryRole } from "../../../src/domain/authorization/role.js";
import type { OriginSystem } from "../../../src/domain/catalog/resource.js";

type Group = { readonly isUnifiedGroup?: boolean; readonly isAssignableToRole?: boolean };

function person(roles: readonly DirectoryRole[], owner: boolean, group: Group = {}) {
  return {
    kind: "user" as const,
    objectId: "me",
    directoryRoleIds: roles.map((role) => DIRECTORY_ROLES[role].templateId),
    ownerIds: owner ? ["you", "me"] : ["you"],
    isUnifiedGroup: group.isUnifiedGroup ?? false,
    isAssignableToRole: group.isAssignableToRole ?? false,
  };
}

const allowed = (system: OriginSystem, roles: readonly DirectoryRole[], owner = false, group: Group = {}) =>
  mayActOnResource(system, person(roles, owner, group)).kind === "allowed";

describe("the right on the resource itself", () => {
  it("an owner of a group or application may put it into a catalog; anybody else needs a directory role", () => {
    for (const system of ["AadGroup", "AadApplication"] as const) {
      expect(allowed(system, [], true)).toBe(true);
      expect(allowed(system, [])).toBe(false);
    }
  });

  it("nobody owns a site or a directory role", () => {
    for (const system of ["SharePointOnline", "DirectoryRole", "AzureResources"] as const)
      expect(allowed(system, [], true)).toBe(false);
  });

  it("a Global Administrator may act on everything", () => {
    for (const system of [
      "AadGroup",
      "AadApplication",
      "SharePointOnline",
      "DirectoryRole",
      "AzureResources",
    ] as const)
      expect(allowed(system, ["globalAdministrator"])).toBe(true);
  });

  it("an Identity Governance Administrator adds applications only, not groups or sites", () => {
    expect(allowed("AadApplication", ["identityGovernanceAdministrator"])).toBe(true);
    expect(allowed("AadGroup", ["identityGovernanceAdministrator"])).toBe(false);
    expect(allowed("SharePointOnline", ["identityGovernanceAdministrator"])).toBe(false);
  });

  it("Exchange and SharePoint Administrators act on Microsoft 365 groups, not on security groups", () => {
    for (const role of ["exchangeAdministrator", "sharePointAdministrator"] as const) {
      expect(allowed("AadGroup", [role], false, { isUnifiedGroup: true })).toBe(true);
      expect(allowed("AadGroup", [role])).toBe(false);
    }
  });

  it("only those who may give directory roles act on a group that can have them, unless they own it", () => {
    const group = { isAssignableToRole: true };
    expect(allowed("AadGroup", ["groupsAdministrator"], false, group)).toBe(false);
    expect(allowed("AadGroup", ["privilegedRoleAdministrator"], false, group)).toBe(true);
  });

  it("an application needs the permission for the kind of resource", () => {
    const robot = (...appRoles: string[]) => ({ kind: "application" as const, appRoles });
    expect(mayActOnResource("AadGroup", robot("Group.ReadWrite.All")).kind).toBe("allowed");
    expect(mayActOnResource("AadGroup", robot("EntitlementManagement.ReadWrite.All"))).toMatchObject({
      kind: "denied",
      because: expect.stringContaining("Group.ReadWrite.All"),
    });
    expect(mayActOnResource("AadApplication", robot("Group.ReadWrite.All")).kind).toBe("denied");
  });
});
