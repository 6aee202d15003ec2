/** The meaning of a query, as plainly as it can be said: the oracle that adapters are compared with. */
import type { Document, Filter, Order, Scalar } from "../../../src/application/ports/documents.js";

export type Placed = { readonly partition: string; readonly document: Document };

export function naiveQuery(
  all: readonly Placed[],
  query: {
    readonly kind: string;
    readonly partition?: string;
    readonly filter?: Filter;
    readonly orderBy?: readonly Order[];
  },
): readonly Placed[] {
  return all
    .filter(
      ({ partition, document }) =>
        document.kind === query.kind && partition === (query.partition ?? partition),
    )
    .filter(({ document }) => query.filter === undefined || holds(query.filter, document))
    .sort((a, b) => {
      for (const { path, direction } of query.orderBy ?? []) {
        const order = compare(scalarAt(a.document, path), scalarAt(b.document, path));
        if (order !== 0) return direction === "asc" ? order : -order;
      }
      return compare(a.document.id, b.document.id) || compare(a.partition, b.partition);
    });
}

function holds(filter: Filter, document: Document): boolean {
  switch (filter.op) {
    case "and":
      return filter.filters.every((part) => holds(part, document));
    case "or":
      return filter.filters.some((part) => holds(part, document));
    case "not":
      return !holds(filter.filter, document);
    case "eq":
      return scalarAt(document, filter.path) === filter.value;
    case "ne":
      return scalarAt(document, filter.path) !== filter.value;
    case "in":
      return filter.values.includes(scalarAt(document, filter.path));
    case "has": {
      const array = valueAt(document, filter.path.replace("[]", ""));
      return Array.isArray(array) && filter.values.some((value) => array.includes(value));
    }
    case "hasOther": {
      const array = valueAt(document, filter.path.replace("[]", ""));
      return Array.isArray(array) && array.some((element) => !filter.values.includes(element));
    }
    case "contains":
    case "startsWith":
    case "endsWith":
    case "equals": {
      const value = scalarAt(document, filter.path);
      if (typeof value !== "string") return false;
      const fold = (text: string) => (filter.ignoreCase ? text.toLowerCase() : text);
      if (filter.op === "equals") return fold(value) === fold(filter.value);
      const test = { contains: "includes", startsWith: "startsWith", endsWith: "endsWith" } as const;
      return fold(value)[test[filter.op]](fold(filter.value));
    }
    case "gt":
    case "ge":
    case "lt":
    case "le": {
      const value = scalarAt(document, filter.path);
      // Only values of one type have an order, and null has none.
      if (value === null || filter.value === null || typeof value !== typeof filter.value) return false;
      const order = compare(value, filter.value);
      if (filter.op === "gt") return order > 0;
      if (filter.op === "ge") return order >= 0;
      return filter.op === "lt" ? order < 0 : order <= 0;
    }
  }
}

/** Null first, then by code unit or number; false before true. */
function compare(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

function scalarAt(document: Document, path: string): Scalar {
  const value = valueAt(document, path);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return null;
}

function valueAt(document: Document, path: string): unknown {
  return path
    .split("/")
    .reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null
          ? Object.entries(value).find(([key]) => key === name)?.[1]
          : undefined,
      document,
    );
}
