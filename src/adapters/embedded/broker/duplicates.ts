/** Duplicate detection: a message id sent again within the entity's window is accepted and ignored. */
import type { Store } from "../store/store.js";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS broker_message_id (
  entity TEXT NOT NULL, message_id TEXT NOT NULL, sent_ms INTEGER NOT NULL, PRIMARY KEY (entity, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS broker_message_id_age ON broker_message_id (entity, sent_ms);
`;

/** Each new id removes this many that are too old, so the table shrinks faster than it grows and no sweep is needed. */
const FORGOTTEN_PER_NEW = 2;

export type Duplicates = {
  /** Whether the id is new in its window; remembers it then. Call inside a write. */
  isNew(entity: string, messageId: string, windowMs: number, nowMs: number): boolean;
};

export function duplicates(store: Store): Duplicates {
  store.execute(SCHEMA);
  // An id older than the window counts as new, and its row is taken over.
  const remember = store.prepare(`
    INSERT INTO broker_message_id VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE SET sent_ms = excluded.sent_ms WHERE sent_ms <= ?4`);
  const forget = store.prepare(`
    DELETE FROM broker_message_id WHERE (entity, message_id) IN (
      SELECT entity, message_id FROM broker_message_id WHERE entity = ? AND sent_ms <= ? ORDER BY sent_ms LIMIT ?)`);
  return {
    isNew(entity, messageId, windowMs, nowMs) {
      const forgottenMs = nowMs - windowMs;
      if (remember.run(entity, messageId, nowMs, forgottenMs).changes === 0) return false;
      forget.run(entity, forgottenMs, FORGOTTEN_PER_NEW);
      return true;
    },
  };
}
