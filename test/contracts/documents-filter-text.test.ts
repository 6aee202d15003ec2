/** From the text of a `$filter` to the rows of SQLite: what comes back is what a plain evaluation, written for this test alone, says. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { openStore } from "../../src/adapters/embedded/store/store.js";
import type { Document, IndexDeclaration } from "../../src/application/ports/documents.js";
import type { EntityType } from "../../src/wire/entity-type.js";
import { compileFilter } from "../../src/wire/odata/compile-filter.js";
import { parseFilter } from "../../src/wire/odata/parse-filter.js";
import { seeded } from "../wire/odata/random-filter.js";

/** `PAIRS=10000 npx vitest run test/contracts/documents-filter-text.test.ts` runs as many; `SEED` repeats a run. */
const PAIRS = Number(process.env["PAIRS"] ?? 600);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const FILTERS_PER_DATA = 50;

type Thing = Document & {
  readonly kind: "thing";
  readonly name: string | null;
  readonly state: "open" | "inReview" | "done";
  readonly isHidden: boolean | null;
  readonly sequence: number | null;
  readonly at: string | null;
  readonly ownerId: string;
  readonly tagIds: readonly string[];
};

const INDEXES: IndexDeclaration = {
  governance: { thing: ["name", "state", "~isHidden", "sequence", "at", "ownerId", "tagIds[]"] },
  access: {},
  directory: {},
  schedule: {},
  ledger: {},
  work: {},
};

const STATES = ["open", "inReview", "done"] as const;

const THINGS: Pick<EntityType<never>, "name" | "indexed" | "properties"> = {
  name: "thing",
  properties: {},
  indexed: {
    id: { index: "id", type: "guid" },
    name: { index: "name", type: "string" },
    state: { index: "state", type: { oneOf: STATES } },
    isHidden: { index: "isHidden", type: "boolean" },
    sequence: { index: "sequence", type: "int32" },
    at: { index: "at", type: "dateTime" },
    "owner/id": { index: "ownerId", type: "guid" },
    "tags/id": { index: "tagIds[]", type: "guid" },
  },
};

/** A condition as a client writes it, and what it means. */
type Condition = { readonly text: string; readonly holds: (thing: Thing) => boolean };

const GUIDS = ["a", "b", "c", "d"].map((digit) => `${digit.repeat(8)}-1111-4222-8333-${digit.repeat(12)}`);
const NAMES = ["", "Team A", "team a", "O'Brien", "100%", "_x", "Äpfel", "äpfel", "É", "b", "B", "😀"];
const DAYS = ["2026-01-01T00:00:00.000Z", "2026-01-01T12:30:00.000Z", "2026-02-03T00:00:00.000Z"];

class Chance {
  readonly #random: () => number;
  constructor(random: () => number) {
    this.#random = random;
  }
  below(count: number): number {
    return Math.floor(this.#random() * count);
  }
  one<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error("Nothing to choose from.");
    return value;
  }
  /** In some mixture of cases. */
  spelled(word: string): string {
    return Array.from(word, (letter) => (this.below(3) === 0 ? letter.toUpperCase() : letter)).join("");
  }
}

function aThing(chance: Chance, number: number): Thing {
  const orNull = <T>(value: T) => (chance.below(4) === 0 ? null : value);
  return {
    kind: "thing",
    id: `${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`,
    name: orNull(chance.one(NAMES)),
    state: chance.one(STATES),
    isHidden: orNull(chance.below(2) === 0),
    sequence: orNull(chance.below(7) - 3),
    at: orNull(chance.one(DAYS)),
    ownerId: chance.one(GUIDS),
    tagIds: GUIDS.filter(() => chance.below(3) === 0),
  };
}

const ORDERS = ["gt", "ge", "lt", "le"] as const;

