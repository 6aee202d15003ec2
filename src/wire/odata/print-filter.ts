/** Writes an expression as `$filter` text: for messages, and so that a test can say that what is printed reads back the same. */
import type { Expression, Operand } from "./expression.js";

export function printFilter(expression: Expression): string {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.operands.map((operand) => inner(operand)).join(` ${expression.kind} `);
    case "not":
      return `not ${inner(expression.operand)}`;
    case "compare":
      return `${printOperand(expression.left)} ${expression.operator} ${printOperand(expression.right)}`;
    case "in":
      return `${printOperand(expression.left)} in (${expression.values.map(printOperand).join(",")})`;
    case "match":
      return `${expression.function}(${printOperand(expression.text)},${printOperand(expression.part)})`;
    case "lambda": {
      const body =
        expression.condition === null ? "" : `${expression.variable}:${printFilter(expression.condition)}`;
      return `${printOperand(expression.collection)}/${expression.quantifier}(${body})`;
    }
    case "truth":
      return printOperand(expression.operand);
  }
}

export function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case "path":
      return operand.segments.join("/");
    case "literal":
      switch (operand.type) {
        case "string":
          return `'${String(operand.value).replaceAll("'", "''")}'`;
        case "duration":
          return `duration'${String(operand.value).replaceAll("'", "''")}'`;
        case "enum":
          return `microsoft.graph.enum'${String(operand.value).replaceAll("'", "''")}'`;
        case "guid":
        case "dateTime":
        case "number":
        case "boolean":
        case "null":
          return String(operand.value);
      }
    // oxlint-disable-next-line no-fallthrough -- every literal type has returned
    case "tolower":
    case "toupper":
      return `${operand.kind}(${printOperand(operand.operand)})`;
  }
}

function inner(expression: Expression): string {
  return expression.kind === "and" || expression.kind === "or"
    ? `(${printFilter(expression)})`
    : printFilter(expression);
}
