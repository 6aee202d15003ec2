/** The access packages that the caller may see: of all their catalogs, or of one. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { catalogPartition, findCatalog } from "../governance/find.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

const SOURCE = { container: "governance", kind: "accessPackage" } as const;

export async function listAccessPackages(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<AccessPackage>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewCatalog", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  return done(await readList(ports, SOURCE, query, narrowing));
}

export async function listAccessPackagesOfCatalog(
  ports: Ports,
  call: Call,
  catalogId: string,
  query: ListQuery,
): Promise<Outcome<ListPage<AccessPackage>>> {
  const denied = await authorize(ports, call.caller, "viewCatalog", catalogId);
  if (denied !== undefined) return denied;
  const catalog = await findCatalog(ports, catalogId);
  if (catalog.kind === "refused") return catalog;
  return done(await readList(ports, { ...SOURCE, partition: catalogPartition(catalogId) }, query));
}

/** The packages that list this one as incompatible: the read-only inverse of incompatibleAccessPackages. */
export async function listIncompatibleWith(
  ports: Ports,
  call: Call,
  accessPackageId: string,
  query: ListQuery,
): Promise<Outcome<ListPage<AccessPackage>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewCatalog", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  const inverse = { op: "has", path: "incompatibleAccessPackageIds[]", values: [accessPackageId] } as const;
  const filter = narrowing === undefined ? inverse : ({ op: "and", filters: [inverse, narrowing] } as const);
  return done(await readList(ports, SOURCE, query, filter));
}
