/** Makes a container's tables fit the declaration: created when absent, rebuilt from the documents when the declaration has changed. */
import type { Document } from "../../../application/ports/documents.js";
import type { Store } from "../store/store.js";
import { type ContainerLayout, literal } from "./layout.js";
import { elementsOf, foldsOf, keysOf } from "./projection.js";

/** Rows read at a time, so that a rebuild needs little memory. */
const ROWS = 1000;

/** All or nothing, also across a crash. A large container takes about a minute a million documents; an unchanged one takes nothing. */
export function fitContainer(store: Store, layout: ContainerLayout): void {
  store.execute(
    "CREATE TABLE IF NOT EXISTS documents_layout (container TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT",
  );
  const known = store
    .prepare("SELECT fingerprint FROM documents_layout WHERE container = ?")
    .get(layout.container);
  if (known?.["fingerprint"] === layout.fingerprint) return;
  // A savepoint is a transaction of its own when none is open, and a part of the group when one is.
  store.execute("SAVEPOINT fit");
  try {
    createTables(store, layout);
    dropIndexes(store, layout);
    fitColumns(store, layout);
    projectAll(store, layout);
    createIndexes(store, layout);
    store
      .prepare(
        "INSERT INTO documents_layout VALUES (?, ?) ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint",
      )
      .run(layout.container, layout.fingerprint);
    store.execute("RELEASE fit");
  } catch (error) {
    store.execute("ROLLBACK TO fit; RELEASE fit");
    throw error;
  }
}

function createTables(
  store: Store,
  { table, elements, byKind, byPartition, byChange }: ContainerLayout,
): void {
  // The body comes last: SQLite reads a row from its front, and filters need only the columns.
  store.execute(`
    CREATE TABLE IF NOT EXISTS ${table} (
      number INTEGER PRIMARY KEY, partition TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
      change INTEGER NOT NULL, folds TEXT, body TEXT NOT NULL);
    CREATE UNIQUE INDEX IF NOT EXISTS ${byPartition} ON ${table} (partition, id);
    CREATE INDEX IF NOT EXISTS ${byKind} ON ${table} (kind, id);
    CREATE UNIQUE INDEX IF NOT EXISTS ${byChange} ON ${table} (change);
    CREATE TABLE IF NOT EXISTS ${elements} (path TEXT, value, number INTEGER, PRIMARY KEY (path, value, number)) WITHOUT ROWID`);
}

function dropIndexes(store: Store, layout: ContainerLayout): void {
  const names = store
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql LIKE '% WHERE kind = %'",
    )
    .all(`documents_${layout.container}`);
  for (const { name } of names) store.execute(`DROP INDEX "${String(name)}"`);
}

function fitColumns(store: Store, { table, columns, container }: ContainerLayout): void {
  const present = new Set(
    store
      .prepare("SELECT name FROM pragma_table_info(?)")
      .all(`documents_${container}`)
      .map((row) => `"${String(row["name"])}"`)
      .filter((name) => name.startsWith('"/')),
  );
  for (const { sql } of columns)
    if (!present.delete(sql)) store.execute(`ALTER TABLE ${table} ADD COLUMN ${sql}`);
  for (const gone of present) store.execute(`ALTER TABLE ${table} DROP COLUMN ${gone}`);
}

function projectAll(store: Store, layout: ContainerLayout): void {
  const { table, elements, columns } = layout;
  store.execute(`DELETE FROM ${elements}`);
  const next = store.prepare(
    `SELECT number, body FROM ${table} WHERE number > ? ORDER BY number LIMIT ${ROWS}`,
  );
  const sets = ["folds", ...columns.map((column) => column.sql)].map((name) => `${name} = ?`).join(", ");
  const update = store.prepare(`UPDATE ${table} SET ${sets} WHERE number = ?`);
  const addElement = store.prepare(`INSERT INTO ${elements} VALUES (?, ?, ?)`);
  for (let rows = next.all(-1); rows.length > 0; rows = next.all(rows.at(-1)?.["number"] ?? null)) {
    for (const { number, body } of rows) {
      // The body is what this adapter wrote: a document.
      const document = JSON.parse(String(body)) as Document;
      const kind = layout.kind(document.kind);
      const keys = keysOf(kind, document);
      update.run(
        foldsOf(kind, document),
        ...columns.map((column) => keys.get(column) ?? null),
        number ?? null,
      );
      for (const { path, key } of elementsOf(kind, document)) addElement.run(path, key, number ?? null);
    }
  }
}

function createIndexes(store: Store, layout: ContainerLayout): void {
  for (const kind of layout.kinds) {
    for (const column of kind.columns) {
      const keys = column.withinPartition ? `${column.sql}, partition` : column.sql;
      store.execute(
        `CREATE INDEX ${kind.indexOf(column)} ON ${layout.table} (${keys}) WHERE kind = ${literal(kind.kind)}`,
      );
    }
  }
}
