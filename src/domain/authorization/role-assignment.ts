/** Entitlement-management roles given to people, groups and applications (Graph: unifiedRoleAssignment under roleManagement/entitlementManagement). */
import type { Instant } from "../time/instant.js";
import type { HeldRole } from "./checks.js";
import { entitlementRoleById } from "./role.js";

/** Lives in partition `tenant` (appScopeId "/") or `catalog/{id}` of `governance`. */
export type RoleAssignment = {
  readonly kind: "roleAssignment";
  readonly id: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  /** "/" or "/AccessPackageCatalog/{catalogId}". */
  readonly appScopeId: string;
  readonly catalogId: string | null;
  readonly createdDateTime: Instant;
};

/** What assignments to somebody, or to groups they are in, make of them. */
export function heldRoles(objectId: string, assignments: readonly RoleAssignment[]): readonly HeldRole[] {
  return assignments.flatMap(({ principalId, roleDefinitionId, catalogId }) => {
    const role = entitlementRoleById(roleDefinitionId);
    if (role === undefined) return [];
    return [{ role, catalogId, ...(principalId === objectId ? {} : { throughGroupId: principalId }) }];
  });
}
