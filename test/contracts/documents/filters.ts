/** query and count: each condition by example, and any filter against the naive meaning. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Documents, Filter } from "../../../src/application/ports/documents.js";
import type { OpenForTest } from "../documents.js";
import { filters, ids, orders, samples } from "./arbitraries.js";
import { naiveQuery, type Placed } from "./naive.js";
import { allPages, aSample, store } from "./sample.js";

export function describeFilters(open: OpenForTest): void {
  describe("a query", () => {
    const STORED = [
      aSample("1", {
        name: "Anna",
        count: 1,
        active: true,
        due: "2026-01-01T00:00:00.000Z",
        owner: { id: "o1" },
        tags: ["x", "y"],
      }),
      aSample("2", {
        name: "anna 100%",
        count: 10,
        active: false,
        due: "2026-06-01T00:00:00.000Z",
        owner: { id: "o2" },
        tags: ["y", 1],
      }),
      aSample("3", { name: "Änne_", count: 2, active: true, due: null, tags: [] }),
      aSample("4", { name: null, count: 0, tags: [null, true] }),
      aSample("5", { mixed: 1 }),
      aSample("6", { mixed: true }),
      aSample("7", { mixed: "1" }),
    ];
    test.each<[string, Filter, string[]]>([
      ["eq of a text", { op: "eq", path: "name", value: "Anna" }, ["1"]],
      [
        "eq of null: missing counts as null",
        { op: "eq", path: "due", value: null },
        ["3", "4", "5", "6", "7"],
      ],
      ["ne of null", { op: "ne", path: "due", value: null }, ["1", "2"]],
      [
        "ne of a value: null differs from it",
        { op: "ne", path: "active", value: true },
        ["2", "4", "5", "6", "7"],
      ],
      ["gt of a number", { op: "gt", path: "count", value: 1 }, ["2", "3"]],
      ["le of a number: null is not below it", { op: "le", path: "count", value: 1 }, ["1", "4"]],
      ["lt with null is false", { op: "lt", path: "count", value: null }, []],
      [
        "not lt with null is true",
        { op: "not", filter: { op: "lt", path: "count", value: null } },
        ["1", "2", "3", "4", "5", "6", "7"],
      ],
      [
        "not gt holds for null",
        { op: "not", filter: { op: "gt", path: "count", value: 1 } },
        ["1", "4", "5", "6", "7"],
      ],
      ["ge of an instant", { op: "ge", path: "due", value: "2026-03-01T00:00:00.000Z" }, ["2"]],
      ["a boolean is not a number", { op: "eq", path: "mixed", value: 1 }, ["5"]],
      ["a number is not a boolean", { op: "eq", path: "mixed", value: true }, ["6"]],
      ["a text is not a number", { op: "ge", path: "mixed", value: "0" }, ["7"]],
      ["order among booleans", { op: "lt", path: "active", value: true }, ["2"]],
      ["in, null included", { op: "in", path: "name", values: ["Anna", null] }, ["1", "4", "5", "6", "7"]],
      ["in of nothing", { op: "in", path: "name", values: [] }, []],
      ["contains", { op: "contains", path: "name", value: "nn", ignoreCase: false }, ["1", "2", "3"]],
      ["contains takes % as it is", { op: "contains", path: "name", value: "%", ignoreCase: false }, ["2"]],
      ["contains takes _ as it is", { op: "contains", path: "name", value: "_", ignoreCase: false }, ["3"]],
      [
        "contains of nothing holds for every text",
        { op: "contains", path: "name", value: "", ignoreCase: false },
        ["1", "2", "3"],
      ],
      ["startsWith", { op: "startsWith", path: "name", value: "A", ignoreCase: false }, ["1"]],
      [
        "startsWith, ignoring case",
        { op: "startsWith", path: "name", value: "A", ignoreCase: true },
        ["1", "2"],
      ],
      [
        "startsWith, ignoring case beyond ASCII",
        { op: "startsWith", path: "name", value: "ä", ignoreCase: true },
        ["3"],
      ],
      ["endsWith", { op: "endsWith", path: "name", value: "NA", ignoreCase: true }, ["1"]],
      ["a path into an object", { op: "in", path: "owner/id", values: ["o1", "o2"] }, ["1", "2"]],
      ["has", { op: "has", path: "tags[]", values: ["y"] }, ["1", "2"]],
      ["has one of several, once", { op: "has", path: "tags", values: ["x", "y", 1] }, ["1", "2"]],
      ["has null, has true", { op: "has", path: "tags[]", values: [null] }, ["4"]],
      [
        "not has",
        { op: "not", filter: { op: "has", path: "tags[]", values: ["y", null] } },
        ["3", "5", "6", "7"],
      ],
      ["has of nothing", { op: "has", path: "tags[]", values: [] }, []],
      ["and of nothing", { op: "and", filters: [] }, ["1", "2", "3", "4", "5", "6", "7"]],
      ["or of nothing", { op: "or", filters: [] }, []],
    ])("%s", async (_, filter, expected) => {
      const { documents } = await open();
      await store(documents, "p", [...STORED, { id: "0", kind: "other" }]);
      expect(
        (await allPages(documents, { container: "access", kind: "sample", filter, top: 1000 })).flat(),
      ).toEqual(expected);
      expect(await documents.count({ container: "access", kind: "sample", filter })).toBe(expected.length);
      expect(await documents.count({ container: "access", kind: "sample", filter, partition: "q" })).toBe(0);
    });

    test("follows a document as its properties change", async () => {
      const { documents } = await open();
      const found = async (filter: Filter) =>
        documents.count({ container: "access", kind: "sample", filter });
      await store(documents, "p", [aSample("a", { name: "old", tags: ["t1", "t2"] })]);
      await store(documents, "p", [aSample("a", { name: "new", tags: ["t2", "t3"] })]);
      expect(await found({ op: "eq", path: "name", value: "old" })).toBe(0);
      expect(await found({ op: "eq", path: "name", value: "new" })).toBe(1);
      expect(await found({ op: "has", path: "tags[]", values: ["t1"] })).toBe(0);
      expect(await found({ op: "has", path: "tags[]", values: ["t3"] })).toBe(1);
    });

    test("tells numbers in a list apart even when they differ in the last bit only", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("a", { tags: [0, 5e-324, 1] })]);
      for (const value of [0, 5e-324, 1]) {
        const filter: Filter = { op: "has", path: "tags[]", values: [value] };
        expect(await documents.count({ container: "access", kind: "sample", filter })).toBe(1);
      }
    });

    test("lists an undeclared kind by id, since it has no paths to ask about", async () => {
      const { documents } = await open();
      await store(documents, "p", [{ id: "b", kind: "plain" }, { id: "a", kind: "plain" }, aSample("c")]);
      expect(await allPages(documents, { container: "access", kind: "plain", top: 1 })).toEqual([
        ["a"],
        ["b"],
      ]);
      expect(await documents.count({ container: "access", kind: "plain" })).toBe(2);
      expect(await documents.count({ container: "access", kind: "'; DROP TABLE x; --" })).toBe(0);
    });

    test("with any filter and order, in pages of any size, gives what the plain meaning of the query gives", async () => {
      const { documents } = await open();
      const placed = await storeRandomSamples(documents);
      await fc.assert(
        fc.asyncProperty(
          fc.option(filters, { nil: undefined }),
          orders,
          fc.constantFrom("p", "q", undefined),
          fc.constantFrom(1, 7, 1000),
          async (filter, orderBy, partition, top) => {
            const query = {
              container: "access",
              kind: "sample",
              orderBy,
              ...(filter === undefined ? {} : { filter }),
              ...(partition === undefined ? {} : { partition }),
            } as const;
            const expected = naiveQuery(placed, query).map(({ document }) => document.id);
            const pages = await allPages(documents, { ...query, top });
            expect(pages.flat()).toEqual(expected);
            expect(pages.slice(0, -1).every((page) => page.length === top)).toBe(true);
            expect(await documents.count(query)).toBe(expected.length);
          },
        ),
        { numRuns: 400 },
      );
    });
  });
}

async function storeRandomSamples(documents: Documents): Promise<readonly Placed[]> {
  const random = fc.sample(fc.tuple(ids, fc.constantFrom("p", "q"), samples), { numRuns: 120, seed: 7 });
  const placed = new Map<string, Placed>();
  // Twice over: what a query sees must not depend on what a document was before.
  for (const [id, partition, properties] of [
    ...random,
    ...random.map(([id, p], index) => [id, p, random.at(-index)?.[2] ?? {}] as const),
  ]) {
    placed.set(`${partition}/${id}`, { partition, document: aSample(id, properties) });
    await store(documents, partition, [aSample(id, properties)]);
  }
  return [...placed.values()];
}
