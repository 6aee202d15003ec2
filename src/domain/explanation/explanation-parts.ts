/** Parts that several explanations have in common. Codes are stable; sentences are for people and may change. */
import type { RoleGrant } from "../assignment/role-grant.js";
import type { Instant } from "../time/instant.js";

export type Named = { readonly id: string; readonly displayName: string | null };

/** An answer with its reason. */
export type Because = { readonly code: string; readonly because: string };

/** What will happen by itself, and when. */
export type Upcoming = {
  readonly code: string;
  readonly dateTime: Instant | null;
  readonly what: string;
};

/** One role of a resource, as the grant ledger has it. */
export type ExplainedRole = {
  readonly id: string;
  readonly resource: Named & { readonly originSystem: string };
  readonly role: Named;
  readonly state: RoleGrant["state"];
  /** Failed attempts since it was decided to give or take it. */
  readonly attempts: number;
  readonly lastError: string | null;
  readonly nextAttemptDateTime: Instant | null;
  readonly grantedDateTime: Instant | null;
  readonly revokedDateTime: Instant | null;
};

export function explainRole(grant: RoleGrant): ExplainedRole {
  const { role } = grant;
  return {
    id: grant.id,
    resource: {
      id: role.resourceOriginId,
      displayName: role.resourceDisplayName,
      originSystem: role.originSystem,
    },
    role: { id: role.roleOriginId, displayName: role.roleDisplayName },
    state: grant.state,
    attempts: grant.attempts,
    lastError: grant.lastError,
    nextAttemptDateTime: grant.nextAttemptDateTime,
    grantedDateTime: grant.grantedDateTime,
    revokedDateTime: grant.revokedDateTime,
  };
}

export function named(id: string, names: ReadonlyMap<string, string>): Named {
  return { id, displayName: names.get(id) ?? null };
}
