/**
 * What a refusal says: which right is missing, and who can give it, in words and as `details` for programs. Roles and permissions are
 * public knowledge; the names of a catalog's owners are told only to callers who may see the catalog.
 */
import { type Refusal, refused } from "../errors.js";
import type { Action } from "./action.js";
import type { Denial } from "./may.js";
import { PERMISSION_TABLE } from "./permission-table.js";
import {
  anyRole,
  DIRECTORY_ROLES,
  displayNameOf,
  ENTITLEMENT_ROLES,
  isDirectoryRole,
  isEntitlementRole,
  type Role,
} from "./role.js";

/** One right of which any would do. */
export type MissingRight = {
  readonly code: "MissingPermission" | "MissingRole";
  /** The permission's name; the role's template id (directory roles) or definition id (entitlement-management roles). */
  readonly target: string;
  readonly displayName: string;
  /** Full sentences: where it would count, and who can give it. */
  readonly message: string;
};

/** The catalog in question, as far as the caller may know of it. */
export type CatalogInQuestion = {
  readonly id: string;
  /** Undefined: the caller may not see the catalog. */
  readonly seen?: { readonly displayName: string; readonly owners: readonly string[] };
};

export type Denied = {
  readonly kind: "user" | "application";
  readonly action: Action;
  readonly denial: Denial;
  /** Null: asked for the tenant as a whole. */
  readonly catalog: CatalogInQuestion | null;
};

/** Every right that would turn the answer; any one of them does. */
export function missingRights({ kind, action, denial, catalog }: Denied): readonly MissingRight[] {
  const row = PERMISSION_TABLE[action];
  if (denial === "lacksPermission")
    return missingPermissions(kind, row[kind === "user" ? "delegated" : "application"]);
  const roles = row.roles.filter((role) => kind === "user" || isEntitlementRole(role));
  return [
    ...(kind === "application" ? missingPermissions(kind, row.application) : []),
    ...roles.filter((role) => role !== "member").map((role) => missingRole(role, catalog)),
  ];
}

/** The 403 that every command and query gives for a denied action. */
export function forbidden(denied: Denied): Refusal {
  return forbiddenFor(messageOf(denied), missingRights(denied));
}

/** A 403 with the rights of which any would do. */
export function forbiddenFor(message: string, rights: readonly MissingRight[]): Refusal {
  const details = rights.map((right) => ({ code: right.code, message: right.message, target: right.target }));
  return { ...refused("Forbidden", message), details };
}

/** Permissions of which the token has none. */
export function missingPermissions(
  kind: "user" | "application",
  permissions: readonly string[],
): readonly MissingRight[] {
  const message =
    kind === "user"
      ? "A delegated permission: an administrator consents to it for the application that you use."
      : "An application permission: a Global Administrator can grant it to the application.";
  return permissions.map((name) => ({ code: "MissingPermission", target: name, displayName: name, message }));
}

function missingRole(role: Exclude<Role, "member">, catalog: CatalogInQuestion | null): MissingRight {
  const displayName = displayNameOf(role);
  if (isDirectoryRole(role))
    return {
      code: "MissingRole",
      target: DIRECTORY_ROLES[role].templateId,
      displayName,
      message: `${displayName}: a role of the directory. A Global Administrator or Privileged Role Administrator can give it.`,
    };
  const { id, scope } = ENTITLEMENT_ROLES[role];
  return {
    code: "MissingRole",
    target: id,
    displayName,
    message:
      scope === "tenant"
        ? `${displayName}: a role of the whole tenant. A Global Administrator or Identity Governance Administrator can give it.`
        : `${displayName} ${placeOf(catalog)}. ${giversOf(catalog)}`,
  };
}

/** Where a role of a catalog would count. */
function placeOf(catalog: CatalogInQuestion | null): string {
  if (catalog === null) return "of every catalog";
  return catalog.seen === undefined
    ? `of catalog ${catalog.id}`
    : `of catalog "${catalog.seen.displayName}" (${catalog.id})`;
}

function giversOf(catalog: CatalogInQuestion | null): string {
  const administrators = "a Global Administrator or Identity Governance Administrator";
  if (catalog === null) return `Only ${administrators} can give it.`;
  const owners = catalog.seen?.owners ?? [];
  const named = owners.length === 0 ? "An owner of the catalog" : `Its owners (${owners.join(", ")})`;
  return `${named} can give it, and so can ${administrators}.`;
}

function messageOf({ kind, action, denial, catalog }: Denied): string {
  const { what, roles, delegated, application, grantedBy } = PERMISSION_TABLE[action];
  if (denial === "lacksPermission")
    return kind === "user"
      ? `${what} needs the delegated permission ${delegated.join(" or ")} in the token; an administrator can consent to it for the application.`
      : `${what} needs the application permission ${application.join(" or ")}; a Global Administrator can grant it.`;
  const inCatalog = roles.filter(isEntitlementRole);
  const parts =
    kind === "application"
      ? [`the application permission ${application.join(" or ")}`]
      : [anyRole(roles.filter((role) => !isEntitlementRole(role)))];
  if (inCatalog.length > 0)
    parts.push(`${anyRole(inCatalog)}${catalog === null ? "" : ` ${placeOf(catalog)}`}`);
  const owners = catalog?.seen?.owners ?? [];
  const who = owners.length === 0 ? grantedBy : `${grantedBy} Owners: ${owners.join(", ")}.`;
  return `${what} needs ${parts.join(", or ")}. ${who}`;
}
