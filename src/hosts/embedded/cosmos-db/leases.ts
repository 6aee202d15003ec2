/** How far each function has read each container: kept in the store, like the documents of a lease container. */
import type { Store } from "../../../adapters/embedded/store/store.js";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS cosmos_lease (
  function TEXT NOT NULL, container TEXT NOT NULL, checkpoint TEXT NOT NULL, PRIMARY KEY (function, container)
) STRICT, WITHOUT ROWID`;

/** Stored for "from the beginning": a checkpoint is never empty. */
const BEGINNING = "";

export type Leases = {
  /** Undefined when the function has never read the container; else where it stands. */
  find(functionName: string, container: string): { readonly checkpoint: string | undefined } | undefined;
  /** Resolves when it is on disk. */
  save(functionName: string, container: string, checkpoint: string | undefined): Promise<void>;
};

export function leasesIn(store: Store): Leases {
  store.execute(SCHEMA);
  const find = store.prepare("SELECT checkpoint FROM cosmos_lease WHERE function = ? AND container = ?");
  const save = store.prepare(
    "INSERT INTO cosmos_lease VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET checkpoint = excluded.checkpoint",
  );
  return {
    find(functionName, container) {
      const checkpoint = find.get(functionName, container)?.["checkpoint"];
      if (typeof checkpoint !== "string") return undefined;
      return { checkpoint: checkpoint === BEGINNING ? undefined : checkpoint };
    },
    save: (functionName, container, checkpoint) =>
      store.write(() => {
        save.run(functionName, container, checkpoint ?? BEGINNING);
      }),
  };
}
