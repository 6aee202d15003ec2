/** Every assignment whose holder also has a package that excludes it: all breaches of separation of duties (Graph: additionalAccess()). */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readAll } from "./read-all.js";
import { readFilteredList } from "./read-filtered-list.js";
import { isRefusal, narrowToCatalogs } from "./read-list.js";

/** Of the catalogs whose assignments the caller may see: both packages must lie in one of them. */
export async function listOverlaps(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<Assignment>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewAssignments", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  const excluding = await packagesThatExclude(ports, narrowing);
  const source = { container: "access", kind: "assignment" } as const;
  return done(
    await readFilteredList<Assignment>(
      ports,
      source,
      query,
      standing([...excluding.keys()]),
      async (items) => {
        const others = await packagesOf(ports, items, new Set([...excluding.values()].flat()), narrowing);
        return items.filter(({ partition, document }) =>
          excluding.get(document.accessPackageId)?.some((id) => others.get(partition)?.has(id)),
        );
      },
    ),
  );
}

/** By the package that cannot be had beside them: the packages that exclude it. */
async function packagesThatExclude(
  ports: Ports,
  narrowing: Filter | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const path = "incompatibleAccessPackageIds[]";
  const any: Filter = { op: "hasOther", path, values: [] };
  const excluding = new Map<string, readonly string[]>();
  for await (const { document } of readAll<AccessPackage>(ports, {
    container: "governance",
    kind: "accessPackage",
    filter: narrowing === undefined ? any : { op: "and", filters: [any, narrowing] },
  }))
    excluding.set(document.id, document.incompatibleAccessPackageIds);
  return excluding;
}

/** By person: which of the packages the people of these assignments have. */
async function packagesOf(
  ports: Ports,
  items: readonly Stored<Assignment>[],
  accessPackageIds: ReadonlySet<string>,
  narrowing: Filter | undefined,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const had = new Map<string, Set<string>>();
  if (items.length === 0) return had;
  const people: Filter = { op: "in", path: "target/id", values: items.map(({ partition }) => partition) };
  const filters = [standing([...accessPackageIds]), people, ...(narrowing === undefined ? [] : [narrowing])];
  for await (const { partition, document } of readAll<Assignment>(ports, {
    container: "access",
    kind: "assignment",
    filter: { op: "and", filters },
  })) {
    const ids = had.get(partition) ?? new Set();
    had.set(partition, ids.add(document.accessPackageId));
  }
  return had;
}

function standing(accessPackageIds: readonly string[]): Filter {
  return {
    op: "and",
    filters: [
      { op: "in", path: "accessPackageId", values: accessPackageIds },
      { op: "ne", path: "state", value: "expired" },
    ],
  };
}
