/** The directory as entitlement management needs it: people, groups, applications and sites; who manages whom; who is in what. Read only. */
import type { OriginSystem, ResourceRole } from "../../domain/catalog/resource.js";

export type DirectoryUser = {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly userType: "Member" | "Guest";
  readonly accountEnabled: boolean;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly preferredLanguage: string | null;
  /** Null when the user has no manager. */
  readonly managerId: string | null;
  /** Who vouches for them (Graph: the issuers of `identities`): a guest's home tenant, by id or domain. Absent where the directory does not say. */
  readonly identityIssuers?: readonly string[];
};

export type DirectoryGroup = {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly mail: string | null;
  readonly securityEnabled: boolean;
  /** Contains "Unified" for Microsoft 365 groups and "DynamicMembership" for rule-based ones. */
  readonly groupTypes: readonly string[];
  readonly onPremisesSyncEnabled: boolean;
  readonly isAssignableToRole: boolean;
};

export type DirectoryServicePrincipal = {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly appRoles: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly description: string | null;
    readonly isEnabled: boolean;
    readonly value: string | null;
  }[];
};

/** What can be registered in a catalog, with the roles it offers now (role ids are left to the caller). */
export type DirectoryResource = {
  readonly originSystem: OriginSystem;
  readonly originId: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly roles: readonly Omit<ResourceRole, "id">[];
  /** What kind of thing it is, in words: "Security Group", "Team", "Subscription" ... */
  readonly resourceType: string;
  /** Places inside it at which a role can be given, beside the root (Azure only). */
  readonly innerScopes?: readonly { readonly originId: string; readonly displayName: string }[];
  /** Sites only: the geography in which it lies. */
  readonly environmentUrl?: string;
  /** Why it may not be put into a catalog (synced from on-premises, ...), or null. */
  readonly unsuitable: string | null;
};

export type Directory = {
  user(id: string): Promise<DirectoryUser | undefined>;
  users(ids: readonly string[]): Promise<ReadonlyMap<string, DirectoryUser>>;
  /** Everybody who has the mail address; where nobody has, whoever has it as their name. Nothing keeps two people from having one address. */
  usersByMail(mail: string): Promise<readonly DirectoryUser[]>;
  group(id: string): Promise<DirectoryGroup | undefined>;
  servicePrincipal(id: string): Promise<DirectoryServicePrincipal | undefined>;
  /** By appId, as it stands in tokens. */
  servicePrincipalByAppId(appId: string): Promise<DirectoryServicePrincipal | undefined>;
  /** The managers above a user: index 0 is level 1. At most `levels` of them; a circle ends the list. */
  managers(userId: string, levels: number): Promise<readonly DirectoryUser[]>;
  /** Ids of the users whose direct manager this user is, in the order of their ids; disabled accounts included. Empty for who manages nobody. */
  reportsOf(userId: string): Promise<readonly string[]>;
  sponsors(userId: string): Promise<readonly DirectoryUser[]>;
  /** Ids of the users in the group, through nested groups too (circles are harmless). Disabled accounts included. */
  transitiveMembers(groupId: string): Promise<readonly string[]>;
  /** Ids of the groups the user or service principal is in, through nested groups too. */
  transitiveMemberOf(objectId: string): Promise<readonly string[]>;
  groupOwners(groupId: string): Promise<readonly string[]>;
  applicationOwners(servicePrincipalId: string): Promise<readonly string[]>;
  /** Ids of the people, groups and applications with a role of the site that gives and takes its permissions. */
  siteManagers(url: string): Promise<readonly string[]>;
  /** The geographies in which sites lie; the default one first. */
  siteEnvironments(): Promise<readonly string[]>;
  /** The attributes of a user that access packages can ask for and write, those that are set, by name. Empty when there is no such user. */
  userAttributes(userId: string): Promise<Readonly<Record<string, string>>>;
  /** Role template ids of the directory roles the user has. */
  directoryRoles(objectId: string): Promise<readonly string[]>;
  resource(originSystem: OriginSystem, originId: string): Promise<DirectoryResource | undefined>;
};
