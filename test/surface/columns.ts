/** The callers that every row is tried with: the columns of matrix.txt (spec/domain.md 15 and 16). */
import type { Caller } from "../../src/domain/authorization/caller.js";
import { DIRECTORY_ROLES, ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";

export type Column = {
  readonly name: string;
  /** What this caller is, for the head of the matrix. */
  readonly is: string;
  readonly directoryRole?: keyof typeof DIRECTORY_ROLES;
  readonly entitlementRole?: keyof typeof ENTITLEMENT_ROLES;
  /** Where the role is held: in the catalog that the examples are about, or in another. */
  readonly in?: "catalog" | "otherCatalog";
  readonly isGuest?: true;
  /** An application, with these Graph permissions. */
  readonly appRoles?: readonly string[];
};

export const COLUMNS: readonly Column[] = [
  { name: "Global Administrator", is: "directory role", directoryRole: "globalAdministrator" },
  {
    name: "Governance Administrator",
    is: "directory role",
    directoryRole: "identityGovernanceAdministrator",
  },
  { name: "Global Reader", is: "directory role", directoryRole: "globalReader" },
  { name: "Security Reader", is: "directory role", directoryRole: "securityReader" },
  { name: "Catalog creator", is: "in the tenant", entitlementRole: "catalogCreator" },
  { name: "Catalog owner", is: "of the catalog", entitlementRole: "catalogOwner", in: "catalog" },
  { name: "Owner elsewhere", is: "of another catalog", entitlementRole: "catalogOwner", in: "otherCatalog" },
  { name: "Package manager", is: "of the catalog", entitlementRole: "accessPackageManager", in: "catalog" },
  { name: "Assignment manager", is: "of the catalog", entitlementRole: "assignmentManager", in: "catalog" },
  { name: "Catalog reader", is: "of the catalog", entitlementRole: "catalogReader", in: "catalog" },
  { name: "Approver", is: "of the pending request, no role" },
  { name: "Member", is: "of the directory, no role" },
  { name: "Guest", is: "of the directory, no role", isGuest: true },
  {
    name: "App ReadWrite",
    is: "application with EntitlementManagement.ReadWrite.All",
    appRoles: ["EntitlementManagement.ReadWrite.All"],
  },
  {
    name: "App Read",
    is: "application with EntitlementManagement.Read.All",
    appRoles: ["EntitlementManagement.Read.All"],
  },
  {
    name: "App owner",
    is: "application without permission, catalog owner",
    entitlementRole: "catalogOwner",
    in: "catalog",
    appRoles: [],
  },
  {
    name: "App reader",
    is: "application without permission, catalog reader",
    entitlementRole: "catalogReader",
    in: "catalog",
    appRoles: [],
  },
];

/** Everything that a person's token can be good for: the roles decide. */
const SCOPES = [
  "EntitlementManagement.ReadWrite.All",
  "EntitlementMgmt-SubjectAccess.ReadWrite",
  "RoleManagement.ReadWrite.Directory",
  "Directory.ReadWrite.All",
  "User.ReadWrite.All",
  "Group.ReadWrite.All",
  "Application.ReadWrite.All",
  "Sites.FullControl.All",
  "AuditLog.Read.All",
];

const TENANT = "7e4a0000-0000-4000-8000-000000000001";

export function callerOf(column: Column, objectId: string, appId: string): Caller {
  const base = { objectId, tenantId: TENANT, displayName: column.name };
  if (column.appRoles !== undefined)
    return { kind: "application", ...base, appId, appRoles: column.appRoles };
  const { directoryRole } = column;
  return {
    kind: "user",
    ...base,
    userPrincipalName: `${objectId}@example.org`,
    appId: null,
    scopes: SCOPES,
    directoryRoleIds: directoryRole === undefined ? [] : [DIRECTORY_ROLES[directoryRole].templateId],
  };
}
