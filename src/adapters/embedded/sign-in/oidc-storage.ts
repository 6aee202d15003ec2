/**
 * Where the OpenID provider keeps sessions, codes, grants and refresh tokens: one table of the store, so that a sign-in survives a restart.
 * Ends are in real time, as the provider counts them.
 */
import type { Adapter, AdapterPayload } from "oidc-provider";
import type { Clock } from "../../../application/ports/clock.js";
import { msOf } from "../../../domain/time/instant.js";
import type { Store } from "../store/store.js";

/** The provider's kinds of stored things; clients are not stored here. */
export type OidcStorage = (model: string) => Adapter;

/** Writes between two clean-ups of what has ended. */
const CLEAN_EVERY = 500;

export function openOidcStorage(store: Store, wallClock: Clock): OidcStorage {
  store.execute(`
    CREATE TABLE IF NOT EXISTS oidc_state (
      model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, grant_id TEXT, uid TEXT, ends_ms INTEGER,
      PRIMARY KEY (model, id)) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS oidc_state_by_grant ON oidc_state (grant_id) WHERE grant_id IS NOT NULL;
    CREATE INDEX IF NOT EXISTS oidc_state_by_uid ON oidc_state (model, uid) WHERE uid IS NOT NULL;
    CREATE INDEX IF NOT EXISTS oidc_state_by_end ON oidc_state (ends_ms) WHERE ends_ms IS NOT NULL`);
  const nowMs = (): number => msOf(wallClock.now());
  let writes = 0;

  const clean = (): void => {
    writes += 1;
    if (writes % CLEAN_EVERY !== 1) return;
    store.prepare("DELETE FROM oidc_state WHERE ends_ms IS NOT NULL AND ends_ms <= ?").run(nowMs());
  };

  return (model) => {
    const read = (column: "id" | "uid", value: string): AdapterPayload | undefined => {
      const row = store
        .prepare(
          `SELECT payload FROM oidc_state WHERE model = ? AND ${column} = ? AND (ends_ms IS NULL OR ends_ms > ?)`,
        )
        .get(model, value, nowMs());
      // Only `upsert` writes the column.
      return row === undefined ? undefined : (JSON.parse(String(row["payload"])) as AdapterPayload);
    };

    return {
      upsert: (id, payload, expiresIn) =>
        store.write(() => {
          clean();
          const endsMs = expiresIn === undefined ? null : nowMs() + Math.ceil(expiresIn * 1000);
          store
            .prepare("INSERT OR REPLACE INTO oidc_state VALUES (?, ?, ?, ?, ?, ?)")
            .run(model, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, endsMs);
        }),
      find: async (id) => read("id", id),
      findByUid: async (uid) => read("uid", uid),
      // Only for the device flow, which is not offered.
      findByUserCode: async () => undefined,
      consume: (id) =>
        store.write(() => {
          store
            .prepare(
              "UPDATE oidc_state SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?",
            )
            .run(Math.floor(nowMs() / 1000), model, id);
        }),
      destroy: (id) =>
        store.write(() => {
          store.prepare("DELETE FROM oidc_state WHERE model = ? AND id = ?").run(model, id);
        }),
      revokeByGrantId: (grantId) =>
        store.write(() => {
          store.prepare("DELETE FROM oidc_state WHERE grant_id = ? AND model = ?").run(grantId, model);
        }),
    };
  };
}
