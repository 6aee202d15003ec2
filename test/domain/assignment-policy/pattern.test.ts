import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../../src/domain/assignment-policy/pattern.js";

function matches(pattern: string, text: string): boolean {
  const compiled = compilePattern(pattern);
  if ("problem" in compiled) throw new Error(compiled.problem);
  return compiled.matches(text);
}

/** Patterns made of the pieces people write, nested and repeated at random. */
const anyPattern = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom("a", "b", ".", "\\d", "[ab]", "[^a]", "[a-c1]", "\\.", "", "^", "$", "\\w", "[\\d-]"),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `${a}${b}`),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(${a}|${b})`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "{0,}", "*?", "+?"))
      .map(([a, repeat]) => `(?:${a})${repeat}`),
  ),
})).pattern;

describe("the pattern of a text question", () => {
  it.each([
    ["[A-Z]{2}-\\d{4}", "AB-1234", true],
    ["[A-Z]{2}-\\d{4}", "AB-12345", false],
    ["[\\w.]+@[\\w.]+\\.\\w{2,}", "a.b@example.org", true],
    ["yes|no", "no", true],
    ["yes|no", "not", false],
    ["^\\d+$", "42", true],
    ["", "", true],
    ["", "x", false],
    [".", "😀", true],
  ])("%j against %j: %s", (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));

  it("means what the same regular expression means, matched as a whole", () => {
    fc.assert(
      fc.property(anyPattern, fc.stringMatching(/^[abc1.\-\n]{0,8}$/), (pattern, text) => {
        fc.pre(pattern.length <= 300);
        expect(matches(pattern, text)).toBe(new RegExp(`^(?:${pattern})$`, "u").test(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it("never hangs: a pattern that makes a backtracking matcher run for years is answered at once", () => {
    const compiled = compilePattern("(a+)+(a|aa)+(.*)*b");
    if ("problem" in compiled) throw new Error(compiled.problem);
    const started = performance.now();
    expect(compiled.matches("a".repeat(4_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("takes a moment also where it is as large as a pattern may be, and asks a long class once for each character", () => {
    const letters = "abcdefghijklmnopqrstuvwxyz0123456789".repeat(6);
    for (const pattern of ["(.*.*.*.*.*.*.*.*.*){200}", `([z${letters}]{0,1000}){2}`]) {
      const compiled = compilePattern(pattern);
      if ("problem" in compiled) throw new Error(`${pattern}: ${compiled.problem}`);
      const started = performance.now();
      expect(compiled.matches(`${"9".repeat(999)}!`)).toBe(pattern.startsWith("(."));
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });

  it.each([
    ["(?=a)a", "look-around"],
    ["(a)\\1", "\\1 is not supported"],
    ["\\p{L}", "\\p is not supported"],
    ["(a", "not closed"],
    ["a)", "closing parenthesis"],
    ["[a", "[ is not closed"],
    ["a**", "two repetitions"],
    ["*a", "nothing before it"],
    ["a{1001}", "more than 1000"],
    ["a{3,2}", "below its beginning"],
    ["((((a{100}){100}){100}){100})", "steps"],
    ["a".repeat(301), "longer than 300"],
    ["(".repeat(30) + ")".repeat(30), "deeper"],
    ["a\\", "backslash"],
  ])("%j is refused when a policy is saved, and it says why", (pattern, why) => {
    expect(compilePattern(pattern)).toMatchObject({ problem: expect.stringContaining(why) });
  });

  it("refuses or reads whatever it is given, and never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: fc.constantFrom(...Array.from("()[]{}*+?|^$\\.,-ab1dw")) }),
        (pattern) => {
          const compiled = compilePattern(pattern);
          const answer = "problem" in compiled ? compiled.problem : compiled.matches("ab1");
          expect(["string", "boolean"]).toContain(typeof answer);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
