/**
 * The checks of one question in the order in which they are asked, each with its verdict; the first that allows or denies ends it.
 * Deciding (may.ts) and explaining (explain.ts) both read this and nothing else, so that an explanation cannot say another thing than happened.
 */
import type { PermissionRow } from "./permission-table.js";
import {
  DIRECTORY_ROLES,
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

/** A role that the caller has; `catalogId` null: in every catalog. */
export type HeldRole = {
  readonly role: EntitlementRole;
  readonly catalogId: string | null;
  /** The group that has it, where the caller has it by being in the group. */
  readonly throughGroupId?: string;
};

export type Check =
  | {
      readonly check: "delegatedPermission" | "applicationPermission";
      /** Any one of these is enough. */
      readonly anyOf: readonly string[];
      /** Those that the token has. */
      readonly has: readonly string[];
      readonly verdict: Verdict;
    }
  | {
      readonly check: "directoryRole" | "member";
      readonly anyOf: readonly Role[];
      readonly has: readonly Role[];
      readonly verdict: Verdict;
    }
  | {
      readonly check: "entitlementRole";
      readonly anyOf: readonly Role[];
      /** Those that count here: of the catalog in question, or of all. */
      readonly has: readonly HeldRole[];
      readonly verdict: Verdict;
    };

/** `goesOn`: the next check decides; after the last one it is a no. */
type Verdict = "allows" | "denies" | "goesOn";

/** What the token alone answers. */
export function tokenChecks(credentials: Credentials, row: PermissionRow): readonly Check[] {
  if (credentials.kind === "application") {
    const has = row.application.filter((name) => credentials.appRoles.includes(name));
    return [
      {
        check: "applicationPermission",
        anyOf: row.application,
        has,
        verdict: has.length > 0 ? "allows" : "goesOn",
      },
    ];
  }
  const has = row.delegated.filter((name) => credentials.scopes.includes(name));
  const permission: Check = {
    check: "delegatedPermission",
    anyOf: row.delegated,
    has,
    verdict: has.length > 0 ? "goesOn" : "denies",
  };
  const anyOf = row.roles.filter(isDirectoryRole);
  const roles = anyOf.filter((role) =>
    credentials.directoryRoleIds.includes(DIRECTORY_ROLES[role].templateId),
  );
  return [
    permission,
    { check: "directoryRole", anyOf, has: roles, verdict: roles.length > 0 ? "allows" : "goesOn" },
  ];
}

/** Does the answer depend on more than the token: on being a member, or on entitlement-management roles? */
export function needsRoles(credentials: Credentials, row: PermissionRow): boolean {
  return row.roles.some(
    (role) => isEntitlementRole(role) || (role === "member" && credentials.kind === "user"),
  );
}

/** What has to be looked up. `catalogId` null asks for the tenant as a whole. */
export function roleChecks(
  credentials: Credentials,
  row: PermissionRow,
  held: readonly HeldRole[],
  isMember: boolean,
  catalogId: string | null,
): readonly Check[] {
  const checks: Check[] = [];
  if (credentials.kind === "user" && row.roles.includes("member"))
    checks.push({
      check: "member",
      anyOf: MEMBER,
      has: isMember ? MEMBER : NOTHING,
      verdict: isMember ? "allows" : "goesOn",
    });
  const anyOf = row.roles.filter(isEntitlementRole);
  if (anyOf.length > 0) {
    const has = rolesThatCount(row, held).filter(
      (one) => one.catalogId === null || one.catalogId === catalogId,
    );
    checks.push({ check: "entitlementRole", anyOf, has, verdict: has.length > 0 ? "allows" : "goesOn" });
  }
  return checks;
}

/** Of the roles that somebody has, those that allow the action where they hold. */
export function rolesThatCount(row: PermissionRow, held: readonly HeldRole[]): readonly HeldRole[] {
  return held.filter(({ role }) => row.roles.includes(role));
}

const MEMBER: readonly Role[] = ["member"];
const NOTHING: readonly Role[] = [];
