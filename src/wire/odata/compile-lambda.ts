/**
 * `incompatibleAccessPackages/any(p:p/id eq '…')`: a condition on the elements of a multi-valued path. Whatever is said of one property by
 * eq, ne, in, and, or and not comes to a list of values that it must be in, or must not be in; so every such condition can be asked of the
 * index. All elements fulfil a condition when none fulfils its opposite.
 */
import type { Filter, Scalar } from "../../application/ports/documents.js";
import type { IndexedProperty } from "../entity-type.js";
import type { Expression, Literal, Operand, Path } from "./expression.js";
import { type Indexed, indexedProperty } from "./indexed-property.js";
import { findProperty } from "./legacy-names.js";
import { literalValue } from "./literal-value.js";
import { filterError } from "./odata-error.js";
import { printFilter } from "./print-filter.js";

type Lambda = Extract<Expression, { kind: "lambda" }>;

/** The values that fulfil a condition: these, or all but these. */
type Values = { readonly values: ReadonlySet<Scalar>; readonly isExcluding: boolean };

export function compileLambda(expression: Lambda, type: Indexed): Filter {
  const { quantifier, variable, condition } = expression;
  if (condition === null || variable === null)
    return { op: "hasOther", path: elementsOf(expression, type), values: [] };
  const reader = new ElementCondition(expression, variable, type);
  const wanted = reader.read(condition);
  const path = reader.property?.index ?? elementsOf(expression, type);
  if (quantifier === "any") return filterOf(path, wanted);
  return { op: "not", filter: filterOf(path, opposite(wanted)) };
}

function filterOf(path: string, { values, isExcluding }: Values): Filter {
  return { op: isExcluding ? "hasOther" : "has", path, values: [...values] };
}

class ElementCondition {
  readonly #expression: Lambda;
  readonly #variable: string;
  readonly #type: Indexed;
  /** The one property that the condition is about. */
  property: IndexedProperty | undefined;

  constructor(expression: Lambda, variable: string, type: Indexed) {
    this.#expression = expression;
    this.#variable = variable.toLowerCase();
    this.#type = type;
  }

  read(condition: Expression): Values {
    switch (condition.kind) {
      case "and":
        return condition.operands.map((operand) => this.read(operand)).reduce(both);
      case "or":
        return opposite(condition.operands.map((operand) => opposite(this.read(operand))).reduce(both));
      case "not":
        return opposite(this.read(condition.operand));
      case "compare": {
        const { operator, left, right } = condition;
        const [path, value] = left.kind === "literal" ? [right, left] : [left, right];
        if (value.kind !== "literal" || (operator !== "eq" && operator !== "ne"))
          throw unsupported(this.#expression);
        const equal = this.#oneOf(path, [value]);
        return operator === "eq" ? equal : opposite(equal);
      }
      case "in":
        return this.#oneOf(condition.left, condition.values);
      case "truth":
        if (condition.operand.kind === "literal")
          return { values: new Set(), isExcluding: condition.operand.value === true };
        throw unsupported(this.#expression);
      case "match":
      case "lambda":
        throw unsupported(this.#expression);
    }
  }

  #oneOf(operand: Operand, literals: readonly Literal[]): Values {
    if (operand.kind !== "path") throw unsupported(this.#expression);
    const { property, name } = this.#propertyOf(operand);
    return {
      values: new Set(literals.map((literal) => literalValue(literal, property.type, name))),
      isExcluding: false,
    };
  }

  #propertyOf(path: Path) {
    const [first = "", ...rest] = path.segments;
    if (first.toLowerCase() !== this.#variable)
      throw filterError(
        `"${path.segments.join("/")}" does not begin with "${this.#expression.variable}"`,
        path.position,
      );
    const segments = [...this.#expression.collection.segments, ...rest];
    const found = indexedProperty({ ...path, segments }, this.#type);
    if (!found.property.index.endsWith("[]") || (this.property ?? found.property) !== found.property)
      throw unsupported(this.#expression);
    this.property = found.property;
    return found;
  }
}

function both(a: Values, b: Values): Values {
  if (a.isExcluding && b.isExcluding)
    return { values: new Set([...a.values, ...b.values]), isExcluding: true };
  if (a.isExcluding) return both(b, a);
  const kept = [...a.values].filter((value) => b.values.has(value) !== b.isExcluding);
  return { values: new Set(kept), isExcluding: false };
}

function opposite({ values, isExcluding }: Values): Values {
  return { values, isExcluding: !isExcluding };
}

/** The index of a collection that is asked for as a whole. */
function elementsOf(expression: Lambda, type: Indexed): string {
  const written = `${expression.collection.segments.join("/")}/id`;
  const name = findProperty(type.indexed, written);
  const index = name === undefined ? undefined : type.indexed[name]?.index;
  if (index?.endsWith("[]")) return index;
  throw unsupported(expression);
}

function unsupported(expression: Lambda): Error {
  return filterError(
    `"${printFilter(expression)}" is not supported: compare one indexed property of the elements by eq, ne or in`,
    expression.collection.position,
  );
}
