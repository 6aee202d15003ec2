/** Everybody who has access or has asked for it, for whoever may see the assignments of the whole tenant. */
import { done, type Outcome } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList } from "./read-list.js";

export async function listSubjects(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<Subject>>> {
  const denied = await authorize(ports, call.caller, "viewAssignments", null);
  return denied ?? done(await readList(ports, { container: "access", kind: "subject" }, query));
}
