/** Two parsers of other people, and the form in which their trees and ours can be compared. */
import { defaultParser } from "@odata/parser";
import { filter as steedosFilter } from "@steedos/odata-v4-parser";
import type { Expression, Operand } from "../../../src/wire/odata/expression.js";

/** What both of them give. */
type Node = { readonly type: string; readonly raw: string; readonly value: unknown };

export const FOREIGN_PARSERS: readonly {
  readonly name: string;
  readonly knowsIn: boolean;
  readonly read: (text: string) => string;
}[] = [
  { name: "@odata/parser", knowsIn: false, read: (text) => formOf(nodeOf(defaultParser.filter(text))) },
  { name: "@steedos/odata-v4-parser", knowsIn: true, read: (text) => formOf(nodeOf(steedosFilter(text))) },
];

const OPERATORS: Readonly<Record<string, string>> = {
  EqualsExpression: "eq",
  NotEqualsExpression: "ne",
  GreaterThanExpression: "gt",
  GreaterOrEqualsExpression: "ge",
  LesserThanExpression: "lt",
  LesserOrEqualsExpression: "le",
};

function formOf(node: Node): string {
  switch (node.type) {
    case "AndExpression":
    case "OrExpression": {
      const word = node.type === "AndExpression" ? "and" : "or";
      return joined(word, [formOf(part(node, "left")), formOf(part(node, "right"))]);
    }
    case "NotExpression":
      return `(not ${formOf(nodeOf(node.value))})`;
    case "BoolParenExpression":
    case "ParenExpression":
    case "CommonExpression":
      return formOf(nodeOf(node.value));
    case "InExpression": {
      // The list is one literal of theirs: its members are cut where no quote is open.
      const { raw } = part(node, "right");
      const values = raw.slice(1, -1).match(/'(?:[^']|'')*'/g) ?? [];
      return `(${formOf(part(node, "left"))} in ${values.join(",")})`;
    }
    case "MethodCallExpression": {
      const { method, parameters } = recordOf(node.value);
      const given = Array.isArray(parameters) ? parameters : [];
      return `${String(method)}(${given.map((one) => formOf(nodeOf(one))).join(",")})`;
    }
    case "FirstMemberExpression":
      return lambdaOf(node) ?? node.raw;
    case "Literal":
      return /^-?\d+(\.\d+)?$/.test(node.raw) ? String(Number(node.raw)) : node.raw;
    default: {
      const operator = OPERATORS[node.type];
      if (operator === undefined) throw new Error(`There is no form for ${node.type}.`);
      return `(${formOf(part(node, "left"))} ${operator} ${formOf(part(node, "right"))})`;
    }
  }
}

/** `a/any(v:…)`, which is deep inside a path of theirs. */
function lambdaOf(node: Node): string | undefined {
  const lambda = outermostLambda(node.value);
  if (lambda === undefined) return undefined;
  const quantifier = lambda.type === "AnyExpression" ? "any" : "all";
  const { variable, predicate } = recordOf(lambda.value);
  const collection = node.raw.slice(0, node.raw.indexOf(`/${quantifier}(`));
  if (predicate === undefined) return `${collection}/${quantifier}()`;
  return `${collection}/${quantifier}(${nodeOf(variable).raw}:${formOf(nodeOf(nodeOf(predicate).value))})`;
}

function outermostLambda(tree: unknown): Node | undefined {
  if (typeof tree !== "object" || tree === null) return undefined;
  if ("type" in tree && (tree.type === "AnyExpression" || tree.type === "AllExpression")) return nodeOf(tree);
  for (const inner of Object.values(tree)) {
    const found = outermostLambda(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new Error("A foreign parser gave no node.");
  // A non-null object: any property of it may be asked for.
  return value as Readonly<Record<string, unknown>>;
}

function nodeOf(value: unknown): Node {
  const { type, raw, value: inner } = recordOf(value);
  return { type: String(type), raw: String(raw), value: inner };
}

function part(node: Node, name: "left" | "right"): Node {
  return nodeOf(recordOf(node.value)[name]);
}

function joined(word: string, parts: readonly string[]): string {
  // `a and (b and c)` is `a and b and c`: whoever nests means the same.
  const begin = `[${word} `;
  const flat = parts.map((one) => (one.startsWith(begin) ? one.slice(begin.length, -1) : one));
  return `${begin}${flat.join(` ${word}; `)}]`;
}

/** Our tree in the same form. */
export function formOfExpression(expression: Expression): string {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.operands
        .map(formOfExpression)
        .reduceRight((rest, first) => joined(expression.kind, [first, rest]));
    case "not":
      return `(not ${formOfExpression(expression.operand)})`;
    case "compare":
      return `(${formOfOperand(expression.left)} ${expression.operator} ${formOfOperand(expression.right)})`;
    case "in":
      return `(${formOfOperand(expression.left)} in ${expression.values.map(formOfOperand).join(",")})`;
    case "match":
      return `${expression.function}(${formOfOperand(expression.text)},${formOfOperand(expression.part)})`;
    case "truth":
      return formOfOperand(expression.operand);
    case "lambda": {
      const body =
        expression.condition === null
          ? ""
          : `${expression.variable}:${formOfExpression(expression.condition)}`;
      return `${formOfOperand(expression.collection)}/${expression.quantifier}(${body})`;
    }
  }
}

function formOfOperand(operand: Operand): string {
  switch (operand.kind) {
    case "path":
      return operand.segments.join("/");
    case "literal":
      return operand.type === "string"
        ? `'${String(operand.value).replaceAll("'", "''")}'`
        : String(operand.value);
    case "tolower":
    case "toupper":
      return `${operand.kind}(${formOfOperand(operand.operand)})`;
  }
}
