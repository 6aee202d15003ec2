/** The option `targetManager` of filterByCurrentUser: what belongs to the people whose direct manager the caller is. */
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Ids in one condition; a manager of more people gets several, joined. */
const IDS_PER_CONDITION = 500;

export async function targetsManagedBy(ports: Ports, managerId: string): Promise<Filter> {
  const reports = await ports.directory.reportsOf(managerId);
  const filters: Filter[] = [];
  for (let from = 0; from < reports.length; from += IDS_PER_CONDITION)
    filters.push({
      op: "in",
      path: "target/objectId",
      values: reports.slice(from, from + IDS_PER_CONDITION),
    });
  // Nobody: a condition that nothing meets.
  return { op: "or", filters };
}
