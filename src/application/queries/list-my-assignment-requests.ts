/** The caller's requests: those they made, those for them, and those that wait for their decision (Graph: filterByCurrentUser). */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";

/** `target`: for me. `createdBy`: made by me. `approver`: waiting for my decision. `requestForOthers`: made by me for somebody else. `targetManager`: for people I manage. */
export type MyRequestsOn =
  | "target"
  | "createdBy"
  | "approver"
  | "targetOrRequestor"
  | "requestForOthers"
  | "targetManager";

export async function listMyAssignmentRequests(
  _ports: Ports,
  _call: Call,
  _on: MyRequestsOn,
  _query: ListQuery,
): Promise<Outcome<ListPage<AssignmentRequest>>> {
  throw new Error("listMyAssignmentRequests: body follows");
}
