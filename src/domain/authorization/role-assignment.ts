/** Entitlement-management roles given to people, groups and applications (Graph: unifiedRoleAssignment under roleManagement/entitlementManagement). */
import type { Instant } from "../time/instant.js";

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
