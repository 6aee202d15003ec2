/** Decides a documents-port condition on an object in memory, with the port's meaning: for lists too small to be queries. */
import type { Filter, Order, Scalar } from "../../application/ports/documents.js";

export function matchesFilter(filter: Filter, object: unknown): boolean {
  switch (filter.op) {
    case "and":
      return filter.filters.every((part) => matchesFilter(part, object));
    case "or":
      return filter.filters.some((part) => matchesFilter(part, object));
    case "not":
      return !matchesFilter(filter.filter, object);
    case "eq":
      return scalarAt(object, filter.path) === filter.value;
    case "ne":
      return scalarAt(object, filter.path) !== filter.value;
    case "gt":
    case "ge":
    case "lt":
    case "le":
      return inOrder(filter.op, scalarAt(object, filter.path), filter.value);
    case "in":
      return filter.values.includes(scalarAt(object, filter.path));
    case "contains":
    case "startsWith":
    case "endsWith":
    case "equals": {
      const value = scalarAt(object, filter.path);
      if (typeof value !== "string") return false;
      const [text, part] = filter.ignoreCase
        ? [value.toLowerCase(), filter.value.toLowerCase()]
        : [value, filter.value];
      if (filter.op === "equals") return text === part;
      if (filter.op === "contains") return text.includes(part);
      return filter.op === "startsWith" ? text.startsWith(part) : text.endsWith(part);
    }
    case "has": {
      const values = valueAt(object, filter.path);
      return Array.isArray(values) && filter.values.some((wanted) => values.includes(wanted));
    }
    case "hasOther": {
      const values = valueAt(object, filter.path);
      return Array.isArray(values) && values.some((value) => !filter.values.includes(value));
    }
  }
}

/** For Array.prototype.sort: nulls first ascending, ties by id. */
export function compareByOrder(orderBy: readonly Order[]): (a: unknown, b: unknown) => number {
  const keys: readonly Order[] = [...orderBy, { path: "id", direction: "asc" }];
  return (a, b) => {
    for (const { path, direction } of keys) {
      const difference = compareScalars(scalarAt(a, path), scalarAt(b, path));
      if (difference !== 0) return direction === "asc" ? difference : -difference;
    }
    return 0;
  };
}

function compareScalars(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function inOrder(op: "gt" | "ge" | "lt" | "le", value: Scalar, limit: Scalar): boolean {
  if (value === null || limit === null) return false;
  switch (op) {
    case "gt":
      return value > limit;
    case "ge":
      return value >= limit;
    case "lt":
      return value < limit;
    case "le":
      return value <= limit;
  }
}

function scalarAt(object: unknown, path: string): Scalar {
  const value = valueAt(object, path);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function valueAt(object: unknown, path: string): unknown {
  let value: unknown = object;
  for (const name of path.replace("[]", "").split("/")) {
    if (typeof value !== "object" || value === null) return null;
    // Read by name only; what is there is checked by whoever uses it.
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
