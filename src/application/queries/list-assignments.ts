/** Assignments of the catalogs in which the caller may see them, ended ones included. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";

export async function listAssignments(
  _ports: Ports,
  _call: Call,
  _input: ListQuery,
): Promise<Outcome<ListPage<Assignment>>> {
  throw new Error("listAssignments: body follows");
}
