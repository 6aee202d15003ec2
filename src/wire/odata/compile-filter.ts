/**
 * Turns a `$filter` into the documents port's condition over index paths. What has no index path is refused by name,
 * never ignored and never scanned for.
 */
import type { Filter } from "../../application/ports/documents.js";
import type { EntityType, IndexedProperty } from "../entity-type.js";
import type { ComparisonOperator, Expression, Literal, Operand, Path } from "./expression.js";
import { didYouMean, findName } from "./find-name.js";
import { findProperty } from "./legacy-names.js";
import { literalValue } from "./literal-value.js";
import { filterError } from "./odata-error.js";
import { printFilter } from "./print-filter.js";

/** The parts of a type that compiling needs. */
type Indexed = Pick<EntityType<never>, "name" | "indexed" | "properties">;

const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  eq: "eq",
  ne: "ne",
  gt: "lt",
  ge: "le",
  lt: "gt",
  le: "ge",
};

const MATCHES = { contains: "contains", startswith: "startsWith", endswith: "endsWith" } as const;

export function compileFilter(expression: Expression, type: Indexed): Filter {
  switch (expression.kind) {
    case "and":
    case "or":
      return {
        op: expression.kind,
        filters: expression.operands.map((operand) => compileFilter(operand, type)),
      };
    case "not":
      return { op: "not", filter: compileFilter(expression.operand, type) };
    case "truth":
      return compileTruth(expression.operand, type);
    case "compare":
      return compileComparison(expression, type);
    case "in": {
      const { property, name } = indexedProperty(expression.left, type);
      const values = expression.values.map((literal) => literalValue(literal, property.type, name));
      return { op: "in", path: property.index, values };
    }
    case "match":
      return compileMatch(expression, type);
    case "lambda":
      return compileLambda(expression, type);
  }
}

function compileTruth(operand: Operand, type: Indexed): Filter {
  // An empty `and` holds for everything, an empty `or` for nothing.
  if (operand.kind === "literal") return { op: operand.value === true ? "and" : "or", filters: [] };
  const { property, name } = indexedProperty(operand, type);
  if (property.type !== "boolean") throw filterError(`"${name}" is not a condition`, operand.position);
  return { op: "eq", path: property.index, value: true };
}

function compileComparison(
  { operator, left, right }: Extract<Expression, { kind: "compare" }>,
  type: Indexed,
): Filter {
  if (left.kind === "literal" && right.kind !== "literal")
    return compileComparison(
      { kind: "compare", operator: MIRRORED[operator], left: right, right: left },
      type,
    );
  if (right.kind !== "literal")
    throw filterError("A property is compared with a value, not with another property", right.position);
  const { property, name } = indexedProperty(left, type);
  const value = literalValue(right, property.type, name);
  if (value === null && operator !== "eq" && operator !== "ne")
    throw filterError(`"${name}" is compared with null by eq or ne only`, right.position);
  return { op: operator, path: property.index, value };
}

function compileMatch(expression: Extract<Expression, { kind: "match" }>, type: Indexed): Filter {
  const { function: name, text, part } = expression;
  if (part.kind !== "literal" || typeof part.value !== "string")
    throw filterError(`The second argument of ${name} is a string in single quotes`, part.position);
  const folded = text.kind === "tolower" || text.kind === "toupper";
  const { property, name: path } = indexedProperty(folded ? text.operand : text, type);
  if (property.type !== "string") throw filterError(`${name} is for texts; "${path}" is none`, text.position);
  // tolower(x) never contains a capital letter: such a condition holds for nothing, as OData says.
  if (folded && part.value !== fold(text.kind, part.value)) return { op: "or", filters: [] };
  return { op: MATCHES[name], path: property.index, value: part.value, ignoreCase: folded };
}

function fold(kind: "tolower" | "toupper", text: string): string {
  return kind === "tolower" ? text.toLowerCase() : text.toUpperCase();
}

/** `incompatibleAccessPackages/any(p:p/id eq '…')` over a multi-valued path: one equality, an `or` of them, or an `in`. */
function compileLambda(expression: Extract<Expression, { kind: "lambda" }>, type: Indexed): Filter {
  const { quantifier, collection, variable, condition } = expression;
  const refuse = () =>
    filterError(
      `"${printFilter(expression)}" is not supported: compare one indexed property by eq or in`,
      collection.position,
    );
  if (condition === null || variable === null) throw refuse();
  if (quantifier === "all") {
    // All differ from a value: none equals it.
    if (condition.kind !== "compare" || condition.operator !== "ne") throw refuse();
    const none = compileLambda(
      { ...expression, quantifier: "any", condition: { ...condition, operator: "eq" } },
      type,
    );
    return { op: "not", filter: none };
  }
  const compared = equalities(condition);
  if (compared === undefined) throw refuse();
  let property: IndexedProperty | undefined;
  const values = compared.map(({ path, value }) => {
    const [first = "", ...rest] = path.segments;
    if (first.toLowerCase() !== variable.toLowerCase())
      throw filterError(`"${path.segments.join("/")}" does not begin with "${variable}"`, path.position);
    const found = indexedProperty({ ...path, segments: [...collection.segments, ...rest] }, type);
    if (!found.property.index.endsWith("[]") || (property !== undefined && property !== found.property))
      throw refuse();
    property = found.property;
    return literalValue(value, property.type, found.name);
  });
  if (property === undefined) throw refuse();
  return { op: "has", path: property.index, values };
}

type Equality = { readonly path: Path; readonly value: Literal };

function equalities(condition: Expression): readonly Equality[] | undefined {
  switch (condition.kind) {
    case "compare": {
      const { operator, left, right } = condition;
      if (operator !== "eq") return undefined;
      if (left.kind === "path" && right.kind === "literal") return [{ path: left, value: right }];
      if (right.kind === "path" && left.kind === "literal") return [{ path: right, value: left }];
      return undefined;
    }
    case "in": {
      const { left } = condition;
      return left.kind === "path" ? condition.values.map((value) => ({ path: left, value })) : undefined;
    }
    case "or": {
      const parts = condition.operands.map(equalities);
      return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
    }
    case "and":
    case "not":
    case "match":
    case "lambda":
    case "truth":
      return undefined;
  }
}

/** The index behind a path, and the path in the type's own spelling. */
export function indexedProperty(
  operand: Operand,
  type: Indexed,
): { readonly property: IndexedProperty; readonly name: string } {
  if (operand.kind === "literal")
    throw filterError("A condition needs a property on one side", operand.position);
  if (operand.kind !== "path")
    throw filterError(
      `${operand.kind} is supported inside contains, startswith and endswith only`,
      operand.position,
    );
  const written = operand.segments.join("/");
  const name = findProperty(type.indexed, written);
  const property = name === undefined ? undefined : type.indexed[name];
  if (name !== undefined && property !== undefined) return { property, name };
  throw filterError(noSuchProperty(written, type), operand.position);
}

/** Says whether the property is unknown or only not indexed. */
export function noSuchProperty(written: string, type: Indexed): string {
  const known = findName(type.properties, written);
  if (known !== undefined)
    return `"${known}" of ${type.name} cannot be filtered or ordered by; these can: ${Object.keys(type.indexed).join(", ")}`;
  return `${type.name} has no property "${written}" to filter or order by.${didYouMean(Object.keys(type.indexed), written)} These can be used: ${Object.keys(type.indexed).join(", ")}`;
}
