/** Approvals that concern the caller: to decide (`approver`), about their access (`target`), or asked for by them (`createdBy`). */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome } from "../../domain/errors.js";
import { approvalsAsSeen } from "../access/approval-view.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { conditionForMine } from "./list-my-assignment-requests.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readFilteredList } from "./read-filtered-list.js";

export type MyApprovalsOn = "approver" | "target" | "createdBy";

/** Each item is the request with its approval inside. Requests that need no approval are left out before the list is cut into pages. */
export async function listMyApprovals(
  ports: Ports,
  call: Call,
  on: MyApprovalsOn,
  query: ListQuery,
): Promise<Outcome<ListPage<AssignmentRequest>>> {
  const mine = await conditionForMine(ports, call, on);
  if (mine.kind === "refused") return mine;
  const source = { container: "access", kind: "assignmentRequest" } as const;
  const page = await readFilteredList<AssignmentRequest>(ports, source, query, mine.value, async (items) =>
    items.filter(({ document }) => document.approval !== null),
  );
  return done({ ...page, items: await approvalsAsSeen(ports, call, page.items) });
}
