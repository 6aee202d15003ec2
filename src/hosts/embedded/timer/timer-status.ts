/**
 * What is remembered of each timer across restarts, so that an occurrence missed while the host was down is noticed. Kept in the
 * store's table `timer_status`.
 */
import type { Store } from "../../../adapters/embedded/store/store.js";

/** Milliseconds since 1970. */
export type TimerStatus = {
  /** When the function was last invoked; undefined: never under this schedule. */
  readonly lastMs: number | undefined;
  readonly nextMs: number | undefined;
  readonly updatedMs: number;
};

export type TimerStatuses = {
  read(functionName: string): TimerStatus | undefined;
  /** The newest status of a function counts. On disk after `flush`. */
  set(functionName: string, status: TimerStatus): void;
  flush(): Promise<void>;
};

export function timerStatuses(store: Store): TimerStatuses {
  store.execute(
    `CREATE TABLE IF NOT EXISTS timer_status (
      function TEXT PRIMARY KEY, last_ms INTEGER, next_ms INTEGER, updated_ms INTEGER NOT NULL
    ) STRICT`,
  );
  const select = store.prepare("SELECT last_ms, next_ms, updated_ms FROM timer_status WHERE function = ?");
  const upsert = store.prepare(
    `INSERT INTO timer_status VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
      last_ms = excluded.last_ms, next_ms = excluded.next_ms, updated_ms = excluded.updated_ms`,
  );
  const unsaved = new Map<string, TimerStatus>();
  return {
    read(functionName) {
      const row = select.get(functionName);
      if (row === undefined) return undefined;
      return {
        lastMs: numberOf(row["last_ms"]),
        nextMs: numberOf(row["next_ms"]),
        updatedMs: numberOf(row["updated_ms"]) ?? 0,
      };
    },
    set(functionName, status) {
      unsaved.set(functionName, status);
    },
    async flush() {
      if (unsaved.size === 0) return;
      const batch = [...unsaved];
      unsaved.clear();
      await store.write(() => {
        for (const [name, status] of batch)
          upsert.run(name, status.lastMs ?? null, status.nextMs ?? null, status.updatedMs);
      });
    },
  };
}

function numberOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
