/** Approvals that concern the caller: to decide (`approver`), about their access (`target`), or asked for by them (`createdBy`). */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";

export type MyApprovalsOn = "approver" | "target" | "createdBy";

/** Each item is the request with its approval inside; requests that need no approval are left out. */
export async function listMyApprovals(
  _ports: Ports,
  _call: Call,
  _on: MyApprovalsOn,
  _query: ListQuery,
): Promise<Outcome<ListPage<AssignmentRequest>>> {
  throw new Error("listMyApprovals: body follows");
}
