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
    groupIds: [],
    isUnifiedGroup: group.isUnifiedGroup ?? false,
    isAssignableToRole: group.isAssignableToRole ?? false,
  };
}

const allowed = (system: OriginSystem, roles: readonly DirectoryRole[], owner = false, group: Group = {}) =>
  mayActOnResource(system, person(roles, owner, group)).kind === "allowed";

const robot = (...appRoles: string[]) => ({
  kind: "application" as const,
  appRoles,
  isAssignableToRole: false,
});

describe("the right on the resource itself", () => {
  it("an owner of a group or application may put it into a catalog; anybody else needs a directory role", () => {
    for (const system of ["AadGroup", "AadApplication"] as const) {
      expect(allowed(system, [], true)).toBe(true);
      expect(allowed(system, [])).toBe(false);
    }
  });

  it("nobody owns a directory role or a subscription", () => {
    for (const system of ["DirectoryRole", "AzureResources"] as const)
      expect(allowed(system, [], true)).toBe(false);
  });

  it("whoever has a role of the site that manages its permissions may add the site, also through a group", () => {
    expect(allowed("SharePointOnline", [], true)).toBe(true);
    expect(allowed("SharePointOnline", [])).toBe(false);
    const through = { ...person([], false), ownerIds: ["crew"], groupIds: ["crew"] };
    expect(mayActOnResource("SharePointOnline", through).kind).toBe("allowed");
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

  it("only those who may give directory roles act on a group that can have them; owning it is not enough", () => {
    const group = { isAssignableToRole: true };
    expect(allowed("AadGroup", [], true, group)).toBe(false);
    expect(allowed("AadGroup", ["groupsAdministrator"], false, group)).toBe(false);
    expect(allowed("AadGroup", ["privilegedRoleAdministrator"], false, group)).toBe(true);
  });

  /**
   * An application with Group.ReadWrite.All could put a group that holds directory roles into a catalog of its own, and then give itself
   * or anybody these roles by a package: people who own or administer groups were refused, applications were not asked.
   */
  it("an application acts on a group that can have directory roles only if it may give directory roles", () => {
    const group = { isAssignableToRole: true };
    for (const permission of ["Group.ReadWrite.All", "Directory.ReadWrite.All"])
      expect(mayActOnResource("AadGroup", { ...robot(permission), ...group })).toEqual({
        kind: "denied",
        because: "the application needs RoleManagement.ReadWrite.Directory",
      });
    const strong = robot("RoleManagement.ReadWrite.Directory");
    expect(mayActOnResource("AadGroup", { ...strong, ...group }).kind).toBe("allowed");
    expect(mayActOnResource("AadGroup", strong).kind).toBe("denied");
  });

  it("a SharePoint Administrator acts on sites, and a Privileged Role Administrator on directory roles, not on subscriptions", () => {
    expect(allowed("SharePointOnline", ["sharePointAdministrator"])).toBe(true);
    expect(allowed("SharePointOnline", ["privilegedRoleAdministrator"])).toBe(false);
    expect(allowed("DirectoryRole", ["privilegedRoleAdministrator"])).toBe(true);
    expect(allowed("DirectoryRole", ["sharePointAdministrator"])).toBe(false);
    expect(allowed("AzureResources", ["privilegedRoleAdministrator"])).toBe(false);
  });

  it("an application needs the permission for the kind of resource", () => {
    for (const permission of ["AppRoleAssignment.ReadWrite.All", "Directory.ReadWrite.All"])
      expect(mayActOnResource("AadApplication", robot(permission)).kind).toBe("allowed");
    expect(mayActOnResource("AadGroup", robot("Directory.ReadWrite.All")).kind).toBe("allowed");
    expect(mayActOnResource("AadGroup", robot("Group.ReadWrite.All")).kind).toBe("allowed");
    expect(mayActOnResource("AadGroup", robot("EntitlementManagement.ReadWrite.All"))).toMatchObject({
      kind: "denied",
      because: expect.stringContaining("Group.ReadWrite.All"),
    });
    expect(mayActOnResource("AadApplication", robot("Group.ReadWrite.All")).kind).toBe("denied");
    // Members alone are not enough: a package can give owners too.
    expect(mayActOnResource("AadGroup", robot("GroupMember.ReadWrite.All")).kind).toBe("denied");
    expect(mayActOnResource("AadApplication", robot("Application.ReadWrite.All")).kind).toBe("allowed");
    expect(mayActOnResource("SharePointOnline", robot("Sites.FullControl.All")).kind).toBe("allowed");
    expect(mayActOnResource("DirectoryRole", robot("RoleManagement.ReadWrite.Directory")).kind).toBe(
      "allowed",
    );
    expect(mayActOnResource("AzureResources", robot("Directory.ReadWrite.All"))).toMatchObject({
      because: "the application needs a right that applications cannot have",
    });
  });
});
