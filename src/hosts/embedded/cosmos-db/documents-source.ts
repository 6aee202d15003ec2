/** A container of the documents adapter as a change source: its documents, with the `_etag` that Cosmos DB would show. */
import type { EmbeddedDocuments } from "../../../adapters/embedded/documents/embedded-documents.js";
import type { ContainerName } from "../../../application/ports/documents.js";
import type { ChangeSource } from "./change-source.js";

/** Changes looked at in one read. */
const PAGE = 1000;

export function documentsSource(documents: EmbeddedDocuments, container: ContainerName): ChangeSource {
  return {
    async changes(after, limit) {
      const { items, checkpoint } = await documents.changedTexts(container, after, limit);
      return { items: items.map(({ body, etag }) => withEtag(body, etag)), checkpoint };
    },
    /** Reads through all changes: only for the first start of a function that does not start from the beginning. */
    async latest() {
      let last: string | undefined;
      for (;;) {
        const { items, checkpoint } = await documents.changedTexts(container, last, PAGE);
        if (items.length > 0) last = checkpoint;
        if (items.length < PAGE) return last;
      }
    },
    onChanges: (listener) => documents.onChanges(container, listener),
  };
}

/** The text is JSON.stringify's of an object with an id, so it ends with a property and a brace. An etag is plain hexadecimal. */
function withEtag(body: string, etag: string): string {
  return `${body.slice(0, -1)},"_etag":"${etag}"}`;
}
