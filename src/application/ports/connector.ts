/** Gives and takes roles of resources in the target system. The ledger (RoleGrant) says what; the connector does it and proves it. */
import type { GrantedRole } from "../../domain/assignment/role-grant.js";

export type ConnectorResult =
  | { readonly kind: "done" }
  /** Try again later (after `retryAfterMs` at the earliest when given). */
  | { readonly kind: "failed"; readonly message: string; readonly retryAfterMs?: number };

export type Connector = {
  /** Makes the subject have the role. Already so is success. `key` is the same for every attempt of one grant: a repeated key never doubles an effect. */
  grant(role: GrantedRole, subjectObjectId: string, key: string): Promise<ConnectorResult>;
  /** Makes the subject not have the role. Already so is success; so is a target that no longer exists. */
  revoke(role: GrantedRole, subjectObjectId: string, key: string): Promise<ConnectorResult>;
  /** Does the subject have the role now? The proof after a grant or revoke, read from the target itself. */
  has(role: GrantedRole, subjectObjectId: string): Promise<boolean>;
};
