import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../../src/domain/errors.js";
import { STATUS_OF } from "../../src/wire/problem.js";

/** docs/errors.md is written by this test: `npx vitest run test/golden -u`, then read the difference. */
describe("docs/errors.md", () => {
  it("has every code with its status and when it happens", async () => {
    await expect(printed()).toMatchFileSnapshot("../../docs/errors.md");
  });
});

const EXAMPLE = `{
  "error": {
    "code": "InvalidModel",
    "message": "The model is invalid. \\"displayName\\" is missing.",
    "target": "displayName",
    "details": [{ "code": "InvalidModel", "message": "\\"displayName\\" is missing.", "target": "displayName" }],
    "innerError": {
      "date": "2026-11-22T19:25:45",
      "request-id": "0b8d4f3e-7c1a-4a51-9a8e-2f5d1c9b6e70",
      "client-request-id": "0b8d4f3e-7c1a-4a51-9a8e-2f5d1c9b6e70"
    }
  }
}`;

function printed(): string {
  const rows = Object.entries(ERROR_CODES)
    // The table of statuses has the same keys.
    .map(([code, when]) => ({ code, when, status: STATUS_OF[code as keyof typeof STATUS_OF] }))
    .sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1));
  return [
    "# Errors",
    "",
    "Made from `src/domain/errors.ts` and `src/wire/problem.ts` by `test/golden/errors.test.ts`; do not edit.",
    "",
    "Every failure has this form. `code` is for programs and never changes its meaning; `message` says what was wrong, of which object, and what to do;",
    "`target` names the property, parameter or header; `details` lists every problem when there are several. `request-id` leads to the log.",
    "",
    "```json",
    EXAMPLE,
    "```",
    "",
    "| status | code | when |",
    "|---|---|---|",
    ...rows.map(({ status, code, when }) => `| ${status} | \`${code}\` | ${when} |`),
    "",
    "409, 412, 429 and 503 can be tried again: after reading anew (409, 412), or after the seconds in `Retry-After` (429, 503).",
    "401 carries `WWW-Authenticate`, 405 carries `Allow`.",
    "",
  ].join("\n");
}
