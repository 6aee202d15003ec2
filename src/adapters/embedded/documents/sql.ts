/** A piece of SQL with the values of its parameters: the only way values reach a statement. */
import type { Bindable } from "../store/store.js";

export type Sql = { readonly text: string; readonly values: readonly Bindable[] };

export function sql(text: string, ...values: readonly Bindable[]): Sql {
  return { text, values };
}

export const TRUE = sql("1");
export const FALSE = sql("0");

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
