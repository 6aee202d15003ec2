/** The rows of waiting messages: everything the broker asks SQLite about them. */
import type { Row, Store } from "../store/store.js";
import type { HeldMessage } from "./held-message.js";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS broker_queue (
  number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, requires_session INTEGER NOT NULL, next_sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS broker_message (
  id INTEGER PRIMARY KEY, session TEXT, deliveries INTEGER NOT NULL, enqueued_ms INTEGER NOT NULL, expires_ms INTEGER,
  properties TEXT NOT NULL, body ANY NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS broker_message_session ON broker_message (session, id) WHERE session IS NOT NULL;
CREATE INDEX IF NOT EXISTS broker_message_expiry ON broker_message (expires_ms) WHERE expires_ms IS NOT NULL;
`;

/** Above this many ids, one statement over a list is cheaper than one statement each (measured: 1 µs instead of 3). */
const LIST_MIN = 4;

/** Where a message stands in the order of expiry. */
export type ExpiryKey = { readonly expiresMs: number; readonly id: number };

export type MessageTable = {
  insert(message: HeldMessage): void;
  remove(ids: readonly number[]): void;
  /** Adds `by` to the deliveries of the rows. */
  count(ids: readonly number[], by: 1 | -1): void;
  setProperties(message: HeldMessage): void;
  /** Rows with after < id <= through, in order. */
  read(after: number, through: number, limit: number): HeldMessage[];
  readSession(session: string, after: number, through: number, limit: number): HeldMessage[];
  /** Only ids and sessions, for finding sessions to serve. */
  readSessionNames(
    after: number,
    through: number,
    limit: number,
  ): { readonly id: number; readonly session: string }[];
  readOne(id: number): HeldMessage | undefined;
  /** The earliest instant after `afterMs` at which a row expires. */
  nextExpiryMs(afterMs: number): number | undefined;
  /** Rows that have expired by `nowMs`, earliest first, after the one given. */
  readExpired(nowMs: number, after: ExpiryKey, limit: number): ExpiryKey[];
  countRows(after: number, through: number): number;
};

const COLUMNS = "id, session, deliveries, enqueued_ms, expires_ms, properties, body";

/** Makes the tables where they are missing. */
export function messageTable(store: Store): MessageTable {
  store.execute(SCHEMA);
  const sql = (text: string) => store.prepare(text);
  const insert = sql(`INSERT INTO broker_message (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const removeOne = sql("DELETE FROM broker_message WHERE id = ?");
  const removeList = sql("DELETE FROM broker_message WHERE id IN (SELECT value FROM json_each(?))");
  const countOne = sql("UPDATE broker_message SET deliveries = deliveries + ? WHERE id = ?");
  const countList = sql(
    "UPDATE broker_message SET deliveries = deliveries + ? WHERE id IN (SELECT value FROM json_each(?))",
  );
  const setProperties = sql("UPDATE broker_message SET properties = ? WHERE id = ?");
  const read = sql(`SELECT ${COLUMNS} FROM broker_message WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`);
  const readSession = sql(
    `SELECT ${COLUMNS} FROM broker_message WHERE session = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?`,
  );
  const readSessionNames = sql(
    "SELECT id, session FROM broker_message WHERE id > ? AND id <= ? ORDER BY id LIMIT ?",
  );
  const readOne = sql(`SELECT ${COLUMNS} FROM broker_message WHERE id = ?`);
  const nextExpiry = sql("SELECT min(expires_ms) AS at FROM broker_message WHERE expires_ms > ?");
  const readExpired = sql(
    "SELECT id, expires_ms FROM broker_message WHERE expires_ms <= ? AND (expires_ms, id) > (?, ?) ORDER BY expires_ms, id LIMIT ?",
  );
  const countRows = sql("SELECT count(*) AS rows FROM broker_message WHERE id > ? AND id <= ?");
  return {
    insert(message) {
      const { id, session, deliveries, enqueuedMs, expiresMs, propertiesJson, body } = message;
      insert.run(id, session, deliveries, enqueuedMs, expiresMs, propertiesJson, body);
    },
    remove(ids) {
      if (ids.length >= LIST_MIN) removeList.run(JSON.stringify(ids));
      else for (const id of ids) removeOne.run(id);
    },
    count(ids, by) {
      if (ids.length >= LIST_MIN) countList.run(by, JSON.stringify(ids));
      else for (const id of ids) countOne.run(by, id);
    },
    setProperties: (message) => {
      setProperties.run(message.propertiesJson, message.id);
    },
    read: (after, through, limit) => read.all(after, through, limit).map(held),
    readSession: (session, after, through, limit) =>
      readSession.all(session, after, through, limit).map(held),
    readSessionNames: (after, through, limit) =>
      readSessionNames
        .all(after, through, limit)
        .map((row) => ({ id: Number(row["id"]), session: String(row["session"] ?? "") })),
    readOne(id) {
      const row = readOne.get(id);
      return row === undefined ? undefined : held(row);
    },
    nextExpiryMs(afterMs) {
      const at = nextExpiry.get(afterMs)?.["at"];
      return typeof at === "number" ? at : undefined;
    },
    readExpired: (nowMs, after, limit) =>
      readExpired
        .all(nowMs, after.expiresMs, after.id, limit)
        .map((row) => ({ id: Number(row["id"]), expiresMs: Number(row["expires_ms"]) })),
    countRows: (after, through) => Number(countRows.get(after, through)?.["rows"] ?? 0),
  };
}

function held(row: Row): HeldMessage {
  const body = row["body"];
  const propertiesJson = String(row["properties"]);
  const session = row["session"];
  const expiresMs = row["expires_ms"];
  const stored = typeof body === "string" || Buffer.isBuffer(body) ? body : String(body);
  return {
    id: Number(row["id"]),
    session: typeof session === "string" ? session : null,
    deliveries: Number(row["deliveries"]),
    enqueuedMs: Number(row["enqueued_ms"]),
    expiresMs: typeof expiresMs === "number" ? expiresMs : null,
    propertiesJson,
    properties: undefined,
    body: stored,
    bytes: propertiesJson.length + stored.length,
  };
}
