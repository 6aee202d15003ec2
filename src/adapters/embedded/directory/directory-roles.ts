/** Directory roles (Entra's built-in ones, by template id) and who has them. */
import { done, type Outcome, refused } from "../../../domain/errors.js";
import { addRow, type DirectoryPorts, notFound, removeRow } from "./change.js";
import type { DirectoryRoleMembershipDocument, MemberType } from "./directory-documents.js";
import { principalType } from "./principal.js";
import { object } from "./rows.js";

/** The roles that the permission rules know, and those that commonly come in tokens. Template ids are the same in every tenant. */
export const DIRECTORY_ROLES = [
  ["62e90394-69f5-4237-9190-012177145e10", "Global Administrator"],
  ["45d8d3c5-c802-45c6-b32a-1d70b5e1e86e", "Identity Governance Administrator"],
  ["fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"],
  ["fdd7a751-b60b-444a-984c-02652fe8fa1c", "Groups Administrator"],
  ["3a2c62db-5318-420d-8d74-23affee5d9d5", "Intune Administrator"],
  ["29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator"],
  ["f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator"],
  ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator"],
  ["158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator"],
  ["e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator"],
  ["f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader"],
  ["5d6b6bb7-de71-4623-b4af-96380a352509", "Security Reader"],
  ["194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator"],
  ["17315797-102d-40b4-93e0-432062caca18", "Compliance Administrator"],
] as const;

const NAMES: ReadonlyMap<string, string> = new Map(DIRECTORY_ROLES);

export type DirectoryRoles = {
  /** Refused for a role that is not in DIRECTORY_ROLES, and for a group that is not role-assignable. */
  assign(principalId: string, roleTemplateId: string): Promise<Outcome<"added" | "already">>;
  /** False when the principal did not have the role. */
  remove(principalId: string, roleTemplateId: string): Promise<boolean>;
};

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

export function directoryRoleName(roleTemplateId: string): string | undefined {
  return NAMES.get(roleTemplateId);
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
