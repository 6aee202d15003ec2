/**
 * Decides by which index a query is answered. SQLite's planner would guess from averages, and a state that one document in a million
 * has looks to it like one that half of them have. So the conditions that an index can serve are probed first, up to a bound: when one
 * of them is selective, its few documents are fetched and sorted; otherwise the documents are walked in the order asked for, until the
 * page is full.
 */
import type { Filter } from "../../../application/ports/documents.js";
import type { Store } from "../store/store.js";
import type { Conditions } from "./condition.js";
import { type ContainerLayout, ID, type KindLayout, literal } from "./layout.js";
import { joined, type Sql, sql } from "./sql.js";

/** A condition with fewer matches than this is taken without probing the others. */
const FEW_ENOUGH = 100;
const FEW_MIN = 1000;

/** A way into the table: a FROM clause and the condition that its index serves. */
export type Access = {
  readonly from: string;
  readonly condition: Sql;
  /** The parts of the filter that `condition` covers. */
  readonly covers: ReadonlySet<Filter>;
};

export type Question = {
  readonly layout: ContainerLayout;
  readonly kind: KindLayout;
  readonly conditions: Conditions;
  readonly partition: string | undefined;
  readonly filter: Filter | undefined;
  /** Milliseconds: only versions that were already written then. */
  readonly asOf: number | undefined;
  /** A condition with so many matches is not selective. */
  few(): number;
};

/**
 * The number of matches from which walking beats fetching. Measured: fetching and sorting costs 1 to 2 µs a match; walking passes
 * total/matches documents for each one found, about as dear. For a page of 100 the two are equal at the root of 100 * total.
 */
export function fewOf(reader: Pick<Store, "prepare">, { table }: ContainerLayout): number {
  // The greatest number is no smaller than the count, and found at once.
  const row = reader.prepare(`SELECT max(number) AS total FROM ${table}`).get();
  return Math.max(FEW_MIN, Math.ceil(Math.sqrt(100 * Number(row?.["total"] ?? 0))));
}

/** The filters that must all hold. */
function conjuncts(filter: Filter | undefined): readonly Filter[] {
  if (filter === undefined) return [];
  return filter.op === "and" ? filter.filters.flatMap(conjuncts) : [filter];
}

/** The most selective access, or undefined when none has few enough matches. */
export function selectiveAccess(reader: Pick<Store, "prepare">, question: Question): Access | undefined {
  const within = accessWithinPartition(question);
  if (within !== undefined) return within;
  const few = question.few();
  let best: { readonly access: Access; readonly matches: number } | undefined;
  for (const { access, probe } of accesses(question)) {
    const row = reader
      .prepare(`SELECT count(*) AS matches FROM (${probe.text} LIMIT ${few})`)
      .get(...probe.values);
    const matches = Number(row?.["matches"]);
    if (matches < (best?.matches ?? few)) best = { access, matches };
    if (matches < FEW_ENOUGH) break;
  }
  return best?.access;
}

/** Everything but what the access covers, written so that no other index is used. */
export function remaining({ conditions, filter }: Question, covers: ReadonlySet<Filter>): Sql {
  const rest = conjuncts(filter).filter((part) => !covers.has(part));
  return joined(
    "AND",
    rest.map((part) => conditions.compile(part, { indexed: false })),
  );
}

type Candidate = { readonly access: Access; readonly probe: Sql };

function* accesses(question: Question): Generator<Candidate> {
  const { layout, partition } = question;
  if (partition !== undefined) {
    const from = `${layout.table} AS d INDEXED BY ${layout.byPartition}`;
    yield probed({ from, condition: sql("partition = ?", partition), covers: new Set() });
  }
  const parts = conjuncts(question.filter);
  for (const path of new Set(parts.filter(isRange).map((part) => part.path))) {
    if (!canSeek(question, path)) continue;
    yield probed(columnAccess(question, path, rangesOn(question.filter, path)));
  }
  for (const part of parts) if (part.op === "has") yield elementAccess(question, part);
}

/** By both parts of an index that goes on with the partition: of one partition a few by design, so nothing is probed. */
function accessWithinPartition(question: Question): Access | undefined {
  const { conditions, partition, filter } = question;
  if (partition === undefined) return undefined;
  const part = conjuncts(filter)
    .filter(isEquality)
    .find(({ path }) => conditions.column(path).withinPartition && canSeek(question, path));
  if (part === undefined) return undefined;
  const access = columnAccess(question, part.path, [part]);
  return { ...access, condition: joined("AND", [access.condition, sql("partition = ?", partition)]) };
}

type Equality = Extract<Filter, { op: "eq" | "in"; path: string }>;

function isEquality(part: Filter): part is Equality {
  return part.op === "eq" || part.op === "in";
}

type Range = Extract<Filter, { path: string }>;

function isRange(part: Filter): part is Range {
  return (
    ["eq", "in", "gt", "ge", "lt", "le"].includes(part.op) || (part.op === "startsWith" && !part.ignoreCase)
  );
}

/** Whether there is an index that begins with the column (after the kind). */
export function canSeek({ kind, conditions }: Question, path: string): boolean {
  const column = conditions.column(path);
  return column === ID || kind.hasIndex(column);
}

/** By the index of one column, bounded by the given conditions on it (there may be none). */
export function columnAccess(
  { layout, kind, conditions }: Question,
  path: string,
  parts: readonly Filter[],
): Access {
  const column = conditions.column(path);
  const index = column === ID ? layout.byKind : kind.indexOf(column);
  const from = `${layout.table} AS d INDEXED BY ${index}`;
  // The kind is written out, not a parameter: that is how SQLite sees that the partial index serves.
  const condition = joined("AND", [
    sql(`kind = ${literal(kind.kind)}`),
    ...parts.map((part) => conditions.compile(part, { indexed: true })),
  ]);
  return { from, condition, covers: new Set(parts) };
}

/** The conditions on one column that its index can serve. */
export function rangesOn(filter: Filter | undefined, path: string): readonly Filter[] {
  return conjuncts(filter).filter((part) => isRange(part) && part.path === path);
}

function elementAccess({ layout, conditions }: Question, part: Extract<Filter, { op: "has" }>): Candidate {
  const probe = conditions.numbersOf(part);
  const condition = { text: `number IN (${probe.text})`, values: probe.values };
  return { access: { from: `${layout.table} AS d NOT INDEXED`, condition, covers: new Set([part]) }, probe };
}

function probed(access: Access): Candidate {
  return {
    access,
    probe: {
      text: `SELECT 1 FROM ${access.from} WHERE ${access.condition.text}`,
      values: access.condition.values,
    },
  };
}
