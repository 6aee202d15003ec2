/** Assignments of one package whose holders also have an incompatible one (Graph: additionalAccess). */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";

export async function listAdditionalAccess(
  _ports: Ports,
  _call: Call,
  _input: { readonly accessPackageId: string; readonly incompatibleAccessPackageId: string },
  _query: ListQuery,
): Promise<Outcome<ListPage<Assignment>>> {
  throw new Error("listAdditionalAccess: body follows");
}
