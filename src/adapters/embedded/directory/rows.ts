/** Reading the directory's documents: one object of a known kind, or every row of an indexed query. */

import type { ObjectDocument } from "../../../application/ports/directory-objects.js";
import type { Document, Documents, Filter, Stored } from "../../../application/ports/documents.js";

/** Rows a page; the port's maximum, since these rows are small. */
const PAGE = 1000;

/** The object, or undefined when there is none with this id or it is of another kind. */
export async function object<K extends ObjectDocument["kind"]>(
  documents: Pick<Documents, "get">,
  kind: K,
  id: string,
): Promise<Extract<ObjectDocument, { kind: K }> | undefined> {
  return (await storedObject(documents, kind, id))?.document;
}

/** As `object`, with the version it was read at. */
export async function storedObject<K extends ObjectDocument["kind"]>(
  documents: Pick<Documents, "get">,
  kind: K,
  id: string,
): Promise<Stored<Extract<ObjectDocument, { kind: K }>> | undefined> {
  const found = await documents.get<Extract<ObjectDocument, { kind: K }>>("directory", id, id);
  return found?.document.kind === kind ? found : undefined;
}

/** Every document of a kind that matches, ordered by id; in one partition when `partition` is given. */
export async function everyRow<D extends Document>(
  documents: Pick<Documents, "query">,
  kind: D["kind"],
  where: { readonly partition?: string; readonly filter?: Filter },
): Promise<readonly D[]> {
  return (await everyStoredRow<D>(documents, kind, where)).map((item) => item.document);
}

/** As `everyRow`, with partition and version: for rows that are to be changed or deleted. */
export async function everyStoredRow<D extends Document>(
  documents: Pick<Documents, "query">,
  kind: D["kind"],
  where: { readonly partition?: string; readonly filter?: Filter },
): Promise<readonly Stored<D>[]> {
  const rows: Stored<D>[] = [];
  let continuation: string | undefined;
  do {
    const page = await documents.query<D>({
      container: "directory",
      kind,
      ...where,
      top: PAGE,
      ...(continuation === undefined ? {} : { continuation }),
    });
    rows.push(...page.items);
    continuation = page.continuation;
  } while (continuation !== undefined);
  return rows;
}

/** The only row that matches (the one with the smallest id when there are several). */
export async function firstRow<D extends Document>(
  documents: Pick<Documents, "query">,
  kind: D["kind"],
  filter: Filter,
): Promise<D | undefined> {
  const page = await documents.query<D>({ container: "directory", kind, filter, top: 1 });
  return page.items[0]?.document;
}

/** Values of an `in` condition in one query: far below SQLite's limit of bound values, and a plan that stays cheap. */
const VALUES = 200;

/** Every row whose `path` is one of `values`, however many values there are. */
export async function everyRowIn<D extends Document>(
  documents: Pick<Documents, "query">,
  kind: D["kind"],
  path: string,
  values: readonly string[],
): Promise<readonly D[]> {
  const rows: D[] = [];
  for (let start = 0; start < values.length; start += VALUES) {
    const filter: Filter = { op: "in", path, values: values.slice(start, start + VALUES) };
    rows.push(...(await everyRow<D>(documents, kind, { filter })));
  }
  return rows;
}
