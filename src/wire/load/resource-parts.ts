/** The roles and scopes of a resource, and the resource that each belongs to. */
import { readAll } from "../../application/queries/read-all.js";
import type { Resource } from "../../domain/catalog/resource.js";
import type { Item } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";
import type { ResourceSummary, RoleOfResource, ScopeOfResource } from "../shapes/resource.js";

export function rolesOf(resource: Resource): readonly Item<RoleOfResource>[] {
  return resource.roles.map((role) => ({ model: { ...role, resource } }));
}

export function scopesOf(resource: Resource): readonly Item<ScopeOfResource>[] {
  return resource.scopes.map((scope) => ({ model: { ...scope, resource } }));
}

/** The whole resource where a package remembers only its name and origin. What is gone from its catalog stays as it is remembered. */
export async function loadResourcesOf(
  parts: readonly { readonly resource: ResourceSummary }[],
  { ports }: ExpandContext,
): Promise<readonly Item<ResourceSummary>[]> {
  const remembered = parts.filter(({ resource }) => resource.createdDateTime === undefined);
  const values = [...new Set(remembered.map(({ resource }) => resource.id))];
  const whole = new Map<string, Resource>();
  if (values.length > 0) {
    const filter = { op: "in", path: "id", values } as const;
    for await (const { document } of readAll<Resource>(ports, {
      container: "governance",
      kind: "resource",
      filter,
    }))
      whole.set(document.id, document);
  }
  return parts.map(({ resource }) => ({ model: whole.get(resource.id) ?? resource }));
}
