import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expression } from "../../../src/wire/odata/expression.js";
import { FILTER_LENGTH_MAX } from "../../../src/wire/odata/lexer.js";
import { ODataError } from "../../../src/wire/odata/odata-error.js";
import { FILTER_DEPTH_MAX, parseFilter } from "../../../src/wire/odata/parse-filter.js";
import { printFilter } from "../../../src/wire/odata/print-filter.js";
import { arbitraryExpression } from "./arbitrary-expression.js";
import { mistakeOf } from "./mistake-of.js";

const GUID = "11111111-2222-4333-8444-555555555555";

/** Without places, which printing changes. */
function shape(expression: Expression): unknown {
  return JSON.parse(
    JSON.stringify(expression, (key, value: unknown) => (key === "position" ? undefined : value)),
  );
}

describe("$filter as Graph clients write it", () => {
  it.each([
    ["displayName eq 'General'", "displayName eq 'General'"],
    ["DisplayName EQ 'O''Brien'", "DisplayName eq 'O''Brien'"],
    [`accessPackage/id eq ${GUID}`, `accessPackage/id eq ${GUID}`],
    [
      `accessPackage/id eq '${GUID}' and state eq 'Delivered'`,
      `accessPackage/id eq '${GUID}' and state eq 'Delivered'`,
    ],
    ["contains(tolower(displayName),'team')", "contains(tolower(displayName),'team')"],
    ["contains(displayName, 'team') eq true", "contains(displayName,'team')"],
    ["startswith(displayName,'a') eq false", "not startswith(displayName,'a')"],
    ["not(state eq 'expired')", "not state eq 'expired'"],
    ["not endswith(mail,'.org')", "not endswith(mail,'.org')"],
    ["state in ('delivered','delivering')", "state in ('delivered','delivering')"],
    ["createdDateTime ge 2026-01-01", "createdDateTime ge 2026-01-01"],
    ["createdDateTime ge 2026-01-01T10:00:00.1234567Z", "createdDateTime ge 2026-01-01T10:00:00.1234567Z"],
    ["createdDateTime ge 2026-01-01T10:00:00 02:00", "createdDateTime ge 2026-01-01T10:00:00+02:00"],
    ["expiredDateTime eq null", "expiredDateTime eq null"],
    ["sequence gt -5 and sequence lt 1.5e3", "sequence gt -5 and sequence lt 1500"],
    ["isHidden", "isHidden"],
    ["not isHidden", "not isHidden"],
    [`incompatibleGroups/any(g:g/id eq '${GUID}')`, `incompatibleGroups/any(g:g/id eq '${GUID}')`],
    ["resources/any()", "resources/any()"],
    [
      "(originSystem eq 'AadGroup' and resource/id eq 'x')",
      "originSystem eq 'AadGroup' and resource/id eq 'x'",
    ],
    ["a eq 1 or b eq 2 and c eq 3", "a eq 1 or (b eq 2 and c eq 3)"],
    [
      "state eq microsoft.graph.accessPackageAssignmentState'delivered'",
      "state eq microsoft.graph.enum'delivered'",
    ],
  ])("reads %s", (text, printed) => {
    expect(printFilter(parseFilter(text))).toBe(printed);
  });

  it.each([
    ["", "$filter is empty"],
    ["displayName eq", "Expected a property or a value, found the end of the filter (at character 15"],
    ["displayName eq 'x", "A string has no closing quote (at character 16"],
    ["displayName eqq 'x'", 'Expected the end of the filter, `and` or `or`, found "eqq" (at character 13'],
    ["(state eq 'x'", 'Expected ")", found the end of the filter (at character 14'],
    ["state eq 'x')", "(at character 13"],
    ["price add 5 gt 3", 'The operator "add" is not supported (at character 7'],
    ["length(displayName) gt 3", 'The function "length" is not supported (at character 1'],
    ["a/b(1) eq 2", 'The function "a/b" is not supported'],
    ["state eq 'x' && true", '"&" is not expected here (at character 14'],
    ["1 eq 1 1", "(at character 8"],
  ])("says where %j cannot be read", (text, message) => {
    expect(() => parseFilter(text)).toThrow(message);
  });
});

describe("laws of $filter", () => {
  it("reads back what it prints", () => {
    fc.assert(
      fc.property(arbitraryExpression, (expression) => {
        const printed = printFilter(expression);
        expect(printFilter(parseFilter(printed))).toBe(printed);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps what was meant: a printed filter is read as the same tree", () => {
    fc.assert(
      fc.property(arbitraryExpression, (expression) => {
        // Reading joins nested lists of one word into one level of parentheses; printing them again says the same.
        const once = parseFilter(printFilter(expression));
        expect(shape(parseFilter(printFilter(once)))).toEqual(shape(once));
      }),
      { numRuns: 1_000 },
    );
  });

  it("throws nothing but the error that becomes a 400, whatever the text", () => {
    const word = fc.constantFrom(
      "eq",
      "and",
      "or",
      "not",
      "(",
      ")",
      "'",
      ",",
      "/",
      "any(",
      "x:",
      "in",
      "null",
      " ",
      "tolower(",
      "1",
      "-",
    );
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.array(word, { maxLength: 40 }).map((words) => words.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(mistakeOf(() => parseFilter(text))).toBe("the client's or none");
      }),
      { numRuns: 5_000 },
    );
  });

  it("refuses nesting and length without end, and does so at once", () => {
    const deep = FILTER_DEPTH_MAX * 100;
    for (const text of [
      `${"(".repeat(deep)}a eq 1${")".repeat(deep)}`,
      `${"not ".repeat(deep)}a eq 1`,
      `a eq ${"tolower(".repeat(deep)}b${")".repeat(deep)}`,
      `${"a/any(x:".repeat(deep)}x eq 1${")".repeat(deep)}`,
      "(".repeat(FILTER_LENGTH_MAX),
      `a eq '${"x".repeat(FILTER_LENGTH_MAX)}'`,
    ])
      expect(() => parseFilter(text)).toThrow(ODataError);
    const bearable = `${"(".repeat(FILTER_DEPTH_MAX)}a eq 1${")".repeat(FILTER_DEPTH_MAX)}`;
    expect(printFilter(parseFilter(bearable))).toBe("a eq 1");
  });

  it("takes time in proportion to the text: 2,000 terms in less than 20 ms", () => {
    const terms = (count: number) =>
      Array.from({ length: count }, () => `accessPackage/id eq '${GUID}'`).join(" or ");
    const fastest = (text: string) =>
      Math.min(
        ...Array.from({ length: 7 }, () => {
          const start = performance.now();
          parseFilter(text);
          return performance.now() - start;
        }),
      );
    const [half, whole] = [terms(1_000), terms(2_000)];
    fastest(half);
    expect(fastest(whole)).toBeLessThan(20);
    // Half again as much as linear, for a machine that does other things too.
    expect(fastest(whole)).toBeLessThan(3 * fastest(half) + 0.5);
  });
});
