/** The catalogs that the caller may see. */
import type { Catalog } from "../../domain/catalog/catalog.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

export async function listCatalogs(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<Catalog>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewCatalog", "id");
  if (isRefusal(narrowing)) return narrowing;
  return done(await readList(ports, { container: "governance", kind: "catalog" }, query, narrowing));
}
