import { describe, expect, it } from "vitest";
import { PERMISSION_TABLE } from "../../src/domain/authorization/permission-table.js";
import { displayNameOf } from "../../src/domain/authorization/role.js";
import { betaEndpoints } from "../../src/wire/beta/endpoints.js";
import type { Endpoint } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { PORTAL_ENDPOINTS } from "../../src/wire/portal/endpoints.js";

/** docs/http-surface.md is written by this test: `npx vitest run test/golden -u`, then read the difference. */
describe("docs/http-surface.md", () => {
  it("shows the endpoint table as it is", async () => {
    await expect(printed()).toMatchFileSnapshot("../../docs/http-surface.md");
  });
});

const TODAY = new Set(ENDPOINTS.map(({ path }) => path));

function printed(): string {
  return [
    "# HTTP surface",
    "",
    "Made from the endpoint table (`src/wire/endpoints.ts`) by `test/golden/http-surface.test.ts`; do not edit.",
    "",
    "A person's token needs one of the delegated permissions, and the person one of the roles of the action (`src/domain/authorization/permission-table.ts`);",
    "*self*: whoever takes part in the object. An application needs one of the application permissions, or, where the action has catalog roles, such a role.",
    "The least permission is shown; what includes it will do too. *EM* stands for `/identityGovernance/entitlementManagement`.",
    "Options: *list* is $select $expand $filter $orderby $top $skiptoken $count; *object* is $select $expand; `+ $search` where it is known.",
    "Failures are the same everywhere: [errors](errors.md). `$skip` and `$format=json` are tolerated everywhere; any other option that is not listed is refused by name.",
    "`POST` takes `Idempotency-Key`; `PATCH`, `PUT` and `DELETE` take `If-Match`; `GET` of one object takes `If-None-Match`.",
    "A list also answers `GET .../$count` (plain text, with `$filter` and `$search`), and one that takes `POST .../$ref` answers `GET .../$ref`.",
    "`POST /$batch` runs up to 20 requests in one body. `GET /$metadata` (CSDL) and the service document at the root need no token.",
    "",
    "## Below /v1.0 (and /beta)",
    "",
    ...table(ENDPOINTS),
    "",
    "## Older names, below /beta only",
    "",
    "The same objects in the words of older scripts and Terraform (`src/wire/beta/`). `EM/accessPackages` has beta's properties in addition.",
    "",
    ...table(betaEndpoints(ENDPOINTS).filter(({ path }) => !TODAY.has(path))),
    "",
    "## Below /portal/v1",
    "",
    ...table(PORTAL_ENDPOINTS),
    "",
    "## Actions",
    "",
    "| action | roles |",
    "|---|---|",
    ...Object.entries(PERMISSION_TABLE).map(
      ([action, row]) => `| ${action} | ${row.roles.map(displayNameOf).join(", ")} |`,
    ),
    "",
  ].join("\n");
}

function table(endpoints: readonly Endpoint[]): readonly string[] {
  return [
    "| method | path | action | delegated | application | options | success |",
    "|---|---|---|---|---|---|---|",
    ...endpoints.map((row) => {
      const { delegated, application } = row.permission;
      const cells = [
        row.method,
        `\`${row.path.replace("/identityGovernance/entitlementManagement", "EM")}\``,
        row.action,
        delegated[0],
        application === "notSupported" ? "-" : application[0],
        optionsOf(row),
        row.statuses.join(", "),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
}

function optionsOf({ query }: Endpoint): string {
  if (query.length === 0) return "-";
  if (query.includes("$filter")) return query.includes("$search") ? "list + $search" : "list";
  return query.includes("$expand") ? "object" : query.join(" ");
}
