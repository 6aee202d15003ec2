/** Requests of the catalogs in which the caller may see assignments. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

export async function listAssignmentRequests(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<AssignmentRequest>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewAssignments", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  return done(await readList(ports, { container: "access", kind: "assignmentRequest" }, query, narrowing));
}
