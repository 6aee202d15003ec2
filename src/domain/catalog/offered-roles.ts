/** The roles and scopes of a resource in a catalog, made from what the directory says it offers. Ids are the same for ever. */
import type { DeriveId } from "../occasion.js";
import type { OriginSystem, ResourceRole, ResourceScope } from "./resource.js";

export function rolesOf(
  derive: DeriveId,
  resourceId: string,
  offered: readonly Omit<ResourceRole, "id">[],
): readonly ResourceRole[] {
  return offered.map((role) => ({ id: derive("resourceRole", resourceId, ...keyOf(role)), ...role }));
}

/** In Azure one role definition can be given outright or for activation: two roles with one originId. */
function keyOf({ originId, originSystem, type }: Omit<ResourceRole, "id">): readonly string[] {
  return originSystem === "AzureResources" && type !== "active" ? [originId, type] : [originId];
}

/** Every kind of resource but AzureResources has one scope, its root (spec/domain.md 3.1). */
export function scopesOf(
  derive: DeriveId,
  resourceId: string,
  originSystem: OriginSystem,
  originId: string,
  inner: readonly { readonly originId: string; readonly displayName: string }[] = [],
): readonly ResourceScope[] {
  const root: ResourceScope = {
    id: derive("resourceScope", resourceId, originId),
    displayName: "Root",
    description: "Root Scope",
    originId,
    originSystem,
    isRootScope: true,
  };
  return [
    root,
    ...inner.map((scope) => ({
      id: derive("resourceScope", resourceId, scope.originId),
      displayName: scope.displayName,
      description: null,
      originId: scope.originId,
      originSystem,
      isRootScope: false,
    })),
  ];
}

/**
 * The roles (or scopes) after the origin was read again: what it offers now, and those it no longer offers but packages still give,
 * so that nothing that was granted is forgotten.
 */
export function refreshed<T extends { readonly id: string }>(
  before: readonly T[],
  now: readonly T[],
  usedIds: ReadonlySet<string>,
): readonly T[] {
  const offered = new Set(now.map(({ id }) => id));
  return [...now, ...before.filter(({ id }) => !offered.has(id) && usedIds.has(id))];
}
