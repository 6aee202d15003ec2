/** What every list takes and gives: a condition over index paths, an order, a page. `$filter`, `$orderby` and `$top` have been turned into it by src/wire. */
import type { Document, Filter, Order, Stored } from "../ports/documents.js";

export type ListQuery = {
  readonly filter?: Filter;
  readonly orderBy?: readonly Order[];
  /** Page size, 1 to 999. */
  readonly top: number;
  /** From the page before. */
  readonly continuation?: string;
  /** Also say how many there are on all pages. */
  readonly count: boolean;
};

export type ListPage<D extends Document> = {
  readonly items: readonly Stored<D>[];
  /** Absent on the last page. */
  readonly continuation?: string;
  /** Present when asked for. */
  readonly count?: number;
};
