/**
 * Who may put a resource into a catalog, or take it out: beside the catalog, one must be able to act on the resource itself
 * (spec/domain.md 3.3), else anybody who owns a catalog could give away groups of others.
 */
import type { OriginSystem } from "../catalog/resource.js";
import { DIRECTORY_ROLES, type DirectoryRole } from "./role.js";

export type ResourceRight =
  | { readonly kind: "allowed" }
  /** `because` completes the sentence "You may not act on group G: ...". */
  | { readonly kind: "denied"; readonly because: string };

export type ResourceRightFacts =
  | {
      readonly kind: "user";
      readonly objectId: string;
      readonly directoryRoleIds: readonly string[];
      /** Owners of the group or application. */
      readonly ownerIds: readonly string[];
      /** Groups only: a Microsoft 365 group (others: security group). */
      readonly isUnifiedGroup: boolean;
      /** Groups only: roles of the directory can be given to it, so that its members are privileged. */
      readonly isAssignableToRole: boolean;
    }
  | { readonly kind: "application"; readonly appRoles: readonly string[] };

/** Extra application permissions by kind of resource (spec/domain.md 3.3: app-only callers). */
const APPLICATION_PERMISSIONS: Readonly<Record<OriginSystem, readonly string[]>> = {
  AadGroup: ["Group.ReadWrite.All", "GroupMember.ReadWrite.All", "Directory.ReadWrite.All"],
  AadApplication: ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.ReadWrite.All"],
  SharePointOnline: ["Sites.FullControl.All"],
  DirectoryRole: ["RoleManagement.ReadWrite.Directory"],
  AzureResources: [],
};

export function mayActOnResource(originSystem: OriginSystem, facts: ResourceRightFacts): ResourceRight {
  if (facts.kind === "application") {
    const permissions = APPLICATION_PERMISSIONS[originSystem];
    return permissions.some((name) => facts.appRoles.includes(name))
      ? ALLOWED
      : denied(
          `the application needs ${permissions.join(" or ") || "a right that applications cannot have"}`,
        );
  }
  const roles = rolesFor(originSystem, facts);
  if (roles.some((role) => facts.directoryRoleIds.includes(DIRECTORY_ROLES[role].templateId))) return ALLOWED;
  const ownable = originSystem === "AadGroup" || originSystem === "AadApplication";
  if (ownable && facts.ownerIds.includes(facts.objectId)) return ALLOWED;
  const names = roles.map((role) => DIRECTORY_ROLES[role].displayName).join(", ");
  return denied(`${ownable ? "it takes an owner of it, or " : "it takes "}one of the roles ${names}`);
}

function rolesFor(
  originSystem: OriginSystem,
  facts: { readonly isUnifiedGroup: boolean; readonly isAssignableToRole: boolean },
): readonly DirectoryRole[] {
  switch (originSystem) {
    case "AadGroup":
      // Whoever changes the members of a role-assignable group gives out directory roles.
      if (facts.isAssignableToRole) return ["globalAdministrator", "privilegedRoleAdministrator"];
      return facts.isUnifiedGroup
        ? [
            "globalAdministrator",
            "groupsAdministrator",
            "intuneAdministrator",
            "exchangeAdministrator",
            "sharePointAdministrator",
          ]
        : ["globalAdministrator", "groupsAdministrator", "intuneAdministrator"];
    case "AadApplication":
      return [
        "globalAdministrator",
        "identityGovernanceAdministrator",
        "applicationAdministrator",
        "cloudApplicationAdministrator",
      ];
    case "SharePointOnline":
      return ["globalAdministrator", "sharePointAdministrator"];
    case "DirectoryRole":
      return ["globalAdministrator", "privilegedRoleAdministrator"];
    case "AzureResources":
      return ["globalAdministrator"];
  }
}

const ALLOWED: ResourceRight = { kind: "allowed" };

function denied(because: string): ResourceRight {
  return { kind: "denied", because };
}
