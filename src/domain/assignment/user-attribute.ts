/**
 * A value that comes with access and is written to the person. It is kept in the grant ledger like a role, so it too is written down
 * before the directory is touched, tried again until it is proven, and shared by every assignment that brings it.
 */
import type { GrantedRole } from "./role-grant.js";

/** What an assignment brings: from the answers to the attribute questions of the package's resources (spec/domain.md 3.5). */
export type AttributeValue = {
  /** The user's property: jobTitle, extensionAttribute7 ... */
  readonly name: string;
  readonly value: string;
  /** True: it stays with the person when the access ends. */
  readonly isPersisted: boolean;
};

const PERSISTED = "persisted";

export function grantedAttribute({ name, value, isPersisted: persisted }: AttributeValue): GrantedRole {
  return {
    originSystem: "UserAttribute",
    resourceOriginId: name,
    resourceDisplayName: name,
    roleOriginId: persisted ? PERSISTED : "withAccess",
    roleDisplayName: "Value",
    scopeOriginId: value,
  };
}

/** It is not taken away again: when nothing brings it any more, there is nothing to do. */
export function isPersisted(role: GrantedRole): boolean {
  return role.originSystem === "UserAttribute" && role.roleOriginId === PERSISTED;
}
