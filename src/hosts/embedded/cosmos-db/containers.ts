/**
 * Containers of documents for apps that bring nothing but bindings: what their Cosmos DB outputs write, their inputs and triggers read.
 * A container is made when a binding first names it, since here nobody provisions a database.
 */
import type { EmbeddedStore } from "../../../adapters/embedded/store/store.js";
import { HostError } from "../binding-service.js";
import type { ChangeSource } from "./change-source.js";
import { type CheckedDocument, checkedDocument, keyOf } from "./cosmos-document.js";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS cosmos_container (
  number INTEGER PRIMARY KEY, database TEXT NOT NULL, name TEXT NOT NULL, partition_key TEXT, UNIQUE (database, name)
) STRICT;
CREATE TABLE IF NOT EXISTS cosmos_document (
  container INTEGER NOT NULL, partition TEXT NOT NULL, id TEXT NOT NULL, lsn INTEGER NOT NULL, changed_ms INTEGER NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (container, partition, id)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS cosmos_document_feed ON cosmos_document (container, lsn);
`;

/** When the first document comes and no binding has named another. */
const DEFAULT_PARTITION_KEY = "/id";

export type Container = ChangeSource & {
  /** The path of the partition key, such as `/customerId`. */
  partitionKey(): string;
  /** Says what the path of the partition key is. Throws a HostError when the container has another. */
  setPartitionKey(path: string): void;
  /** Creates or replaces: all of them or none. Resolves when they are on disk. Rejects when one has no usable id. */
  upsert(documents: readonly unknown[]): Promise<void>;
  /** JSON text, or undefined. */
  read(partition: unknown, id: string): string | undefined;
  /** Every document, or every document of a partition, as JSON texts in order of change. */
  readAll(partition?: unknown): string[];
};

export type Containers = {
  open(database: string, name: string): Container;
};

export function containersIn(store: EmbeddedStore, nowMs: () => number): Containers {
  store.execute(SCHEMA);
  const open = new Map<string, Container>();
  return {
    open(database, name) {
      const path = `${database}/${name}`;
      const container = open.get(path) ?? openContainer(store, nowMs, database, name);
      open.set(path, container);
      return container;
    },
  };
}

function openContainer(store: EmbeddedStore, nowMs: () => number, database: string, name: string): Container {
  store
    .prepare("INSERT INTO cosmos_container (database, name) VALUES (?, ?) ON CONFLICT DO NOTHING")
    .run(database, name);
  const made = store
    .prepare("SELECT number, partition_key FROM cosmos_container WHERE database = ? AND name = ?")
    .get(database, name);
  const number = Number(made?.["number"]);
  const storedKey = made?.["partition_key"];
  let partitionKey = typeof storedKey === "string" ? storedKey : undefined;
  const keepKey = store.prepare("UPDATE cosmos_container SET partition_key = ? WHERE number = ?");

  const { committed } = store;
  let lsn = Number(
    store.prepare("SELECT max(lsn) AS lsn FROM cosmos_document WHERE container = ?").get(number)?.["lsn"] ??
      0,
  );
  const put = store.prepare(
    `INSERT INTO cosmos_document VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET lsn = excluded.lsn, changed_ms = excluded.changed_ms, body = excluded.body`,
  );
  const readChanges = committed.prepare(
    "SELECT lsn, body FROM cosmos_document WHERE container = ? AND lsn > ? ORDER BY lsn LIMIT ?",
  );
  const readLatest = committed.prepare("SELECT max(lsn) AS lsn FROM cosmos_document WHERE container = ?");
  const readBefore = committed.prepare(
    "SELECT min(lsn) AS lsn FROM cosmos_document WHERE container = ? AND changed_ms >= ?",
  );
  const readOne = committed.prepare(
    "SELECT body FROM cosmos_document WHERE container = ? AND partition = ? AND id = ?",
  );
  const readAll = committed.prepare("SELECT body FROM cosmos_document WHERE container = ? ORDER BY lsn");
  const readPartition = committed.prepare(
    "SELECT body FROM cosmos_document WHERE container = ? AND partition = ? ORDER BY lsn",
  );
  const listeners = new Set<() => void>();

  function putOne({ document, id, partition }: CheckedDocument): void {
    const changedMs = nowMs();
    lsn += 1;
    const body = JSON.stringify({
      ...document,
      _etag: `"${lsn.toString(16)}"`,
      _ts: Math.floor(changedMs / 1000),
    });
    put.run(number, partition, id, lsn, changedMs, body);
  }

  return {
    partitionKey: () => partitionKey ?? DEFAULT_PARTITION_KEY,
    setPartitionKey(path) {
      if (partitionKey === path) return;
      if (!/^(?:\/[^/]+)+$/.test(path))
        throw new HostError(
          `The partition key of "${database}/${name}" must be a path such as "/customerId".`,
        );
      if (partitionKey !== undefined)
        throw new HostError(
          `The container "${database}/${name}" has the partition key ${partitionKey}; a binding says ${path}.`,
        );
      partitionKey = path;
    },
    async upsert(documents) {
      const key = partitionKey ?? DEFAULT_PARTITION_KEY;
      const checked = documents.map((document) => checkedDocument(document, key));
      partitionKey = key;
      await store.write(() => {
        keepKey.run(key, number);
        for (const each of checked) putOne(each);
      });
      for (const listener of listeners) listener();
    },
    read(partition, id) {
      const body = readOne.get(number, keyOf(partition), id)?.["body"];
      return typeof body === "string" ? body : undefined;
    },
    readAll(partition) {
      const rows =
        partition === undefined ? readAll.all(number) : readPartition.all(number, keyOf(partition));
      return rows.map((row) => String(row["body"]));
    },
    async changes(after, limit) {
      const rows = readChanges.all(number, Number(after ?? 0), limit);
      return {
        // The feed shows the sequence number beside what the document holds.
        items: rows.map((row) => `${String(row["body"]).slice(0, -1)},"_lsn":${String(row["lsn"])}}`),
        checkpoint: String(rows.at(-1)?.["lsn"] ?? after ?? 0),
      };
    },
    async latest() {
      const last = readLatest.get(number)?.["lsn"];
      return typeof last === "number" ? String(last) : undefined;
    },
    async before(instantMs) {
      const first = readBefore.get(number, instantMs)?.["lsn"];
      if (typeof first === "number") return String(first - 1);
      const last = readLatest.get(number)?.["lsn"];
      return typeof last === "number" ? String(last) : undefined;
    },
    onChanges(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
