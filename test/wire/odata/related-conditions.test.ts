import { describe, expect, it } from "vitest";
import type { Filter } from "../../../src/application/ports/documents.js";
import { assignmentRequestType, assignmentType } from "../../../src/wire/graph-types.js";
import { compileFilter } from "../../../src/wire/odata/compile-filter.js";
import { parseFilter } from "../../../src/wire/odata/parse-filter.js";
import { type LookUp, resolveRelated } from "../../../src/wire/odata/related-conditions.js";

const FOUND = ["11111111-2222-4333-8444-555555555555", "aaaaaaaa-2222-4333-8444-555555555555"];

/** What is looked up, and what the list is asked for then. */
async function resolved(text: string, type: typeof assignmentType | typeof assignmentRequestType) {
  const asked: unknown[] = [];
  const lookUp: LookUp = async ({ container }, { kind, filter }) => {
    asked.push([container, kind, filter]);
    return FOUND;
  };
  const filter = compileFilter(await resolveRelated(parseFilter(text), type, lookUp), type);
  return { asked, filter };
}

const named: Filter = { op: "eq", path: "displayName", value: "Sales" };

describe("a condition on what an object refers to", () => {
  it("is asked of the related objects first, and then of the list by their ids", async () => {
    expect(
      await resolved("accessPackage/displayName eq 'Sales' and state eq 'Delivered'", assignmentType),
    ).toEqual({
      asked: [["governance", "accessPackage", named]],
      filter: {
        op: "and",
        filters: [
          { op: "in", path: "accessPackageId", values: FOUND },
          { op: "eq", path: "state", value: "delivered" },
        ],
      },
    });
    const { asked, filter } = await resolved(
      "not endswith(tolower(requestor/email),'.org')",
      assignmentRequestType,
    );
    expect(asked).toMatchObject([["access", "subject", { op: "endsWith", path: "email", ignoreCase: true }]]);
    expect(filter).toEqual({ op: "not", filter: { op: "in", path: "requestor/id", values: FOUND } });
  });

  it.each([
    ["assignment/status ne 'Delivered'", "assignmentId"],
    ["assignment/expiredDateTime eq null", "assignmentId"],
    ["assignment/status in ('Delivered', null)", "assignmentId"],
  ])("holds where nothing is referred to if it holds for null: %s", async (text, path) => {
    const { asked, filter } = await resolved(text, assignmentRequestType);
    // Excluded are those of which the opposite is true.
    expect(asked).toMatchObject([["access", "assignment", { op: "not" }]]);
    expect(filter).toEqual({ op: "not", filter: { op: "in", path, values: FOUND } });
  });

  it.each(["assignment/status eq 'Delivered'", "assignment/expiredDateTime ne null"])(
    "does not hold where nothing is referred to otherwise: %s",
    async (text) => {
      const { filter } = await resolved(text, assignmentRequestType);
      expect(filter).toEqual({ op: "in", path: "assignmentId", values: FOUND });
    },
  );

  it("takes the list's own path where it has one, and asks nobody", async () => {
    expect((await resolved(`accessPackage/catalog/id eq '${FOUND[0]}'`, assignmentType)).asked).toEqual([]);
  });

  it("is refused when more than 1,000 fulfil it, with what to do", async () => {
    const tooMany = resolveRelated(
      parseFilter("target/displayName ne 'x'"),
      assignmentType,
      async () => undefined,
    );
    await expect(tooMany).rejects.toThrow(
      'More than 1000 objects fulfil the condition on "target/displayName" or its opposite: make it narrower, or filter by "target/id" (at character 1',
    );
  });
});
