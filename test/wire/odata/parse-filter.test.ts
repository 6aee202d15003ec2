import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessPackageType } from "../../../src/wire/graph-types.js";
import { compileFilter } from "../../../src/wire/odata/compile-filter.js";
import type { Expression } from "../../../src/wire/odata/expression.js";
import { FILTER_LENGTH_MAX } from "../../../src/wire/odata/lexer.js";
import { ODataError } from "../../../src/wire/odata/odata-error.js";
import { FILTER_DEPTH_MAX, parseFilter } from "../../../src/wire/odata/parse-filter.js";
import { printFilter } from "../../../src/wire/odata/print-filter.js";
import { arbitraryExpression } from "./arbitrary-expression.js";
import { mistakeOf } from "./mistake-of.js";
import { RandomFilter, seeded } from "./random-filter.js";

/** `FUZZED=1000000 npx vitest run test/wire/odata/parse-filter.test.ts` tries as many; `SEED` repeats a run. */
const FUZZED = Number(process.env["FUZZED"] ?? 20_000);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

/** What filters are made of, whole and broken; the last places stand for any character. */
const PIECES: readonly (string | undefined)[] = [
  ...[
    "eq",
    " and ",
    " or ",
    "not ",
    "(",
    ")",
    "'",
    "''",
    ",",
    "/",
    "any(",
    "all(x:",
    "x:",
    " in (",
    "null",
    " ",
    "tolower(",
  ],
  ...[
    "1",
    "-",
    ".",
    "e9",
    "2026-01-01",
    "T",
    "Z",
    "+",
    "%",
    "$count",
    "@",
    "displayName",
    "id",
    "duration'",
    "\0",
    "\ud800",
  ],
  ...["incompatibleGroups/", "isHidden", "createdDateTime", undefined, undefined, undefined],
];

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
      { numRuns: 500 },
    );
  });

  it("keeps what was meant: a printed filter is read as the same tree", () => {
    fc.assert(
      fc.property(arbitraryExpression, (expression) => {
        // Reading joins nested lists of one word into one level of parentheses; printing them again says the same.
        const once = parseFilter(printFilter(expression));
        expect(shape(parseFilter(printFilter(once)))).toEqual(shape(once));
      }),
      { numRuns: 300 },
    );
  });

  it(`throws nothing but the error that becomes a 400, whatever the text (${FUZZED} of seed ${SEED})`, {
    timeout: 600_000,
  }, () => {
    const random = seeded(SEED);
    const filters = new RandomFilter(random, { withIn: true });
    const below = (count: number) => Math.floor(random() * count);
    const mistakes = new Set<string>();
    let text = "";
    for (let number = 0; number < FUZZED; number++) {
      // Each text is hurt a few times over before the next one is taken.
      if (number % 8 === 0) text = filters.filter(number % 3);
      const at = below(text.length + 1);
      const piece = PIECES[below(PIECES.length)] ?? String.fromCharCode(below(0x1_0000));
      text = text.slice(0, at) + (below(3) === 0 ? "" : piece) + text.slice(at + below(4));
      mistakes.add(mistakeOf(() => compileFilter(parseFilter(text), accessPackageType)));
    }
    expect([...mistakes]).toEqual(["the client's or none"]);
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
});
