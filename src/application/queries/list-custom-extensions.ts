/** The custom extensions of a catalog, for whoever may see the catalog. */
import type { CustomExtension } from "../../domain/custom-extension/custom-extension.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findExtension } from "../governance/custom-extensions.js";
import { catalogPartition, findCatalog } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList } from "./read-list.js";

export async function listCustomExtensions(
  ports: Ports,
  call: Call,
  catalogId: string,
  query: ListQuery,
): Promise<Outcome<ListPage<CustomExtension>>> {
  const denied = await authorize(ports, call.caller, "viewCatalog", catalogId);
  if (denied !== undefined) return denied;
  const catalog = await findCatalog(ports, catalogId);
  if (catalog.kind === "refused") return catalog;
  const partition = catalogPartition(catalogId);
  return done(await readList(ports, { container: "governance", kind: "customExtension", partition }, query));
}

export async function getCustomExtension(
  ports: Ports,
  call: Call,
  { catalogId, extensionId }: { readonly catalogId: string; readonly extensionId: string },
): Promise<Outcome<Stored<CustomExtension>>> {
  const denied = await authorize(ports, call.caller, "viewCatalog", catalogId);
  return denied ?? findExtension(ports, catalogId, extensionId);
}
