/** How many objects one page holds. */
import type { QueryOptions } from "./query-options.js";
import { TOP_MAX } from "./read-options.js";

/** Graph's default. */
const PAGE_DEFAULT = 100;

/** `$top` and `Prefer: odata.maxpagesize`, whichever is less; 100 without either, 999 at most. */
export function pageSize(options: QueryOptions, maxPageSize: number | undefined): number {
  const wanted = options.top ?? maxPageSize ?? PAGE_DEFAULT;
  return Math.min(wanted, maxPageSize ?? TOP_MAX, TOP_MAX);
}
