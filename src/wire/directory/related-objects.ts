/**
 * Lists of directory objects that are related to one: members, owners, groups somebody is in. The relation is paged by the store; the
 * objects of a page are read by id. They are of several kinds, so `$filter` and `$orderby` do not apply.
 */

import type { Document, Filter } from "../../application/ports/documents.js";
import { listDirectory } from "../../application/queries/read-directory.js";
import { done, type Outcome } from "../../domain/errors.js";
import { readDirectoryObject } from "../directory-object.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import type { Item } from "../entity-type.js";
import { directoryObjectType } from "../graph-types.js";
import { pageSize } from "../odata/page-size.js";
import { readSkipToken, writeSkipToken } from "../odata/skip-token.js";
import type { DirectoryObject } from "../shapes/directory-object.js";
import { writeItems } from "../write-items.js";

type Row = Pick<Endpoint, "path" | "permission"> & Partial<Pick<Endpoint, "textKeys">>;

const OPTIONS = ["$select", "$top", "$skiptoken", "$count"] as const;

/** Through rows that relate objects: `where` says which rows, `idOf` whose id a row holds. */
export function relatedThrough<D extends Document>(
  row: Row & {
    readonly kind: D["kind"];
    readonly where: (
      call: EndpointCall,
    ) => Promise<Outcome<{ readonly partition?: string; readonly narrowing?: Filter }>>;
    readonly idOf: (row: D) => string;
    /** Only objects of this kind (`/members/microsoft.graph.user`). */
    readonly only?: DirectoryObject["kind"];
  },
): Endpoint {
  const { kind, where, idOf, only, ...rest } = row;
  return {
    ...rest,
    method: "GET",
    action: "readDirectory",
    query: OPTIONS,
    statuses: [200],
    handle: async (call) => {
      const { options, preferences, ports } = call;
      const source = await where(call);
      if (source.kind === "refused") return source;
      const page = await listDirectory<D>(
        ports,
        call.call,
        { kind, ...source.value },
        {
          top: pageSize(options, preferences.maxPageSize),
          count: options.count,
          ...(options.skipToken === undefined ? {} : { continuation: readSkipToken(options, /^.+$/s) }),
        },
      );
      if (page.kind === "refused") return page;
      const { items, continuation, count } = page.value;
      const found = await readObjects(
        call,
        items.map(({ document }) => idOf(document)),
      );
      const kept = only === undefined ? found : found.filter(({ model }) => model.kind === only);
      return done({
        kind: "collection",
        context: "directoryObjects",
        value: await writeItems(directoryObjectType, kept, options, call),
        ...(count === undefined ? {} : { count }),
        ...(continuation === undefined ? {} : { skipToken: writeSkipToken(continuation, options) }),
      });
    },
  };
}

/** One entry for each id that is somebody; a relation whose object has just been deleted is passed over. */
export async function readObjects(
  { ports }: EndpointCall,
  ids: readonly string[],
): Promise<readonly Item<DirectoryObject>[]> {
  const found = await Promise.all(ids.map((id) => readDirectoryObject(ports, id)));
  return found.filter((model) => model !== undefined).map((model) => ({ model }));
}
