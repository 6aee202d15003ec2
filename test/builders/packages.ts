/** Catalogs and access packages, ready to be written into a store or given to a rule. */
import type { AccessPackage, ResourceRoleScope } from "../../src/domain/access-package/access-package.js";
import type { Catalog } from "../../src/domain/catalog/catalog.js";
import { NOW } from "./instants.js";

export function aCatalog(says: Partial<Catalog> = {}): Catalog {
  return {
    kind: "catalog",
    id: "catalog",
    displayName: "Sales",
    description: null,
    catalogType: "userManaged",
    state: "published",
    isExternallyVisible: false,
    createdDateTime: NOW,
    modifiedDateTime: NOW,
    ...says,
  };
}

/** A package that gives membership of one group. */
export function aPackage(says: Partial<AccessPackage> = {}): AccessPackage {
  return {
    kind: "accessPackage",
    id: "package",
    catalogId: "catalog",
    displayName: "Sales tools",
    description: null,
    isHidden: false,
    resourceRoleScopes: [memberOf("group")],
    incompatibleAccessPackageIds: [],
    incompatibleGroupIds: [],
    createdDateTime: NOW,
    modifiedDateTime: NOW,
    ...says,
  };
}

/** The role that a package gives: membership of a group. */
export function memberOf(groupId: string): ResourceRoleScope {
  const origin = { originId: groupId, originSystem: "AadGroup" } as const;
  return {
    id: `role-${groupId}_scope-${groupId}`,
    createdDateTime: NOW,
    role: {
      id: `role-${groupId}`,
      displayName: "Member",
      description: null,
      originId: `Member_${groupId}`,
      originSystem: "AadGroup",
      type: "active",
    },
    scope: {
      id: `scope-${groupId}`,
      displayName: "Root",
      description: null,
      isRootScope: true,
      ...origin,
    },
    resource: { id: `resource-${groupId}`, displayName: groupId, description: null, ...origin },
  };
}
