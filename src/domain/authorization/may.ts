/** Decides the permission table for one caller: allowed, or what is missing and who could give it. */
import type { Action } from "./action.js";
import { PERMISSION_TABLE } from "./permission-table.js";
import {
  DIRECTORY_ROLES,
  displayNameOf,
  type EntitlementRole,
  isDirectoryRole,
  isEntitlementRole,
  type Role,
} from "./role.js";

/** What the token says. */
export type Credentials =
  | {
      readonly kind: "user";
      /** Claim scp. */
      readonly scopes: readonly string[];
      readonly directoryRoleIds: readonly string[];
    }
  | {
      readonly kind: "application";
      /** Claim roles. */
      readonly appRoles: readonly string[];
    };

/** A role that the caller has, directly or through a group; `catalogId` null: in every catalog. */
export type HeldRole = { readonly role: EntitlementRole; readonly catalogId: string | null };

export type Answer =
  /** `by`: the role or permission that allows it. `everywhere` is false when it is a role in this catalog only. */
  | { readonly kind: "allowed"; readonly by: string; readonly everywhere: boolean }
  | { readonly kind: "denied"; readonly missing: "permission" | "role"; readonly message: string };

/** What can be said from the token alone: the answer, or "roles" when it depends on entitlement-management roles (or on being a member). */
export function mayByToken(credentials: Credentials, action: Action): Answer | "roles" {
  const row = PERMISSION_TABLE[action];
  if (credentials.kind === "application") {
    const permission = row.application.find((name) => credentials.appRoles.includes(name));
    if (permission !== undefined) return { kind: "allowed", by: permission, everywhere: true };
    if (row.roles.some(isEntitlementRole)) return "roles";
    return denied(
      "permission",
      `${row.what} needs the application permission ${row.application.join(" or ")}.`,
    );
  }
  if (!row.delegated.some((name) => credentials.scopes.includes(name))) {
    return denied(
      "permission",
      `${row.what} needs the delegated permission ${row.delegated.join(" or ")} in the token; an administrator can consent to it for the application.`,
    );
  }
  const role = row.roles.find(
    (one) => isDirectoryRole(one) && credentials.directoryRoleIds.includes(DIRECTORY_ROLES[one].templateId),
  );
  if (role !== undefined) return { kind: "allowed", by: role, everywhere: true };
  return row.roles.some((one) => !isDirectoryRole(one)) ? "roles" : lackingRole(credentials, action, null);
}

/** The whole answer, once the roles are known. `catalogId` null asks for the tenant as a whole. */
export function may(
  credentials: Credentials,
  held: readonly HeldRole[],
  isMember: boolean,
  action: Action,
  catalogId: string | null,
): Answer {
  const byToken = mayByToken(credentials, action);
  if (byToken !== "roles") return byToken;
  const row = PERMISSION_TABLE[action];
  if (isMember && row.roles.includes("member")) return { kind: "allowed", by: "member", everywhere: true };
  const role = held.find(
    (one) => row.roles.includes(one.role) && (one.catalogId === null || one.catalogId === catalogId),
  );
  if (role !== undefined) return { kind: "allowed", by: role.role, everywhere: role.catalogId === null };
  return lackingRole(credentials, action, catalogId);
}

/** Where the action is allowed: everywhere, or in these catalogs. */
export function mayWhere(
  credentials: Credentials,
  held: readonly HeldRole[],
  action: Action,
): "all" | readonly string[] {
  const byToken = mayByToken(credentials, action);
  if (byToken !== "roles") return byToken.kind === "allowed" ? "all" : [];
  const row = PERMISSION_TABLE[action];
  const roles = held.filter((one) => row.roles.includes(one.role));
  if (roles.some((one) => one.catalogId === null)) return "all";
  return [...new Set(roles.map((one) => one.catalogId).filter((id) => id !== null))];
}

function lackingRole(credentials: Credentials, action: Action, catalogId: string | null): Answer {
  const row = PERMISSION_TABLE[action];
  const names = (roles: readonly Role[]) => roles.map(displayNameOf).join(", ");
  const tenantWide = row.roles.filter((role) => !isEntitlementRole(role));
  const inCatalog = row.roles.filter(isEntitlementRole);
  const where = catalogId === null ? "" : ` in catalog ${catalogId}`;
  const parts =
    credentials.kind === "application"
      ? [`the application permission ${row.application.join(" or ")}`]
      : [`one of the roles ${names(tenantWide)}`];
  if (inCatalog.length > 0) parts.push(`one of the roles ${names(inCatalog)}${where}`);
  return denied("role", `${row.what} needs ${parts.join(", or ")}. ${row.grantedBy}`);
}

function denied(missing: "permission" | "role", message: string): Answer {
  return { kind: "denied", missing, message };
}
