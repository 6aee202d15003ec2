/** A piece of SQL with the values of its parameters: the only way values reach a statement. */
import type { Bindable } from "../store/store.js";

export type Sql = { readonly text: string; readonly values: readonly Bindable[] };

export function sql(text: string, ...values: readonly Bindable[]): Sql {
  return { text, values };
}

/** As parameters: SQLite folds a constant into the whole WHERE clause, and then finds no use for the index that INDEXED BY names. */
export const TRUE = sql("?", 1n);
export const FALSE = sql("?", 0n);

/** Pairs of pairs instead of a chain: SQLite limits the depth of an expression to 1000. */
export function joined(operator: "AND" | "OR", parts: readonly Sql[]): Sql {
  const [first] = parts;
  if (first === undefined) return operator === "AND" ? TRUE : FALSE;
  if (parts.length === 1) return first;
  const middle = parts.length >> 1;
  const left = joined(operator, parts.slice(0, middle));
  const right = joined(operator, parts.slice(middle));
  return { text: `(${left.text} ${operator} ${right.text})`, values: [...left.values, ...right.values] };
}
