/** The numbers of changes, one sequence for all containers: etags and the order of the change feed. Never used twice, also not after a restart. */
import type { EmbeddedStore } from "../store/store.js";

export function changeNumbers(store: EmbeddedStore): () => number {
  store.execute(
    "CREATE TABLE IF NOT EXISTS documents_changes (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT",
  );
  const row = store.prepare("SELECT last FROM documents_changes").get();
  let last = Number(row?.["last"] ?? 0);
  let saved = last;
  // Kept apart from the documents, because the newest of them may be deleted before the restart. Once a group is enough.
  const save = store.prepare(
    "INSERT INTO documents_changes VALUES (1, ?) ON CONFLICT DO UPDATE SET last = excluded.last",
  );
  store.beforeCommit(() => {
    if (last === saved) return;
    save.run(last);
    saved = last;
  });
  return () => {
    last += 1;
    return last;
  };
}
