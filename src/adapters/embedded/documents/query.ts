/** Answers queries: filter, order, page and count, over the columns of one container. */
import type { Document, Order, Page, Stored } from "../../../application/ports/documents.js";
import type { Bindable, Row, Store } from "../store/store.js";
import { Conditions } from "./condition.js";
import { type AskedQuery, continuationOf, type Position, positionOf } from "./continuation.js";
import { type ContainerLayout, literal } from "./layout.js";
import { checkPage, isPartition } from "./limits.js";
import {
  type Access,
  canSeek,
  columnAccess,
  fewOf,
  type Question,
  rangesOn,
  remaining,
  selectiveAccess,
} from "./plan.js";
import type { RecentDocuments } from "./recent-documents.js";
import { scalarAt, sortableText, sortKeyOf } from "./sort-key.js";
import { FALSE, joined, type Sql, sql, TRUE } from "./sql.js";

type Reader = Pick<Store, "prepare">;

export function storedOf<D extends Document>(row: Row): Stored<D> {
  return {
    partition: String(row["partition"]),
    etag: etagOf(Number(row["change"])),
    // The body is what was stored; that it is a D is the caller's knowledge of its kinds.
    document: JSON.parse(String(row["body"])) as D,
  };
}

/** The number of the change that made this version: unique in the file, and never used again. */
export function etagOf(change: number): string {
  return change.toString(16);
}

/**
 * Throws UndeclaredPathError, InvalidContinuationError and DocumentLimitError. `asOf`: what was true at an instant, in milliseconds.
 * `recent`: what need not be read again; not of the past, and not of folders that another process writes.
 */
export function pageOf<D extends Document>(
  reader: Reader,
  layout: ContainerLayout,
  query: AskedQuery,
  recent: RecentDocuments | undefined,
  few?: number,
): Page<D> {
  checkPage("The size of a page", query.top);
  const { conditions, ...question } = questionOf(layout, query, () => few ?? fewOf(reader, layout));
  const orders = (query.orderBy ?? []).map((order) => ({ ...order, column: conditions.column(order.path) }));
  // Also when nothing is walked or found: a mistake in the query must not depend on the data.
  if (query.filter !== undefined) conditions.compile(query.filter, { indexed: false });
  const position = query.continuation === undefined ? undefined : positionOf(query, query.continuation);
  if (query.partition !== undefined && !isPartition(query.partition)) return { items: [] };

  const asked = { ...question, conditions };
  const limit = query.top + 1;
  const current = currentRows(reader, asked, query.orderBy?.[0], position);
  const beyond = position === undefined ? TRUE : after(orders, position);
  const text =
    asked.asOf === undefined
      ? rowsOf(current, beyond, orders, limit, recent === undefined ? "body" : "number")
      : united(current, formerRows(asked, asked.asOf), beyond, orders, limit);
  const rows = reader.prepare(text.text).all(...text.values);
  const found = rows.slice(0, query.top);
  const items =
    recent === undefined ? found.map((row) => storedOf<D>(row)) : newest<D>(reader, layout, found, recent);
  const last = items.at(-1);
  if (rows.length <= query.top || last === undefined) return { items };
  const values = orders.map(({ column }) => scalarAt(last.document, column.names));
  return {
    items,
    continuation: continuationOf(query, { values, id: last.document.id, partition: last.partition }),
  };
}

/** The documents of rows that have a number instead of a body: only the bodies of those that are not remembered are read. */
function newest<D extends Document>(
  reader: Reader,
  { table }: ContainerLayout,
  rows: readonly Row[],
  recent: RecentDocuments,
): readonly Stored<D>[] {
  const known = rows.map((row) => recent.of(row));
  const missing = rows.filter((_, index) => known[index] === undefined).map((row) => row["number"]);
  const bodies = new Map<Bindable | undefined, Bindable>();
  if (missing.length > 0) {
    const statement = `SELECT number, body FROM ${table} WHERE number IN (SELECT value FROM json_each(?))`;
    for (const { number, body } of reader.prepare(statement).all(JSON.stringify(missing)))
      bodies.set(number, body ?? null);
  }
  // Of one kind, which the caller named.
  return rows.map(
    (row, index) =>
      (known[index] ?? recent.read({ ...row, body: bodies.get(row["number"]) ?? null })) as Stored<D>,
  );
}

/** Throws UndeclaredPathError and DocumentLimitError. */
export function countOf(
  reader: Reader,
  layout: ContainerLayout,
  query: Pick<AskedQuery, "kind" | "partition" | "filter" | "asOf">,
  few?: number,
): number {
  const question = questionOf(layout, query, () => few ?? fewOf(reader, layout));
  const everything =
    query.filter === undefined ? TRUE : question.conditions.compile(query.filter, { indexed: true });
  if (query.partition !== undefined && !isPartition(query.partition)) return 0;
  const access = selectiveAccess(reader, question);
  const from = access?.from ?? `${layout.table} AS d`;
  // Without a selective condition a great part has to be counted anyway, and SQLite may choose how.
  const where = access
    ? joined("AND", [access.condition, restOf(question, access)])
    : joined("AND", [isKind(question), inPartition(question), alreadyWritten(question), everything]);
  const current = counted(reader, from, where);
  if (question.asOf === undefined) return current;
  const former = formerRows(question, question.asOf);
  return current + counted(reader, former.from, former.where);
}

function counted(reader: Reader, from: string, where: Sql): number {
  const row = reader
    .prepare(`SELECT count(*) AS total FROM ${from} WHERE ${where.text}`)
    .get(...where.values);
  return Number(row?.["total"]);
}

