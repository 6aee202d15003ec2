/** The Graph permission that a row asks of the token, before anything else is looked at. Roles come later, when it is known of what. */
import type { Caller } from "../domain/authorization/caller.js";
import { forbiddenFor, missingPermissions } from "../domain/authorization/missing-rights.js";
import { PERMISSION_TABLE } from "../domain/authorization/permission-table.js";
import { isEntitlementRole } from "../domain/authorization/role.js";
import { type Refusal, refused } from "../domain/errors.js";
import type { Endpoint } from "./endpoint.js";

export function lacksPermission(endpoint: Endpoint, caller: Caller): Refusal | undefined {
  const { delegated, application } = endpoint.permission;
  if (caller.kind === "user") {
    if (delegated.some((name) => caller.scopes.includes(name))) return undefined;
    return lacking(
      "user",
      delegated,
      `The token lacks a delegated permission for ${endpoint.method} ${endpoint.path}: ${delegated.join(" or ")}. An administrator can consent to it for the application.`,
    );
  }
  if (application === "notSupported")
    return refused(
      "Forbidden",
      `${endpoint.method} ${endpoint.path} is for signed-in people; applications cannot call it on their own.`,
    );
  if (application.some((name) => caller.appRoles.includes(name))) return undefined;
  // An application may do with a catalog role what it has no permission for: the permission table decides, catalog by catalog.
  const { action } = endpoint;
  if (action !== "self" && PERMISSION_TABLE[action].roles.some(isEntitlementRole)) return undefined;
  return lacking(
    "application",
    application,
    `The token lacks an application permission for ${endpoint.method} ${endpoint.path}: ${application.join(" or ")}. A Global Administrator can grant it.`,
  );
}

function lacking(kind: Caller["kind"], permissions: readonly string[], message: string): Refusal {
  return forbiddenFor(message, missingPermissions(kind, permissions));
}
