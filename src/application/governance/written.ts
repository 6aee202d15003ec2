/** What a command gives back after its batch: the document as it is now, with its new version. */
import type { BatchResult, Document, Stored } from "../ports/documents.js";

export function writtenAs<D extends Document>(
  result: Extract<BatchResult, { kind: "written" }>,
  partition: string,
  document: D,
): Stored<D> {
  const etag = result.etags.get(document.id);
  if (etag === undefined)
    throw new Error(`The batch did not report a version of ${document.kind} ${document.id}.`);
  return { partition, document, etag };
}
