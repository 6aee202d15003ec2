/**
 * Changing a directory of our own: people, groups, applications, sites, and who has what of them. Only where the product keeps the
 * directory itself; with Entra ID the directory is changed there. Every refusal names the object and says what to do.
 */
import type { Outcome } from "../../domain/errors.js";
import type { Instant } from "../../domain/time/instant.js";
import type {
  ApplicationDocument,
  AppRoleAssignmentDocument,
  AzureResourceDocument,
  AzureRoleAssignmentDocument,
  GroupDocument,
  Profile,
  ServicePrincipalDocument,
  SiteDocument,
  SitePermissionDocument,
  UserDocument,
} from "./directory-objects.js";
import type { Stored } from "./documents.js";

export type DirectoryAdministration = {
  readonly users: Users;
  readonly groups: Groups;
  readonly applications: Applications;
  readonly sites: Sites;
  readonly directoryRoles: DirectoryRoles;
  readonly azureResources: AzureResources;
};

/** What a new user may say. What is left out is null, empty, or derived. */
export type NewUser = Pick<UserDocument, "displayName" | "userPrincipalName"> &
  Partial<
    Profile &
      Pick<
        UserDocument,
        | "id"
        | "mail"
        | "userType"
        | "accountEnabled"
        | "department"
        | "jobTitle"
        | "preferredLanguage"
        | "otherMails"
        | "businessPhones"
        | "identities"
        | "onPremisesExtensionAttributes"
        | "onPremisesSyncEnabled"
        | "managerId"
        | "sponsorIds"
      > & {
        /** In clear; only a hash of it is kept. */
        readonly password: string;
      }
  >;

export type UserChanges = Partial<Omit<NewUser, "id" | "managerId" | "sponsorIds">>;

export type Users = {
  /** BadRequest when another user has the userPrincipalName. */
  create(user: NewUser): Promise<Outcome<Stored<UserDocument>>>;
  update(id: string, changes: UserChanges, ifMatch?: string): Promise<Outcome<Stored<UserDocument>>>;
  /** Everything that names the user goes first: memberships, roles, permissions, reports, sponsorships. */
  delete(id: string, ifMatch?: string): Promise<Outcome<undefined>>;
  /** Null takes the manager away. Refused when it would make a circle. */
  setManager(id: string, managerId: string | null): Promise<Outcome<undefined>>;
  addSponsor(id: string, sponsorId: string): Promise<Outcome<undefined>>;
  removeSponsor(id: string, sponsorId: string): Promise<Outcome<undefined>>;
};

export type NewGroup = Pick<GroupDocument, "displayName"> &
  Partial<Omit<GroupDocument, "kind" | "displayName" | "createdDateTime" | "modifiedDateTime">>;

export type GroupChanges = Partial<Omit<NewGroup, "id" | "isAssignableToRole">>;

export type Groups = {
  create(group: NewGroup): Promise<Outcome<Stored<GroupDocument>>>;
  update(id: string, changes: GroupChanges, ifMatch?: string): Promise<Outcome<Stored<GroupDocument>>>;
  delete(id: string, ifMatch?: string): Promise<Outcome<undefined>>;
  /** Done with "already" when it is a member. Refused for dynamic and synchronized groups, whose members are decided elsewhere. */
  addMember(groupId: string, memberId: string): Promise<Outcome<"added" | "already">>;
  /** Done with false when it was no member. Refused as addMember. */
  removeMember(groupId: string, memberId: string): Promise<Outcome<boolean>>;
  addOwner(groupId: string, ownerId: string): Promise<Outcome<"added" | "already">>;
  removeOwner(groupId: string, ownerId: string): Promise<Outcome<boolean>>;
  /** Lets the principal activate membership or ownership. Refused for a group that PIM does not look after. */
  addEligible(
    groupId: string,
    principalId: string,
    role: "Member" | "Owner",
  ): Promise<Outcome<"added" | "already">>;
};

/** Graph: passwordCredential. */
export type ClientSecret = {
  readonly keyId: string;
  readonly displayName: string | null;
  /** Its first characters. */
  readonly hint: string;
  readonly startDateTime: Instant;
  readonly endDateTime: Instant;
  readonly secretText: string;
};

export type NewApplication = Pick<ApplicationDocument, "displayName"> &
  Partial<Pick<ApplicationDocument, "id" | "appId" | "description" | "appRoles" | "signInAudience">>;
export type ApplicationChanges = Partial<
  Pick<ApplicationDocument, "displayName" | "description" | "appRoles">
>;

/** `displayName` and `appRoles` may be left out when the application with this appId is in the directory. */
export type NewServicePrincipal = Pick<ServicePrincipalDocument, "appId"> &
  Partial<
    Pick<
      ServicePrincipalDocument,
      | "id"
      | "displayName"
      | "appDescription"
      | "appRoles"
      | "servicePrincipalType"
      | "accountEnabled"
      | "signInAudience"
    >
  >;
