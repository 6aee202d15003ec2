/** Approvals that concern the caller: to decide (`approver`), about their access (`target`), or asked for by them (`createdBy`). */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import { approvalsAsSeen } from "../access/approval-view.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { listMyAssignmentRequests } from "./list-my-assignment-requests.js";
import type { ListPage, ListQuery } from "./list-query.js";

export type MyApprovalsOn = "approver" | "target" | "createdBy";

/** Each item is the request with its approval inside. A page can hold fewer than `top`: requests that need no approval are left out of it. */
export async function listMyApprovals(
  ports: Ports,
  call: Call,
  on: MyApprovalsOn,
  query: ListQuery,
): Promise<Outcome<ListPage<AssignmentRequest>>> {
  const page = await listMyAssignmentRequests(ports, call, on, query);
  if (page.kind === "refused") return page;
  const withApproval = page.value.items.filter(({ document }) => document.approval !== null);
  const items = await approvalsAsSeen(ports, call, withApproval);
  return { kind: "done", value: { ...page.value, items } };
}
