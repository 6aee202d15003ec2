/**
 * Who may do what: one row for each action (spec/domain.md 15 and 16). A signed-in person needs one of the delegated permissions in the
 * token **and** one of the roles; an application needs one of the application permissions **or** one of the catalog roles.
 */
import type { Action } from "./action.js";
import type { Role } from "./role.js";

export type PermissionRow = {
  /** What the action is, to complete "... needs". */
  readonly what: string;
  readonly roles: readonly Role[];
  readonly delegated: readonly string[];
  readonly application: readonly string[];
  /** Who can give the missing role, in words. */
  readonly grantedBy: string;
};

/** Any of these reads some of the directory; the endpoint's own row says which kind of object. */
const DIRECTORY_READ = [
  "User.ReadBasic.All",
  "User.Read.All",
  "User.ReadWrite.All",
  "Group.Read.All",
  "Group.ReadWrite.All",
  "GroupMember.Read.All",
  "Application.Read.All",
  "Application.ReadWrite.All",
  "Sites.Read.All",
  "RoleManagement.Read.Directory",
  "RoleManagement.ReadWrite.Directory",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
const READ = ["EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"] as const;
const WRITE = ["EntitlementManagement.ReadWrite.All"] as const;
/** Role assignments are open to either family of permissions (spec/domain.md 16). */
const ROLES_READ = [
  ...READ,
  "RoleManagement.Read.Directory",
  "RoleManagement.Read.All",
  "RoleManagement.ReadWrite.Directory",
] as const;
const ROLES_WRITE = [...WRITE, "RoleManagement.ReadWrite.Directory"] as const;
const ADMINISTRATORS = ["globalAdministrator", "identityGovernanceAdministrator"] as const;
const TENANT_READERS = [
  "globalReader",
  "securityReader",
  "securityAdministrator",
  "complianceAdministrator",
] as const;
/** Everybody with any role of a catalog, and whoever reads the whole tenant. */
const CATALOG_VIEWERS = [
  ...ADMINISTRATORS,
  ...TENANT_READERS,
  "catalogOwner",
  "accessPackageManager",
  "assignmentManager",
  "catalogReader",
] as const;

const BY_OWNER = "A catalog owner or an Identity Governance Administrator can give it.";
const BY_ADMINISTRATOR = "A Global Administrator or an Identity Governance Administrator can give it.";
const BY_GLOBAL = "A Global Administrator can give it.";

export const PERMISSION_TABLE: Readonly<Record<Action, PermissionRow>> = {
  createCatalog: {
    what: "Creating a catalog",
    roles: [...ADMINISTRATORS, "catalogCreator"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_ADMINISTRATOR,
  },
  viewCatalog: {
    what: "Seeing a catalog, its access packages and policies",
    roles: CATALOG_VIEWERS,
    delegated: READ,
    application: READ,
    grantedBy: BY_OWNER,
  },
  editCatalog: {
    what: "Changing a catalog",
    roles: [...ADMINISTRATORS, "catalogOwner"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_OWNER,
  },
  deleteCatalog: {
    what: "Deleting a catalog",
    roles: [...ADMINISTRATORS, "catalogOwner"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_OWNER,
  },
  manageCatalogRoles: {
    what: "Giving and taking roles of a catalog",
    roles: [...ADMINISTRATORS, "catalogOwner"],
    delegated: ROLES_WRITE,
    application: ROLES_WRITE,
    grantedBy: BY_OWNER,
  },
  manageTenantRoles: {
    what: "Giving and taking entitlement-management roles of the whole tenant",
    roles: ADMINISTRATORS,
    delegated: ROLES_WRITE,
    application: ROLES_WRITE,
    grantedBy: BY_GLOBAL,
  },
  viewRoles: {
    what: "Seeing who has which role",
    roles: CATALOG_VIEWERS,
    delegated: ROLES_READ,
    application: ROLES_READ,
    grantedBy: BY_OWNER,
  },
  // Of others; anybody may ask about themselves.
  explainAuthority: {
    what: "Asking what somebody else may do",
    roles: [...ADMINISTRATORS, ...TENANT_READERS, "catalogOwner"],
    delegated: ROLES_READ,
    application: ROLES_READ,
    grantedBy: BY_OWNER,
  },
  // The right on the resource itself comes on top: resource-right.ts.
  manageResources: {
    what: "Adding and removing resources of a catalog",
    roles: [...ADMINISTRATORS, "catalogOwner"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_OWNER,
  },
  manageAccessPackages: {
    what: "Changing the access packages of a catalog",
    roles: [...ADMINISTRATORS, "catalogOwner", "accessPackageManager"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_OWNER,
  },
  managePolicies: {
    what: "Changing the policies of a catalog",
    roles: [...ADMINISTRATORS, "catalogOwner", "accessPackageManager"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_OWNER,
  },
  manageAutomaticPolicies: {
    what: "Changing policies that assign automatically",
    roles: ADMINISTRATORS,
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_GLOBAL,
  },
  assignDirectly: {
    what: "Assigning and removing access directly",
    roles: [...ADMINISTRATORS, "catalogOwner", "accessPackageManager", "assignmentManager"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_OWNER,
  },
  viewAssignments: {
    what: "Seeing requests and assignments of a catalog",
    roles: CATALOG_VIEWERS,
    delegated: READ,
    application: READ,
    grantedBy: BY_OWNER,
  },
  manageRequests: {
    what: "Canceling and reprocessing other people's requests",
    roles: [...ADMINISTRATORS, "catalogOwner", "accessPackageManager", "assignmentManager"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_OWNER,
  },
  // Members read the directory by default, as in Entra; guests do not. The endpoint's own row narrows the Graph permission by kind of object.
  readDirectory: {
    what: "Reading the directory",
    roles: [...ADMINISTRATORS, ...TENANT_READERS, "member"],
    delegated: DIRECTORY_READ,
    application: DIRECTORY_READ,
    grantedBy: BY_GLOBAL,
  },
  writeDirectory: {
    what: "Changing the directory",
    roles: ["globalAdministrator"],
    delegated: [
      "User.ReadWrite.All",
      "Group.ReadWrite.All",
      "Application.ReadWrite.All",
      "Sites.FullControl.All",
      "RoleManagement.ReadWrite.Directory",
      "Directory.ReadWrite.All",
    ],
    application: [
      "User.ReadWrite.All",
      "Group.ReadWrite.All",
      "Application.ReadWrite.All",
      "Sites.FullControl.All",
      "RoleManagement.ReadWrite.Directory",
      "Directory.ReadWrite.All",
    ],
    grantedBy: BY_GLOBAL,
  },
  readAudit: {
    what: "Reading the audit log",
    roles: [...ADMINISTRATORS, ...TENANT_READERS, "reportsReader"],
    delegated: ["AuditLog.Read.All"],
    application: ["AuditLog.Read.All"],
    grantedBy: BY_GLOBAL,
  },
  readMailbox: {
    what: "Reading the mails that were not sent",
    roles: ADMINISTRATORS,
    delegated: READ,
    application: READ,
    grantedBy: BY_GLOBAL,
  },
  manageTenantSettings: {
    what: "Changing the settings of the tenant",
    roles: ADMINISTRATORS,
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_GLOBAL,
  },
  viewTenantSettings: {
    what: "Seeing the settings of the tenant",
    roles: [...ADMINISTRATORS, ...TENANT_READERS],
    delegated: READ,
    application: READ,
    grantedBy: BY_GLOBAL,
  },
  manageConnectedOrganizations: {
    what: "Changing connected organizations",
    roles: ADMINISTRATORS,
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_GLOBAL,
  },
  // Whoever writes policies names connected organizations in them.
  viewConnectedOrganizations: {
    what: "Seeing connected organizations",
    roles: CATALOG_VIEWERS,
    delegated: READ,
    application: READ,
    grantedBy: BY_OWNER,
  },
  // One's own is nobody's permission; these are about other people's.
  viewApprovalDelegations: {
    what: "Seeing other people's delegations of approvals",
    roles: [...ADMINISTRATORS, ...TENANT_READERS],
    delegated: READ,
    application: READ,
    grantedBy: BY_GLOBAL,
  },
  manageApprovalDelegations: {
    what: "Delegating other people's approvals",
    roles: ADMINISTRATORS,
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_GLOBAL,
  },
  manageCustomExtensions: {
    what: "Changing the custom extensions of a catalog",
    roles: [...ADMINISTRATORS, "catalogOwner"],
    delegated: WRITE,
    application: WRITE,
    grantedBy: BY_OWNER,
  },
};
