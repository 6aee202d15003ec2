import { describe, expect, it } from "vitest";
import { type Setting, START_SETTINGS } from "../../src/hosts/settings.js";

/** docs/settings.md is written by this test: `npx vitest run test/golden -u`, then read the difference. */
describe("docs/settings.md", () => {
  it("has every setting of the server with its variable, its default and its meaning", async () => {
    await expect(printed()).toMatchFileSnapshot("../../docs/settings.md");
  });
});

function printed(): string {
  const rows = Object.values<Setting<unknown>>(START_SETTINGS).map(
    ({ flag, variable, standard, meaning }) =>
      `| \`${flag}\` | \`${variable}\` | ${standard === undefined || standard === "" ? "none" : `\`${standard}\``} | ${meaning} |`,
  );
  return [
    "# Settings",
    "",
    "Made from `src/hosts/settings.ts` by `test/golden/settings.test.ts`; do not edit.",
    "",
    "`gatehouse start` reads a flag, else the environment variable, else the default. A setting that cannot be used stops the start with exit code 2.",
    "",
    "| flag | variable | default | meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
