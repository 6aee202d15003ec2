/** The few things a data folder must remember about itself, outside every service: when it was made, and what its first start did. */
import type { EmbeddedStore } from "../../adapters/embedded/store/store.js";

type FolderFact =
  /** When the folder was first opened. */
  | "created"
  /** "yes" or "no": whether it was made with the sample organization and its accounts. */
  | "sample"
  /** When everything that a first start writes was written. Absent: it was cut off, and is done again. */
  | "filled"
  /** SHA-256 of the code with which the first administrator is made; removed when it has been used. */
  | "claim"
  /** Who became the first administrator, by userPrincipalName. */
  | "administrator";

export type FolderFacts = {
  get(fact: FolderFact): string | undefined;
  /** Undefined takes the fact away. Resolves when it is on disk. */
  set(fact: FolderFact, value: string | undefined): Promise<void>;
};

export function folderFacts(store: EmbeddedStore): FolderFacts {
  store.execute(
    "CREATE TABLE IF NOT EXISTS folder_facts (fact TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
  );
  return {
    get(fact) {
      const value = store.prepare("SELECT value FROM folder_facts WHERE fact = ?").get(fact)?.["value"];
      return typeof value === "string" ? value : undefined;
    },
    set: (fact, value) =>
      store.write(() => {
        if (value === undefined) store.prepare("DELETE FROM folder_facts WHERE fact = ?").run(fact);
        else {
          store
            .prepare(
              "INSERT INTO folder_facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            )
            .run(fact, value);
        }
      }),
  };
}
