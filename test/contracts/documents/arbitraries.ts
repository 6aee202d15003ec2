/** Random documents and queries for the contract suite. Small value sets, so that filters hit and orders tie. */
import fc from "fast-check";
import type { Filter, Order, Scalar } from "../../../src/application/ports/documents.js";
import { type Sample, SCALAR_PATHS } from "./sample.js";

/** Case, accents that lower-case outside ASCII, LIKE wildcards, and characters on both sides of the surrogates. */
const texts = fc.constantFrom(
  ...["", "a", "A", "ab", "AB", "Äb", "äB", "b%", "b_", "%", "_", "ß", "İx", "ΑΣ", "1", "true", "null"],
  ...[
    "\uffee",
    "😀",
    "😀a",
    "\ue000",
    "\ud7ff",
    "é",
    "e\u0301",
    "2026-01-01T00:00:00.000Z",
    "2026-01-02T00:00:00.000Z",
  ],
);
const numbers = fc.constantFrom(0, -0, 1, -1, 2, 1.5, -1.5, 10, 1e21, -1e21, 0.1 + 0.2, 5e-324, 2 ** 53);
const flags = fc.boolean();
const orNothing = (values: fc.Arbitrary<Scalar>) =>
  fc.option(fc.oneof(values, fc.constant(null)), { nil: undefined });
export const scalars: fc.Arbitrary<Scalar> = fc.oneof(texts, numbers, flags, fc.constant(null));

/** What each path holds, so that ordered paths hold one type (and null). */
const VALUES: Readonly<Record<string, fc.Arbitrary<Scalar>>> = {
  name: texts,
  count: numbers,
  active: flags,
  due: texts,
  mixed: scalars,
  state: texts,
  "owner/id": texts,
};

export const samples: fc.Arbitrary<Omit<Sample, "id" | "kind">> = fc
  .record({
    name: orNothing(texts),
    count: orNothing(numbers),
    active: orNothing(flags),
    due: orNothing(texts),
    mixed: orNothing(scalars),
    state: orNothing(texts),
    owner: fc.option(fc.record({ id: fc.oneof(texts, fc.constant(null)) }), { nil: undefined }),
    tags: fc.option(fc.array(scalars, { maxLength: 4 }), { nil: undefined }),
  })
  // As JSON keeps them: absent, not undefined.
  .map((sample) => JSON.parse(JSON.stringify(sample)));

export const ids = fc
  .tuple(fc.constantFrom("", "A", "a", "ä", "😀", "\uffee"), fc.integer({ min: 0, max: 999 }))
  .map(([prefix, number]) => `${prefix}${number}`);

const valueFor = (path: string): fc.Arbitrary<Scalar> =>
  fc.oneof({ arbitrary: VALUES[path] ?? scalars, weight: 4 }, { arbitrary: scalars, weight: 1 });

const condition: fc.Arbitrary<Filter> = fc.constantFrom(...SCALAR_PATHS).chain((path) =>
  fc.oneof(
    fc.record({
      op: fc.constantFrom("eq", "ne", "gt", "ge", "lt", "le"),
      path: fc.constant(path),
      value: valueFor(path),
    }),
    fc.record({
      op: fc.constant("in"),
      path: fc.constant(path),
      values: fc.array(valueFor(path), { maxLength: 4 }),
    }),
    fc.record({
      op: fc.constantFrom("contains", "startsWith", "endsWith", "equals"),
      path: fc.constant(path),
      value: texts,
      ignoreCase: fc.boolean(),
    }),
    fc.record({
      op: fc.constantFrom("has", "hasOther"),
      path: fc.constantFrom("tags[]", "tags"),
      values: fc.array(scalars, { maxLength: 3 }),
    }),
  ),
);

export const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter; condition: Filter }>((tie) => ({
  condition,
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("condition"),
    fc.record({ op: fc.constantFrom("and", "or"), filters: fc.array(tie("filter"), { maxLength: 3 }) }),
    fc.record({ op: fc.constant("not"), filter: tie("filter") }),
  ),
})).filter;

/** Mixed types have no promised order among themselves: ordered paths hold one type. */
export const orders: fc.Arbitrary<readonly Order[]> = fc.uniqueArray(
  fc.record({
    path: fc.constantFrom(...SCALAR_PATHS.filter((path) => path !== "mixed")),
    direction: fc.constantFrom("asc", "desc"),
  }),
  { maxLength: 3, selector: (order) => order.path },
);
