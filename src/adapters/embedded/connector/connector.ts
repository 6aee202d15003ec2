/**
 * Gives and takes roles in the embedded directory: members and owners of groups, app roles, permission roles of sites.
 * Every role is one row with an id made of who and what, so an attempt that is repeated never doubles its effect.
 */
import type { Connector, ConnectorResult } from "../../../application/ports/connector.js";
import type { GrantedRole } from "../../../domain/assignment/role-grant.js";
import type { Outcome } from "../../../domain/errors.js";
import { appRoleAssignmentId } from "../directory/applications.js";
import { siteByUrl } from "../directory/directory.js";
import type { EmbeddedDirectory } from "../directory/embedded-directory.js";
import { memberRowId, ownerRowId } from "../directory/groups.js";
import { sitePermissionId } from "../directory/sites.js";

export function openEmbeddedConnector(directory: EmbeddedDirectory): Connector {
  const { ports } = directory;
  const { documents } = ports;

  async function row(role: GrantedRole, subjectId: string): Promise<Row | undefined> {
    switch (role.originSystem) {
      case "AadGroup": {
        const target = groupRole(role);
        if (target === undefined) return undefined;
        const id = target.role === "Owner" ? ownerRowId(subjectId) : memberRowId(subjectId);
        return { partition: target.groupId, id };
      }
      case "AadApplication": {
        const resourceId = role.resourceOriginId;
        return {
          partition: resourceId,
          id: appRoleAssignmentId(ports, resourceId, subjectId, role.roleOriginId),
        };
      }
      case "SharePointOnline": {
        const site = await siteByUrl(documents, role.resourceOriginId);
        return site === undefined
          ? undefined
          : { partition: site.id, id: sitePermissionId(role.roleOriginId, subjectId) };
      }
      case "DirectoryRole":
      case "AzureResources":
        return undefined;
    }
  }

  async function grantOutcome(role: GrantedRole, subjectId: string): Promise<Outcome<unknown> | undefined> {
    switch (role.originSystem) {
      case "AadGroup": {
        const target = groupRole(role);
        if (target === undefined) return undefined;
        return target.role === "Owner"
          ? directory.groups.addOwner(target.groupId, subjectId)
          : directory.groups.addMember(target.groupId, subjectId);
      }
      case "AadApplication":
        return directory.applications.assignRole(role.resourceOriginId, subjectId, role.roleOriginId);
      case "SharePointOnline": {
        const site = await siteByUrl(documents, role.resourceOriginId);
        return site === undefined ? undefined : directory.sites.grant(site.id, role.roleOriginId, subjectId);
      }
      case "DirectoryRole":
      case "AzureResources":
        return undefined;
    }
  }

  return {
    async grant(role, subjectObjectId) {
      const outcome = await grantOutcome(role, subjectObjectId);
      if (outcome === undefined) return failed(role, "there is no such resource or role in this directory.");
      return outcome.kind === "refused" ? failed(role, outcome.message) : { kind: "done" };
    },
    async revoke(role, subjectObjectId) {
      // Rules of the target (dynamic, synchronized) do not stop a revocation: what was given here can be taken here.
      const target = await row(role, subjectObjectId);
      if (target !== undefined) {
        await documents.batch("directory", target.partition, [{ op: "delete", id: target.id }]);
      }
      return { kind: "done" };
    },
    async has(role, subjectObjectId) {
      const target = await row(role, subjectObjectId);
      return (
        target !== undefined && (await documents.get("directory", target.partition, target.id)) !== undefined
      );
    },
  };
}

type Row = { readonly partition: string; readonly id: string };

/** `Member_{groupId}` or `Owner_{groupId}`, of the group that the grant names and no other. */
function groupRole(
  role: GrantedRole,
): { readonly role: "Member" | "Owner"; readonly groupId: string } | undefined {
  const groupId = role.resourceOriginId;
  if (role.roleOriginId === `Member_${groupId}`) return { role: "Member", groupId };
  if (role.roleOriginId === `Owner_${groupId}`) return { role: "Owner", groupId };
  return undefined;
}

function failed(role: GrantedRole, why: string): ConnectorResult {
  const what = `${role.originSystem} "${role.resourceDisplayName}" (${role.resourceOriginId})`;
  return { kind: "failed", message: `Role "${role.roleDisplayName}" of ${what} was not given: ${why}` };
}
