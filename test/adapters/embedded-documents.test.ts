import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DocumentsOptions,
  openDocuments,
} from "../../src/adapters/embedded/documents/embedded-documents.js";
import { openStore } from "../../src/adapters/embedded/store/store.js";
import { CONTRACT_HISTORY, CONTRACT_INDEXES } from "../contracts/documents/sample.js";
import { describeDocuments, type OpenedDocuments } from "../contracts/documents.js";

const kinds = CONTRACT_HISTORY;
describeDocuments("SQLite", async (clock) => openOnDisk({ history: { clock, kinds } }));
describeDocuments("SQLite, walking in order as over many", async (clock) =>
  openOnDisk({ few: 1, history: { clock, kinds } }),
);

async function openOnDisk(options: DocumentsOptions): Promise<OpenedDocuments> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-documents-"));
  const path = join(folder, "store.db");
  let store = openStore(path);
  return {
    documents: openDocuments(store, CONTRACT_INDEXES, options),
    async reopen() {
      await store.close();
      store = openStore(path);
      return openDocuments(store, CONTRACT_INDEXES, options);
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
