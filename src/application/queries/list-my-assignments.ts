/** The caller's assignments: what they have (`target`), what they asked for (`createdBy`), what people they manage have (`targetManager`). */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";

export type MyAssignmentsOn = "target" | "createdBy" | "targetManager";

export async function listMyAssignments(
  _ports: Ports,
  _call: Call,
  _on: MyAssignmentsOn,
  _query: ListQuery,
): Promise<Outcome<ListPage<Assignment>>> {
  throw new Error("listMyAssignments: body follows");
}
