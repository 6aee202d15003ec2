import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mistakeIn } from "../../src/wire/json-mistake.js";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("where a text stops being JSON", () => {
  it.each([
    ['{"a": }', 6],
    ['{"a":1,}', 7],
    ["{'a':1}", 1],
    ['{"a" 1}', 5],
    ["[1 2]", 3],
    ['{"a":1', 6],
    ['"x', 0],
    ["nul", 0],
    ["01", 1],
    ["1 2", 2],
    ['{"a":"\t"}', 5],
  ])("is told of %j", (text, at) => {
    expect(mistakeIn(text)).toBe(at);
  });

  it("is nowhere in what is JSON", () => {
    const pieces = fc.constantFrom(
      '"',
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "1",
      "-",
      "0",
      ".5",
      "e3",
      "true",
      "nul",
      " ",
      "\\",
      "a",
    );
    const texts = fc.oneof(
      fc.json(),
      fc.string(),
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join("")),
      // JSON with one character changed.
      fc.tuple(fc.json(), fc.nat(), fc.string({ minLength: 1, maxLength: 1 })).map(([json, at, other]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + other + json.slice(place + 1);
      }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const end = mistakeIn(text) >= text.length && isJson(text);
        expect(end).toBe(isJson(text));
      }),
      { numRuns: 5_000 },
    );
  });
});
