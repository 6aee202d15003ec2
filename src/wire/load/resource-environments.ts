/** Reads the geographies of sites, and the sites of geographies that the caller may see in a catalog. */
import { catalogsWhere } from "../../application/authorize.js";
import { TENANT_PARTITION } from "../../application/governance/find.js";
import { readAll } from "../../application/queries/read-all.js";
import type { Resource } from "../../domain/catalog/resource.js";
import type { ResourceEnvironment } from "../../domain/catalog/resource-environment.js";
import type { Item } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";
import { readRelated } from "./related.js";

/** Undefined for everything but sites. */
export const loadEnvironments = (resources: readonly Resource[], context: ExpandContext) =>
  readRelated<ResourceEnvironment>(
    context,
    "governance",
    resources.map(({ environmentId }) =>
      environmentId === undefined ? undefined : { partition: TENANT_PARTITION, id: environmentId },
    ),
  );

export async function loadSites(
  environments: readonly ResourceEnvironment[],
  { ports, call }: ExpandContext,
): Promise<readonly (readonly Item<Resource>[])[]> {
  const where = await catalogsWhere(ports, call.caller, "viewCatalog");
  const sites = new Map<string | undefined, Item<Resource>[]>(environments.map(({ id }) => [id, []]));
  const all = readAll<Resource>(ports, {
    container: "governance",
    kind: "resource",
    filter: { op: "in", path: "environmentId", values: environments.map(({ id }) => id) },
  });
  for await (const { document, etag } of all)
    if (where === "all" || where.includes(document.catalogId))
      sites.get(document.environmentId)?.push({ model: document, etag });
  return environments.map(({ id }) => sites.get(id) ?? []);
}
