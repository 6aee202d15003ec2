import { describe, expect, it } from "vitest";
import { EVERY_TYPE } from "../../src/domain/assignment-request/request-kinds.js";
import { REQUEST_RULES } from "../../src/domain/assignment-request/request-rules.js";

const HEAD = `# The rules of a request
Made from \`src/domain/assignment-request/request-rules.ts\` by \`npx vitest run test/golden -u\`. A new request is judged by these rules in this order,
and the first that it breaks is told. Before them comes that the body can be read and that everything it names exists.

\`GET EM/accessPackages/{id}/explain?target={objectId}&requestType={type}&policy={id}\` judges all of them without making a request, for the person themselves
(leave \`target\` out) and for whoever sees the catalog's assignments. Each rule comes with its name, its sentence and its outcome:

| outcome | meaning |
|---|---|
| \`passed\` | the request keeps it |
| \`failed\` | it is broken; \`error\` says why and what to do |
| \`toBeGiven\` | the requestor must still give something when they ask: a justification, answers |
| \`notReached\` | a rule before it, without which it has nothing to judge, is broken |
| \`notConcerned\` | it is about other kinds of request |

\`GET EM/assignmentRequests/{id}/explain\` says why a request is in its state, who can decide now, what happens next and when, and what became of each role
(attempts, last error, next try). \`GET EM/assignments/{id}/explain\` says why somebody has access, who approved, what else gives each role, and what its end takes away.
`;

describe("the rules of a request", () => {
  it("are told in docs/request-rules.md, in their order", async () => {
    const rows = REQUEST_RULES.map(
      ({ name, says, about }, index) =>
        `| ${index + 1} | \`${name}\` | ${says} | ${about.length === EVERY_TYPE.length ? "all" : about.join(", ")} |`,
    );
    await expect(
      [HEAD, "| | rule | what it says | about |", "|---|---|---|---|", ...rows, ""].join("\n"),
    ).toMatchFileSnapshot("../../docs/request-rules.md");
  });
});
