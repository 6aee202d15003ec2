import { describe, expect, it } from "vitest";
import type { Filter } from "../../../src/application/ports/documents.js";
import {
  accessPackageType,
  assignmentRequestType,
  directoryAuditType,
} from "../../../src/wire/graph-types.js";
import { compileFilter } from "../../../src/wire/odata/compile-filter.js";
import { parseFilter } from "../../../src/wire/odata/parse-filter.js";

const GUID = "11111111-2222-4333-8444-55555555AAAA";
const LOWER = GUID.toLowerCase();

const packages = (text: string): Filter => compileFilter(parseFilter(text), accessPackageType);
const requests = (text: string): Filter => compileFilter(parseFilter(text), assignmentRequestType);

describe("a $filter over what the store indexes", () => {
  it("turns navigation paths into the ids that documents keep, whatever their case", () => {
    expect(requests(`ACCESSPACKAGE/ID eq '${GUID}'`)).toEqual({
      op: "eq",
      path: "accessPackageId",
      value: LOWER,
    });
    expect(requests(`target/objectid eq ${GUID}`)).toEqual({
      op: "eq",
      path: "target/objectId",
      value: LOWER,
    });
    expect(requests(`assignment/assignmentPolicy/id eq '${GUID}'`)).toEqual({
      op: "eq",
      path: "assignmentPolicyId",
      value: LOWER,
    });
  });

  it("reads members of enumerations in any case", () => {
    expect(requests("state eq 'PENDINGAPPROVAL'")).toEqual({
      op: "eq",
      path: "state",
      value: "pendingApproval",
    });
    expect(requests("requestType in ('AdminAdd','useradd')")).toEqual({
      op: "in",
      path: "requestType",
      values: ["adminAdd", "userAdd"],
    });
  });

  it("understands the names of older versions", () => {
    expect(
      requests(
        `requestState eq 'Denied' and accessPackageAssignment/accessPackageAssignmentPolicy/id eq '${GUID}'`,
      ),
    ).toEqual({
      op: "and",
      filters: [
        { op: "eq", path: "state", value: "denied" },
        { op: "eq", path: "assignmentPolicyId", value: LOWER },
      ],
    });
    expect(packages(`catalogId eq '${GUID}'`)).toEqual({ op: "eq", path: "catalogId", value: LOWER });
  });

  it("brings dates to the form in which they are kept", () => {
    expect(requests("createdDateTime ge 2026-01-01")).toMatchObject({ value: "2026-01-01T00:00:00.000Z" });
    expect(requests("createdDateTime lt '2026-01-01T02:00:00+02:00'")).toMatchObject({
      value: "2026-01-01T00:00:00.000Z",
    });
  });

  it("turns a comparison round when the value comes first", () => {
    expect(packages("'2026-01-01' lt createdDateTime")).toMatchObject({ op: "gt", path: "createdDateTime" });
  });

  it("compares without regard to case only where tolower or toupper says so", () => {
    const match = { op: "contains", path: "displayName", value: "team" } as const;
    expect(packages("contains(displayName,'team')")).toEqual({ ...match, ignoreCase: false });
    expect(packages("contains(tolower(displayName),'team')")).toEqual({ ...match, ignoreCase: true });
    expect(packages("startswith(toupper(displayName),'TEAM')")).toMatchObject({
      op: "startsWith",
      ignoreCase: true,
    });
    // What is all lower case contains no capital letter.
    expect(packages("contains(tolower(displayName),'Team')")).toEqual({ op: "or", filters: [] });
  });

  it("asks multi-valued properties with any and all", () => {
    const has = { op: "has", path: "incompatibleGroupIds[]", values: [LOWER] };
    expect(packages(`incompatibleGroups/any(g:g/id eq '${GUID}')`)).toEqual(has);
    expect(packages(`incompatibleGroups/any(g:g/id in ('${GUID}'))`)).toEqual(has);
    expect(packages(`incompatibleGroups/all(g:g/id ne '${GUID}')`)).toEqual({ op: "not", filter: has });
    expect(
      compileFilter(parseFilter(`targetResources/any(t: t/id eq '${GUID}')`), directoryAuditType),
    ).toEqual({ op: "has", path: "targetIds[]", values: [LOWER] });
  });

  it("understands any combination of eq, ne, in, and, or and not on one property of the elements", () => {
    const other = "11111111-2222-4333-8444-555555555bbb";
    const path = "incompatibleGroupIds[]";
    for (const [text, filter] of [
      ["incompatibleGroups/any()", { op: "hasOther", path, values: [] }],
      [`incompatibleGroups/any(g:g/id ne '${GUID}')`, { op: "hasOther", path, values: [LOWER] }],
      [
        `incompatibleGroups/any(g:not(g/id in ('${GUID}','${other}')))`,
        { op: "hasOther", path, values: [LOWER, other] },
      ],
      [
        `incompatibleGroups/any(g:g/id eq '${GUID}' or '${other}' eq g/id)`,
        { op: "has", path, values: [LOWER, other] },
      ],
      [
        `incompatibleGroups/any(g:g/id in ('${GUID}','${other}') and g/id ne '${other}')`,
        { op: "has", path, values: [LOWER] },
      ],
      [
        `incompatibleGroups/all(g:g/id eq '${GUID}')`,
        { op: "not", filter: { op: "hasOther", path, values: [LOWER] } },
      ],
      [`incompatibleGroups/any(g:g/id eq '${GUID}' and g/id eq '${other}')`, { op: "has", path, values: [] }],
    ] as const)
      expect([text, packages(text)]).toEqual([text, filter]);
  });

  it("compares texts without regard to case where tolower or toupper says so, on either side", () => {
    const equals = { op: "equals", path: "displayName", value: "team a", ignoreCase: true } as const;
    expect(packages("tolower(displayName) eq 'team a'")).toEqual(equals);
    expect(packages("tolower('Team A') eq tolower(displayName)")).toEqual(equals);
    expect(packages("toupper(displayName) ne 'TEAM A'")).toEqual({
      op: "not",
      filter: { ...equals, value: "TEAM A" },
    });
    expect(packages("tolower(displayName) eq 'Team A'")).toEqual({ op: "or", filters: [] });
    expect(packages("tolower(displayName) in ('team a','B')")).toEqual({
      op: "or",
      filters: [equals, { op: "or", filters: [] }],
    });
    expect(packages("tolower(description) eq null")).toEqual({ op: "eq", path: "description", value: null });
    expect(packages("contains(tolower(displayName),tolower('TEAM'))")).toMatchObject({ value: "team" });
  });

  it("takes a boolean property as a condition", () => {
    expect(packages("not isHidden")).toEqual({
      op: "not",
      filter: { op: "eq", path: "isHidden", value: true },
    });
    expect(packages("isHidden eq 'true'")).toEqual({ op: "eq", path: "isHidden", value: true });
  });

  it.each([
    [
      "displayname2 eq 'x'",
      'has no property "displayname2" to filter or order by. Did you mean "displayName"?',
    ],
    ["displayName eq 5", '"displayName" is compared with 5, which is not a string in single quotes'],
    ["id eq 'x'", `"id" is compared with 'x', which is not a GUID`],
    ["createdDateTime gt 'yesterday'", "which is not a date and time"],
    ["createdDateTime gt null", '"createdDateTime" is compared with null by eq or ne only'],
    ["displayName eq description", "A property is compared with a value, not with another property"],
    ["'a' eq 'b'", "A condition needs a property on one side"],
    ["tolower(displayName) gt 'x'", "tolower is compared by eq, ne or in"],
    ["tolower(toupper(displayName)) eq 'x'", "tolower takes a property here"],
    ["tolower(isHidden) eq 'true'", 'tolower is for texts; "isHidden" is none'],
    ["tolower(5) eq 'x'", "tolower is for texts"],
    ["trim(displayName) eq 'x'", 'The function "trim" is not supported'],
    ["isHidden gt false", '"isHidden" is compared by eq, ne or in'],
    ["incompatibleGroups/$count gt 1", "$count is not supported in $filter"],
    ["contains(isHidden,'x')", 'contains is for texts; "isHidden" is none'],
    ["contains(displayName,5)", "The second argument of contains is a string in single quotes"],
    ["displayName", '"displayName" is not a condition'],
    [
      "incompatibleGroups/any(g:contains(g/id,'x'))",
      "compare one indexed property of the elements by eq, ne or in",
    ],
    ["incompatibleGroups/any(g:h/id eq 'x')", '"h/id" does not begin with "g"'],
    ["incompatibleGroups/any(g:g/id gt 'x')", "compare one indexed property of the elements by eq, ne or in"],
    ["catalog/any()", "is not supported"],
    ["resourceRoleScopes/any(r:r/id eq 'x')", "has no property"],
  ])("refuses %s by name", (text, message) => {
    expect(() => packages(text)).toThrow(message);
  });

  it("tells a property that cannot be filtered from one that does not exist", () => {
    expect(() => requests("answers eq 'x'")).toThrow(
      '"answers" of accessPackageAssignmentRequest cannot be filtered or ordered by; these can:',
    );
    expect(() => requests("state eq 'lost'")).toThrow("is not one of submitted, pendingApproval");
  });
});
