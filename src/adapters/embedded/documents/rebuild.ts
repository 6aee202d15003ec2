/** Makes a container's tables fit the declaration: created when absent, rebuilt from the documents when the declaration has changed. */
import type { Document } from "../../../application/ports/documents.js";
import type { Bindable, Store } from "../store/store.js";
import { type ContainerLayout, type KindLayout, literal } from "./layout.js";
import { elementsOf, foldsOf, keysOf } from "./projection.js";

/** Rows read at a time, so that a rebuild needs little memory. */
const ROWS = 1000;

/** `nowMs` dates what is there already. All or nothing, also across a crash. A large container takes about a minute a million documents; an unchanged one takes nothing. */
export function fitContainer(store: Store, layout: ContainerLayout, nowMs: number): void {
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
    datePresent(store, layout, nowMs);
    dropIndexes(store, layout);
    fitColumns(store, layout, layout.table);
    fitColumns(store, layout, layout.history);
    projectAll(store, layout);
    projectFormer(store, layout);
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
  { container, table, history, elements, columns, byKind, byPartition, byChange }: ContainerLayout,
): void {
  // The body comes last: SQLite reads a row from its front, and filters need only the columns.
  const keys = columns.map(({ sql }) => `${sql}, `).join("");
  const ofHistory = (name: string) => `"documents_${container}_history ${name}"`;
  store.execute(`
    CREATE TABLE IF NOT EXISTS ${table} (
      number INTEGER PRIMARY KEY, partition TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
      change INTEGER NOT NULL, written INTEGER NOT NULL, folds TEXT, ${keys}body TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS ${history} (
      number INTEGER PRIMARY KEY, partition TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
      change INTEGER NOT NULL, written INTEGER NOT NULL, ended INTEGER NOT NULL, deleted INTEGER NOT NULL,
      folds TEXT, ${keys}body TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS ${ofHistory("by id")} ON ${history} (partition, id, ended);
    CREATE INDEX IF NOT EXISTS ${ofHistory("by end")} ON ${history} (kind, ended);
    CREATE INDEX IF NOT EXISTS ${ofHistory("by deleted")} ON ${history} (id, kind) WHERE deleted = 1;
    CREATE TABLE IF NOT EXISTS documents_history_since (one INTEGER PRIMARY KEY CHECK (one = 1), since INTEGER NOT NULL) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS ${byPartition} ON ${table} (partition, id);
    CREATE INDEX IF NOT EXISTS ${byKind} ON ${table} (kind, id);
    CREATE UNIQUE INDEX IF NOT EXISTS ${byChange} ON ${table} (change);
    CREATE TABLE IF NOT EXISTS ${elements} (path TEXT, value, number INTEGER, PRIMARY KEY (path, value, number)) WITHOUT ROWID`);
}

/** A folder from before former versions were kept: what is there is dated now, and what was before is not known. */
function datePresent(store: Store, { table, container }: ContainerLayout, nowMs: number): void {
  if (columnsOf(store, `documents_${container}`).includes("written")) return;
  store.execute(`ALTER TABLE ${table} ADD COLUMN written INTEGER NOT NULL DEFAULT 0`);
  const { changes } = store.prepare(`UPDATE ${table} SET written = ?`).run(nowMs);
  if (changes > 0)
    store
      .prepare(
        "INSERT INTO documents_history_since VALUES (1, ?) ON CONFLICT DO UPDATE SET since = excluded.since",
      )
      .run(nowMs);
}

function columnsOf(store: Store, name: string): readonly string[] {
  return store
    .prepare("SELECT name FROM pragma_table_info(?)")
    .all(name)
    .map((row) => String(row["name"]));
}

function dropIndexes(store: Store, layout: ContainerLayout): void {
  const names = store
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql LIKE '% WHERE kind = %'",
    )
    .all(`documents_${layout.container}`);
  for (const { name } of names) store.execute(`DROP INDEX "${String(name)}"`);
}

/** `table`: the present, or the history. */
function fitColumns(store: Store, { columns }: ContainerLayout, table: string): void {
  const present = new Set(
    columnsOf(store, table.slice(1, -1))
      .map((name) => `"${name}"`)
      .filter((name) => name.startsWith('"/')),
  );
  for (const { sql } of columns)
    if (!present.delete(sql)) store.execute(`ALTER TABLE ${table} ADD COLUMN ${sql}`);
  for (const gone of present) store.execute(`ALTER TABLE ${table} DROP COLUMN ${gone}`);
}

function projectAll(store: Store, layout: ContainerLayout): void {
  store.execute(`DELETE FROM ${layout.elements}`);
  const addElement = store.prepare(`INSERT INTO ${layout.elements} VALUES (?, ?, ?)`);
  project(store, layout, layout.table, (kind, document, number) => {
    for (const { path, key } of elementsOf(kind, document)) addElement.run(path, key, number);
  });
}

function projectFormer(store: Store, layout: ContainerLayout): void {
  project(store, layout, layout.history, () => {});
}

/** Fills the columns of every row of a table from its body. */
function project(
  store: Store,
  layout: ContainerLayout,
  table: string,
  also: (kind: KindLayout, document: Document, number: Bindable) => void,
): void {
  const { columns } = layout;
  const next = store.prepare(
    `SELECT number, body FROM ${table} WHERE number > ? ORDER BY number LIMIT ${ROWS}`,
  );
  const sets = ["folds", ...columns.map((column) => column.sql)].map((name) => `${name} = ?`).join(", ");
  const update = store.prepare(`UPDATE ${table} SET ${sets} WHERE number = ?`);
  for (let rows = next.all(-1); rows.length > 0; rows = next.all(rows.at(-1)?.["number"] ?? null)) {
    for (const { number = null, body } of rows) {
      // The body is what this adapter wrote: a document.
      const document = JSON.parse(String(body)) as Document;
      const kind = layout.kind(document.kind);
      const keys = keysOf(kind, document);
      update.run(foldsOf(kind, document), ...columns.map((column) => keys.get(column) ?? null), number);
      also(kind, document, number);
    }
  }
}

function createIndexes(store: Store, layout: ContainerLayout): void {
  for (const kind of layout.kinds) {
    for (const column of kind.columns.filter((one) => kind.hasIndex(one))) {
      const keys = column.withinPartition ? `${column.sql}, partition` : column.sql;
      store.execute(
        `CREATE INDEX ${kind.indexOf(column)} ON ${layout.table} (${keys}) WHERE kind = ${literal(kind.kind)}`,
      );
    }
  }
}
