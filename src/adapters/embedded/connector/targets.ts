/** Where each kind of role is kept in the embedded directory: how it is given, and the one row that is there while somebody has it. */
import type { GrantedRole } from "../../../domain/assignment/role-grant.js";
import type { Outcome } from "../../../domain/errors.js";
import { appRoleAssignmentId } from "../directory/applications.js";
import { azureResourceByArmId, azureRoleAssignmentId } from "../directory/azure-resources.js";
import { siteByUrl } from "../directory/directory.js";
import { eligibleRoleRowId, roleRowId } from "../directory/directory-roles.js";
import type { EmbeddedDirectory } from "../directory/embedded-directory.js";
import { eligibleRowId, memberRowId, ownerRowId } from "../directory/groups.js";
import { sitePermissionId } from "../directory/sites.js";

export type Target = {
  give(subjectId: string): Promise<Outcome<unknown>>;
  row(subjectId: string): { readonly partition: string; readonly id: string };
};

/** Undefined when there is no such resource (any more), or it has no such role. */
export async function targetOf(directory: EmbeddedDirectory, role: GrantedRole): Promise<Target | undefined> {
  const { documents } = directory.ports;
  switch (role.originSystem) {
    case "AadGroup":
      return groupTarget(directory, role);
    case "AadApplication":
      return {
        give: (subjectId) =>
          directory.applications.assignRole(role.resourceOriginId, subjectId, role.roleOriginId),
        row: (subjectId) => ({
          partition: role.resourceOriginId,
          id: appRoleAssignmentId(directory.ports, role.resourceOriginId, subjectId, role.roleOriginId),
        }),
      };
    case "SharePointOnline": {
      const site = await siteByUrl(documents, role.resourceOriginId);
      if (site === undefined) return undefined;
      return {
        give: (subjectId) => directory.sites.grant(site.id, role.roleOriginId, subjectId),
        row: (subjectId) => ({ partition: site.id, id: sitePermissionId(role.roleOriginId, subjectId) }),
      };
    }
    case "DirectoryRole":
      return directoryRoleTarget(directory, role);
    case "AzureResources":
      return azureTarget(directory, role);
    case "UserAttribute":
      return undefined;
  }
}

/** `Member_{groupId}` and its like, of the group that the grant names and no other. */
function groupTarget({ groups }: EmbeddedDirectory, role: GrantedRole): Target | undefined {
  const groupId = role.resourceOriginId;
  switch (role.roleOriginId) {
    case `Member_${groupId}`:
      return {
        give: (subjectId) => groups.addMember(groupId, subjectId),
        row: (subjectId) => ({ partition: groupId, id: memberRowId(subjectId) }),
      };
    case `Owner_${groupId}`:
      return {
        give: (subjectId) => groups.addOwner(groupId, subjectId),
        row: (subjectId) => ({ partition: groupId, id: ownerRowId(subjectId) }),
      };
    case `EligibleMember_${groupId}`:
      return {
        give: (subjectId) => groups.addEligible(groupId, subjectId, "Member"),
        row: (subjectId) => ({ partition: groupId, id: eligibleRowId("Member", subjectId) }),
      };
    case `EligibleOwner_${groupId}`:
      return {
        give: (subjectId) => groups.addEligible(groupId, subjectId, "Owner"),
        row: (subjectId) => ({ partition: groupId, id: eligibleRowId("Owner", subjectId) }),
      };
    default:
      return undefined;
  }
}

function directoryRoleTarget({ directoryRoles }: EmbeddedDirectory, role: GrantedRole): Target | undefined {
  const templateId = role.resourceOriginId;
  switch (role.roleOriginId) {
    case "Active":
      return {
        give: (subjectId) => directoryRoles.assign(subjectId, templateId),
        row: (subjectId) => ({ partition: subjectId, id: roleRowId(templateId) }),
      };
    case "Eligible":
      return {
        give: (subjectId) => directoryRoles.makeEligible(subjectId, templateId),
        row: (subjectId) => ({ partition: subjectId, id: eligibleRoleRowId(templateId) }),
      };
    default:
      return undefined;
  }
}

async function azureTarget(directory: EmbeddedDirectory, role: GrantedRole): Promise<Target | undefined> {
  const { ports, azureResources } = directory;
  const resource = await azureResourceByArmId(ports.documents, role.resourceOriginId);
  if (resource === undefined) return undefined;
  const given = {
    roleDefinitionId: role.roleOriginId,
    scope: role.scopeOriginId,
    type: role.roleType ?? "active",
  } as const;
  return {
    give: (subjectId) => azureResources.assign(resource.armId, given, subjectId),
    row: (subjectId) => ({
      partition: resource.id,
      id: azureRoleAssignmentId(ports, given, subjectId),
    }),
  };
}
