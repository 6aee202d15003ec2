/** The OData query options of an address, or of one name in `$expand`, as read. */
import type { Expression } from "./expression.js";

/** One key of `$orderby`. */
export type OrderItem = { readonly path: readonly string[]; readonly direction: "asc" | "desc" };

export type ExpandItem = {
  /** As written; `*` stands for every navigation property. */
  readonly name: string;
  readonly options: QueryOptions;
};

export type QueryOptions = {
  readonly select: readonly string[] | undefined;
  readonly expand: readonly ExpandItem[];
  readonly filter: Expression | undefined;
  readonly orderBy: readonly OrderItem[];
  /** Undefined: the default page. */
  readonly top: number | undefined;
  readonly skip: number;
  readonly skipToken: string | undefined;
  readonly count: boolean;
  readonly search: string | undefined;
};

export const NO_OPTIONS: QueryOptions = {
  select: undefined,
  expand: [],
  filter: undefined,
  orderBy: [],
  top: undefined,
  skip: 0,
  skipToken: undefined,
  count: false,
  search: undefined,
};
