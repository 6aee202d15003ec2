/**
 * How a JSON scalar is kept in a column so that SQLite's own comparison is the port's: one total order, no NULL, no three-valued logic.
 *
 *     null  ->  integer 0                        booleans  ->  integers 1 and 2
 *     strings  ->  text                          numbers   ->  blob of 8 bytes
 *
 * SQLite orders integers before text before blobs, so types never compare equal, and nulls come first.
 */
import type { Document, Scalar } from "../../../application/ports/documents.js";

/** What a column of a document's own kind can hold. Columns of other kinds are NULL. */
export type SortKey = bigint | string | Buffer;

/** The lowest key of each type, as SQL: every key of a type lies between its own and the next type's. */
export const LOWEST_TEXT = "''";
export const LOWEST_NUMBER = "x''";

export function sortKeyOf(value: Scalar): SortKey {
  if (value === null) return 0n;
  if (typeof value === "boolean") return value ? 2n : 1n;
  return typeof value === "string" ? sortableText(value) : sortableNumber(value);
}

export function sameKey(a: SortKey, b: SortKey): boolean {
  return a === b || (Buffer.isBuffer(a) && Buffer.isBuffer(b) && a.equals(b));
}

/** Big-endian IEEE 754 with the sign turned over (all bits for negative numbers), so that bytes compare as numbers do. */
function sortableNumber(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleBE(value === 0 ? 0 : value); // -0 is 0
  if (value < 0) for (let index = 0; index < 8; index += 1) bytes[index] = ~(bytes[index] ?? 0);
  else bytes[0] = (bytes[0] ?? 0) | 0x80;
  return bytes;
}

/**
 * JavaScript compares strings by UTF-16 code unit, SQLite by UTF-8 byte, which is by code point. They differ only where characters
 * beyond U+FFFF meet U+E000 to U+FFFF, so those two ranges change places here. NUL, which the driver cannot carry, and halves of
 * surrogate pairs, which are no characters, count as U+FFFD.
 */
export function sortableText(text: string): string {
  if (!/[\0\ud800-\uffff]/.test(text)) return text;
  let sortable = "";
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const known = point === 0 || (point >= 0xd800 && point <= 0xdfff) ? 0xfffd : point;
    if (known > 0xffff) sortable += String.fromCodePoint(known - 0x2000);
    else if (known >= 0xe000) sortable += String.fromCodePoint(known + 0x100000);
    else sortable += character;
  }
  return sortable;
}

/** The value at a path of property names, or null when it is missing or no scalar. */
export function scalarAt(document: Document, path: readonly string[]): Scalar {
  const value = valueAt(document, path);
  return isScalar(value) ? value : null;
}

/** The scalars of the array at a path; none when there is no array. */
export function scalarsAt(document: Document, path: readonly string[]): readonly Scalar[] {
  const value = valueAt(document, path);
  return Array.isArray(value) ? value.filter(isScalar) : [];
}

function valueAt(document: Document, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const name of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    // A non-null object that is no array: any property of it may be asked for.
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
