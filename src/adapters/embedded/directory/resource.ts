/** What an object of the directory offers to a catalog: its roles, and why it may not be governed when it may not (spec/domain.md 3.1, 3.2). */
import type { DirectoryResource } from "../../../application/ports/directory.js";
import type {
  AzureResourceDocument,
  GroupDocument,
  ServicePrincipalDocument,
  SiteDocument,
} from "../../../application/ports/directory-objects.js";
import { DIRECTORY_ROLES, type DirectoryRole } from "../../../domain/authorization/role.js";

/** The role of an application that declares none (Entra: default access). */
export const DEFAULT_ACCESS_ROLE_ID = "00000000-0000-0000-0000-000000000000";

/** Exchange Online and SharePoint Online: Entra refuses their service principals. */
const UNGOVERNABLE_APP_IDS = new Set([
  "00000002-0000-0ff1-ce00-000000000000",
  "00000003-0000-0ff1-ce00-000000000000",
]);

export function groupResource(group: GroupDocument): DirectoryResource {
  const owner = role("Owner", `Owner_${group.id}`, "AadGroup");
  const eligibleOwner = eligible("Eligible Owner", `EligibleOwner_${group.id}`, "AadGroup");
  const member = role("Member", `Member_${group.id}`, "AadGroup");
  const eligibleMember = eligible("Eligible Member", `EligibleMember_${group.id}`, "AadGroup");
  const isPimManaged = group.isPimManaged ?? false;
  return {
    originSystem: "AadGroup",
    originId: group.id,
    displayName: group.displayName,
    description: group.description,
    resourceType: groupType(group),
    roles: [
      // A rule decides who is a member of a dynamic group; only its owners can be given and taken.
      ...(isDynamic(group) ? [] : [member]),
      owner,
      ...(isPimManaged && !isDynamic(group) ? [eligibleMember] : []),
      ...(isPimManaged ? [eligibleOwner] : []),
    ],
    unsuitable: whyNotGroup(group),
  };
}

function groupType(group: GroupDocument): string {
  if (group.resourceProvisioningOptions?.includes("Team")) return "Team";
  return group.groupTypes.includes("Unified") ? "Microsoft 365 Group" : "Security Group";
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
    resourceType: "Application",
    roles:
      principal.appRoles.length > 0
        ? roles
        : [role("Default Access", DEFAULT_ACCESS_ROLE_ID, "AadApplication")],
    unsuitable: whyNotApplication(principal, roles.length),
  };
}

function whyNotApplication(principal: ServicePrincipalDocument, roles: number): string | null {
  const name = `Application "${principal.displayName}"`;
  if (UNGOVERNABLE_APP_IDS.has(principal.appId)) {
    return `${name} looks after its own permissions: put a SharePoint site or a group into the catalog instead.`;
  }
  if (principal.signInAudience === "PersonalMicrosoftAccount") {
    return `${name} is for personal accounts only: nobody of this directory can sign in to it.`;
  }
  if (principal.appRoles.length > 0 && roles === 0) {
    return `${name} declares app roles, but none that is enabled and can be given to people.`;
  }
  return null;
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
    resourceType: "SharePoint Online Site",
    environmentUrl: environmentOf(site),
    roles: site.roles.map((siteRole) =>
      role(siteRole.displayName, siteRole.id, "SharePointOnline", siteRole.description),
    ),
    unsuitable: null,
  };
}

/** The geography of a site: the one it names, or the host it is on. */
export function environmentOf(site: SiteDocument): string {
  return site.environmentUrl ?? `${new URL(site.webUrl).origin}/`;
}

/** Roles that Entra tags as privileged: people can be made eligible for them, and activate them where Entra asks for its proofs. */
const PRIVILEGED: ReadonlySet<DirectoryRole> = new Set([
  "globalAdministrator",
  "globalReader",
  "securityReader",
  "securityAdministrator",
  "privilegedRoleAdministrator",
  "intuneAdministrator",
  "applicationAdministrator",
  "cloudApplicationAdministrator",
]);

export function directoryRoleResource(templateId: string): DirectoryResource | undefined {
  // Object.keys of a literal table gives exactly its keys, which the type cannot say.
  const names = Object.keys(DIRECTORY_ROLES) as DirectoryRole[];
  const name = names.find((one) => DIRECTORY_ROLES[one].templateId === templateId.toLowerCase());
  if (name === undefined) return undefined;
  const { displayName, templateId: originId } = DIRECTORY_ROLES[name];
  return {
    originSystem: "DirectoryRole",
    originId,
    displayName,
    description: null,
    resourceType: "Directory Role",
    roles: [
      eligible("Eligible Member", "Eligible", "DirectoryRole"),
      ...(PRIVILEGED.has(name) ? [] : [role("Active Member", "Active", "DirectoryRole")]),
    ],
    unsuitable: null,
  };
}

/** Each role definition can be given outright, or for activation. */
export function azureResource(azure: AzureResourceDocument): DirectoryResource {
  return {
    originSystem: "AzureResources",
    originId: azure.armId,
    displayName: azure.displayName,
    description: azure.description,
    resourceType: azure.resourceType,
    roles: azure.roleDefinitions.flatMap(({ id, displayName, description }) => [
      role(displayName, id, "AzureResources", description),
      eligible(`Eligible ${displayName}`, id, "AzureResources", description),
    ]),
    innerScopes: azure.scopes.map(({ armId, displayName }) => ({ originId: armId, displayName })),
    unsuitable:
      azure.roleDefinitions.length === 0 ? `"${azure.displayName}" has no role that could be given.` : null,
  };
}

type OfferedRole = DirectoryResource["roles"][number];

function role(
  displayName: string,
  originId: string,
  originSystem: DirectoryResource["originSystem"],
  description: string | null = null,
): OfferedRole {
  return { displayName, description, originId, originSystem, type: "active" };
}

function eligible(
  displayName: string,
  originId: string,
  originSystem: DirectoryResource["originSystem"],
  description: string | null = null,
): OfferedRole {
  return { ...role(displayName, originId, originSystem, description), type: "eligible" };
}
