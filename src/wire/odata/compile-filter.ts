/**
 * Turns a `$filter` into the documents port's condition over index paths. What has no index path is refused by name,
 * never ignored and never scanned for.
 */
import type { Filter } from "../../application/ports/documents.js";
import { compileLambda } from "./compile-lambda.js";
import type { CaseChange, ComparisonOperator, Expression, Literal, Operand } from "./expression.js";
import { type Found, type Indexed, indexedProperty } from "./indexed-property.js";
import { literalValue } from "./literal-value.js";
import { filterError } from "./odata-error.js";

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
    case "in":
      return compileIn(expression, type);
    case "match":
      return compileMatch(expression, type);
    case "lambda":
      return compileLambda(expression, type);
  }
}

function compileTruth(operand: Operand, type: Indexed): Filter {
  // An empty `and` holds for everything, an empty `or` for nothing.
  if (operand.kind === "literal") return operand.value === true ? { op: "and", filters: [] } : NOTHING;
  const { property, name } = indexedProperty(operand, type);
  if (property.type !== "boolean") throw filterError(`"${name}" is not a condition`, operand.position);
  return { op: "eq", path: property.index, value: true };
}

function compileComparison(
  { operator, left, right }: Extract<Expression, { kind: "compare" }>,
  type: Indexed,
): Filter {
  const [first, second] = [folded(left), folded(right)];
  if (first.kind === "literal" && second.kind !== "literal")
    return compileComparison(
      { kind: "compare", operator: MIRRORED[operator], left: second, right: first },
      type,
    );
  if (second.kind !== "literal")
    throw filterError("A property is compared with a value, not with another property", second.position);
  if (isCaseChange(first)) return compileFolded(first, operator, second, type);
  const { property, name } = indexedProperty(first, type);
  const value = literalValue(second, property.type, name);
  if (operator !== "eq" && operator !== "ne") {
    if (value === null)
      throw filterError(`"${name}" is compared with null by eq or ne only`, second.position);
    if (typeof property.type === "object" || UNORDERED.has(property.type))
      throw filterError(
        `"${name}" is compared by eq, ne or in, since its values have no order`,
        second.position,
      );
  }
  return { op: operator, path: property.index, value };
}

/** As texts these would be ordered in a way that says nothing: P9D after P10D. */
const UNORDERED: ReadonlySet<string> = new Set(["boolean", "duration"]);

/** `tolower(displayName) eq 'x'`. */
function compileFolded(
  operand: CaseChange,
  operator: ComparisonOperator,
  literal: Literal,
  type: Indexed,
): Filter {
  if (operator !== "eq" && operator !== "ne")
    throw filterError(`${operand.kind} is compared by eq, ne or in`, operand.position);
  const equals = equalsFolded(operand, literal, type);
  return operator === "eq" ? equals : { op: "not", filter: equals };
}

function equalsFolded(operand: CaseChange, literal: Literal, type: Indexed): Filter {
  const { property, name } = textProperty(operand, type);
  const value = literalValue(literal, "string", name);
  if (value === null) return { op: "eq", path: property.index, value };
  const text = String(value);
  // tolower(x) never contains a capital letter: such a condition holds for nothing, as OData says.
  if (text !== fold(operand.kind, text)) return NOTHING;
  return { op: "equals", path: property.index, value: text, ignoreCase: true };
}

function compileIn({ left, values }: Extract<Expression, { kind: "in" }>, type: Indexed): Filter {
  const operand = folded(left);
  if (isCaseChange(operand))
    return { op: "or", filters: values.map((value) => equalsFolded(operand, value, type)) };
  const { property, name } = indexedProperty(operand, type);
  return {
    op: "in",
    path: property.index,
    values: values.map((literal) => literalValue(literal, property.type, name)),
  };
}

function compileMatch(expression: Extract<Expression, { kind: "match" }>, type: Indexed): Filter {
  const { function: name } = expression;
  const part = folded(expression.part);
  const text = folded(expression.text);
  if (part.kind !== "literal" || typeof part.value !== "string")
    throw filterError(`The second argument of ${name} is a string in single quotes`, part.position);
  const { property, name: path } = isCaseChange(text)
    ? textProperty(text, type)
    : indexedProperty(text, type);
  if (property.type !== "string") throw filterError(`${name} is for texts; "${path}" is none`, text.position);
  const ignoreCase = isCaseChange(text);
  if (isCaseChange(text) && part.value !== fold(text.kind, part.value)) return NOTHING;
  return { op: MATCHES[name], path: property.index, value: part.value, ignoreCase };
}

function isCaseChange(operand: Operand): operand is CaseChange {
  return operand.kind === "tolower" || operand.kind === "toupper";
}

/** `tolower('ABC')` is a value, and `tolower(tolower(x))` is `tolower(x)`. */
function folded(operand: Operand): Operand {
  if (!isCaseChange(operand)) return operand;
  const inner = folded(operand.operand);
  if (inner.kind === "literal" && typeof inner.value === "string")
    return { ...inner, type: "string", value: fold(operand.kind, inner.value) };
  if (inner.kind === "literal" && inner.value !== null)
    throw filterError(`${operand.kind} is for texts`, inner.position);
  if (inner.kind === "literal" || inner.kind === operand.kind) return inner;
  return { ...operand, operand: inner };
}

function textProperty(operand: CaseChange, type: Indexed): Found {
  if (operand.operand.kind !== "path")
    throw filterError(`${operand.kind} takes a property here`, operand.operand.position);
  const found = indexedProperty(operand.operand, type);
  if (found.property.type === "string") return found;
  throw filterError(`${operand.kind} is for texts; "${found.name}" is none`, operand.position);
}

function fold(kind: "tolower" | "toupper", text: string): string {
  return kind === "tolower" ? text.toLowerCase() : text.toUpperCase();
}

const NOTHING: Filter = { op: "or", filters: [] };
