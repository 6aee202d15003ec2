/** Deletes a catalog that has no access packages, with its resources, role assignments and custom extensions (spec/domain.md 2). */
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { releaseCatalogName } from "../governance/catalog-name.js";
import { endClosing, whileClosed } from "../governance/closing.js";
import { catalogPartition, findCatalog } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { staleVersion } from "../governance/retry.js";
import type { Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type DeleteCatalogInput = { readonly catalogId: string; readonly ifMatch?: string | undefined };

/** What goes with the catalog. Events, reservations and records of resource requests stay: they are history. */
const REMOVED_WITH_IT = ["resource", "roleAssignment", "customExtension"];
/** Cosmos DB takes 100 operations in a batch; the last batch needs three for itself. */
const OPERATIONS_PER_BATCH = 90;

export async function deleteCatalog(
  ports: Ports,
  call: Call,
  { catalogId, ifMatch }: DeleteCatalogInput,
): Promise<Outcome<undefined>> {
  const denied = await authorize(ports, call.caller, "deleteCatalog", catalogId);
  if (denied !== undefined) return denied;
  const found = await findCatalog(ports, catalogId);
  if (found.kind === "refused") return found;
  const { document: catalog } = found.value;
  if (catalog.catalogType !== "userManaged")
    return refused("BadRequest", `The built-in catalog "${catalog.displayName}" cannot be deleted.`);
  const stale = staleVersion(found.value, ifMatch);
  if (stale !== undefined) return stale;
  const partition = catalogPartition(catalogId);
  const outcome = await whileClosed(ports, partition, catalogId, async () => {
    const packages = await ports.documents.partition("governance", partition, "accessPackage");
    if (packages.length > 0)
      return refused(
        "CatalogNotEmpty",
        `Catalog "${catalog.displayName}" still has ${packages.length} access package${packages.length === 1 ? ". Delete it" : "s. Delete them"} first.`,
      );
    const rest = (
      await Promise.all(
        REMOVED_WITH_IT.map((kind) => ports.documents.partition("governance", partition, kind)),
      )
    ).flat();
    const removals = rest.map(({ document }): Operation => ({ op: "delete", id: document.id }));
    while (removals.length > OPERATIONS_PER_BATCH)
      await ports.documents.batch("governance", partition, removals.splice(0, OPERATIONS_PER_BATCH));
    const result = await ports.documents.batch("governance", partition, [
      ...removals,
      { op: "delete", id: catalogId, ...(ifMatch === undefined ? {} : { ifMatch }) },
      endClosing(catalogId),
      eventOperation(ports, call, {
        type: "catalogDeleted",
        partition,
        object: { type: "accessPackageCatalog", id: catalogId, displayName: catalog.displayName },
        related: { catalogId },
      }),
    ]);
    return result.kind === "conflict"
      ? refused("Conflict", "The catalog was changed at the same moment. Try again.")
      : done(undefined);
  });
  if (outcome.kind === "done") await releaseCatalogName(ports, catalog.displayName, catalogId);
  return outcome;
}
