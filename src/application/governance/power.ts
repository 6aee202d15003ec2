/**
 * What of a resource gives power over others: roles of the directory and of Azure, and groups whose members have such roles or
 * entitlement-management roles. Whoever edits access packages could give these to themselves by a package, so it takes the right that
 * they could be given by without one.
 */
import type { Resource } from "../../domain/catalog/resource.js";
import { type Refusal, refused } from "../../domain/errors.js";
import { authorize, rolesOf } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { lacksResourceRight } from "./resource-right.js";

/** Undefined: the resource gives no such power, or the caller could give it in another way. */
export async function lacksRightToPower(
  ports: Ports,
  call: Call,
  resource: Resource,
): Promise<Refusal | undefined> {
  const { originSystem, originId, displayName } = resource;
  if (originSystem === "DirectoryRole" || originSystem === "AzureResources")
    return lacksResourceRight(ports, call, resource);
  if (originSystem !== "AadGroup") return undefined;
  const group = await ports.directory.group(originId);
  if (group?.isAssignableToRole === true) return lacksResourceRight(ports, call, resource);
  // Its own, and those of groups it is in.
  const held = await rolesOf(ports, originId, undefined);
  if (held.length === 0 || (await lacksResourceRight(ports, call, resource)) === undefined) return undefined;
  for (const catalogId of new Set(held.map((role) => role.catalogId))) {
    const action = catalogId === null ? "manageTenantRoles" : "manageCatalogRoles";
    if ((await authorize(ports, call.caller, action, catalogId)) !== undefined)
      return refused(
        "Forbidden",
        `Group "${displayName}" (${originId}) has entitlement-management roles that you may not give, and whoever gets the package would get them. An owner of the group, or whoever may give these roles, can add it.`,
        "role",
      );
  }
  return undefined;
}
