import { describe, expect, it } from "vitest";
import { ASSIGNMENT_TRANSITIONS } from "../../src/domain/assignment/transitions.js";
import { TRANSITIONS } from "../../src/domain/assignment-request/transitions.js";

type Row = { readonly from: string | null; readonly to: string; readonly when: string };

describe("the states of requests and assignments", () => {
  it("are changed as the golden file says, which a reviewer reads when it differs", async () => {
    await expect(
      ["Requests", ...printed(TRANSITIONS), "", "Assignments", ...printed(ASSIGNMENT_TRANSITIONS), ""].join(
        "\n",
      ),
    ).toMatchFileSnapshot("transitions.txt");
  });
});

function printed(rows: readonly Row[]): readonly string[] {
  return rows.map(({ from, to, when }) => `${(from ?? "(new)").padEnd(19)} -> ${to.padEnd(19)} ${when}`);
}
