/** Assignments of one package whose holders also have an incompatible one (Graph: additionalAccess). */
import type { Assignment } from "../../domain/assignment/assignment.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findAccessPackage } from "../governance/find.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readAll } from "./read-all.js";
import { readList } from "./read-list.js";

/** Holders of the other package in one condition; of more holders than this only these are compared, the first by subject id. */
const HOLDERS_MAX = 5_000;

export async function listAdditionalAccess(
  ports: Ports,
  call: Call,
  input: { readonly accessPackageId: string; readonly incompatibleAccessPackageId: string },
  query: ListQuery,
): Promise<Outcome<ListPage<Assignment>>> {
  const { accessPackageId, incompatibleAccessPackageId } = input;
  if (accessPackageId === incompatibleAccessPackageId)
    return refused(
      "BadRequest",
      "accessPackageId and incompatibleAccessPackageId must be different access packages.",
      "incompatibleAccessPackageId",
    );
  for (const id of [accessPackageId, incompatibleAccessPackageId]) {
    const accessPackage = await findAccessPackage(ports, id);
    if (accessPackage.kind === "refused") return accessPackage;
    const forbidden = await authorize(
      ports,
      call.caller,
      "viewAssignments",
      accessPackage.value.document.catalogId,
    );
    if (forbidden !== undefined) return forbidden;
  }
  const holders = new Set<string>();
  for await (const { partition } of readAll<Assignment>(ports, {
    container: "access",
    kind: "assignment",
    filter: standing(incompatibleAccessPackageId),
  })) {
    holders.add(partition);
    if (holders.size >= HOLDERS_MAX) break;
  }
  const both: Filter = {
    op: "and",
    filters: [standing(accessPackageId), { op: "in", path: "target/id", values: [...holders] }],
  };
  return done(await readList(ports, { container: "access", kind: "assignment" }, query, both));
}

function standing(accessPackageId: string): Filter {
  return {
    op: "and",
    filters: [
      { op: "eq", path: "accessPackageId", value: accessPackageId },
      { op: "ne", path: "state", value: "expired" },
    ],
  };
}
