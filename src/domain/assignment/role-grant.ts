/**
 * The grant ledger: one entry for each role of a resource that a subject has, or has had, through packages.
 * An entry is written before the target system is touched, so no grant can be made and then forgotten.
 */
import type { OriginSystem } from "../catalog/resource.js";
import type { Instant } from "../time/instant.js";

/** Lives in partition `{subjectId}` of `access`. */
export type RoleGrant = {
  readonly kind: "roleGrant";
  /** ids.derive("roleGrant", subjectId, originSystem, resourceOriginId, roleOriginId, scopeOriginId): one entry for one role, however many packages give it. */
  readonly id: string;
  readonly subjectId: string;
  readonly subjectObjectId: string | null;
  readonly role: GrantedRole;
  /** granting: to be given, or being given. granted: proven by reading it back. revoking: to be taken away. revoked: proven gone. */
  readonly state: "granting" | "granted" | "revoking" | "revoked";
  /**
   * The assignments for which it stands; the role is taken away when none is left (reference counting, spec/domain.md 3.6).
   * Of a role being revoked, or revoked: the last ones for which it stood.
   */
  readonly assignmentIds: readonly string[];
  /** Counts the times it was decided to give or take the role; `{id}.{generation}` is the connector's key, the same for every attempt. */
  readonly generation: number;
  /** Failed attempts since that decision. */
  readonly attempts: number;
  readonly lastError: string | null;
  /** When to try (again); null when there is nothing to do. */
  readonly nextAttemptDateTime: Instant | null;
  readonly grantedDateTime: Instant | null;
  readonly revokedDateTime: Instant | null;
  readonly modifiedDateTime: Instant;
};

/** What the target system must be told. */
export type GrantedRole = {
  /** UserAttribute: not a role, but a value that is written to the person (spec/domain.md 3.5); see user-attribute.ts. */
  readonly originSystem: OriginSystem | "UserAttribute";
  readonly resourceOriginId: string;
  readonly resourceDisplayName: string;
  readonly roleOriginId: string;
  readonly roleDisplayName: string;
  readonly scopeOriginId: string;
  /** The person may activate the role; absent: has it. */
  readonly roleType?: "eligible";
};