function inOrder(operator: (typeof ORDERS)[number], a: number, b: number): boolean {
  if (operator === "gt") return a > b;
  if (operator === "ge") return a >= b;
  return operator === "lt" ? a < b : a <= b;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function atom(chance: Chance): Condition {
  const property = (name: string) => chance.spelled(name);
  const isEqual = chance.below(2) === 0;
  const equality = chance.spelled(isEqual ? "eq" : "ne");
  switch (chance.below(11)) {
    case 0: {
      const name = chance.below(6) === 0 ? null : chance.one(NAMES);
      const literal = name === null ? "null" : quoted(name);
      const sides = [property("name"), literal];
      const [left, right] = chance.below(2) === 0 ? sides : sides.toReversed();
      return { text: `${left} ${equality} ${right}`, holds: (thing) => (thing.name === name) === isEqual };
    }
    case 1: {
      const wanted = [chance.one(NAMES), chance.one(NAMES)];
      const text = `${property("name")} in (${wanted.map(quoted).join(", ")})`;
      return { text, holds: ({ name }) => name !== null && wanted.includes(name) };
    }
    case 2: {
      const part = chance.one(["", "e", "A", "%", "_", "ä", "😀", "'"]);
      const test = chance.one(["contains", "startsWith", "endsWith"] as const);
      const fold = chance.one(["tolower", "toupper", ""] as const);
      const folded = (text: string) =>
        fold === "" ? text : fold === "tolower" ? text.toLowerCase() : text.toUpperCase();
      const inner = fold === "" ? "name" : `${fold}(name)`;
      const comparison = chance.one(["", "", " eq true", " eq false", " ne false"]);
      const isWanted = comparison !== " eq false";
      return {
        text: `${chance.spelled(test)}(${inner},${quoted(part)})${comparison}`,
        holds: ({ name }) => {
          const text = name === null ? null : folded(name);
          const contains = text?.includes(part) ?? false;
          const starts = text?.startsWith(part) ?? false;
          const found =
            test === "contains" ? contains : test === "startsWith" ? starts : (text?.endsWith(part) ?? false);
          return found === isWanted;
        },
      };
    }
    case 3: {
      const name = chance.one(NAMES);
      const inside = chance.below(2) === 0 ? quoted(name) : `tolower(${quoted(name)})`;
      const wanted = inside.startsWith("t") ? name.toLowerCase() : name;
      return {
        text: `tolower(name) ${equality} ${inside}`,
        holds: (thing) => (thing.name?.toLowerCase() === wanted) === isEqual,
      };
    }
    case 4: {
      const states = [chance.one(STATES), chance.one(STATES)];
      const text =
        chance.below(2) === 0
          ? `state eq '${chance.spelled(states[0] ?? "")}' or state eq '${states[1]}'`
          : `state in ('${states.join("','")}')`;
      return { text: `(${text})`, holds: ({ state }) => states.includes(state) };
    }
    case 5: {
      const text = chance.one([`isHidden ${equality} true`, `isHidden ${equality} 'True'`]);
      if (isEqual && chance.below(2) === 0)
        return { text: "isHidden", holds: ({ isHidden }) => isHidden === true };
      return { text, holds: ({ isHidden }) => (isHidden === true) === isEqual };
    }
    case 6: {
      const number = chance.below(7) - 3;
      const operator = chance.one(ORDERS);
      return {
        text: `${property("sequence")} ${chance.spelled(operator)} ${number}`,
        holds: ({ sequence }) => sequence !== null && inOrder(operator, sequence, number),
      };
    }
    case 7: {
      const [literal, ms] = chance.one([
        ["2026-01-01", Date.UTC(2026, 0, 1)],
        ["2026-01-01T12:30:00Z", Date.UTC(2026, 0, 1, 12, 30)],
        ["2026-01-01T13:30:00%2B01:00", Date.UTC(2026, 0, 1, 12, 30)],
        ["'2026-02-03T00:00:00.000Z'", Date.UTC(2026, 1, 3)],
      ] as const);
      const operator = chance.one(ORDERS);
      return {
        text: `${property("at")} ${operator} ${decodeURIComponent(literal)}`,
        holds: ({ at }) => at !== null && inOrder(operator, Date.parse(at), ms),
      };
    }
    case 8: {
      const owner = chance.one(GUIDS);
      const literal = chance.below(2) === 0 ? owner : `'${owner.toUpperCase()}'`;
      return {
        text: `${property("owner/id")} ${equality} ${literal}`,
        holds: ({ ownerId }) => (ownerId === owner) === isEqual,
      };
    }
    case 9: {
      const [first, second] = [chance.one(GUIDS), chance.one(GUIDS)];
      const [condition, fulfils] = chance.one<readonly [string, (id: string) => boolean]>([
        [`t/id eq '${first}'`, (id) => id === first],
        [`t/id ne '${first}' and not (t/id eq ${second})`, (id) => id !== first && id !== second],
        [`t/id in ('${first}','${second}')`, (id) => id === first || id === second],
        [`t/id in ('${first}','${second}') and t/id ne ${second}`, (id) => id === first && first !== second],
        [`not (t/id ne '${first}') or '${second}' eq t/id`, (id) => id === first || id === second],
        ["true", () => true],
      ]);
      const isAny = chance.below(2) === 0;
      return {
        text: `tags/${chance.spelled(isAny ? "any" : "all")}(t:${condition})`,
        holds: ({ tagIds }) => (isAny ? tagIds.some(fulfils) : tagIds.every(fulfils)),
      };
    }
    default:
      return { text: "tags/any()", holds: ({ tagIds }) => tagIds.length > 0 };
  }
}

/** `binds`: how tightly what stands around it holds: 0 or, 1 and, 2 not. */
function condition(chance: Chance, depth: number, binds = 0): Condition {
  const choice = depth === 0 ? 3 : chance.below(5);
  if (choice === 0 || choice === 1) {
    const level = choice;
    const parts = Array.from({ length: 2 + chance.below(2) }, () => condition(chance, depth - 1, level + 1));
    const text = parts.map((part) => part.text).join(` ${chance.spelled(level === 0 ? "or" : "and")} `);
    const holds = (thing: Thing) =>
      level === 0 ? parts.some((part) => part.holds(thing)) : parts.every((part) => part.holds(thing));
    return binds > level ? { text: `(${text})`, holds } : { text, holds };
  }
  if (choice === 2) {
    const inner = condition(chance, depth - 1, 2);
    return { text: `not ${inner.text}`, holds: (thing) => !inner.holds(thing) };
  }
  return atom(chance);
}

describe("a $filter on the SQLite store", () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-filters-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test(`finds what a plain evaluation finds, for generated filters over generated data (${PAIRS} pairs of seed ${SEED})`, {
    timeout: 600_000,
  }, async () => {
    const chance = new Chance(seeded(SEED));
    const store = openStore(join(folder, "store.db"));
    const documents = openDocuments(store, INDEXES, { few: chance.one([1, 1000]) });
    let found = 0;
    for (let data = 0; data * FILTERS_PER_DATA < PAIRS; data++) {
      const partition = `data-${data}`;
      const things = Array.from({ length: 40 }, (_, number) => aThing(chance, number));
      await documents.batch(
        "governance",
        partition,
        things.map((document) => ({ op: "put", document })),
      );
      for (let number = 0; number < FILTERS_PER_DATA; number++) {
        const { text, holds } = condition(chance, number % 4);
        const query = {
          ...({ container: "governance", kind: "thing", partition, top: 1000 } as const),
          filter: compileFilter(parseFilter(text), THINGS),
        };
        const { items } = await documents.query(query);
        const expected = things.filter(holds).map(({ id }) => id);
        expect([text, items.map(({ document }) => document.id)]).toEqual([text, expected]);
        found += expected.length;
      }
    }
    expect(found).toBeGreaterThan(PAIRS);
    await store.close();
  });
});
