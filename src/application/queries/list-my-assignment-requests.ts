/** The caller's requests: those they made, those for them, and those that wait for their decision (Graph: filterByCurrentUser). */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome } from "../../domain/errors.js";
import { signedIn } from "../access/signed-in.js";
import type { Call } from "../call.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList } from "./read-list.js";
import { targetsManagedBy } from "./target-manager.js";

/** `target`: for me. `createdBy`: made by me. `approver`: waiting for my decision. `requestForOthers`: made by me for somebody else. `targetManager`: for people I manage. */
export type MyRequestsOn =
  | "target"
  | "createdBy"
  | "approver"
  | "targetOrRequestor"
  | "requestForOthers"
  | "targetManager";

export async function listMyAssignmentRequests(
  ports: Ports,
  call: Call,
  on: MyRequestsOn,
  query: ListQuery,
): Promise<Outcome<ListPage<AssignmentRequest>>> {
  const mine = await conditionForMine(ports, call, on);
  if (mine.kind === "refused") return mine;
  return done(await readList(ports, { container: "access", kind: "assignmentRequest" }, query, mine.value));
}

/** Which requests are meant by `on`, for the caller. */
export async function conditionForMine(ports: Ports, call: Call, on: MyRequestsOn): Promise<Outcome<Filter>> {
  const me = signedIn(call);
  if (me.kind === "refused") return me;
  if (on === "targetManager") return done(await targetsManagedBy(ports, me.objectId));
  return done(conditionFor(on, me.objectId));
}

function conditionFor(on: Exclude<MyRequestsOn, "targetManager">, objectId: string): Filter {
  const forMe: Filter = { op: "eq", path: "target/objectId", value: objectId };
  const byMe: Filter = { op: "eq", path: "requestor/objectId", value: objectId };
  switch (on) {
    case "target":
      return forMe;
    case "createdBy":
      return byMe;
    case "approver":
      return { op: "has", path: "pendingApproverIds[]", values: [objectId] };
    case "targetOrRequestor":
      return { op: "or", filters: [forMe, byMe] };
    case "requestForOthers":
      return { op: "and", filters: [byMe, { op: "not", filter: forMe }] };
  }
}
