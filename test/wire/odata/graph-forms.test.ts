/** The forms of `$filter` that spec/api.md and the documented samples of Graph use, and what each of them means to the store. */
import { describe, expect, it } from "vitest";
import type { Filter } from "../../../src/application/ports/documents.js";
import { accessPackageType, assignmentRequestType, assignmentType } from "../../../src/wire/graph-types.js";
import { compileFilter } from "../../../src/wire/odata/compile-filter.js";
import type { Indexed } from "../../../src/wire/odata/indexed-property.js";
import { readOptions, readQuery } from "../../../src/wire/odata/read-options.js";
import { resourceRoleType, resourceType } from "../../../src/wire/resource-types.js";

const ID = "11111111-2222-4333-8444-555555555555";
const OTHER = "aaaaaaaa-2222-4333-8444-555555555555";

/** As a query of an address: decoded first. */
function meaning(query: string, type: Indexed): Filter | undefined {
  const { filter } = readOptions(readQuery(`$filter=${query}`).options, ["$filter"]);
  return filter === undefined ? undefined : compileFilter(filter, type);
}

const eq = (path: string, value: string | boolean | null): Filter => ({ op: "eq", path, value });

describe("a form that Graph's clients write", () => {
  it.each<[string, Indexed, Filter]>([
    ["displayName eq 'General'", accessPackageType, eq("displayName", "General")],
    ["displayName+eq+%27O%27%27Brien%27", accessPackageType, eq("displayName", "O'Brien")],
    ["state eq 'Delivered'", assignmentType, eq("state", "delivered")],
    [`accessPackage/id eq '${ID}'`, assignmentType, eq("accessPackageId", ID)],
    [`target/objectid eq ${ID}`, assignmentType, eq("target/objectId", ID)],
    [`assignmentPolicy/id eq '${ID.toUpperCase()}'`, assignmentType, eq("assignmentPolicyId", ID)],
    [`catalog/id%20eq%20'${ID}'`, accessPackageType, eq("catalogId", ID)],
    [
      "contains(tolower(displayName),'team')",
      accessPackageType,
      { op: "contains", path: "displayName", value: "team", ignoreCase: true },
    ],
    [
      "not(contains(displayName, 'Team'))",
      accessPackageType,
      { op: "not", filter: { op: "contains", path: "displayName", value: "Team", ignoreCase: false } },
    ],
    [
      "startswith(displayName,'Mar') eq true",
      accessPackageType,
      { op: "startsWith", path: "displayName", value: "Mar", ignoreCase: false },
    ],
    [
      `(originSystem eq 'AadGroup' and resource/id eq '${ID}')`,
      resourceRoleType,
      { op: "and", filters: [eq("originSystem", "AadGroup"), eq("resource/id", ID)] },
    ],
    ["originSystem eq 'SharePointOnline'", resourceType, eq("originSystem", "SharePointOnline")],
    [
      "createdDateTime ge 2026-01-01",
      assignmentRequestType,
      { op: "ge", path: "createdDateTime", value: "2026-01-01T00:00:00.000Z" },
    ],
    [
      "createdDateTime lt 2026-01-01T10:00:00+02:00",
      assignmentRequestType,
      { op: "lt", path: "createdDateTime", value: "2026-01-01T08:00:00.000Z" },
    ],
    [
      "state in ('Submitted', 'pendingapproval')",
      assignmentRequestType,
      { op: "in", path: "state", values: ["submitted", "pendingApproval"] },
    ],
    ["expiredDateTime EQ null", assignmentType, eq("expiredDateTime", null)],
    ["isHidden eq 'False'", accessPackageType, eq("isHidden", false)],
    [
      `incompatibleAccessPackages/any(p:p/id eq '${ID}' or p/id eq '${OTHER}')`,
      accessPackageType,
      { op: "has", path: "incompatibleAccessPackageIds[]", values: [ID, OTHER] },
    ],
    [
      `accessPackageId eq '${ID}' and (requestState eq 'Denied' or requestType ne 'AdminAdd')`,
      assignmentRequestType,
      {
        op: "and",
        filters: [
          eq("accessPackageId", ID),
          {
            op: "or",
            filters: [eq("state", "denied"), { op: "ne", path: "requestType", value: "adminAdd" }],
          },
        ],
      },
    ],
  ])("%s", (text, type, filter) => {
    expect(meaning(text, type)).toEqual(filter);
  });

  it.each([
    ["displayName eq", "at character 15 of $filter"],
    ["displayName eq 'open", "at character 16 of $filter"],
    ["(state eq 'x' and", "at character 18 of $filter"],
    ["displayName = 'x'", "at character 13 of $filter"],
    ["displayName eq 'a' displayName eq 'b'", "at character 20 of $filter"],
    ["contains(displayName 'x')", "at character 22 of $filter"],
    ['displayName eq "x"', "at character 16 of $filter"],
  ])("is told from %s, which is none, with the place", (text, place) => {
    expect(() => meaning(text, accessPackageType)).toThrow(place);
  });
});
