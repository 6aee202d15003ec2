/** The caller's requests: those they made, those for them, and those that wait for their decision (Graph: filterByCurrentUser). */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome } from "../../domain/errors.js";
import { type Me, whoCalls } from "../access/who-calls.js";
import type { Call } from "../call.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isMine, NOTHING } from "./mine.js";
import { readList } from "./read-list.js";
import { targetsManagedBy } from "./target-manager.js";

/** `target`: for me. `createdBy`: made by me. `approver`: waiting for my decision. `requestForOthers`: made by me for somebody else. `targetManager`: for people I manage. `targetAgentIdentitySponsorOrOwner`: for agent identities that I answer for; there are none here. */
export type MyRequestsOn =
  | "target"
  | "createdBy"
  | "approver"
  | "targetOrRequestor"
  | "requestForOthers"
  | "targetManager"
  | "targetAgentIdentitySponsorOrOwner";

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
  const who = await whoCalls(ports, call);
  if (who.kind === "refused") return who;
  const { objectId } = who.value;
  // No directory that can be connected has agent identities, so no request is for one.
  if (on === "targetAgentIdentitySponsorOrOwner") return done(NOTHING);
  if (on === "targetManager")
    return done(objectId === null ? NOTHING : await targetsManagedBy(ports, objectId));
  return done(conditionFor(on, who.value, (path) => isMine(ports, who.value, path)));
}

function conditionFor(
  on: Exclude<MyRequestsOn, "targetManager" | "targetAgentIdentitySponsorOrOwner">,
  { objectId }: Me,
  isMe: (who: "target" | "requestor") => Filter,
): Filter {
  const forMe = isMe("target");
  const byMe = isMe("requestor");
  switch (on) {
    case "target":
      return forMe;
    case "createdBy":
      return byMe;
    case "approver":
      return objectId === null ? NOTHING : { op: "has", path: "pendingApproverIds[]", values: [objectId] };
    case "targetOrRequestor":
      return { op: "or", filters: [forMe, byMe] };
    case "requestForOthers":
      return { op: "and", filters: [byMe, { op: "not", filter: forMe }] };
  }
}
