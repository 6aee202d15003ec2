/** What a group, an application or a site offers to a catalog: its roles, and why it may not be governed when it may not (spec/domain.md 3.1, 3.2). */
import type { DirectoryResource } from "../../../application/ports/directory.js";
import type {
  GroupDocument,
  ServicePrincipalDocument,
  SiteDocument,
} from "../../../application/ports/directory-objects.js";

/** The role of an application that declares none (Entra: default access). */
export const DEFAULT_ACCESS_ROLE_ID = "00000000-0000-0000-0000-000000000000";

/** Exchange Online and SharePoint Online: Entra refuses their service principals. */
const UNGOVERNABLE_APP_IDS = new Set([
  "00000002-0000-0ff1-ce00-000000000000",
  "00000003-0000-0ff1-ce00-000000000000",
]);

export function groupResource(group: GroupDocument): DirectoryResource {
  const owner = role("Owner", `Owner_${group.id}`, "AadGroup");
  // A rule decides who is a member of a dynamic group; only its owners can be given and taken.
  const member = role("Member", `Member_${group.id}`, "AadGroup");
  return {
    originSystem: "AadGroup",
    originId: group.id,
    displayName: group.displayName,
    description: group.description,
    roles: isDynamic(group) ? [owner] : [member, owner],
    unsuitable: whyNotGroup(group),
  };
}

export function isDynamic(group: { readonly groupTypes: readonly string[] }): boolean {
  return group.groupTypes.includes("DynamicMembership");
}

function whyNotGroup(group: GroupDocument): string | null {
  const name = `Group "${group.displayName}"`;
  if (group.onPremisesSyncEnabled) {
    return `${name} is synchronized from an on-premises directory: its members can only be changed there.`;
  }
  if (group.mailEnabled && !group.groupTypes.includes("Unified")) {
    return `${name} is a distribution list or mail-enabled security group: only security groups and Microsoft 365 groups can be used.`;
  }
  return null;
}

export function applicationResource(principal: ServicePrincipalDocument): DirectoryResource {
  const roles = offeredAppRoles(principal).map((appRole) =>
    role(appRole.displayName, appRole.id, "AadApplication", appRole.description),
  );
  return {
    originSystem: "AadApplication",
    originId: principal.id,
    displayName: principal.displayName,
    description: principal.appDescription,
    roles:
      principal.appRoles.length > 0
        ? roles
        : [role("Default Access", DEFAULT_ACCESS_ROLE_ID, "AadApplication")],
    unsuitable: UNGOVERNABLE_APP_IDS.has(principal.appId)
      ? `Application "${principal.displayName}" cannot be put into a catalog.`
      : null,
  };
}

/** The roles that people can be given now. */
function offeredAppRoles(principal: ServicePrincipalDocument): ServicePrincipalDocument["appRoles"] {
  return principal.appRoles.filter(
    (appRole) => appRole.isEnabled && appRole.allowedMemberTypes.includes("User"),
  );
}

export function siteResource(site: SiteDocument): DirectoryResource {
  return {
    originSystem: "SharePointOnline",
    originId: site.webUrl,
    displayName: site.displayName,
    description: site.description,
    roles: site.roles.map((siteRole) =>
      role(siteRole.displayName, siteRole.id, "SharePointOnline", siteRole.description),
    ),
    unsuitable: null,
  };
}

function role(
  displayName: string,
  originId: string,
  originSystem: DirectoryResource["originSystem"],
  description: string | null = null,
): DirectoryResource["roles"][number] {
  return { displayName, description, originId, originSystem, type: "active" };
}