export type ServicePrincipalChanges = Partial<
  Pick<ServicePrincipalDocument, "displayName" | "appDescription" | "appRoles" | "accountEnabled">
>;

export type Applications = {
  createApplication(application: NewApplication): Promise<Outcome<Stored<ApplicationDocument>>>;
  /** A change of name or app roles reaches the service principal too. */
  updateApplication(
    id: string,
    changes: ApplicationChanges,
    ifMatch?: string,
  ): Promise<Outcome<Stored<ApplicationDocument>>>;
  deleteApplication(id: string, ifMatch?: string): Promise<Outcome<undefined>>;
  createServicePrincipal(principal: NewServicePrincipal): Promise<Outcome<Stored<ServicePrincipalDocument>>>;
  updateServicePrincipal(
    id: string,
    changes: ServicePrincipalChanges,
    ifMatch?: string,
  ): Promise<Outcome<Stored<ServicePrincipalDocument>>>;
  deleteServicePrincipal(id: string, ifMatch?: string): Promise<Outcome<undefined>>;
  addOwner(objectId: string, ownerId: string): Promise<Outcome<"added" | "already">>;
  removeOwner(objectId: string, ownerId: string): Promise<Outcome<boolean>>;
  /** Gives a role of the service principal `resourceId`. Refused when it has no such role (enabled); `DEFAULT_ACCESS_ROLE_ID` only where none is declared. */
  assignRole(
    resourceId: string,
    principalId: string,
    appRoleId: string,
  ): Promise<Outcome<{ readonly assignment: AppRoleAssignmentDocument; readonly added: boolean }>>;
  /** A secret with which the application asks for tokens itself. Shown in this answer and never again. */
  addSecret(
    applicationId: string,
    secret: { readonly displayName: string | null; readonly endDateTime: Instant | undefined },
  ): Promise<Outcome<ClientSecret>>;
  /** False when there is no such secret. */
  removeSecret(applicationId: string, keyId: string): Promise<boolean>;
  /** False when there is no such assignment. */
  removeRoleAssignment(resourceId: string, assignmentId: string): Promise<boolean>;
};

export type NewSite = Pick<SiteDocument, "displayName" | "webUrl"> &
  Partial<Pick<SiteDocument, "id" | "description" | "roles" | "environmentUrl">>;
export type SiteChanges = Partial<
  Pick<SiteDocument, "displayName" | "description" | "roles" | "environmentUrl">
>;

export type Sites = {
  /** BadRequest when another site has the address. The address stays for ever: access packages name the site by it. */
  create(site: NewSite): Promise<Outcome<Stored<SiteDocument>>>;
  update(id: string, changes: SiteChanges, ifMatch?: string): Promise<Outcome<Stored<SiteDocument>>>;
  delete(id: string, ifMatch?: string): Promise<Outcome<undefined>>;
  grant(
    siteId: string,
    roleId: string,
    principalId: string,
  ): Promise<Outcome<{ readonly permission: SitePermissionDocument; readonly added: boolean }>>;
  /** False when there is no such permission. */
  revoke(siteId: string, permissionId: string): Promise<boolean>;
};

export type NewAzureResource = Pick<AzureResourceDocument, "displayName" | "armId" | "roleDefinitions"> &
  Partial<Pick<AzureResourceDocument, "id" | "description" | "scopes">>;
export type AzureResourceChanges = Partial<
  Pick<AzureResourceDocument, "displayName" | "description" | "roleDefinitions" | "scopes">
>;

export type AzureResources = {
  /** BadRequest when it is written down already. The ARM id says whether it is a subscription or a management group, and stays for ever. */
  create(resource: NewAzureResource): Promise<Outcome<Stored<AzureResourceDocument>>>;
  update(
    id: string,
    changes: AzureResourceChanges,
    ifMatch?: string,
  ): Promise<Outcome<Stored<AzureResourceDocument>>>;
  delete(id: string, ifMatch?: string): Promise<Outcome<undefined>>;
  /** Gives a role at a scope, or makes eligible for it. Refused for roles and scopes that are not written down. */
  assign(
    armId: string,
    role: Pick<AzureRoleAssignmentDocument, "roleDefinitionId" | "scope" | "type">,
    principalId: string,
  ): Promise<Outcome<"added" | "already">>;
};

export type DirectoryRoles = {
  /** Refused for a role that the permission table does not know, and for a group that is not role-assignable. */
  assign(principalId: string, roleTemplateId: string): Promise<Outcome<"added" | "already">>;
  /** Lets the principal activate the role. Refused as assign. */
  makeEligible(principalId: string, roleTemplateId: string): Promise<Outcome<"added" | "already">>;
  /** False when the principal did not have the role. */
  remove(principalId: string, roleTemplateId: string): Promise<boolean>;
};
