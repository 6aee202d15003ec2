/** Answers queries: filter, order, page and count, over the columns of one container. */
import type { Document, Order, Page, Query, Stored } from "../../../application/ports/documents.js";
import type { Row, Store } from "../store/store.js";
import { Conditions } from "./condition.js";
import { continuationOf, type Position, positionOf } from "./continuation.js";
import { type ContainerLayout, literal } from "./layout.js";
import { checkPage, isPartition } from "./limits.js";
import {
  type Access,
  columnAccess,
  fewOf,
  type Question,
  rangesOn,
  remaining,
  selectiveAccess,
} from "./plan.js";
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

/** Throws UndeclaredPathError, InvalidContinuationError and DocumentLimitError. */
export function pageOf<D extends Document>(
  reader: Reader,
  layout: ContainerLayout,
  query: Query,
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
  const selective = selectiveAccess(reader, asked);
  const access = selective ?? walkAccess(asked, query.orderBy?.[0], position);
  const where = joined("AND", [
    access.condition,
    restOf(asked, access),
    position ? after(orders, position) : TRUE,
  ]);
  const orderBy = [
    ...orders.map(({ column, direction }) => `${column.sql} ${direction}`),
    "id",
    "partition",
  ].join(", ");
  const inOrder = `FROM ${access.from} WHERE ${where.text} ORDER BY ${orderBy} LIMIT ${query.top + 1}`;
  // What has to be sorted is sorted by number, so that bodies are read for the page alone.
  const text =
    selective === undefined
      ? `SELECT partition, change, body ${inOrder}`
      : `SELECT partition, change, body FROM (SELECT number AS sorted ${inOrder})
         CROSS JOIN ${layout.table} ON number = sorted ORDER BY ${orderBy}`;
  const rows = reader.prepare(text).all(...where.values);
  const items = rows.slice(0, query.top).map((row) => storedOf<D>(row));
  const last = items.at(-1);
  if (rows.length <= query.top || last === undefined) return { items };
  const values = orders.map(({ column }) => scalarAt(last.document, column.names));
  return {
    items,
    continuation: continuationOf(query, { values, id: last.document.id, partition: last.partition }),
  };
}

/** Throws UndeclaredPathError and DocumentLimitError. */
export function countOf(
  reader: Reader,
  layout: ContainerLayout,
  query: Pick<Query, "kind" | "partition" | "filter">,
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
    : joined("AND", [isKind(question), inPartition(question), everything]);
  const row = reader
    .prepare(`SELECT count(*) AS total FROM ${from} WHERE ${where.text}`)
    .get(...where.values);
  return Number(row?.["total"]);
}

function questionOf(
  layout: ContainerLayout,
  { kind, partition, filter }: Pick<Query, "kind" | "partition" | "filter">,
  few: () => number,
): Question {
  const kindLayout = layout.kind(kind);
  return {
    layout,
    kind: kindLayout,
    conditions: new Conditions(layout, kindLayout),
    partition,
    filter,
    few,
  };
}

function restOf(question: Question, access: Access): Sql {
  return joined("AND", [isKind(question), inPartition(question), remaining(question, access.covers)]);
}

function isKind({ kind }: Question): Sql {
  return sql(`kind = ${literal(kind.kind)}`);
}

function inPartition({ partition }: Question): Sql {
  return partition === undefined ? TRUE : sql("+partition = ?", partition);
}

/** Walks the kind in the order of the first order path, or of id, from the position on. */
function walkAccess(question: Question, first: Order | undefined, position: Position | undefined): Access {
  if (first === undefined) {
    const { layout } = question;
    const from = position === undefined ? TRUE : sql("id >= ?", sortableText(position.id));
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
