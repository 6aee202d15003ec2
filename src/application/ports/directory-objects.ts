/**
 * What a directory of our own keeps, as documents of the container `directory`. The partition is the id of the object that owns the
 * document: a membership lies with its group, an app role assignment with its service principal, a permission with its site, a directory
 * role with whoever has it. The other direction (which groups is this person in?) is an indexed query on `memberId`, `principalId` ...
 */

import type { Instant } from "../../domain/time/instant.js";
import type { DirectoryGroup, DirectoryServicePrincipal, DirectoryUser } from "./directory.js";

/** Text properties of a person beyond what the Directory port needs; membership rules and lists use them. Null when not set. */
export const PROFILE_PROPERTIES = [
  "givenName",
  "surname",
  "companyName",
  "employeeId",
  "employeeType",
  "employeeHireDate",
  "employeeLeaveDateTime",
  "officeLocation",
  "streetAddress",
  "city",
  "state",
  "postalCode",
  "country",
  "usageLocation",
  "mobilePhone",
  "faxNumber",
  "mailNickname",
  "externalUserState",
] as const;

type ProfileProperty = (typeof PROFILE_PROPERTIES)[number];
export type Profile = { readonly [property in ProfileProperty]: string | null };

/** How a person signs in; a guest's `issuer` is the home tenant's domain (Graph: objectIdentity). */
type Identity = {
  readonly signInType: string;
  readonly issuer: string;
  readonly issuerAssignedId: string | null;
};

export type UserDocument = DirectoryUser &
  Profile & {
    readonly kind: "user";
    /** `userPrincipalName` and `mail` in lower case: people type them in any case, and the index compares by code unit. */
    readonly userPrincipalNameKey: string;
    readonly mailKey: string | null;
    readonly otherMails: readonly string[];
    readonly businessPhones: readonly string[];
    readonly identities: readonly Identity[];
    /** extensionAttribute1 to extensionAttribute15, those that are set. */
    readonly onPremisesExtensionAttributes: { readonly [name: string]: string };
    readonly onPremisesSyncEnabled: boolean;
    readonly sponsorIds: readonly string[];
    readonly createdDateTime: Instant;
    readonly modifiedDateTime: Instant;
  };

/** Takes the place of a user that was deleted, so that `/users/delta` can tell of it: the change feed shows no deletions. */
export type DeletedUserDocument = {
  readonly kind: "deletedUser";
  readonly id: string;
  readonly deletedDateTime: Instant;
};

