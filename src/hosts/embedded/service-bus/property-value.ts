/** How the host gives the library the values of trigger metadata. */
import type { TypedData } from "../binding-service.js";

/** A text that the library, which tries JSON.parse on every text, would take for something else. */
const PERHAPS_JSON = /^\s|^["[{]|^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$|^(?:true|false|null)\s*$/;

/**
 * As the Functions host does it: texts as `string`, everything else as `json`. A text that cannot be JSON goes as JSON as well: the
 * handler sees the same, and the library is spared an exception for each (measured: several microseconds).
 */
export function propertyValue(value: unknown): TypedData {
  return typeof value === "string" && PERHAPS_JSON.test(value)
    ? { string: value }
    : { json: JSON.stringify(value) };
}

/** The values of one property in a batch. Texts go as a collection, of which the library tries to parse each. */
export function propertyValues(values: readonly unknown[]): TypedData {
  const texts = values.filter((value) => typeof value === "string");
  const asTexts = texts.length === values.length && texts.some((text) => PERHAPS_JSON.test(text));
  return asTexts ? { collectionString: { string: texts } } : { json: JSON.stringify(values) };
}
