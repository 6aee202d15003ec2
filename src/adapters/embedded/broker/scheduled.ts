/**
 * Messages that wait for their enqueue time. They are rows and nothing else: one timer, for the earliest, whatever their number.
 * As in Service Bus a message gets its place in the queue, and in a topic its subscribers, only when its time has come.
 */
import type { Store } from "../store/store.js";
import type { Cancel, HostClock } from "../time/host-clock.js";
import type { MessageProperties } from "./message.js";
import type { CheckedMessage } from "./message-rules.js";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS broker_scheduled (
  number INTEGER PRIMARY KEY, due_ms INTEGER NOT NULL, entity TEXT NOT NULL, time_to_live_ms INTEGER,
  properties TEXT NOT NULL, body ANY NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS broker_scheduled_due ON broker_scheduled (due_ms);
`;

/** Messages enqueued in one write: a million that fall due together must not block the process in one piece. */
const DUE_AT_ONCE = 500;

export type ScheduledMessage = {
  readonly entity: string;
  readonly message: CheckedMessage;
  readonly timeToLiveMs: number | undefined;
};

export type Scheduled = {
  /** Stores the message. Call inside a write; call `watch` when it is durable. */
  add(scheduled: ScheduledMessage, dueMs: number): void;
  /** Looks when the next message is due. */
  watch(): void;
  count(entity: string): number;
  stop(): void;
};

/** `enqueue` puts what is due where it belongs, inside the write that removes it here, and resolves when that is durable. */
export function scheduledMessages(
  store: Store,
  clock: HostClock,
  enqueue: (take: () => readonly ScheduledMessage[]) => Promise<void>,
): Scheduled {
  store.execute(SCHEMA);
  const insert = store.prepare(
    "INSERT INTO broker_scheduled (due_ms, entity, time_to_live_ms, properties, body) VALUES (?, ?, ?, ?, ?)",
  );
  const earliest = store.prepare("SELECT min(due_ms) AS at FROM broker_scheduled");
  const due = store.prepare(
    "SELECT * FROM broker_scheduled WHERE due_ms <= ? ORDER BY due_ms, number LIMIT ?",
  );
  const remove = store.prepare(
    "DELETE FROM broker_scheduled WHERE number IN (SELECT value FROM json_each(?))",
  );
  const countOf = store.prepare("SELECT count(*) AS rows FROM broker_scheduled WHERE entity = ?");
  let timer: { readonly atMs: number; readonly cancel: Cancel } | undefined;

  function take(): ScheduledMessage[] {
    const rows = due.all(clock.nowMs(), DUE_AT_ONCE);
    remove.run(JSON.stringify(rows.map((row) => row["number"])));
    return rows.map((row) => {
      const propertiesJson = String(row["properties"]);
      const body = row["body"];
      const stored = typeof body === "string" || Buffer.isBuffer(body) ? body : String(body);
      const timeToLiveMs = row["time_to_live_ms"];
      return {
        entity: String(row["entity"]),
        message: {
          // Written by `add` from a checked message.
          properties: JSON.parse(propertiesJson) as MessageProperties,
          propertiesJson,
          body: stored,
          bytes: propertiesJson.length + stored.length,
        },
        timeToLiveMs: typeof timeToLiveMs === "number" ? timeToLiveMs : undefined,
      };
    });
  }

  function watch(): void {
    const atMs = earliest.get()?.["at"];
    if (typeof atMs !== "number" || (timer !== undefined && timer.atMs <= atMs)) return;
    timer?.cancel();
    const cancel = clock.schedule(atMs, () => {
      timer = undefined;
      enqueue(take).then(watch, () => {
        // The store has failed and the host is stopping; the rows are still there.
      });
    });
    timer = { atMs, cancel };
  }

  return {
    add({ entity, message, timeToLiveMs }, dueMs) {
      insert.run(dueMs, entity, timeToLiveMs ?? null, message.propertiesJson, message.body);
    },
    watch,
    count: (entity) => Number(countOf.get(entity)?.["rows"] ?? 0),
    stop: () => timer?.cancel(),
  };
}
