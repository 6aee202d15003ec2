/** The geographies of SharePoint, for whoever may see a catalog. */
import type { ResourceEnvironment } from "../../domain/catalog/resource-environment.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { allEnvironments } from "../governance/resource-environments.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { isRefusal, narrowToCatalogs } from "./read-list.js";

export async function listResourceEnvironments(
  ports: Ports,
  call: Call,
): Promise<Outcome<readonly Stored<ResourceEnvironment>[]>> {
  const where = await narrowToCatalogs(ports, call, "viewCatalog", "catalogId");
  return isRefusal(where) ? where : done(await allEnvironments(ports, call));
}

export async function getResourceEnvironment(
  ports: Ports,
  call: Call,
  { environmentId }: { readonly environmentId: string },
): Promise<Outcome<Stored<ResourceEnvironment>>> {
  const all = await listResourceEnvironments(ports, call);
  if (all.kind === "refused") return all;
  const found = all.value.find(({ document }) => document.id === environmentId);
  return found === undefined
    ? refused(
        "ResourceNotFound",
        `The resource was not found: there is no resource environment with id ${environmentId}.`,
      )
    : done(found);
}
