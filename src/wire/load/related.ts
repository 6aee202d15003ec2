/** Reads the related objects of a whole page: each distinct one once, by id, and all at the same time. */
import { authorize, catalogsWhere } from "../../application/authorize.js";
import { catalogPartition } from "../../application/governance/find.js";
import type { ContainerName, Document } from "../../application/ports/documents.js";
import type { Item } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";
import { ODataError } from "../odata/odata-error.js";

export type Reference = { readonly partition: string; readonly id: string };

/** One item for each reference, in their order; undefined where there is none, or where the object is gone. */
export async function readRelated<D extends Document>(
  { ports }: ExpandContext,
  container: ContainerName,
  references: readonly (Reference | undefined)[],
): Promise<readonly (Item<D> | undefined)[]> {
  const reads = new Map<string, Promise<Item<D> | undefined>>();
  return Promise.all(
    references.map((reference) => {
      if (reference === undefined) return NOTHING;
      const key = `${reference.partition} ${reference.id}`;
      let read = reads.get(key);
      if (read === undefined) {
        read = ports.documents
          .get<D>(container, reference.partition, reference.id)
          .then((stored) =>
            stored === undefined ? undefined : { model: stored.document, etag: stored.etag },
          );
        reads.set(key, read);
      }
      return read;
    }),
  );
}

/** An object of a catalog. */
export function inCatalog(catalogId: string, id: string): Reference {
  return { partition: catalogPartition(catalogId), id };
}

/** Every document of one kind in each of these catalogs. */
export async function readCatalogContents<D extends Document>(
  { ports }: ExpandContext,
  catalogIds: readonly string[],
  kind: string,
): Promise<ReadonlyMap<string, readonly Item<D>[]>> {
  const distinct = [...new Set(catalogIds)];
  const contents = await Promise.all(
    distinct.map((id) => ports.documents.partition<D>("governance", catalogPartition(id), kind)),
  );
  return new Map(
    distinct.map((id, index) => [
      id,
      (contents[index] ?? []).map(({ document, etag }): Item<D> => ({ model: document, etag })),
    ]),
  );
}

/** Refuses an expansion that shows more of a catalog than its requestors may see. */
export async function onlyForViewers(context: ExpandContext, catalogIds: readonly string[]): Promise<void> {
  const viewable = await viewableCatalogs(context, catalogIds);
  const hidden = catalogIds.find((id) => !viewable.has(id));
  if (hidden === undefined) return;
  const denied = await authorize(context.ports, context.call.caller, "viewCatalog", hidden);
  if (denied !== undefined) throw new ODataError(denied.code, denied.message, "$expand");
}

/** Which of the catalogs the caller may see: for what is shown to requestors in part. */
export async function viewableCatalogs(
  { ports, call }: ExpandContext,
  catalogIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const where = await catalogsWhere(ports, call.caller, "viewCatalog");
  return new Set(where === "all" ? catalogIds : where);
}

const NOTHING: Promise<undefined> = Promise.resolve(undefined);
