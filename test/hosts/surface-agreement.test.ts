import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { openStore } from "../../src/adapters/embedded/store/store.js";
import { INDEXES } from "../../src/adapters/index-declaration.js";
import type { Filter, Order } from "../../src/application/ports/documents.js";
import type { AccessPackage } from "../../src/domain/access-package/access-package.js";
import { instantOf } from "../../src/domain/time/instant.js";
import { compareByOrder, matchesFilter } from "../../src/wire/odata/match-filter.js";
import { aPackage } from "../builders/packages.js";

const names = fc.constantFrom("Sales", "sales", "Täst", "a", "B", "", "Sales tools", "ß", "SS");
const ids = fc.constantFrom("p1", "p2", "p3");

const packages = fc.array(
  fc.record({
    displayName: names,
    description: fc.option(names),
    isHidden: fc.boolean(),
    createdDateTime: fc.integer({ min: 0, max: 3 }).map((day) => instantOf(day * 86_400_000)),
    incompatibleAccessPackageIds: fc.uniqueArray(ids),
  }),
  { minLength: 1, maxLength: 12 },
);

const text = fc.constantFrom("displayName", "description");
const { filters } = fc.letrec<{ filters: Filter }>((tie) => ({
  filters: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ op: fc.constantFrom("eq", "ne"), path: text, value: fc.option(names) }),
    fc.record({ op: fc.constantFrom("gt", "ge", "lt", "le"), path: text, value: names }),
    fc.record({ op: fc.constant("eq"), path: fc.constant("isHidden"), value: fc.boolean() }),
    fc.record({
      op: fc.constantFrom("gt", "le"),
      path: fc.constant("createdDateTime"),
      value: fc.integer({ min: 0, max: 3 }).map((day) => instantOf(day * 86_400_000)),
    }),
    fc.record({ op: fc.constant("in"), path: text, values: fc.array(fc.option(names), { maxLength: 3 }) }),
    fc.record({
      op: fc.constantFrom("contains", "startsWith", "endsWith"),
      path: text,
      value: fc.constantFrom("a", "S", "s", "les", "ä", "Ä", ""),
      ignoreCase: fc.boolean(),
    }),
    fc.record({
      op: fc.constant("has"),
      path: fc.constant("incompatibleAccessPackageIds[]"),
      values: fc.array(ids, { maxLength: 2 }),
    }),
    fc.record({ op: fc.constantFrom("and", "or"), filters: fc.array(tie("filters"), { maxLength: 3 }) }),
    fc.record({ op: fc.constant("not"), filter: tie("filters") }),
  ),
}));
const orders: fc.Arbitrary<readonly Order[]> = fc.uniqueArray(
  fc.record({
    path: fc.constantFrom("displayName", "description", "isHidden", "createdDateTime"),
    direction: fc.constantFrom("asc", "desc"),
  }),
  { maxLength: 2, selector: ({ path }) => path },
);

describe("a list in memory and the same list in the store", () => {
  it("agree on what matches and in which order, whatever the filter", async () => {
    const store = openStore(join(mkdtempSync(join(tmpdir(), "gatehouse-agreement-")), "gatehouse.db"));
    const documents = openDocuments(store, INDEXES);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(packages, filters, orders, async (contents, filter, orderBy) => {
        const partition = `catalog/${run++}`;
        const all = contents.map(
          (says, index): AccessPackage => aPackage({ ...says, id: `${run}-${index}` }),
        );
        await documents.batch(
          "governance",
          partition,
          all.map((document) => ({ op: "create", document })),
        );
        const page = await documents.query({
          container: "governance",
          kind: "accessPackage",
          partition,
          filter,
          orderBy,
          top: 1000,
        });
        const inMemory = all.filter((one) => matchesFilter(filter, one)).toSorted(compareByOrder(orderBy));
        expect(inMemory.map(({ id }) => id)).toEqual(page.items.map(({ document }) => document.id));
      }),
      { numRuns: 400 },
    );
    await store.close();
  });
});
