/** One catalog, for whoever may see it. */
import type { Catalog } from "../../domain/catalog/catalog.js";
import type { Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findCatalog } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function getCatalog(
  ports: Ports,
  call: Call,
  { catalogId }: { readonly catalogId: string },
): Promise<Outcome<Stored<Catalog>>> {
  const denied = await authorize(ports, call.caller, "viewCatalog", catalogId);
  return denied ?? findCatalog(ports, catalogId);
}
