/** Compiles a filter to a SQL condition over a container's columns. Two-valued: a key is never NULL (see sort-key.ts). */
import {
  DocumentLimitError,
  type Filter,
  type Scalar,
  UndeclaredPathError,
} from "../../../application/ports/documents.js";
import { type Column, type ContainerLayout, ID, type KindLayout, type MultiValue } from "./layout.js";
import { LOWEST_NUMBER, LOWEST_TEXT, sortableText, sortKeyOf } from "./sort-key.js";
import { FALSE, joined, type Sql, sql, TRUE } from "./sql.js";

/** Far more than `$filter` lets through; SQLite's own limits (depth 1000, 32,766 parameters) must not be what a caller runs into. */
const DEPTH_MAX = 100;
const VALUES_MAX = 20_000;

export type ConditionOptions = {
  /** False writes columns as `+column`, which SQLite will not use an index for: the plan is decided in plan.ts, not guessed. */
  readonly indexed: boolean;
  /** Former versions have their columns, but no rows of elements: their arrays are looked up in the body. Default false. */
  readonly former?: boolean;
};

export class Conditions {
  readonly #layout: ContainerLayout;
  readonly #kind: KindLayout;

  constructor(layout: ContainerLayout, kind: KindLayout) {
    this.#layout = layout;
    this.#kind = kind;
  }

  /** Throws UndeclaredPathError, and DocumentLimitError (`filterTooLarge`) beyond the limits above. */
  compile(filter: Filter, options: ConditionOptions): Sql {
    const condition = this.#compile(filter, options, 0);
    if (condition.values.length > VALUES_MAX)
      throw tooLarge(`${condition.values.length} values; at most ${VALUES_MAX}`);
    return condition;
  }

  /** The declared column; throws UndeclaredPathError. */
  column(path: string): Column {
    const column = this.#kind.column(path);
    if (column === undefined) throw this.#undeclared(path);
    return column;
  }

  #compile(filter: Filter, options: ConditionOptions, depth: number): Sql {
    if (depth > DEPTH_MAX) throw tooLarge(`more than ${DEPTH_MAX} levels`);
    switch (filter.op) {
      case "and":
      case "or": {
        const parts = filter.filters.map((part) => this.#compile(part, options, depth + 1));
        return joined(filter.op === "and" ? "AND" : "OR", parts);
      }
      case "not": {
        const inner = this.#compile(filter.filter, options, depth + 1);
        return { text: `NOT (${inner.text})`, values: inner.values };
      }
      case "has":
        return options.former ? this.#formerHas(filter) : this.#has(filter);
      case "hasOther":
        return options.former ? this.#formerHas(filter) : this.#hasOther(filter);
      case "equals":
      case "contains":
      case "startsWith":
      case "endsWith":
        return substring(filter.op, this.column(filter.path), filter.value, filter.ignoreCase, options);
      case "in": {
        const column = this.column(filter.path);
        const values =
          column === ID ? filter.values.filter((value) => typeof value === "string") : filter.values;
        return isIn(name(column, options), values);
      }
      case "eq":
      case "ne":
      case "gt":
      case "ge":
      case "lt":
      case "le": {
        const column = this.column(filter.path);
        // An id is a text, and SQLite would turn anything else into one to compare the two.
        if (column === ID && typeof filter.value !== "string") return filter.op === "ne" ? TRUE : FALSE;
        return comparison(filter.op, name(column, options), filter.value);
      }
    }
  }

  /** Selects the numbers of the documents that a `has` is true of, by the elements table alone. */
  numbersOf({ path, values }: Extract<Filter, { op: "has" }>): Sql {
    const isOne = isIn("value", values);
    const multiValue = this.#multiValue(path);
    const text = `SELECT number FROM ${this.#layout.elements} WHERE path = ? AND ${isOne.text}`;
    return { text, values: [multiValue.path, ...isOne.values] };
  }

