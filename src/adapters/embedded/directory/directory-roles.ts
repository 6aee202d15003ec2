/** Directory roles (Entra's built-in ones, by template id) and who has them. */
import type { DirectoryRoles } from "../../../application/ports/directory-administration.js";
import type {
  DirectoryRoleMembershipDocument,
  MemberType,
} from "../../../application/ports/directory-objects.js";
import { DIRECTORY_ROLES } from "../../../domain/authorization/role.js";
import { done, refused } from "../../../domain/errors.js";
import { addRow, type DirectoryPorts, notFound, removeRow } from "./change.js";
import { principalType } from "./principal.js";
import { object } from "./rows.js";

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.values(DIRECTORY_ROLES).map(({ templateId, displayName }) => [templateId, displayName]),
);

export function openDirectoryRoles(ports: DirectoryPorts): DirectoryRoles {
  return {
    async assign(principalId, roleTemplateId) {
      const name = NAMES.get(roleTemplateId);
      if (name === undefined) return refused("RoleNotFound", `There is no directory role ${roleTemplateId}.`);
      const type = await principalType(ports, principalId);
      if (type === undefined) return notFound("object", principalId);
      if (
        type === "group" &&
        (await object(ports.documents, "group", principalId))?.isAssignableToRole !== true
      ) {
        return refused(
          "BadRequest",
          `Group ${principalId} is not role-assignable: "${name}" cannot be given to it.`,
        );
      }
      return done(
        await addRow(ports, principalId, directoryRoleMembership(principalId, type, roleTemplateId)),
      );
    },
    remove: (principalId, roleTemplateId) => removeRow(ports, principalId, `role.${roleTemplateId}`),
  };
}

export function directoryRoleMembership(
  principalId: string,
  principalType: MemberType,
  roleTemplateId: string,
): DirectoryRoleMembershipDocument {
  return {
    kind: "directoryRoleMembership",
    id: `role.${roleTemplateId}`,
    principalId,
    principalType,
    roleTemplateId,
  };
}
