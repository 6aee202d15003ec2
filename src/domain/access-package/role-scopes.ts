/** The roles that a package gives: adding one, taking one away, and which packages use a resource. */
import type { Resource, ResourceRole, ResourceScope } from "../catalog/resource.js";
import type { Instant } from "../time/instant.js";
import type { AccessPackage, ResourceRoleScope } from "./access-package.js";

/** How a caller names a role of a resource: by its id here, or as its origin knows it. */
export type RoleDescription = { readonly id?: string | undefined; readonly originId?: string | undefined };

/** As above for a scope; neither stands for the root. */
export type ScopeDescription = RoleDescription & { readonly isRootScope?: boolean | undefined };

export function roleOf(resource: Resource, { id, originId }: RoleDescription): ResourceRole | undefined {
  if (id !== undefined) return resource.roles.find((role) => role.id === id);
  return resource.roles.find((role) => role.originId === originId);
}

export function scopeOf(resource: Resource, { id, originId }: ScopeDescription): ResourceScope | undefined {
  const { scopes } = resource;
  if (id !== undefined) return scopes.find((scope) => scope.id === id);
  if (originId !== undefined) return scopes.find((scope) => scope.originId === originId);
  return scopes.find((scope) => scope.isRootScope);
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

export function usedRoleIds(packages: readonly AccessPackage[]): ReadonlySet<string> {
  return new Set(packages.flatMap((one) => one.resourceRoleScopes.map(({ role }) => role.id)));
}
