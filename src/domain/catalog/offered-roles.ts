/** The roles and scopes of a resource in a catalog, made from what the directory says it offers. Ids are the same for ever. */
import type { DeriveId } from "../occasion.js";
import type { OriginSystem, ResourceRole, ResourceScope } from "./resource.js";

export function rolesOf(
  derive: DeriveId,
  resourceId: string,
  offered: readonly Omit<ResourceRole, "id">[],
): readonly ResourceRole[] {
  return offered.map((role) => ({ id: derive("resourceRole", resourceId, role.originId), ...role }));
}

/** Every kind of resource but AzureResources has one scope, its root (spec/domain.md 3.1). */
export function rootScopeOf(
  derive: DeriveId,
  resourceId: string,
  originSystem: OriginSystem,
  originId: string,
): ResourceScope {
  return {
    id: derive("resourceScope", resourceId, originId),
    displayName: "Root",
    description: "Root Scope",
    originId,
    originSystem,
    isRootScope: true,
  };
}

/**
 * The roles after the origin was read again: what it offers now, and those it no longer offers but packages still give,
 * so that nothing that was granted is forgotten.
 */
export function refreshedRoles(
  before: readonly ResourceRole[],
  now: readonly ResourceRole[],
  usedRoleIds: ReadonlySet<string>,
): readonly ResourceRole[] {
  const offered = new Set(now.map((role) => role.id));
  return [...now, ...before.filter((role) => !offered.has(role.id) && usedRoleIds.has(role.id))];
}
