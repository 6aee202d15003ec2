/** Reads one page of a list, narrowed to what the caller may see, and counts it when asked to. */
import type { Action } from "../../domain/authorization/action.js";
import type { Refusal } from "../../domain/errors.js";
import { authorize, catalogsWhere } from "../authorize.js";
import type { Call } from "../call.js";
import type { ContainerName, Document, Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";

export type Source = {
  readonly container: ContainerName;
  readonly kind: string;
  /** Without it: across partitions. */
  readonly partition?: string;
};

/** `narrowing` holds whatever the client filters by. */
export async function readList<D extends Document>(
  ports: Ports,
  source: Source,
  query: ListQuery,
  narrowing?: Filter,
): Promise<ListPage<D>> {
  const filters = [narrowing, query.filter].filter((filter) => filter !== undefined);
  const [first] = filters;
  const filter: Filter | undefined = filters.length === 2 ? { op: "and", filters } : first;
  const restricted = { ...source, ...(filter === undefined ? {} : { filter }) };
  const [page, count] = await Promise.all([
    ports.documents.query<D>({
      ...restricted,
      top: query.top,
      ...(query.orderBy === undefined ? {} : { orderBy: query.orderBy }),
      ...(query.continuation === undefined ? {} : { continuation: query.continuation }),
    }),
    query.count ? ports.documents.count(restricted) : undefined,
  ]);
  return count === undefined ? page : { ...page, count };
}

/**
 * The condition that keeps a list to the catalogs in which the caller may do the action; undefined when that is all of them.
 * A caller who may do it nowhere is refused. `path` is where the documents keep the catalog's id.
 */
export async function narrowToCatalogs(
  ports: Ports,
  call: Call,
  action: Action,
  path: string,
): Promise<Filter | undefined | Refusal> {
  const where = await catalogsWhere(ports, call.caller, action);
  if (where === "all") return undefined;
  if (where.length > 0) return { op: "in", path, values: where };
  // Whoever may create catalogs may look, and sees that they own none yet.
  const refusal = await authorize(ports, call.caller, action, null);
  const mayCreate = (await authorize(ports, call.caller, "createCatalog", null)) === undefined;
  return refusal === undefined || mayCreate ? NOTHING : refusal;
}

export function isRefusal(value: Filter | undefined | Refusal): value is Refusal {
  return value !== undefined && "kind" in value;
}

const NOTHING: Filter = { op: "or", filters: [] };
