/**
 * A group can have entitlement-management roles, which all its members have. Whoever edits access packages without being able to give
 * these roles, or to act on the group itself, would give them to themselves by a package with the group.
 */
import type { Resource } from "../../domain/catalog/resource.js";
import { type Refusal, refused } from "../../domain/errors.js";
import { authorize, rolesOf } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { lacksResourceRight } from "./resource-right.js";

/** Undefined: the resource brings no such role, its own or through groups it is in, or the caller could give it in another way. */
export async function bringsRolesOfOthers(
  ports: Ports,
  call: Call,
  resource: Resource,
): Promise<Refusal | undefined> {
  if (resource.originSystem !== "AadGroup") return undefined;
  const held = await rolesOf(ports, resource.originId, undefined);
  if (held.length === 0 || (await lacksResourceRight(ports, call, resource)) === undefined) return undefined;
  for (const catalogId of new Set(held.map((role) => role.catalogId))) {
    const action = catalogId === null ? "manageTenantRoles" : "manageCatalogRoles";
    if ((await authorize(ports, call.caller, action, catalogId)) !== undefined)
      return refused(
        "Forbidden",
        `Group "${resource.displayName}" (${resource.originId}) has entitlement-management roles that you may not give, and whoever gets the package would get them. An owner of the group, or whoever may give these roles, can add it.`,
        "role",
      );
  }
  return undefined;
}
