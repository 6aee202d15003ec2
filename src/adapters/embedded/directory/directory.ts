/**
 * The embedded directory as entitlement management reads it. Nothing is remembered between calls: a membership that was taken away a
 * moment ago is gone in the next answer. Speed comes from point reads and from one indexed query for each level of nesting.
 */
import type {
  Directory,
  DirectoryGroup,
  DirectoryServicePrincipal,
  DirectoryUser,
} from "../../../application/ports/directory.js";
import type {
  DirectoryRoleMembershipDocument,
  GroupDocument,
  OwnershipDocument,
  ServicePrincipalDocument,
  SiteDocument,
  SitePermissionDocument,
  UserDocument,
} from "../../../application/ports/directory-objects.js";
import type { Documents } from "../../../application/ports/documents.js";
import { attributesOf } from "./attributes.js";
import { azureResourceByArmId } from "./azure-resources.js";
import { transitiveMemberOf, transitiveMembers } from "./membership.js";
import {
  applicationResource,
  azureResource,
  directoryRoleResource,
  environmentOf,
  groupResource,
  siteResource,
} from "./resource.js";
import { everyRow, everyRowIn, firstRow, object } from "./rows.js";
import { siteKey } from "./sites.js";

export function openDirectory(documents: Documents): Directory {
  async function user(id: string): Promise<DirectoryUser | undefined> {
    const found = await object(documents, "user", id);
    return found === undefined ? undefined : toUser(found);
  }

  async function users(ids: readonly string[]): Promise<ReadonlyMap<string, DirectoryUser>> {
    const found = await Promise.all([...new Set(ids)].map(user));
    return new Map(found.filter((one) => one !== undefined).map((one) => [one.id, one]));
  }

  async function owners(objectId: string): Promise<readonly string[]> {
    const rows = await everyRow<OwnershipDocument>(documents, "ownership", { partition: objectId });
    return rows.map((row) => row.ownerId);
  }

  return {
    user,
    users,
    async usersByMail(mail) {
      const value = mail.toLowerCase();
      for (const path of ["mailKey", "userPrincipalNameKey"]) {
        const found = await everyRow<UserDocument>(documents, "user", { filter: { op: "eq", path, value } });
        if (found.length > 0) return found.map(toUser);
      }
      return [];
    },
    async group(id) {
      const found = await object(documents, "group", id);
      return found === undefined ? undefined : toGroup(found);
    },
    async servicePrincipal(id) {
      const found = await object(documents, "servicePrincipal", id);
      return found === undefined ? undefined : toServicePrincipal(found);
    },
    async servicePrincipalByAppId(appId) {
      const found = await firstRow<ServicePrincipalDocument>(documents, "servicePrincipal", {
        op: "eq",
        path: "appId",
        value: appId.toLowerCase(),
      });
      return found === undefined ? undefined : toServicePrincipal(found);
    },
    async managers(userId, levels) {
      const above: DirectoryUser[] = [];
      const seen = new Set([userId]);
      let managerId = (await user(userId))?.managerId ?? null;
      while (managerId !== null && above.length < levels && !seen.has(managerId)) {
        seen.add(managerId);
        const manager = await user(managerId);
        if (manager === undefined) break;
        above.push(manager);
        managerId = manager.managerId;
      }
      return above;
    },
    async reportsOf(userId) {
      const filter = { op: "eq", path: "managerId", value: userId } as const;
      const reports = await everyRow<UserDocument>(documents, "user", { filter });
      return reports.map(({ id }) => id).toSorted();
    },
    async sponsors(userId) {
      const sponsorIds = (await object(documents, "user", userId))?.sponsorIds ?? [];
      const found = await users(sponsorIds);
      return sponsorIds.map((id) => found.get(id)).filter((sponsor) => sponsor !== undefined);
    },
    transitiveMembers: (groupId) => transitiveMembers(documents, groupId),
    transitiveMemberOf: (objectId) => transitiveMemberOf(documents, objectId),
    groupOwners: owners,
    async applicationOwners(servicePrincipalId) {
      const principal = await object(documents, "servicePrincipal", servicePrincipalId);
      if (principal === undefined) return [];
      const application = await firstRow(documents, "application", {
        op: "eq",
        path: "appId",
        value: principal.appId,
      });
      // People own the registration, the service principal, or both.
      const found = await Promise.all([
        owners(servicePrincipalId),
        application === undefined ? [] : owners(application.id),
      ]);
      return [...new Set(found.flat())];
    },
    async siteManagers(url) {
      const site = await siteByUrl(documents, url);
      if (site === undefined) return [];
      const managing = site.roles.filter((role) => role.managesPermissions).map((role) => role.id);
      const rows = await everyRow<SitePermissionDocument>(documents, "sitePermission", {
        partition: site.id,
        filter: { op: "in", path: "roleId", values: managing },
      });
      return rows.map((row) => row.principalId);
    },
    async siteEnvironments() {
      const sites = await everyRow<SiteDocument>(documents, "site", {});
      const oldestFirst = sites.toSorted((a, b) => (a.createdDateTime < b.createdDateTime ? -1 : 1));
      return [...new Set(oldestFirst.map(environmentOf))];
    },
    async userAttributes(userId) {
      const found = await object(documents, "user", userId);
      return found === undefined ? {} : attributesOf(found);
    },
    async directoryRoles(objectId) {
      // A directory role can be given to a group whose roles pass to its members (isAssignableToRole).
      const holders = [objectId, ...(await transitiveMemberOf(documents, objectId))];
      const rows = await everyRowIn<DirectoryRoleMembershipDocument>(
        documents,
        "directoryRoleMembership",
        "principalId",
        holders,
      );
      return [...new Set(rows.map((row) => row.roleTemplateId))];
    },
    async resource(originSystem, originId) {
      switch (originSystem) {
        case "AadGroup": {
          const group = await object(documents, "group", originId);
          return group === undefined ? undefined : groupResource(group);
        }
        case "AadApplication": {
          const principal = await object(documents, "servicePrincipal", originId);
          return principal === undefined ? undefined : applicationResource(principal);
        }
        case "SharePointOnline": {
          const site = await siteByUrl(documents, originId);
          return site === undefined ? undefined : siteResource(site);
        }
        case "DirectoryRole":
          return directoryRoleResource(originId);
        case "AzureResources": {
          const azure = await azureResourceByArmId(documents, originId);
          return azure === undefined ? undefined : azureResource(azure);
        }
      }
    },
  };
}

