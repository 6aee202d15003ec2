/** Arbitrary filters, as syntax trees: whatever clients could mean. */
import fc from "fast-check";
import type { Expression, Literal, Operand, Path } from "../../../src/wire/odata/expression.js";

const RESERVED = new Set([
  ...["and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "in", "null", "true", "false"],
  ...["contains", "startswith", "endswith", "tolower", "toupper", "any", "all", "duration"],
  ...["add", "sub", "mul", "div", "mod", "has", "divby"],
]);

const name = fc
  .stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/)
  .filter((text) => !RESERVED.has(text.toLowerCase()));

const path = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .map((segments): Path => ({ kind: "path", segments, position: 0 }));

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));

const literal: fc.Arbitrary<Literal> = fc
  .oneof(
    fc.string({ maxLength: 12 }).map((value) => ({ type: "string" as const, value })),
    fc
      .tuple(hex(8), hex(4), hex(4), hex(4), hex(12))
      .map((parts) => ({ type: "guid" as const, value: parts.join("-") })),
    fc
      .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((date) => ({ type: "dateTime" as const, value: date.toISOString() })),
    fc.integer().map((value) => ({ type: "number" as const, value })),
    fc.boolean().map((value) => ({ type: "boolean" as const, value })),
    fc.constant({ type: "null" as const, value: null }),
    fc.constantFrom("P1D", "PT8H").map((value) => ({ type: "duration" as const, value })),
    fc.string({ maxLength: 8 }).map((value) => ({ type: "enum" as const, value })),
  )
  .map((one) => ({ kind: "literal", ...one, position: 0 }));

const operand: fc.Arbitrary<Operand> = fc.oneof(
  { weight: 4, arbitrary: path },
  { weight: 2, arbitrary: literal },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("tolower" as const, "toupper" as const), path)
      .map(([kind, inner]) => ({ kind, operand: inner, position: 0 })),
  },
);

export const { expression: arbitraryExpression } = fc.letrec<{ expression: Expression }>((tie) => {
  const joined = (kind: "and" | "or") =>
    fc
      .array(tie("expression"), { minLength: 2, maxLength: 4 })
      .map((operands): Expression => ({ kind, operands }));
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc
        .tuple(operand, fc.constantFrom("eq", "ne", "gt", "ge", "lt", "le"), operand)
        .map(([left, operator, right]): Expression => ({ kind: "compare", operator, left, right })),
      fc
        .tuple(path, fc.array(literal, { minLength: 1, maxLength: 3 }))
        .map(([left, values]): Expression => ({ kind: "in", left, values })),
      fc
        .tuple(fc.constantFrom("contains", "startswith", "endswith"), operand, literal)
        .map(([one, text, part]): Expression => ({ kind: "match", function: one, text, part })),
      path.map((one): Expression => ({ kind: "truth", operand: one })),
      joined("and"),
      joined("or"),
      tie("expression").map((inner): Expression => ({ kind: "not", operand: inner })),
      fc.tuple(fc.constantFrom("any", "all"), path, name, tie("expression")).map(
        ([quantifier, collection, variable, condition]): Expression => ({
          kind: "lambda",
          quantifier,
          collection,
          variable,
          condition,
        }),
      ),
    ),
  };
});
