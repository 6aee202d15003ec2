/** Says why somebody may, or may not: the checks that were asked, in order, the one that decided, and what would turn a no into a yes. */
import type { Action } from "./action.js";
import {
  type Check,
  type Credentials,
  type HeldRole,
  needsRoles,
  roleChecks,
  tokenChecks,
} from "./checks.js";
import { may, mayWhere } from "./may.js";
import { type CatalogInQuestion, type MissingRight, missingRights } from "./missing-rights.js";
import { PERMISSION_TABLE } from "./permission-table.js";

export type Question = {
  readonly credentials: Credentials;
  /**
   * False when the question is about somebody who is not calling: which permissions their client would have in the token is not known.
   * A person's are taken for granted then, and an application's for lacking.
   */
  readonly isTokenKnown: boolean;
  /** In every catalog. */
  readonly held: readonly HeldRole[];
  readonly isMember: boolean;
  readonly action: Action;
  /** Null: in the tenant as a whole. */
  readonly catalog: CatalogInQuestion | null;
};

export type Explanation = {
  /** `dependsOnToken`: an application without a role, whose permissions are not known. */
  readonly decision: "allowed" | "denied" | "dependsOnToken";
  /** Those that were asked, in order. The last one decided, unless its verdict is `goesOn`: then nothing was left to ask, which is a no. */
  readonly checks: readonly Check[];
  /** Permissions that were taken for granted: with a client that has none of them the answer is no. */
  readonly assumes: readonly string[];
  /** Any one of these would turn the answer; empty when it is "allowed". */
  readonly missing: readonly MissingRight[];
  /** Where the action is allowed: in all catalogs and the tenant, or in these catalogs. */
  readonly allowedIn: "all" | readonly string[];
};

export function explain({
  credentials,
  isTokenKnown,
  held,
  isMember,
  action,
  catalog,
}: Question): Explanation {
  const row = PERMISSION_TABLE[action];
  const { kind } = credentials;
  const assumes = isTokenKnown || kind === "application" ? [] : row.delegated;
  const taken = withAssumed(credentials, isTokenKnown, row.delegated);
  const catalogId = catalog?.id ?? null;
  const answer = may(taken, held, isMember, action, catalogId);
  const checks = asked([
    ...tokenChecks(taken, row),
    ...(needsRoles(taken, row) ? roleChecks(taken, row, held, isMember, catalogId) : []),
  ]);
  const isAllowedInTenant = answer === "allowed" && catalog === null;
  const allowedIn = isAllowedInTenant ? "all" : mayWhere(taken, held, action);
  if (answer === "allowed") return { decision: "allowed", checks, assumes, missing: [], allowedIn };
  return {
    decision: kind === "application" && !isTokenKnown ? "dependsOnToken" : "denied",
    checks,
    assumes,
    missing: missingRights({ kind, action, denial: answer, catalog }),
    allowedIn,
  };
}

function withAssumed(
  credentials: Credentials,
  isTokenKnown: boolean,
  scopes: readonly string[],
): Credentials {
  if (isTokenKnown) return credentials;
  return credentials.kind === "user" ? { ...credentials, scopes } : { ...credentials, appRoles: [] };
}

/** Nothing is asked after the check that decides. */
function asked(checks: readonly Check[]): readonly Check[] {
  const deciding = checks.findIndex(({ verdict }) => verdict !== "goesOn");
  return deciding === -1 ? checks : checks.slice(0, deciding + 1);
}
