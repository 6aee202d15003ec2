/** Decides the permission table for one caller: allowed, or what kind of right is missing (missing-rights.ts says which, and who can give it). */
import type { Action } from "./action.js";
import {
  type Check,
  type Credentials,
  type HeldRole,
  needsRoles,
  roleChecks,
  rolesThatCount,
  tokenChecks,
} from "./checks.js";
import { PERMISSION_TABLE } from "./permission-table.js";

export type Answer = "allowed" | Denial;

/** `lacksPermission`: the token lacks it, and no role would help. `lacksRole`: a role is missing; for an application a permission would do as well. */
export type Denial = "lacksPermission" | "lacksRole";

/** What can be said from the token alone: the answer, or "roles" when it depends on entitlement-management roles (or on being a member). */
export function mayByToken(credentials: Credentials, action: Action): Answer | "roles" {
  const row = PERMISSION_TABLE[action];
  const answer = firstAnswer(tokenChecks(credentials, row));
  if (answer !== undefined) return answer;
  if (needsRoles(credentials, row)) return "roles";
  return credentials.kind === "application" ? "lacksPermission" : "lacksRole";
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
  const checks = roleChecks(credentials, PERMISSION_TABLE[action], held, isMember, catalogId);
  return firstAnswer(checks) ?? "lacksRole";
}

/** Where the action is allowed: everywhere, or in these catalogs. For actions on catalogs: being a member of the directory gives none of them. */
export function mayWhere(
  credentials: Credentials,
  held: readonly HeldRole[],
  action: Action,
): "all" | readonly string[] {
  const byToken = mayByToken(credentials, action);
  if (byToken !== "roles") return byToken === "allowed" ? "all" : [];
  const catalogIds = rolesThatCount(PERMISSION_TABLE[action], held).map(({ catalogId }) => catalogId);
  if (catalogIds.includes(null)) return "all";
  return [...new Set(catalogIds)].filter((id) => id !== null);
}

/** The answer of the first check that gives one. */
function firstAnswer(checks: readonly Check[]): Answer | undefined {
  const verdict = checks.find((check) => check.verdict !== "goesOn")?.verdict;
  if (verdict === undefined) return undefined;
  return verdict === "allows" ? "allowed" : "lacksPermission";
}
