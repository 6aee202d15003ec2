/** The roles that the permission table speaks of: directory roles by their template ids, entitlement-management roles by their definition ids. */

/** Roles of the whole directory (Entra's built-in roles). */
export const DIRECTORY_ROLES = {
  globalAdministrator: {
    templateId: "62e90394-69f5-4237-9190-012177145e10",
    displayName: "Global Administrator",
  },
  identityGovernanceAdministrator: {
    templateId: "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e",
    displayName: "Identity Governance Administrator",
  },
  globalReader: { templateId: "f2ef992c-3afb-46b9-b7cf-a126ee74c451", displayName: "Global Reader" },
  securityReader: { templateId: "5d6b6bb7-de71-4623-b4af-96380a352509", displayName: "Security Reader" },
  securityAdministrator: {
    templateId: "194ae4cb-b126-40b2-bd5b-6091b380977d",
    displayName: "Security Administrator",
  },
  complianceAdministrator: {
    templateId: "17315797-102d-40b4-93e0-432062caca18",
    displayName: "Compliance Administrator",
  },
  reportsReader: { templateId: "4a5d8f65-41da-4de4-8968-e035b65339cf", displayName: "Reports Reader" },
  privilegedRoleAdministrator: {
    templateId: "e8611ab8-c189-46e8-94e1-60213ab1f814",
    displayName: "Privileged Role Administrator",
  },
  groupsAdministrator: {
    templateId: "fdd7a751-b60b-444a-984c-02652fe8fa1c",
    displayName: "Groups Administrator",
  },
  intuneAdministrator: {
    templateId: "3a2c62db-5318-420d-8d74-23affee5d9d5",
    displayName: "Intune Administrator",
  },
  exchangeAdministrator: {
    templateId: "29232cdf-9323-42fd-ade2-1d097af3e4de",
    displayName: "Exchange Administrator",
  },
  sharePointAdministrator: {
    templateId: "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
    displayName: "SharePoint Administrator",
  },
  applicationAdministrator: {
    templateId: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
    displayName: "Application Administrator",
  },
  cloudApplicationAdministrator: {
    templateId: "158c047a-c907-4556-b7ef-446551a6b5f7",
    displayName: "Cloud Application Administrator",
  },
} as const satisfies Record<string, { readonly templateId: string; readonly displayName: string }>;

/** Roles given here, in one catalog or in all (spec/domain.md 15). */
export const ENTITLEMENT_ROLES = {
  catalogCreator: {
    id: "ba92d953-d8e0-4e39-a797-0cbedb0a89e8",
    displayName: "Catalog creator",
    description: "Creates catalogs, and becomes the owner of those they create.",
    scope: "tenant",
  },
  catalogOwner: {
    id: "ae79f266-94d4-4dab-b730-feca7e132178",
    displayName: "Catalog owner",
    description:
      "Edits the catalog, its resources, access packages and policies, and gives its roles to others.",
    scope: "catalog",
  },
  catalogReader: {
    id: "44272f93-9762-48e8-af59-1b5351b1d6b3",
    displayName: "Catalog reader",
    description: "Sees the catalog, its access packages, policies, requests and assignments.",
    scope: "catalog",
  },
  accessPackageManager: {
    id: "7f480852-ebdc-47d4-87de-0d8498384a83",
    displayName: "Access package manager",
    description: "Edits the access packages and policies of the catalog with the resources that are there.",
    scope: "catalog",
  },
  assignmentManager: {
    id: "e2182095-804a-4656-ae11-64734e9b7ae5",
    displayName: "Access package assignment manager",
    description: "Assigns and removes access, and looks after requests of the catalog.",
    scope: "catalog",
  },
} as const satisfies Record<
  string,
  {
    readonly id: string;
    readonly displayName: string;
    readonly description: string;
    readonly scope: "tenant" | "catalog";
  }
>;

export type DirectoryRole = keyof typeof DIRECTORY_ROLES;
export type EntitlementRole = keyof typeof ENTITLEMENT_ROLES;

/** `member`: everybody who belongs to the directory as a member, guests not. */
export type Role = DirectoryRole | EntitlementRole | "member";

export function isEntitlementRole(role: Role): role is EntitlementRole {
  return Object.hasOwn(ENTITLEMENT_ROLES, role);
}

export function isDirectoryRole(role: Role): role is DirectoryRole {
  return Object.hasOwn(DIRECTORY_ROLES, role);
}

export function displayNameOf(role: Role): string {
  if (isDirectoryRole(role)) return DIRECTORY_ROLES[role].displayName;
  return isEntitlementRole(role) ? ENTITLEMENT_ROLES[role].displayName : "member of the directory";
}

/** Completes "... needs": any one of these roles is enough. */
export function anyRole(roles: readonly Role[]): string {
  const names = roles.map(displayNameOf).join(", ");
  return roles.length === 1 ? `the role ${names}` : `one of the roles ${names}`;
}

/** The entitlement-management role behind a roleDefinitionId. */
export function entitlementRoleById(roleDefinitionId: string): EntitlementRole | undefined {
  return ENTITLEMENT_ROLE_BY_ID.get(roleDefinitionId);
}

const ENTITLEMENT_ROLE_BY_ID: ReadonlyMap<string, EntitlementRole> = new Map(
  // Object.keys of a literal table gives exactly its keys, which the type cannot say.
  (Object.keys(ENTITLEMENT_ROLES) as EntitlementRole[]).map((role) => [ENTITLEMENT_ROLES[role].id, role]),
);
