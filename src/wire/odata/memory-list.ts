/**
 * Filters, orders and pages a list that is already in memory, as the store would have done. `size`: of one page; Infinity for the whole
 * list. `filter`: the option's, where it had to be put in terms of the list's own properties first (related-conditions.ts).
 */
import type { EntityType, Item } from "../entity-type.js";
import { compileFilter } from "./compile-filter.js";
import { compileOrder } from "./compile-order.js";
import { compareByOrder, matchesFilter } from "./match-filter.js";
import type { QueryOptions } from "./query-options.js";
import { readSkipToken, writeSkipToken } from "./skip-token.js";

export function selectFromMemory<M>(
  type: EntityType<M>,
  items: readonly Item<M>[],
  options: QueryOptions,
  size: number,
  filter = options.filter,
): { readonly page: readonly Item<M>[]; readonly count?: number; readonly skipToken?: string } {
  let chosen = items;
  if (filter !== undefined) {
    const condition = compileFilter(filter, type);
    chosen = chosen.filter(({ model }) => matchesFilter(condition, model));
  }
  if (options.orderBy.length > 0) {
    const compare = compareByOrder(compileOrder(options.orderBy, type));
    chosen = chosen.toSorted((a, b) => compare(a.model, b.model));
  }
  const count = options.count ? { count: chosen.length } : {};
  const start = options.skip + (options.skipToken === undefined ? 0 : offsetOf(options));
  const page = start === 0 && chosen.length <= size ? chosen : chosen.slice(start, start + size);
  const next = start + size;
  return next < chosen.length
    ? { page, ...count, skipToken: writeSkipToken(`@${next - options.skip}`, options) }
    : { page, ...count };
}

function offsetOf(options: QueryOptions): number {
  return Number(readSkipToken(options, /^@(\d{1,7})$/));
}
