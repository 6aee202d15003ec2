/**
 * Which of a person's requests, assignments and ledger entries a decision can depend on, as queries within their partition. Everything else is history:
 * no rule of the domain looks at it, unless a command names it by its id.
 */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import type { AssignmentRequest, RequestState } from "../../domain/assignment-request/assignment-request.js";
import { OPEN_STATES, REMOVAL_TYPES } from "../../domain/assignment-request/transitions.js";
import type { Documents, Filter, Stored } from "../ports/documents.js";

/** All but the ended ones. */
const STANDING: readonly Assignment["state"][] = [
  "delivering",
  "delivered",
  "partiallyDelivered",
  "deliveryFailed",
];

/** Closed, and yet a later attempt of the delivery can make them better. */
const IMPROVABLE: readonly RequestState[] = ["partiallyDelivered", "deliveryFailed"];

const EVERY_GRANT_STATE: readonly RoleGrant["state"][] = ["granting", "granted", "revoking", "revoked"];

const PAGE = 1000;

export function assignmentsThatCount(
  documents: Documents,
  subjectId: string,
): Promise<readonly Stored<Assignment>[]> {
  return all<Assignment>(documents, subjectId, "assignment", isOneOf("state", STANDING));
}

/**
 * The open ones; and of those whose delivery failed the ones that can still improve: removals, until every role is gone, and what gave
 * an assignment that stands. A failed request without an assignment, or whose assignment has ended, stays as it is.
 */
export function requestsThatCount(
  documents: Documents,
  subjectId: string,
  standingIds: readonly string[],
): Promise<readonly Stored<AssignmentRequest>[]> {
  return all<AssignmentRequest>(documents, subjectId, "assignmentRequest", {
    op: "and",
    filters: [
      isOneOf("state", [...OPEN_STATES, ...IMPROVABLE]),
      {
        op: "or",
        filters: [
          isOneOf("state", [...OPEN_STATES]),
          isOneOf("requestType", [...REMOVAL_TYPES]),
          isOneOf("assignmentId", standingIds),
        ],
      },
    ],
  });
}

/** All of them: one for each role the person ever had, however often. By state, because that finds them without a look at the rest. */
export function ledgerOf(documents: Documents, subjectId: string): Promise<readonly Stored<RoleGrant>[]> {
  return all<RoleGrant>(documents, subjectId, "roleGrant", isOneOf("state", EVERY_GRANT_STATE));
}

function isOneOf(path: string, values: readonly string[]): Filter {
  return { op: "in", path, values };
}

async function all<D extends AssignmentRequest | Assignment | RoleGrant>(
  documents: Documents,
  subjectId: string,
  kind: D["kind"],
  filter: Filter,
): Promise<readonly Stored<D>[]> {
  const query = { container: "access", kind, partition: subjectId, filter, top: PAGE } as const;
  let page = await documents.query<D>(query);
  const items = [...page.items];
  while (page.continuation !== undefined) {
    page = await documents.query<D>({ ...query, continuation: page.continuation });
    items.push(...page.items);
  }
  return items;
}
