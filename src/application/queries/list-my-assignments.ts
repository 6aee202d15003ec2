/** The caller's assignments: what they have (`target`), what they asked for (`createdBy`), and what people they manage have (`targetManager`). */
import type { Assignment } from "../../domain/assignment/assignment.js";
import { done, type Outcome } from "../../domain/errors.js";
import { type Me, whoCalls } from "../access/who-calls.js";
import type { Call } from "../call.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isMine, NOTHING } from "./mine.js";
import { readList } from "./read-list.js";
import { targetsManagedBy } from "./target-manager.js";

export type MyAssignmentsOn = "target" | "createdBy" | "targetManager" | "targetAgentIdentitySponsorOrOwner";

export async function listMyAssignments(
  ports: Ports,
  call: Call,
  on: MyAssignmentsOn,
  query: ListQuery,
): Promise<Outcome<ListPage<Assignment>>> {
  const who = await whoCalls(ports, call);
  if (who.kind === "refused") return who;
  const mine = await conditionFor(ports, on, who.value);
  return done(await readList(ports, { container: "access", kind: "assignment" }, query, mine));
}

async function conditionFor(ports: Ports, on: MyAssignmentsOn, me: Me): Promise<Filter> {
  const { objectId } = me;
  const forMe = isMine(ports, me, "target");
  switch (on) {
    case "target":
      return forMe;
    case "createdBy": {
      // Whoever has no directory object can ask for nobody but themselves, and is the requestor without an object.
      const byNobody: Filter = { op: "eq", path: "requestorObjectId", value: null };
      const byMyself: Filter = { op: "and", filters: [forMe, byNobody] };
      if (objectId === null) return byMyself;
      const byMe: Filter = { op: "eq", path: "requestorObjectId", value: objectId };
      return forMe.op === "or" ? { op: "or", filters: [byMe, byMyself] } : byMe;
    }
    // No directory that can be connected has agent identities, so nobody answers for one.
    case "targetAgentIdentitySponsorOrOwner":
      return NOTHING;
    case "targetManager":
      return objectId === null ? NOTHING : targetsManagedBy(ports, objectId);
  }
}
