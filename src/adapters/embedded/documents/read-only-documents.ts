/** Reads the documents of a data folder without writing to it, also while its server runs: for commands that only look. */
import type { Documents, IndexDeclaration } from "../../../application/ports/documents.js";
import type { EmbeddedStore, ReadOnlyStore } from "../store/store.js";
import { openDocuments } from "./embedded-documents.js";

export type DocumentReader = Pick<Documents, "get" | "find" | "partition" | "query" | "count" | "changes">;

/** Throws when the folder's tables do not fit the declaration: it was last started with another version. */
export function openDocumentsReadOnly(store: ReadOnlyStore, declaration: IndexDeclaration): DocumentReader {
  const unchanging: EmbeddedStore = {
    prepare: (sql) => store.prepare(sql),
    committed: store,
    execute(sql) {
      // Making sure of a table that is there changes nothing; anything else would be a change of layout.
      if (/^\s*CREATE TABLE IF NOT EXISTS documents_(layout|changes)\b/.test(sql)) return;
      throw new Error(
        "This data folder was made by another version: start the server on it once, then try again.",
      );
    },
    write: () => Promise.reject(new Error("The data folder is only being read.")),
    durable: () => Promise.resolve(),
    isBusy: () => false,
    beforeCommit() {},
    close: () => Promise.resolve(store.close()),
  };
  return openDocuments(unchanging, declaration, { recentCharacters: 0 });
}
