import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** docs/rule-book.md is written by hand; this keeps what it says about the tests true. */
describe("every rule of docs/rule-book.md", () => {
  const book = readFileSync(new URL("../../docs/rule-book.md", import.meta.url), "utf8");
  const rows = [...book.matchAll(/^\| (.+) \| `(.+?)`: (.+) \|$/gm)].map(([, rule, file, title]) => ({
    rule,
    file: `${file}.test.ts`,
    title: title ?? "",
  }));

  it("is held by a test that is there", () => {
    expect(rows.length).toBeGreaterThan(150);
    const lost = rows.filter(({ file, title }) => !titlesOf(file).some((one) => one.includes(title)));
    expect(lost).toEqual([]);
  });

  it("is said once", () => {
    const said = rows.map(({ rule }) => rule);
    expect(said.filter((rule, index) => said.indexOf(rule) !== index)).toEqual([]);
  });
});

const known = new Map<string, readonly string[]>();

function titlesOf(file: string): readonly string[] {
  const titles =
    known.get(file) ??
    [
      ...readFileSync(new URL(`../${file}`, import.meta.url), "utf8").matchAll(
        /\bit(?:\.\w+)*(?:\((?:[^()]|\([^()]*\))*\))?\(\s*(["`])((?:\\.|(?!\1).)*)\1/g,
      ),
    ].map(([, , title]) => title ?? "");
  known.set(file, titles);
  return titles;
}
