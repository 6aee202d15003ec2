/** The caller's assignments: what they have (`target`), what they asked for (`createdBy`), and what people they manage have (`targetManager`). */
import type { Assignment } from "../../domain/assignment/assignment.js";
import { done, type Outcome } from "../../domain/errors.js";
import { signedIn } from "../access/signed-in.js";
import type { Call } from "../call.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList } from "./read-list.js";
import { targetsManagedBy } from "./target-manager.js";

export type MyAssignmentsOn = "target" | "createdBy" | "targetManager";

export async function listMyAssignments(
  ports: Ports,
  call: Call,
  on: MyAssignmentsOn,
  query: ListQuery,
): Promise<Outcome<ListPage<Assignment>>> {
  const me = signedIn(call);
  if (me.kind === "refused") return me;
  const mine =
    on === "targetManager" ? await targetsManagedBy(ports, me.objectId) : conditionFor(on, me.objectId);
  return done(await readList(ports, { container: "access", kind: "assignment" }, query, mine));
}

function conditionFor(on: Exclude<MyAssignmentsOn, "targetManager">, objectId: string): Filter {
  switch (on) {
    case "target":
      return { op: "eq", path: "target/objectId", value: objectId };
    case "createdBy":
      return { op: "eq", path: "requestorObjectId", value: objectId };
  }
}