  #has(part: Extract<Filter, { op: "has" }>): Sql {
    const numbers = this.numbersOf(part);
    // +d.number: one look-up for each document that is walked, instead of first collecting every number.
    return { text: `EXISTS (${numbers.text} AND number = +d.number)`, values: numbers.values };
  }

  #hasOther({ path, values }: Extract<Filter, { op: "hasOther" }>): Sql {
    const isOne = isIn("value", values);
    const numbers = `SELECT number FROM ${this.#layout.elements} WHERE path = ? AND NOT (${isOne.text})`;
    // The elements are ordered by value, so no single look-up for each document would do: the numbers are collected once.
    return { text: `+d.number IN (${numbers})`, values: [this.#multiValue(path).path, ...isOne.values] };
  }

  #formerHas({ op, path, values }: Extract<Filter, { op: "has" | "hasOther" }>): Sql {
    const isOne = joined("OR", values.map(isJson));
    const wanted = op === "has" ? isOne.text : `type NOT IN ('array', 'object') AND NOT (${isOne.text})`;
    // The path is made of plain names (layout.ts).
    const place = `$.${this.#multiValue(path).names.join(".")}`;
    const text = `(json_type(body, '${place}') IS 'array' AND EXISTS (SELECT 1 FROM json_each(body, '${place}') WHERE ${wanted}))`;
    return { text, values: isOne.values };
  }

  /** The declared multi-valued path; throws UndeclaredPathError. */
  #multiValue(path: string): MultiValue {
    const multiValue = this.#kind.multiValue(path);
    if (multiValue === undefined) throw this.#undeclared(path);
    return multiValue;
  }

  #undeclared(path: string): UndeclaredPathError {
    return new UndeclaredPathError(this.#layout.container, this.#kind.kind, path);
  }
}

function name(column: Column, options: ConditionOptions): string {
  return options.indexed ? column.sql : `+${column.sql}`;
}

const OPERATORS = { eq: "=", ne: "<>", gt: ">", ge: ">=", lt: "<", le: "<=" } as const;

function comparison(op: keyof typeof OPERATORS, column: string, value: Scalar): Sql {
  const ordered = op !== "eq" && op !== "ne";
  if (ordered && value === null) return FALSE;
  const condition = `${column} ${OPERATORS[op]} ?`;
  const key = sortKeyOf(value);
  if (!ordered) return sql(condition, key);
  // Values of another type are neither before nor after: keep to the keys of the value's own type.
  const [low, high] =
    typeof value === "boolean"
      ? ["1", LOWEST_TEXT]
      : typeof value === "string"
        ? [LOWEST_TEXT, LOWEST_NUMBER]
        : [LOWEST_NUMBER];
  if (op === "lt" || op === "le") return sql(`(${condition} AND ${column} >= ${low})`, key);
  return high === undefined ? sql(condition, key) : sql(`(${condition} AND ${column} < ${high})`, key);
}

function isIn(column: string, values: readonly Scalar[]): Sql {
  if (values.length === 0) return FALSE;
  return sql(`${column} IN (${values.map(() => "?").join(", ")})`, ...values.map(sortKeyOf));
}

/** An element of json_each that is this value. */
function isJson(value: Scalar): Sql {
  if (value === null) return sql("type = 'null'");
  if (typeof value === "boolean") return sql(`type = '${value}'`);
  return typeof value === "string"
    ? sql("(type = 'text' AND atom = ?)", value)
    : sql("(type IN ('integer', 'real') AND atom = ?)", value);
}

/** instr and substr rather than LIKE: no wildcards to escape, and no case folding of SQLite's own. */
function substring(
  op: "contains" | "startsWith" | "endsWith" | "equals",
  column: Column,
  value: string,
  ignoreCase: boolean,
  options: ConditionOptions,
): Sql {
  const part = sortableText(ignoreCase ? value.toLowerCase() : value);
  const isText = `(+${column.sql} >= ${LOWEST_TEXT} AND +${column.sql} < ${LOWEST_NUMBER})`;
  if (part === "" && op !== "equals") return sql(isText);
  const text = ignoreCase
    ? `coalesce(folds ->> '$."${column.path}"', lower(${column.sql}))`
    : `+${column.sql}`;
  if (op === "equals") {
    const plain = ignoreCase ? text : name(column, options);
    return sql(`(${isText} AND ${plain} = ?)`, part);
  }
  const length = BigInt(Array.from(part).length);
  if (op === "contains") return sql(`(${isText} AND instr(${text}, ?) > 0)`, part);
  if (op === "endsWith") return sql(`(${isText} AND substr(${text}, ?) = ?)`, -length, part);
  if (!ignoreCase) {
    // What begins with the part lies between it and the next text that does not: a range, which an index can serve.
    const end = textAfterPrefix(part);
    const from = `${name(column, options)} >= ?`;
    if (end === undefined) return sql(`(${from} AND ${name(column, options)} < ${LOWEST_NUMBER})`, part);
    return sql(`(${from} AND ${name(column, options)} < ?)`, part, end);
  }
  return sql(`(${isText} AND substr(${text}, 1, ?) = ?)`, length, part);
}

/** The first text, by code point, after all that begin with the prefix; undefined when every later text does. */
function textAfterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (let point = points.pop(); point !== undefined; point = points.pop()) {
    if (point === 0x10ffff) continue;
    return String.fromCodePoint(...points, point === 0xd7ff ? 0xe000 : point + 1);
  }
  return undefined;
}

function tooLarge(what: string): DocumentLimitError {
  return new DocumentLimitError("filterTooLarge", `The filter is too large: ${what}.`);
}
