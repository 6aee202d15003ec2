/** The roles that a package gives: adding one, taking one away, and which packages use a resource. */
import type { Resource, ResourceRole, ResourceScope } from "../catalog/resource.js";
import type { Instant } from "../time/instant.js";
import type { AccessPackage, ResourceRoleScope } from "./access-package.js";

/** How a caller names a role of a resource: by its id here, or as its origin knows it. */
export type RoleDescription = {
  readonly id?: string | undefined;
  readonly originId?: string | undefined;
  /** Where one originId stands for two roles (Azure): which of them. */
  readonly type?: ResourceRole["type"] | undefined;
};

/** A scope by its id here, or as its origin knows it; neither stands for the root. */
export type ScopeDescription = {
  readonly id?: string | undefined;
  readonly originId?: string | undefined;
  readonly isRootScope?: boolean | undefined;
};

/** The roles that may be meant; one when the description is good. */
export function rolesMeant(
  { roles }: Resource,
  { id, originId, type }: RoleDescription,
): readonly ResourceRole[] {
  if (id !== undefined) return roles.filter((role) => role.id === id);
  const named = roles.filter((role) => isSame(role.originId, originId));
  return named.length > 1 && type !== undefined ? named.filter((role) => role.type === type) : named;
}

export function scopeOf(
  { scopes }: Resource,
  { id, originId, isRootScope }: ScopeDescription,
): ResourceScope | undefined {
  if (id !== undefined) return scopes.find((scope) => scope.id === id);
  // The root is the root, whatever else a client writes there.
  if (originId === undefined || isRootScope === true) return scopes.find((scope) => scope.isRootScope);
  return scopes.find((scope) => isSame(scope.originId, originId));
}

/** Addresses and ARM ids are written in any case. */
function isSame(originId: string, written: string | undefined): boolean {
  return originId.toLowerCase() === written?.toLowerCase();
}

export function roleScope(
  resource: Resource,
  role: ResourceRole,
  scope: ResourceScope,
  now: Instant,
): ResourceRoleScope {
  const { id, displayName, description, originId, originSystem } = resource;
  return {
    id: `${role.id}_${scope.id}`,
    createdDateTime: now,
    role,
    scope,
    resource: { id, displayName, description, originId, originSystem },
  };
}

export function packagesUsing(
  packages: readonly AccessPackage[],
  resourceId: string,
): readonly AccessPackage[] {
  return packages.filter((one) => one.resourceRoleScopes.some(({ resource }) => resource.id === resourceId));
}

/** Ids of the roles and scopes that packages give. */
export function usedIds(packages: readonly AccessPackage[]): ReadonlySet<string> {
  return new Set(
    packages.flatMap((one) => one.resourceRoleScopes.flatMap(({ role, scope }) => [role.id, scope.id])),
  );
}
