/** Changes a catalog: its name and description, whether its packages can be requested, and whether by people from outside. */
import type { Catalog } from "../../domain/catalog/catalog.js";
import { nameKey } from "../../domain/catalog/name-key.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { releaseCatalogName, reserveCatalogName } from "../governance/catalog-name.js";
import { catalogPartition, findCatalog } from "../governance/find.js";
import { changesBetween, eventOperation } from "../governance/governance-event.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { CreateCatalogInput } from "./create-catalog.js";

export type UpdateCatalogInput = {
  readonly catalogId: string;
  /** What is left out stays. */
  readonly changes: Partial<CreateCatalogInput>;
  readonly ifMatch?: string | undefined;
};

export async function updateCatalog(
  ports: Ports,
  call: Call,
  { catalogId, changes, ifMatch }: UpdateCatalogInput,
): Promise<Outcome<Stored<Catalog>>> {
  const denied = await authorize(ports, call.caller, "editCatalog", catalogId);
  if (denied !== undefined) return denied;
  return untilUnchanged(async () => {
    const found = await findCatalog(ports, catalogId);
    if (found.kind === "refused") return found;
    const { document: before, etag } = found.value;
    const stale = staleVersion(found.value, ifMatch);
    if (stale !== undefined) return stale;
    const after: Catalog = { ...before, ...changes, modifiedDateTime: ports.clock.now() };
    // It is known by its name: packages that name no catalog land in "General".
    if (before.catalogType !== "userManaged" && after.displayName !== before.displayName)
      return refused(
        "BadRequest",
        `The built-in catalog "${before.displayName}" cannot be renamed.`,
        "displayName",
      );
    const isRenamed = nameKey(before.displayName) !== nameKey(after.displayName);
    if (isRenamed) {
      const duplicate = await reserveCatalogName(ports, after.displayName, catalogId);
      if (duplicate !== undefined) return duplicate;
    }
    const partition = catalogPartition(catalogId);
    const result = await ports.documents.batch("governance", partition, [
      { op: "replace", document: after, ifMatch: etag },
      eventOperation(ports, call, {
        type: "catalogUpdated",
        partition,
        object: { type: "accessPackageCatalog", id: catalogId, displayName: after.displayName },
        related: { catalogId },
        changes: changesBetween(before, after, [
          "displayName",
          "description",
          "state",
          "isExternallyVisible",
        ]),
      }),
    ]);
    if (result.kind === "conflict") return "changed";
    // A crash before this line leaves a reservation that nobody uses; reserveCatalogName takes it over.
    if (isRenamed) await releaseCatalogName(ports, before.displayName, catalogId);
    return done(writtenAs(result, partition, after));
  });
}
