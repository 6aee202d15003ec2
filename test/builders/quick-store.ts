/**
 * A store on disk with the documents' tables in it, for tests that are not about what a power cut leaves: the tables are made once a
 * process and copied, and nobody waits for the disk. What must survive is tested on plain stores, and on the product itself.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import { HISTORY, INDEXES } from "../../src/adapters/index-declaration.js";
import { instantOf } from "../../src/domain/time/instant.js";

export type QuickStore = {
  readonly store: EmbeddedStore;
  /** Closes it and removes its folder. */
  readonly end: () => Promise<void>;
};

export function openQuickStore(name: string): QuickStore {
  const folder = aFolder(name);
  const path = join(folder, "gatehouse.db");
  prepared ??= prepare();
  writeFileSync(path, prepared);
  const store = openStore(path);
  store.execute("PRAGMA synchronous = OFF");
  return {
    store,
    end: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let prepared: Buffer | undefined;

/** Its past begins with the clock's zero, so that it is known at every instant of a test. */
function prepare(): Buffer {
  const folder = aFolder("prepared");
  const path = join(folder, "gatehouse.db");
  const store = openStore(path);
  const clock = { now: () => instantOf(0) };
  openDocuments(store, INDEXES, { history: { clock, kinds: HISTORY } });
  // Out of the log and into the file that is copied.
  store.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  const file = readFileSync(path);
  rmSync(folder, { recursive: true, force: true });
  return file;
}

function aFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `gatehouse-${name}-`));
}
