/** The limits that every adapter keeps: Cosmos DB's, so that what works on one machine also works there. */
import { type Document, DocumentLimitError, type Operation } from "../../../application/ports/documents.js";

/** Bytes of JSON; Cosmos DB: 2 MB an item, and 2 MB a transactional batch. */
const BYTES_MAX = 2 * 1024 * 1024;
/** Cosmos DB: operations of a transactional batch. */
const OPERATIONS_MAX = 100;
/** Cosmos DB: bytes of an id, and of a partition key value. */
const ID_BYTES_MAX = 1023;
const PARTITION_BYTES_MAX = 2048;
const PAGE_MAX = 1000;

/** Cosmos DB refuses / \ ? # in an id; NUL and halves of surrogate pairs are no characters that a store can give back. */
const NOT_IN_IDS = /[/\\?#\0]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const NOT_IN_PARTITIONS = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether a document can have this id. A reader that asks for another one gets "no such document", not an error. */
export function isId(id: string): boolean {
  return id !== "" && Buffer.byteLength(id) <= ID_BYTES_MAX && !NOT_IN_IDS.test(id);
}

export function isPartition(partition: string): boolean {
  return (
    partition !== "" &&
    Buffer.byteLength(partition) <= PARTITION_BYTES_MAX &&
    !NOT_IN_PARTITIONS.test(partition)
  );
}

/** Throws DocumentLimitError unless the batch keeps to the limits on ids and numbers; sizes are checked by `bodyOf`. */
export function checkBatch(partition: string, operations: readonly Operation[]): void {
  if (!isPartition(partition)) throw notAllowed("partition", partition);
  if (operations.length > OPERATIONS_MAX) {
    throw new DocumentLimitError(
      "batchTooLarge",
      `A batch has at most ${OPERATIONS_MAX} operations; got ${operations.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const operation of operations) {
    const id = "document" in operation ? operation.document.id : operation.id;
    if (typeof id !== "string" || !isId(id)) throw notAllowed("id", id);
    if (seen.has(id))
      throw new DocumentLimitError(
        "documentTwice",
        `Two operations of one batch are about document "${id}".`,
      );
    seen.add(id);
  }
}

export type Body = { readonly text: string; readonly bytes: number };

export function bodyOf(document: Document): Body {
  const text = JSON.stringify(document);
  const bytes = Buffer.byteLength(text);
  if (bytes > BYTES_MAX) {
    throw new DocumentLimitError(
      "documentTooLarge",
      `Document "${document.id}" is ${bytes} bytes of JSON; at most ${BYTES_MAX}.`,
    );
  }
  return { text, bytes };
}

export function checkBatchBytes(bytes: number): void {
  if (bytes <= BYTES_MAX) return;
  throw new DocumentLimitError(
    "batchTooLarge",
    `The documents of a batch are ${bytes} bytes of JSON; at most ${BYTES_MAX}.`,
  );
}

export function checkPage(what: string, size: number): void {
  if (Number.isInteger(size) && size >= 1 && size <= PAGE_MAX) return;
  throw new DocumentLimitError(
    "pageTooLarge",
    `${what} is a whole number from 1 to ${PAGE_MAX}; got ${size}.`,
  );
}

function notAllowed(what: string, value: string): DocumentLimitError {
  const shown = JSON.stringify(String(value).slice(0, 100));
  return new DocumentLimitError(
    "idNotAllowed",
    `${shown} cannot be the ${what} of a document: it is empty, too long, or has a character such as / \\ ? # that ids cannot have.`,
  );
}
