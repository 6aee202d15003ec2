/** Directory roles (Entra's built-in ones, by template id), who has them, and who may activate them. */
import type { DirectoryRoles } from "../../../application/ports/directory-administration.js";
import type {
  DirectoryRoleMembershipDocument,
  EligibilityDocument,
  MemberType,
} from "../../../application/ports/directory-objects.js";
import { DIRECTORY_ROLES } from "../../../domain/authorization/role.js";
import { done, type Outcome, refused } from "../../../domain/errors.js";
import { addRow, type DirectoryPorts, notFound, removeRow } from "./change.js";
import { principalType } from "./principal.js";
import { object } from "./rows.js";

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.values(DIRECTORY_ROLES).map(({ templateId, displayName }) => [templateId, displayName]),
);

export function openDirectoryRoles(ports: DirectoryPorts): DirectoryRoles {
  /** What kind of object it is that may be given the role. */
  async function holder(principalId: string, roleTemplateId: string): Promise<Outcome<MemberType>> {
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
    return done(type);
  }

  return {
    async assign(principalId, roleTemplateId) {
      const type = await holder(principalId, roleTemplateId);
      if (type.kind === "refused") return type;
      const row = directoryRoleMembership(principalId, type.value, roleTemplateId);
      return done(await addRow(ports, principalId, row));
    },
    async makeEligible(principalId, roleTemplateId) {
      const type = await holder(principalId, roleTemplateId);
      if (type.kind === "refused") return type;
      const row: EligibilityDocument = {
        kind: "eligibility",
        id: eligibleRoleRowId(roleTemplateId),
        principalId,
        principalType: type.value,
        targetId: roleTemplateId,
        role: "directoryRole",
      };
      return done(await addRow(ports, principalId, row));
    },
    remove: (principalId, roleTemplateId) => removeRow(ports, principalId, roleRowId(roleTemplateId)),
  };
}

export function roleRowId(roleTemplateId: string): string {
  return `role.${roleTemplateId}`;
}

export function eligibleRoleRowId(roleTemplateId: string): string {
  return `eligibleRole.${roleTemplateId}`;
}

export function directoryRoleMembership(
  principalId: string,
  principalType: MemberType,
  roleTemplateId: string,
): DirectoryRoleMembershipDocument {
  return {
    kind: "directoryRoleMembership",
    id: roleRowId(roleTemplateId),
    principalId,
    principalType,
    roleTemplateId,
  };
}
