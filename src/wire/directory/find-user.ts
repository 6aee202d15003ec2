/** `{userId}` in an address is an object id or a userPrincipalName, as in Graph. */
import type { UserDocument } from "../../application/ports/directory-objects.js";
import type { Stored } from "../../application/ports/documents.js";
import { findDirectoryObject, getDirectoryObject } from "../../application/queries/read-directory.js";
import type { Outcome } from "../../domain/errors.js";
import type { EndpointCall } from "../endpoint.js";
import { isGuid } from "../guid.js";

/** For every row whose path has `{userId}`. */
export const USER_KEYS = ["userId"] as const;

export async function findUser({
  ports,
  call,
  params,
}: EndpointCall): Promise<Outcome<Stored<UserDocument>>> {
  const key = (params["userId"] ?? "").toLowerCase();
  return isGuid(key)
    ? getDirectoryObject(ports, call, "user", key)
    : findDirectoryObject(ports, call, "user", "userPrincipalNameKey", key);
}
