/** What was true at an instant: every version of the kinds whose past is kept, as if the clock had been turned back. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Document,
  type Documents,
  InvalidContinuationError,
  type Operation,
} from "../../../src/application/ports/documents.js";
import { instantOf } from "../../../src/domain/time/instant.js";
import type { OpenForTest } from "../documents.js";
import { filters, orders, samples } from "./arbitraries.js";
import { naiveQuery, type Placed } from "./naive.js";
import { allPages, aSample, store, written } from "./sample.js";

/** A clock that a test moves by hand, in milliseconds from its start. */
function handClock() {
  let ms = 0;
  return {
    now: () => instantOf(ms),
    at: (to: number) => {
      ms = to;
    },
  };
}

const at = (documents: Documents, ms: number) => documents.asOf(instantOf(ms));

const query = { container: "access", kind: "sample", top: 2 } as const;

export function describePast(open: OpenForTest): void {
  describe("the past", () => {
    test("shows each version from the instant it was written until it was replaced or deleted", async () => {
      const clock = handClock();
      const { documents } = await open(clock);
      clock.at(10);
      await store(documents, "p", [aSample("a", { name: "first", tags: ["x"] })]);
      clock.at(20);
      await store(documents, "p", [aSample("a", { name: "second" })]);
      clock.at(30);
      await written(documents.batch("access", "p", [{ op: "delete", id: "a" }]));
      clock.at(40);
      await store(documents, "p", [aSample("a", { name: "again" })]);
      const seen = async (ms: number) => {
        const past = at(documents, ms);
        const got = await past.get("access", "p", "a");
        const found = await past.find("access", "sample", "a");
        const [listed] = await past.partition("access", "p");
        const [queried] = (await past.query(query)).items;
        expect([found, listed, queried]).toEqual([got, got, got]);
        expect(await past.count(query)).toBe(got === undefined ? 0 : 1);
        return got?.document;
      };
      const versions = [9, 10, 19, 20, 29, 30, 39, 40, 99].map(seen);
      const names = (await Promise.all(versions)).map((document) => document && Object(document).name);
      expect(names).toEqual([
        undefined,
        ...["first", "first", "second", "second"],
        ...[undefined, undefined, "again", "again"],
      ]);
      const has = { op: "has", path: "tags[]", values: ["x"] } as const;
      expect(await at(documents, 15).count({ ...query, filter: has })).toBe(1);
      expect(await at(documents, 25).count({ ...query, filter: has })).toBe(0);
    });

    test("finds a document in the partition in which it was then", async () => {
      const clock = handClock();
      const { documents } = await open(clock);
      clock.at(10);
      await store(documents, "p", [aSample("a")]);
      clock.at(20);
      await written(documents.batch("access", "p", [{ op: "delete", id: "a" }]));
      await store(documents, "q", [aSample("a")]);
      expect((await at(documents, 15).find("access", "sample", "a"))?.partition).toBe("p");
      expect((await at(documents, 20).find("access", "sample", "a"))?.partition).toBe("q");
      expect(await at(documents, 15).partition("access", "q")).toEqual([]);
      expect(await at(documents, 15).find("access", "other", "a")).toBeUndefined();
    });

    test("of a kind whose past is not kept shows what has not changed since", async () => {
      const clock = handClock();
      const { documents } = await open(clock);
      const other = (name: string) => ({ id: "a", kind: "other", name });
      clock.at(10);
      await store(documents, "p", [other("first")]);
      expect((await at(documents, 15).get("access", "p", "a"))?.document).toEqual(other("first"));
      clock.at(20);
      await store(documents, "p", [other("second")]);
      expect(await at(documents, 15).get("access", "p", "a")).toBeUndefined();
    });

    test("has no version that stood for less than a millisecond, and none that was written again as it was", async () => {
      const clock = handClock();
      const { documents } = await open(clock);
      clock.at(10);
      await store(documents, "p", [aSample("a", { name: "unseen" })]);
      await store(documents, "p", [aSample("a", { name: "seen" })]);
      clock.at(20);
      await store(documents, "p", [aSample("a", { name: "seen" })]);
      for (const ms of [10, 20])
        expect((await at(documents, ms).get("access", "p", "a"))?.document).toEqual(
          aSample("a", { name: "seen" }),
        );
    });

    test("is still there when the store is opened again", async () => {
      const clock = handClock();
      const { documents, reopen } = await open(clock);
      clock.at(10);
      await store(documents, "p", [aSample("a", { name: "first" })]);
      clock.at(20);
      await store(documents, "p", [aSample("a", { name: "second" })]);
      const again = (await reopen?.()) ?? documents;
      expect((await at(again, 15).get("access", "p", "a"))?.document).toEqual(
        aSample("a", { name: "first" }),
      );
    });

    test("pages by continuations of its own instant alone", async () => {
      const clock = handClock();
      const { documents } = await open(clock);
      await store(documents, "p", [aSample("a"), aSample("b"), aSample("c")]);
      clock.at(10);
      const { continuation = "" } = await at(documents, 5).query(query);
      await expect(at(documents, 6).query({ ...query, continuation })).rejects.toThrow(
        InvalidContinuationError,
      );
      await expect(documents.query({ ...query, continuation })).rejects.toThrow(InvalidContinuationError);
      const second = await at(documents, 5).query({ ...query, continuation });
      expect(second.items.map(({ document }) => document.id)).toEqual(["c"]);
    });

    test("answers every query at every instant as a store does that stopped there, also while the present goes on", async () => {
      const clock = handClock();
      const { documents } = await open(clock);
      const states: (readonly Placed[])[] = [];
      const now = new Map<string, Placed>();
      const places = fc.tuple(fc.constantFrom("p", "q"), fc.integer({ min: 0, max: 15 }));
      const writes = fc.sample(fc.tuple(places, samples, fc.integer({ min: 0, max: 4 })), {
        numRuns: 200,
        seed: 11,
      });
      for (const [index, [[partition, number], properties, choice]] of writes.entries()) {
        clock.at(index);
        const id = `d${number}`;
        const isDelete = choice === 0 && now.has(`${partition}/${id}`);
        const document: Document = aSample(id, properties);
        const operation: Operation = isDelete ? { op: "delete", id } : { op: "put", document };
        await written(documents.batch("access", partition, [operation]));
        if (isDelete) now.delete(`${partition}/${id}`);
        else now.set(`${partition}/${id}`, { partition, document });
        states.push([...now.values()]);
      }
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: states.length - 1 }),
          fc.option(filters, { nil: undefined }),
          orders,
          fc.constantFrom("p", "q", undefined),
          fc.constantFrom(1, 3, 1000),
          async (ms, filter, orderBy, partition, top) => {
            const asked = {
              ...({ container: "access", kind: "sample", orderBy } as const),
              ...(filter === undefined ? {} : { filter }),
              ...(partition === undefined ? {} : { partition }),
            };
            const past = at(documents, ms);
            const expected = naiveQuery(states[ms] ?? [], asked).map(({ document }) => document.id);
            expect((await allPages(past, { ...asked, top })).flat()).toEqual(expected);
            expect(await past.count(asked)).toBe(expected.length);
          },
        ),
        { numRuns: 250 },
      );
    });
  });
}
