/** Requests of the catalogs in which the caller may see assignments. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";

export async function listAssignmentRequests(
  _ports: Ports,
  _call: Call,
  _input: ListQuery,
): Promise<Outcome<ListPage<AssignmentRequest>>> {
  throw new Error("listAssignmentRequests: body follows");
}
