/** What a decision about one person's access comes to: documents to write and events that tell of them, all in one batch. */
import type { Assignment } from "./assignment/assignment.js";
import type { RoleGrant } from "./assignment/role-grant.js";
import type { AssignmentRequest } from "./assignment-request/assignment-request.js";
import type { EntitlementEvent } from "./events.js";

export type AccessDocument = AssignmentRequest | Assignment | RoleGrant;

export type Decision = {
  readonly kind: "decided";
  /** New and changed documents, each at most once. */
  readonly documents: readonly AccessDocument[];
  readonly events: readonly EntitlementEvent[];
};

export function decided(documents: readonly AccessDocument[], events: readonly EntitlementEvent[]): Decision {
  return { kind: "decided", documents, events };
}
