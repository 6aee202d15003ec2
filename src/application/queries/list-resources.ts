/** The resources of one catalog, or of all catalogs that the caller may see. */
import type { Resource } from "../../domain/catalog/resource.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { catalogPartition, findCatalog, findResource } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

const SOURCE = { container: "governance", kind: "resource" } as const;

export async function listResources(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<Resource>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewCatalog", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  return done(await readList(ports, SOURCE, query, narrowing));
}

export async function listResourcesOfCatalog(
  ports: Ports,
  call: Call,
  catalogId: string,
  query: ListQuery,
): Promise<Outcome<ListPage<Resource>>> {
  const refusal = await maySee(ports, call, catalogId);
  if (refusal.kind === "refused") return refusal;
  return done(await readList(ports, { ...SOURCE, partition: catalogPartition(catalogId) }, query));
}

/** All of them, for lists of their roles and scopes. */
export async function allResourcesOfCatalog(
  ports: Ports,
  call: Call,
  catalogId: string,
): Promise<Outcome<readonly Resource[]>> {
  const refusal = await maySee(ports, call, catalogId);
  if (refusal.kind === "refused") return refusal;
  const stored = await ports.documents.partition<Resource>(
    "governance",
    catalogPartition(catalogId),
    "resource",
  );
  return done(stored.map(({ document }) => document));
}

export async function getResource(
  ports: Ports,
  call: Call,
  { catalogId, resourceId }: { readonly catalogId: string; readonly resourceId: string },
): Promise<Outcome<Stored<Resource>>> {
  const denied = await authorize(ports, call.caller, "viewCatalog", catalogId);
  return denied ?? findResource(ports, catalogId, resourceId);
}

async function maySee(ports: Ports, call: Call, catalogId: string) {
  const denied = await authorize(ports, call.caller, "viewCatalog", catalogId);
  return denied ?? findCatalog(ports, catalogId);
}
