/** Reads one page of a list of which some items are left out by what the store cannot say: pages are full all the same. */
import { pause } from "../pause.js";
import type { Document, Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList, type Source } from "./read-list.js";

/** Items looked at in one step while counting. */
const STEP = 999;

/**
 * `keep` gives those of a page's items that belong to the list, in their order. Reads on until the page is full or the list is over: as
 * many items as are left out, and more reads for the same page, but never a page that is short in the middle.
 */
export async function readFilteredList<D extends Document>(
  ports: Ports,
  source: Source,
  query: ListQuery,
  narrowing: Filter | undefined,
  keep: (items: readonly Stored<D>[]) => Promise<readonly Stored<D>[]>,
): Promise<ListPage<D>> {
  const items: Stored<D>[] = [];
  let { continuation } = query;
  do {
    const page: ListPage<D> = await readList<D>(
      ports,
      source,
      {
        ...without(query),
        top: query.top - items.length,
        ...(continuation === undefined ? {} : { continuation }),
      },
      narrowing,
    );
    items.push(...(await keep(page.items)));
    continuation = page.continuation;
    await pause();
  } while (continuation !== undefined && items.length < query.top);
  const count = query.count ? await countKept(ports, source, query, narrowing, keep) : undefined;
  return {
    items,
    ...(continuation === undefined ? {} : { continuation }),
    ...(count === undefined ? {} : { count }),
  };
}

async function countKept<D extends Document>(
  ports: Ports,
  source: Source,
  query: ListQuery,
  narrowing: Filter | undefined,
  keep: (items: readonly Stored<D>[]) => Promise<readonly Stored<D>[]>,
): Promise<number> {
  let count = 0;
  let continuation: string | undefined;
  do {
    const page: ListPage<D> = await readList<D>(
      ports,
      source,
      { ...without(query), top: STEP, ...(continuation === undefined ? {} : { continuation }) },
      narrowing,
    );
    count += (await keep(page.items)).length;
    continuation = page.continuation;
    await pause();
  } while (continuation !== undefined);
  return count;
}

/** The client's condition and order, without where it stands and without the count that the store would give. */
function without({ filter, orderBy }: ListQuery): Omit<ListQuery, "top"> {
  return {
    count: false,
    ...(filter === undefined ? {} : { filter }),
    ...(orderBy === undefined ? {} : { orderBy }),
  };
}
