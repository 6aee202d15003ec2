/**
 * Where a simulated clock stands, kept in the store: the present is written in the same transaction as whatever was written at it,
 * so after a crash nothing stored is ever in the clock's future. A folder that has this row is a simulated folder.
 */
import type { EmbeddedStore, Store } from "../store/store.js";
import type { SimulatedClock } from "./simulated-clock.js";

/** Milliseconds since 1970 where the folder's simulated clock last stood; undefined when the folder was never simulated. */
export function readSimulatedInstant(store: Pick<Store, "prepare">): number | undefined {
  const table = store
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'simulated_clock'")
    .get();
  if (table === undefined) return undefined;
  const row = store.prepare("SELECT now_ms FROM simulated_clock").get();
  return typeof row?.["now_ms"] === "number" ? row["now_ms"] : undefined;
}

/** Marks the folder as simulated and keeps its present from now on. Resolves when the first instant is on disk. */
export async function keepSimulatedInstant(store: EmbeddedStore, clock: SimulatedClock): Promise<void> {
  store.execute(
    "CREATE TABLE IF NOT EXISTS simulated_clock (one INTEGER PRIMARY KEY CHECK (one = 1), now_ms INTEGER NOT NULL) STRICT",
  );
  const save = store.prepare(
    "INSERT INTO simulated_clock VALUES (1, ?) ON CONFLICT DO UPDATE SET now_ms = excluded.now_ms",
  );
  let savedMs: number | undefined;
  store.beforeCommit(() => {
    const nowMs = clock.nowMs();
    if (nowMs === savedMs) return;
    save.run(nowMs);
    savedMs = nowMs;
  });
  // An empty write: the group's end saves the present.
  const keep = (): Promise<void> => store.write(() => {});
  clock.onArrival(keep);
  await keep();
}
