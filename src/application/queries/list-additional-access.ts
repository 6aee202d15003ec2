/** Assignments of one package whose holders also have an incompatible one (Graph: additionalAccess). */
import type { Assignment } from "../../domain/assignment/assignment.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findAccessPackage } from "../governance/find.js";
import type { Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readAll } from "./read-all.js";
import { readFilteredList } from "./read-filtered-list.js";

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
  const source = { container: "access", kind: "assignment" } as const;
  return done(
    await readFilteredList<Assignment>(ports, source, query, standing(accessPackageId), async (items) => {
      const holders = await holdersAmong(ports, items, incompatibleAccessPackageId);
      return items.filter(({ partition }) => holders.has(partition));
    }),
  );
}

/** Of the people of these assignments, those who have the package: their subject ids. */
async function holdersAmong(
  ports: Ports,
  items: readonly Stored<Assignment>[],
  accessPackageId: string,
): Promise<ReadonlySet<string>> {
  const holders = new Set<string>();
  if (items.length === 0) return holders;
  const among: Filter = { op: "in", path: "target/id", values: items.map(({ partition }) => partition) };
  for await (const { partition } of readAll<Assignment>(ports, {
    container: "access",
    kind: "assignment",
    filter: { op: "and", filters: [standing(accessPackageId), among] },
  }))
    holders.add(partition);
  return holders;
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
