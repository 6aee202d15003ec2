/** What of a document is kept beside its body, to be filtered and ordered by. */
import type { Document } from "../../../application/ports/documents.js";
import { type Column, ID, type KindLayout } from "./layout.js";
import { type SortKey, scalarAt, scalarsAt, sortableText, sortKeyOf } from "./sort-key.js";

export function keysOf(kind: KindLayout, document: Document): ReadonlyMap<Column, SortKey> {
  const keys = new Map<Column, SortKey>();
  for (const column of kind.columns) keys.set(column, sortKeyOf(scalarAt(document, column.names)));
  return keys;
}

export type Element = { readonly path: string; readonly key: SortKey };

export function elementsOf(kind: KindLayout, document: Document): readonly Element[] {
  const elements: Element[] = [];
  for (const { path, names } of kind.multiValues) {
    // Distinct values may share a key (broken surrogates), so it is the keys that must be distinct.
    const keys = new Map<unknown, SortKey>();
    for (const value of scalarsAt(document, names)) {
      const key = sortKeyOf(value);
      // A number's eight bytes as one integer, above the 0n to 2n that stand for null, false and true.
      keys.set(typeof key === "object" ? key.readBigUInt64BE() + 3n : key, key);
    }
    for (const key of keys.values()) elements.push({ path, key });
  }
  return elements;
}

/**
 * The lower-case forms that SQLite's `lower` (ASCII only) would get wrong, as JSON by path; null when there are none.
 * Most documents have none, so comparing without case costs no second copy of every text.
 */
export function foldsOf(kind: KindLayout, document: Document): string | null {
  let folds: Record<string, string> | undefined;
  for (const { path, names } of [ID, ...kind.columns]) {
    const value = scalarAt(document, names);
    if (typeof value !== "string" || /^[\0-\x7f]*$/.test(value)) continue;
    const folded = value.toLowerCase();
    if (folded === asciiLower(value)) continue;
    folds ??= {};
    folds[path] = sortableText(folded);
  }
  return folds === undefined ? null : JSON.stringify(folds);
}

function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