/** Rows of one table that answer a question, wherever the page begins. */
type Rows = {
  readonly table: string;
  readonly from: string;
  readonly where: Sql;
  /** They do not come in the order asked for. */
  readonly isSorted: boolean;
};

function currentRows(
  reader: Reader,
  question: Question,
  first: Order | undefined,
  position: Position | undefined,
): Rows {
  const selective = selectiveAccess(reader, question);
  const access = selective ?? walkAccess(question, first, position);
  return {
    table: question.layout.table,
    from: access.from,
    where: joined("AND", [access.condition, restOf(question, access)]),
    isSorted: selective !== undefined || (first !== undefined && !canSeek(question, first.path)),
  };
}

/** The versions that have been replaced or deleted since, by when they ended: of a recent instant few have. */
function formerRows({ layout, kind, conditions, partition, filter }: Question, asOf: number): Rows {
  const condition =
    filter === undefined ? TRUE : conditions.compile(filter, { indexed: false, former: true });
  const index = partition === undefined ? "by end" : "by id";
  return {
    table: layout.history,
    from: `${layout.history} AS d INDEXED BY "documents_${layout.container}_history ${index}"`,
    where: joined("AND", [
      sql(`kind = ${literal(kind.kind)}`),
      sql("ended > ? AND +written <= ?", asOf, asOf),
      partition === undefined ? TRUE : sql("partition = ?", partition),
      condition,
    ]),
    isSorted: true,
  };
}

/** What has to be sorted is sorted by number, so that bodies are read for the page alone. */
function rowsOf(
  { table, from, where, isSorted }: Rows,
  beyond: Sql,
  orders: readonly Ordered[],
  limit: number,
  content: "body" | "number",
): Sql {
  const columns = `partition, change, ${content}${orders.map(({ column }) => `, ${column.sql}`).join("")}, id`;
  const orderBy = orderOf(orders);
  const inOrder = `FROM ${from} WHERE ${where.text} AND ${beyond.text} ORDER BY ${orderBy} LIMIT ${limit}`;
  const text = isSorted
    ? `SELECT ${columns} FROM (SELECT number AS sorted ${inOrder})
       CROSS JOIN ${table} ON number = sorted ORDER BY ${orderBy}`
    : `SELECT ${columns} ${inOrder}`;
  return { text, values: [...where.values, ...beyond.values] };
}

function united(current: Rows, former: Rows, beyond: Sql, orders: readonly Ordered[], limit: number): Sql {
  const parts = [current, former].map((rows) => rowsOf(rows, beyond, orders, limit, "body"));
  const all = parts.map(({ text }) => `SELECT * FROM (${text})`).join(" UNION ALL ");
  return {
    text: `SELECT * FROM (${all}) ORDER BY ${orderOf(orders)} LIMIT ${limit}`,
    values: parts.flatMap(({ values }) => values),
  };
}

function orderOf(orders: readonly Ordered[]): string {
  const keys = orders.map(({ column, direction }) => `${column.sql} ${direction}`);
  return [...keys, "id", "partition"].join(", ");
}

function questionOf(
  layout: ContainerLayout,
  { kind, partition, filter, asOf }: Pick<AskedQuery, "kind" | "partition" | "filter" | "asOf">,
  few: () => number,
): Question {
  const kindLayout = layout.kind(kind);
  return {
    layout,
    kind: kindLayout,
    conditions: new Conditions(layout, kindLayout),
    partition,
    filter,
    asOf,
    few,
  };
}

function restOf(question: Question, access: Access): Sql {
  return joined("AND", [
    isKind(question),
    inPartition(question),
    alreadyWritten(question),
    remaining(question, access.covers),
  ]);
}

function alreadyWritten({ asOf }: Question): Sql {
  return asOf === undefined ? TRUE : sql("+written <= ?", asOf);
}

function isKind({ kind }: Question): Sql {
  return sql(`kind = ${literal(kind.kind)}`);
}

function inPartition({ partition }: Question): Sql {
  return partition === undefined ? TRUE : sql("+partition = ?", partition);
}

/** Walks the kind in the order of the first order path, or of id, from the position on. */
function walkAccess(question: Question, first: Order | undefined, position: Position | undefined): Access {
  if (first === undefined || !canSeek(question, first.path)) {
    const { layout } = question;
    const from =
      position === undefined || first !== undefined ? TRUE : sql("id >= ?", sortableText(position.id));
    return {
      from: `${layout.table} AS d INDEXED BY ${layout.byKind}`,
      condition: joined("AND", [isKind(question), from]),
      covers: new Set(),
    };
  }
  const access = columnAccess(question, first.path, rangesOn(question.filter, first.path));
  if (position === undefined) return access;
  const column = question.conditions.column(first.path).sql;
  const from = sql(
    `${column} ${first.direction === "asc" ? ">=" : "<="} ?`,
    sortKeyOf(position.values[0] ?? null),
  );
  return { ...access, condition: joined("AND", [access.condition, from]) };
}

type Ordered = Order & { readonly column: { readonly sql: string } };

/** What comes after a position: later in the first order value, or equal in it and after the position in the others. */
function after(orders: readonly Ordered[], { values, id, partition }: Position): Sql {
  const idKey = sortableText(id);
  let condition = sql("(+id > ? OR (+id = ? AND +partition > ?))", idKey, idKey, partition);
  for (let index = orders.length - 1; index >= 0; index -= 1) {
    const order = orders[index];
    if (order === undefined) return FALSE;
    const key = sortKeyOf(values[index] ?? null);
    const later = order.direction === "asc" ? ">" : "<";
    condition = {
      text: `(+${order.column.sql} ${later} ? OR (+${order.column.sql} = ? AND ${condition.text}))`,
      values: [key, key, ...condition.values],
    };
  }
  return condition;
}
