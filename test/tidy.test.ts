/** Checks on the shape of the code itself: which folder may import which, what the domain may not use, and how large a file may grow. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** A layer, and what it may import: folders of this repository, and packages by name ("node:" stands for Node itself). */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "src/domain": ["src/domain"],
  "src/application": ["src/application", "src/domain"],
  "src/wire": ["src/wire", "src/application", "src/domain", "zod", "node:"],
  "src/adapters": ["src/adapters", "src/application", "src/domain", "*"],
  "src/hosts": ["src/hosts", "src/sample", "src/adapters", "src/wire", "src/application", "src/domain", "*"],
  "src/sample": ["src/sample", "src/adapters", "src/application", "src/domain"],
  functions: ["functions", "src/", "@azure/functions", "durable-functions", "node:"],
  "src/cli": ["src/", "*"],
};

/** What would make a rule depend on the moment, on chance, or on the platform. */
const IMPURE = [
  ...[/\bDate\.now\b/, /\bnew Date\(\)/, /\bMath\.random\b/, /\brandomUUID\b/, /\bperformance\.now\b/],
  ...[/\bprocess\./, /\bawait\b/, /\bsetTimeout\b/, /@azure/, /["']node:/, /\bconsole\./],
];

const VAGUE_FOLDERS = new Set(["utils", "util", "helpers", "common", "misc", "shared", "lib"]);

/** Words that our vocabulary has another word for, or that hide a decision: word -> what to write. */
const FORBIDDEN_WORDS: Readonly<Record<string, string>> = {
  "@ts-ignore": "@ts-expect-error with a reason, or a better type",
  "\\bTODO\\b": "do it, or open an issue",
  "\\bFIXME\\b": "do it, or open an issue",
  "\\bXXX\\b": "do it, or open an issue",
  "\\bwhitelist": "allow list",
  "\\bblacklist": "block list",
  "\\bapprover-?list\\b": "approvers",
  "\\bentitlement-?request\\b": "assignment request",
};

/** As above, but in code only: comments may say "any". */
const FORBIDDEN_IN_CODE: Readonly<Record<string, string>> = {
  "\\bas any\\b": "a type",
  "[:<] ?any\\b[^.]": "a type",
};

const LINES_BEFORE_A_REASON = 400;
const root = join(import.meta.dirname, "..");
/** This file names what it forbids. */
const SELF = "test/tidy.test.ts";

function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
    .map((name) => join(folder, name));
}

function textOf(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Everything imported: with names, re-exported, dynamically, and for its effect alone. Relative paths as paths of the repository. */
function importsOf(file: string): string[] {
  const text = textOf(file);
  const found = [
    ...text.matchAll(/^\s*(?:import|export)\b[^;"']*?\bfrom\s+["']([^"']+)["']/gm),
    ...text.matchAll(/(?:^|[\s;])import\s+["']([^"']+)["']/gm),
    ...text.matchAll(/\bimport\(\s*["']([^"']+)["']/g),
    ...text.matchAll(/\brequire\(\s*["']([^"']+)["']/g),
  ];
  return found
    .map((match) => match[1] ?? "")
    .map((to) => (to.startsWith(".") ? relative(root, join(root, dirname(file), to)) : to));
}

function allowed(to: string, list: readonly string[]): boolean {
  const isOurs = ["src/", "functions/", "test/", "bench/", "bin/"].some((folder) => to.startsWith(folder));
  return list.some((a) => (a === "*" ? !isOurs : to === a || to.startsWith(/[/:]$/.test(a) ? a : `${a}/`)));
}

/** The code without its comments, so that a comment may name what the code may not use. */
function codeOf(file: string): string {
  return textOf(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/(^|\s)\/\/.*$/gm, "");
}

function found(words: Readonly<Record<string, string>>, file: string, text: string): string[] {
  return Object.entries(words)
    .filter(([word]) => new RegExp(word).test(text))
    .map(([word, instead]) => `${file}: ${word} (write: ${instead})`);
}

describe("the dependency rule", () => {
  for (const [layer, list] of Object.entries(MAY_IMPORT)) {
    it(`${layer} imports only ${list.map((a) => (a === "*" ? "packages" : a)).join(", ")}`, () => {
      const files = filesUnder(layer);
      expect(files.length).toBeGreaterThan(0); // an empty folder must not pass as a clean one
      const breaches = files.flatMap((file) =>
        importsOf(file)
          .filter((to) => !allowed(to, list))
          .map((to) => `${file} -> ${to}`),
      );
      expect(breaches).toEqual([]);
    });
  }

  it("the adapters of Azure and of one machine never import one another", () => {
    const breaches = filesUnder("src/adapters").flatMap((file) =>
      importsOf(file)
        .filter(
          (to) =>
            (file.startsWith("src/adapters/azure/") && to.startsWith("src/adapters/embedded/")) ||
            (file.startsWith("src/adapters/embedded/") && to.startsWith("src/adapters/azure/")),
        )
        .map((to) => `${file} -> ${to}`),
    );
    expect(breaches).toEqual([]);
  });

  it("the embedded host knows nothing of entitlement management", () => {
    const NEUTRAL = ["src/domain/time/", "src/domain/json."];
    const forbidden = ["src/domain/", "src/application/commands", "src/application/queries", "src/wire/"];
    const simulatedServices = filesUnder("src/hosts/embedded").filter(
      (file) => dirname(file) !== "src/hosts/embedded",
    );
    const breaches = simulatedServices.flatMap((file) =>
      importsOf(file)
        .filter((to) => forbidden.some((f) => to.startsWith(f)) && !NEUTRAL.some((n) => to.startsWith(n)))
        .map((to) => `${file} -> ${to}`),
    );
    expect(breaches).toEqual([]);
  });
});

describe("the domain", () => {
  it("is told the time, makes no ids, waits for nothing and touches no platform", () => {
    const breaches = filesUnder("src/domain").flatMap((file) =>
      IMPURE.filter((word) => word.test(codeOf(file))).map((word) => `${file}: ${word.source}`),
    );
    expect(breaches).toEqual([]);
  });
});

describe("every file", () => {
  const files = ["src", "functions", "test", "bench"].flatMap(filesUnder).filter((f) => f !== SELF);

  it("has a home with a name that says what is in it", () => {
    const vague = files.filter((file) =>
      dirname(file)
        .split("/")
        .some((part) => VAGUE_FOLDERS.has(part)),
    );
    expect(vague).toEqual([]);
    const vagueNames = files.filter((file) => VAGUE_FOLDERS.has(basename(file, ".ts")));
    expect(vagueNames).toEqual([]);
  });

  it("is named in kebab-case", () => {
    expect(files.filter((file) => !/^[a-z0-9]+([.-][a-z0-9]+)*(\.d)?\.ts$/.test(basename(file)))).toEqual([]);
  });

  it("opens with what it decides or is for, unless it is a test whose titles say so", () => {
    const modules = files.filter((file) => !file.endsWith(".test.ts"));
    expect(modules.filter((file) => !/^(#!.*\n)?\s*\/[*/]/.test(textOf(file)))).toEqual([]);
  });

  it(`is at most ${LINES_BEFORE_A_REASON} lines long, or says in its first lines why it is longer`, () => {
    const unexplained = files.filter((file) => {
      const lines = textOf(file).split("\n");
      return (
        lines.length > LINES_BEFORE_A_REASON &&
        !/\b(long|generated|table)\b/i.test(lines.slice(0, 12).join("\n"))
      );
    });
    expect(unexplained).toEqual([]);
  });

  it("does without the words on the forbidden list", () => {
    const breaches = files.flatMap((file) => [
      ...found(FORBIDDEN_WORDS, file, textOf(file)),
      ...found(FORBIDDEN_IN_CODE, file, codeOf(file)),
    ]);
    expect(breaches).toEqual([]);
  });
});
