import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PERMISSION_TABLE } from "../../src/domain/authorization/permission-table.js";
import {
  DIRECTORY_ROLES,
  displayNameOf,
  ENTITLEMENT_ROLES,
  type Role,
} from "../../src/domain/authorization/role.js";

/** Read the difference before accepting it (`npx vitest run test/golden -u`): it shows everyone who may now do what. */
describe("the permission table", () => {
  it("is the one that was last agreed on, role by action", async () => {
    await expect(printed()).toMatchFileSnapshot("roles-by-action.txt");
  });

  it("is the one that people read in docs/authority.md", async () => {
    const page = readFileSync("docs/authority.md", "utf8");
    const [before = "", rest = ""] = page.split("<!-- table -->");
    const [, after = ""] = rest.split("<!-- /table -->");
    const written = `${before}<!-- table -->\n${tableForPeople()}\n<!-- /table -->${after}`;
    await expect(written).toMatchFileSnapshot("../../docs/authority.md");
  });
});

/** One role of each column stands for the others, which the golden file above shows to have the same crosses. */
const COLUMNS: readonly (readonly [string, Role])[] = [
  ["administrators", "identityGovernanceAdministrator"],
  ["auditors", "globalReader"],
  ["catalog creator", "catalogCreator"],
  ["catalog owner", "catalogOwner"],
  ["access package manager", "accessPackageManager"],
  ["assignment manager", "assignmentManager"],
  ["catalog reader", "catalogReader"],
];

function tableForPeople(): string {
  const rows = Object.entries(PERMISSION_TABLE).map(([action, { what, roles, delegated }]) => {
    const cells = COLUMNS.map(([, role]) => (roles.includes(role) ? "x" : ""));
    return `| \`${action}\` | ${what} | ${cells.join(" | ")} | ${delegated[0]} |`;
  });
  return [
    `| action | | ${COLUMNS.map(([title]) => title).join(" | ")} | least permission |`,
    `|---|---|${COLUMNS.map(() => "---|").join("")}---|`,
    ...rows,
    "",
    "The audit log is also for Reports Readers. Reading the directory is for every member too, and changing it for Global Administrators alone.",
  ].join("\n");
}

function printed(): string {
  // The keys of the tables are their roles, which Object.keys does not say.
  const roles = [...Object.keys(DIRECTORY_ROLES), ...Object.keys(ENTITLEMENT_ROLES), "member"] as Role[];
  const used = roles.filter((role) =>
    Object.values(PERMISSION_TABLE).some((row) => row.roles.includes(role)),
  );
  const actions = Object.entries(PERMISSION_TABLE);
  const width = Math.max(...actions.map(([action]) => action.length)) + 2;
  const header = used.map((role, index) => `${String(index + 1).padStart(2)} ${displayNameOf(role)}`);
  const numbers = used.map((_, index) => String(index + 1).padStart(3)).join("");
  const rows = actions.map(([action, row]) => {
    const cells = used.map((role) => (row.roles.includes(role) ? "  x" : "  .")).join("");
    return `${action.padEnd(width)}${cells}`;
  });
  const permissions = actions.map(
    ([action, { delegated, application }]) =>
      `${action}\n  delegated    ${delegated.join(" | ")}\n  application  ${application.join(" | ")}`,
  );
  return [
    "Roles",
    ...header,
    "",
    `${"".padEnd(width)}${numbers}`,
    ...rows,
    "",
    "Graph permissions: a person needs one of the delegated ones and a role; an application one of its own, or a catalog role.",
    ...permissions,
    "",
  ].join("\n");
}