export type GroupDocument = DirectoryGroup & {
  readonly kind: "group";
  readonly mailEnabled: boolean;
  readonly mailNickname: string | null;
  readonly visibility: string | null;
  readonly membershipRule: string | null;
  /** Contains "Team" when the group is a team. */
  readonly resourceProvisioningOptions?: readonly string[];
  /** Privileged Identity Management looks after it: people can be made eligible for it, beside being in it. */
  readonly isPimManaged?: boolean;
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

/** Which kinds of object can be a member of a group. */
export type MemberType = "user" | "group" | "servicePrincipal";

/** In the partition of the group; its id is `member.{memberId}`. */
export type MembershipDocument = {
  readonly kind: "membership";
  readonly id: string;
  readonly groupId: string;
  readonly memberId: string;
  readonly memberType: MemberType;
};

/** In the partition of what is owned (a group, an application or a service principal); its id is `owner.{ownerId}`. */
export type OwnershipDocument = {
  readonly kind: "ownership";
  readonly id: string;
  readonly objectId: string;
  readonly ownerId: string;
  readonly ownerType: "user" | "servicePrincipal";
};

export type AppRole = DirectoryServicePrincipal["appRoles"][number] & {
  /** "User" (people and groups) and/or "Application". */
  readonly allowedMemberTypes: readonly string[];
};

export type ServicePrincipalDocument = Omit<DirectoryServicePrincipal, "appRoles"> & {
  readonly kind: "servicePrincipal";
  readonly appRoles: readonly AppRole[];
  readonly appDescription: string | null;
  /** Who can sign in; absent: people of this directory. */
  readonly signInAudience?: string;
  readonly servicePrincipalType: string;
  readonly accountEnabled: boolean;
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

export type ApplicationDocument = {
  readonly kind: "application";
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly signInAudience?: string;
  readonly appRoles: readonly AppRole[];
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

/** In the partition of the service principal whose role it is. */
export type AppRoleAssignmentDocument = {
  readonly kind: "appRoleAssignment";
  /** ids.derive("appRoleAssignment", resourceId, principalId, appRoleId): giving a role twice is giving it once. */
  readonly id: string;
  readonly resourceId: string;
  readonly principalId: string;
  readonly principalType: "User" | "Group" | "ServicePrincipal";
  readonly principalDisplayName: string;
  readonly appRoleId: string;
  readonly createdDateTime: Instant;
};

export type SiteDocument = {
  readonly kind: "site";
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly webUrl: string;
  /** `webUrl` in lower case and without a slash at the end. */
  readonly webUrlKey: string;
  /** The permission roles of the site; `id` is the sequence number that access packages name ("4"). */
  readonly roles: readonly SiteRole[];
  /** The geography in which it lies (Graph: accessPackageResourceEnvironment/originId); absent: the host of its address. */
  readonly environmentUrl?: string;
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

export type SiteRole = {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  /** Whoever has it may give and take the site's permissions. */
  readonly managesPermissions?: boolean;
};

/** In the partition of the site; its id is `permission.{roleId}.{principalId}`. */
export type SitePermissionDocument = {
  readonly kind: "sitePermission";
  readonly id: string;
  readonly siteId: string;
  readonly principalId: string;
  readonly principalType: "User" | "Group" | "ServicePrincipal";
  readonly principalDisplayName: string;
  readonly roleId: string;
};

/** In the partition of whoever has the role; its id is `role.{roleTemplateId}`. */
export type DirectoryRoleMembershipDocument = {
  readonly kind: "directoryRoleMembership";
  readonly id: string;
  readonly principalId: string;
  readonly principalType: MemberType;
  readonly roleTemplateId: string;
};

/**
 * May be activated, but is not held: of a group in the group's partition with the id `eligible.{Member|Owner}.{principalId}`, of a
 * directory role in the partition of whoever is eligible with the id `eligibleRole.{roleTemplateId}`.
 */
export type EligibilityDocument = {
  readonly kind: "eligibility";
  readonly id: string;
  readonly principalId: string;
  readonly principalType: MemberType;
  /** The group or the directory role's template. */
  readonly targetId: string;
  readonly role: "Member" | "Owner" | "directoryRole";
};

/** A subscription or management group of Azure, as administrators have written it down: its roles, and the scopes inside it. */
export type AzureResourceDocument = {
  readonly kind: "azureResource";
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly resourceType: "Subscription" | "ManagementGroup";
  /** `/subscriptions/{id}` or `/providers/Microsoft.Management/managementGroups/{name}`. */
  readonly armId: string;
  /** In lower case. */
  readonly armIdKey: string;
  /** `id` is the full id of the role definition. */
  readonly roleDefinitions: readonly SiteRole[];
  /** Places inside it at which a role can be given; `armId` is the full id. */
  readonly scopes: readonly { readonly armId: string; readonly displayName: string }[];
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

/** In the partition of the subscription or management group; its id is derived from who, which role, where and how. */
export type AzureRoleAssignmentDocument = {
  readonly kind: "azureRoleAssignment";
  readonly id: string;
  readonly principalId: string;
  readonly principalType: "User" | "Group" | "ServicePrincipal";
  readonly principalDisplayName: string;
  readonly roleDefinitionId: string;
  readonly scope: string;
  readonly type: "active" | "eligible";
};

/** Anything that stands for itself in the directory and has an id of its own. */
export type ObjectDocument =
  | UserDocument
  | GroupDocument
  | ServicePrincipalDocument
  | ApplicationDocument
  | SiteDocument
  | AzureResourceDocument;
