/**
 * Who may put a resource into a catalog, or take it out: beside the catalog, one must be able to act on the resource itself
 * (spec/domain.md 3.3), else anybody who owns a catalog could give away groups of others.
 */
import type { OriginSystem } from "../catalog/resource.js";
import { anyRole, DIRECTORY_ROLES, type DirectoryRole } from "./role.js";

export type ResourceRight =
  | { readonly kind: "allowed" }
  /** `because` completes the sentence "You may not act on group G: ...". */
  | { readonly kind: "denied"; readonly because: string };

export type ResourceRightFacts =
  | {
      readonly kind: "user";
      readonly objectId: string;
      readonly directoryRoleIds: readonly string[];
      /** Owners of the group or application; of a site whoever manages its permissions. */
      readonly ownerIds: readonly string[];
      /** Groups in which the user is: they too can manage a site's permissions. */
      readonly groupIds: readonly string[];
      /** Groups only: a Microsoft 365 group (others: security group). */
      readonly isUnifiedGroup: boolean;
      /** Groups only: roles of the directory can be given to it, so that its members are privileged. */
      readonly isAssignableToRole: boolean;
    }
  | {
      readonly kind: "application";
      readonly appRoles: readonly string[];
      /** As above. */
      readonly isAssignableToRole: boolean;
    };

/** Extra application permissions by kind of resource (spec/domain.md 3.3: app-only callers). */
const APPLICATION_PERMISSIONS: Readonly<Record<OriginSystem, readonly string[]>> = {
  // GroupMember.ReadWrite.All is not enough: a package can give owners too.
  AadGroup: ["Group.ReadWrite.All", "Directory.ReadWrite.All"],
  AadApplication: ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.ReadWrite.All"],
  SharePointOnline: ["Sites.FullControl.All"],
  DirectoryRole: ["RoleManagement.ReadWrite.Directory"],
  AzureResources: [],
};

export function mayActOnResource(originSystem: OriginSystem, facts: ResourceRightFacts): ResourceRight {
  if (facts.kind === "application") {
    const permissions = facts.isAssignableToRole
      ? APPLICATION_PERMISSIONS.DirectoryRole
      : APPLICATION_PERMISSIONS[originSystem];
    return permissions.some((name) => facts.appRoles.includes(name))
      ? ALLOWED
      : denied(
          `the application needs ${permissions.join(" or ") || "a right that applications cannot have"}`,
        );
  }
  const roles = rolesFor(originSystem, facts);
  if (roles.some((role) => facts.directoryRoleIds.includes(DIRECTORY_ROLES[role].templateId))) return ALLOWED;
  const owner = ownerOf(originSystem, facts);
  const owns = facts.ownerIds.some((id) => id === facts.objectId || facts.groupIds.includes(id));
  if (owner !== undefined && owns) return ALLOWED;
  const inWords = [...(owner === undefined ? [] : [owner]), anyRole(roles)];
  return denied(`it takes ${inWords.join(", or ")}`);
}

/** Who may act on it without a directory role, in words; undefined: nobody. */
function ownerOf(
  originSystem: OriginSystem,
  { isAssignableToRole }: { readonly isAssignableToRole: boolean },
): string | undefined {
  switch (originSystem) {
    case "AadGroup":
      // Owning a group whose members are privileged is not enough to hand out its membership (spec/domain.md 3.2).
      return isAssignableToRole ? undefined : "an owner of it";
    case "AadApplication":
      return "an owner of it";
    case "SharePointOnline":
      return "a role of the site that manages its permissions";
    case "DirectoryRole":
    case "AzureResources":
      return undefined;
  }
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
