/** The roles and scopes of a resource, each with the resource it belongs to. */
import type { Resource } from "../../domain/catalog/resource.js";
import type { Item } from "../entity-type.js";
import type { RoleOfResource, ScopeOfResource } from "../shapes/resource.js";

export function rolesOf(resource: Resource): readonly Item<RoleOfResource>[] {
  return resource.roles.map((role) => ({ model: { ...role, resource } }));
}

export function scopesOf(resource: Resource): readonly Item<ScopeOfResource>[] {
  return resource.scopes.map((scope) => ({ model: { ...scope, resource } }));
}