/** The site with this address; letter case and a slash at the end do not matter. */
export function siteByUrl(documents: Documents, url: string): Promise<SiteDocument | undefined> {
  return firstRow<SiteDocument>(documents, "site", { op: "eq", path: "webUrlKey", value: siteKey(url) });
}

function toUser(document: UserDocument): DirectoryUser {
  return {
    id: document.id,
    displayName: document.displayName,
    userPrincipalName: document.userPrincipalName,
    mail: document.mail,
    userType: document.userType,
    accountEnabled: document.accountEnabled,
    department: document.department,
    jobTitle: document.jobTitle,
    preferredLanguage: document.preferredLanguage,
    managerId: document.managerId,
    ...issuersOf(document),
  };
}

/** Who vouches for somebody besides this directory itself. */
function issuersOf({ identities }: UserDocument): Pick<DirectoryUser, "identityIssuers"> {
  const others = identities.filter(({ signInType }) => signInType !== "userPrincipalName");
  return others.length === 0 ? {} : { identityIssuers: others.map(({ issuer }) => issuer) };
}

function toGroup(document: GroupDocument): DirectoryGroup {
  return {
    id: document.id,
    displayName: document.displayName,
    description: document.description,
    mail: document.mail,
    securityEnabled: document.securityEnabled,
    groupTypes: document.groupTypes,
    onPremisesSyncEnabled: document.onPremisesSyncEnabled,
    isAssignableToRole: document.isAssignableToRole,
  };
}

function toServicePrincipal(document: ServicePrincipalDocument): DirectoryServicePrincipal {
  return {
    id: document.id,
    appId: document.appId,
    displayName: document.displayName,
    appRoles: document.appRoles.map(({ id, displayName, description, isEnabled, value }) => ({
      id,
      displayName,
      description,
      isEnabled,
      value,
    })),
  };
}
