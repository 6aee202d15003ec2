/** unifiedRoleDefinition and unifiedRoleAssignment on the wire. */
import { ENTITLEMENT_ROLES } from "../../domain/authorization/role.js";
import type { RoleAssignment } from "../../domain/authorization/role-assignment.js";
import type { Shape } from "../entity-type.js";

export type RoleDefinition = (typeof ENTITLEMENT_ROLES)[keyof typeof ENTITLEMENT_ROLES];

export const ROLE_DEFINITIONS: readonly RoleDefinition[] = Object.values(ENTITLEMENT_ROLES);

export const roleDefinitionShape = {
  name: "unifiedRoleDefinition",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    isBuiltIn: "boolean",
    isEnabled: "boolean",
    resourceScopes: "complex",
    rolePermissions: "complex",
    templateId: "guid",
    version: "string",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    templateId: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
  },
  write: ({ id, displayName, description, scope }) => ({
    id,
    displayName,
    description,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: [scope === "tenant" ? "/" : "/AccessPackageCatalog/{catalogId}"],
    rolePermissions: [],
    templateId: id,
    version: null,
  }),
} satisfies Shape<RoleDefinition>;

export const roleAssignmentShape = {
  name: "unifiedRoleAssignment",
  properties: {
    id: "guid",
    principalId: "guid",
    roleDefinitionId: "guid",
    appScopeId: "string",
    directoryScopeId: "string",
    condition: "string",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    principalId: { index: "principalId", type: "guid" },
    roleDefinitionId: { index: "roleDefinitionId", type: "guid" },
    appScopeId: { index: "appScopeId", type: "string" },
    directoryScopeId: { index: "directoryScopeId", type: "string" },
    condition: { index: "condition", type: "string" },
    "principal/id": { index: "principalId", type: "guid" },
    "roleDefinition/id": { index: "roleDefinitionId", type: "guid" },
  },
  write: ({ id, principalId, roleDefinitionId, appScopeId }) => ({
    id,
    principalId,
    roleDefinitionId,
    appScopeId,
    directoryScopeId: null,
    condition: null,
  }),
} satisfies Shape<RoleAssignment>;
