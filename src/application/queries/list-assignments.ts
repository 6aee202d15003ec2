/** Assignments of the catalogs in which the caller may see them, ended ones included. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

export async function listAssignments(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<Assignment>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewAssignments", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  return done(await readList(ports, { container: "access", kind: "assignment" }, query, narrowing));
}
