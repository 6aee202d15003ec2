/** Which documents a container takes: Cosmos DB's own rules of ids, keys and sizes. */
import { isRecord, type JsonObject } from "../json-file.js";

/** Cosmos DB: 2 MB for an item. */
const BYTES_MAX = 2 * 1024 * 1024;
/** Cosmos DB: 1023 bytes for an id. */
const ID_BYTES_MAX = 1023;

export type CheckedDocument = {
  readonly document: JsonObject;
  readonly id: string;
  /** The value of the partition key, as `keyOf` writes it. */
  readonly partition: string;
};

/** Throws an Error that says what is wrong with the document. */
export function checkedDocument(document: unknown, partitionKey: string): CheckedDocument {
  if (!isRecord(document)) throw new Error("A Cosmos DB document must be an object.");
  const { id } = document;
  if (typeof id !== "string" || id === "" || Buffer.byteLength(id) > ID_BYTES_MAX || /[/\\?#\0]/.test(id))
    throw new Error(
      `A Cosmos DB document needs an "id": a text of at most ${ID_BYTES_MAX} bytes without / \\ ? #. It is ${shown(id)}.`,
    );
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes > BYTES_MAX)
    throw new Error(`The document "${id}" has ${bytes} bytes; Cosmos DB takes at most ${BYTES_MAX}.`);
  return { document, id, partition: keyOf(valueAt(document, partitionKey)) };
}

/** A partition key value as text: 1 and "1" are different partitions, and a document without the property has one of its own. */
export function keyOf(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value);
}

function valueAt(document: JsonObject, path: string): unknown {
  let value: unknown = document;
  for (const name of path.split("/").slice(1)) value = isRecord(value) ? value[name] : undefined;
  return value;
}

function shown(id: unknown): string {
  return id === undefined ? "missing" : JSON.stringify(id).slice(0, 100);
}
