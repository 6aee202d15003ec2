import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QueryOptions } from "../../../src/wire/odata/query-options.js";
import { readOptions, readQuery } from "../../../src/wire/odata/read-options.js";
import { mistakeOf } from "./mistake-of.js";

const ALL = ["$select", "$expand", "$filter", "$orderby", "$top", "$skiptoken", "$count", "$search"];
const read = (query: string): QueryOptions => readOptions(readQuery(query).options, ALL);

describe("the query options of an address", () => {
  it("understands + and %20 as space, %27 as quote, and names in any case, with or without $", () => {
    for (const query of [
      "$filter=displayName+eq+%27a%20b%27",
      "$FILTER=displayName%20eq%20'a+b'",
      "filter=displayName eq 'a b'",
      "%24filter=displayName eq 'a b'",
    ])
      expect(read(query).filter).toMatchObject({ right: { value: "a b" } });
  });

  it("reads select, order, page and count", () => {
    const options = read(
      "$select=id, displayName&$orderby=displayName desc,createdDateTime&$top=5&$count=True&$skip=3",
    );
    expect(options).toMatchObject({
      select: ["id", "displayName"],
      orderBy: [
        { path: ["displayName"], direction: "desc" },
        { path: ["createdDateTime"], direction: "asc" },
      ],
      top: 5,
      count: true,
      skip: 3,
    });
  });

  it("reads what is expanded, and what of it", () => {
    const { expand } = read(
      "$expand=resourceRoleScopes($expand=role($select=id),scope;$filter=role/displayName eq 'a,b(;)'),catalog",
    );
    expect(expand.map(({ name }) => name)).toEqual(["resourceRoleScopes", "catalog"]);
    expect(expand[0]?.options.expand.map(({ name }) => name)).toEqual(["role", "scope"]);
    expect(expand[0]?.options.filter).toMatchObject({ right: { value: "a,b(;)" } });
    expect(read("$expand=*").expand[0]?.name).toBe("*");
    // The old way to nest.
    expect(read("$expand=resourceRoleScopes/role").expand[0]?.options.expand[0]?.name).toBe("role");
  });

  it("looks for the words of $search, with or without quotes and a property before them", () => {
    expect(
      ["market", '"market"', '"displayName:market"'].map((text) => read(`$search=${text}`).search),
    ).toEqual(["market", "market", "market"]);
  });

  it("lets options of other systems be, and keeps them for the endpoints that know some", () => {
    const query = readQuery("to=a%40b.org&_=123");
    expect(query.options.size).toBe(0);
    expect(query.parameters.get("to")).toBe("a@b.org");
  });

  it.each([
    ["$fliter=a eq 1", 'The query option "$fliter" is not known. Did you mean "$filter"?'],
    ["$top=5&top=6", '"$top" is given twice'],
    ["$top=0", "$top is a whole number from 1 to 999"],
    ["$top=1000", "$top is a whole number from 1 to 999"],
    ["$top=five", "$top is a whole number"],
    ["$skip=-1", "$skip is a whole number"],
    ["$count=maybe", "$count is true or false"],
    ["$select=a b", '"a b" is none'],
    ["$select=", '"" is none'],
    ["$orderby=displayName sideways", "$orderby cannot be read"],
    ["$expand=a(", "$expand cannot be read"],
    ["$expand=a($expand=b($expand=c($expand=d($expand=e))))", "$expand nests at most 4 levels"],
    ["$expand=a($levels=3)", '"$levels" is not supported here'],
    ["$format=atom", '$format is "json"'],
    ["$filter=%", "$filter has a % that is not followed"],
    ["$filter=%ff", "$filter has a % that is not followed"],
    ["asOf=2026-01-01&$asof=2026-01-01", '"asOf" is given twice'],
  ])("refuses %s by name", (query, message) => {
    expect(() => read(query)).toThrow(message);
  });

  it("refuses an option that the endpoint does not have, and says which it has", () => {
    expect(() => readOptions(readQuery("$top=5").options, ["$select", "$expand"])).toThrow(
      '"$top" is not supported here; these are: $select, $expand.',
    );
  });

  it("throws nothing but the error that becomes a 400, whatever the query", () => {
    const name = fc.constantFrom(
      "$expand",
      "$select",
      "$orderby",
      "$top",
      "$skiptoken",
      "$count",
      "$filter",
      "x",
      "",
    );
    const value = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom("a", "(", ")", "$expand=", ";", ",", "'", "/", "*", "%27", "+"), {
          maxLength: 30,
        })
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 5 }), (pairs) => {
        expect(mistakeOf(() => read(pairs.map((pair) => pair.join("=")).join("&")))).toBe(
          "the client's or none",
        );
      }),
      { numRuns: 5_000 },
    );
  });
});
