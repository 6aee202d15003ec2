/** Paging: stable order, stable under writes, and continuations that only their own query takes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidContinuationError, type Query } from "../../../src/application/ports/documents.js";
import type { OpenForTest } from "../documents.js";
import { orders, samples } from "./arbitraries.js";
import { allPages, aSample, store, written } from "./sample.js";

const query = { container: "access", kind: "sample", top: 2 } as const;

export function describePages(open: OpenForTest): void {
  describe("pages", () => {
    test("are ordered by id when no order is asked for, and the last has no continuation", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("d"), aSample("b")]);
      await store(documents, "q", [aSample("c"), aSample("a")]);
      expect(await allPages(documents, query)).toEqual([
        ["a", "b"],
        ["c", "d"],
      ]);
      expect(await allPages(documents, { ...query, partition: "q" })).toEqual([["a", "c"]]);
      expect(await documents.query({ ...query, partition: "nobody" })).toEqual({ items: [] });
    });

    test("put null first ascending and last descending, and order ties by id either way", async () => {
      const { documents } = await open();
      await store(documents, "p", [
        aSample("a", { count: 2 }),
        aSample("b"),
        aSample("c", { count: -3 }),
        aSample("d", { count: null }),
        aSample("e", { count: 10 }),
        aSample("f", { count: 2 }),
      ]);
      const by = async (direction: "asc" | "desc") =>
        (await allPages(documents, { ...query, orderBy: [{ path: "count", direction }] })).flat().join("");
      expect(await by("asc")).toBe("bdcafe");
      expect(await by("desc")).toBe("eafcbd");
    });

    test("tell apart documents that have the same id and order in two partitions", async () => {
      const { documents } = await open();
      for (const partition of ["p", "q", "r"])
        await store(documents, partition, [aSample("same", { count: 1 })]);
      const pages = await allPages(documents, {
        ...query,
        top: 1,
        orderBy: [{ path: "count", direction: "desc" }],
      });
      expect(pages).toEqual([["same"], ["same"], ["same"]]);
    });

    test("neither repeat nor hide what did not change, whatever is written between two pages", async () => {
      const { documents } = await open();
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          orders,
          fc.integer({ min: 1, max: 4 }),
          fc.array(samples, { minLength: 12, maxLength: 12 }),
          fc.array(fc.tuple(fc.integer({ min: 0, max: 19 }), samples, fc.boolean()), { maxLength: 12 }),
          async (orderBy, top, stored, writes) => {
            run += 1;
            const partition = `run-${run}`;
            // Odd ones stand still; even ones, and new ones, are written to while we read.
            await store(
              documents,
              partition,
              stored.map((properties, index) => aSample(`d${index}`, properties)),
            );
            const still = stored.map((_, index) => `d${index}`).filter((_, index) => index % 2 === 1);
            const seen: string[] = [];
            const pending = [...writes];
            let continuation: string | undefined;
            do {
              const page = await documents.query({
                ...query,
                partition,
                top,
                orderBy,
                ...(continuation === undefined ? {} : { continuation }),
              });
              seen.push(...page.items.map((item) => item.document.id));
              continuation = page.continuation;
              for (const [number, properties, isDelete] of pending.splice(0, 2)) {
                const id = number % 2 === 0 ? `d${number}` : `new${number}`;
                await store(documents, partition, [aSample(id, properties)]);
                if (isDelete) await written(documents.batch("access", partition, [{ op: "delete", id }]));
              }
            } while (continuation !== undefined);
            expect(seen.filter((id) => still.includes(id)).sort()).toEqual([...still].sort());
          },
        ),
        { numRuns: 60 },
      );
    });

    test("may change their size from one to the next", async () => {
      const { documents } = await open();
      await store(
        documents,
        "p",
        ["a", "b", "c", "d"].map((id) => aSample(id)),
      );
      const first = await documents.query({ ...query, top: 1 });
      const second = await documents.query({ ...query, top: 1000, continuation: first.continuation ?? "" });
      expect(second.items.map((item) => item.document.id)).toEqual(["b", "c", "d"]);
    });
  });

  describe("a continuation", () => {
    const ORDERED: Query = { ...query, top: 1, orderBy: [{ path: "name", direction: "asc" }] };

    async function aContinuation(documents: Awaited<ReturnType<OpenForTest>>["documents"]): Promise<string> {
      await store(documents, "p", [aSample("a", { name: "A" }), aSample("b", { name: "B" })]);
      return (await documents.query(ORDERED)).continuation ?? "";
    }

    test.each<[string, Partial<Query>]>([
      ["another filter", { filter: { op: "eq", path: "name", value: "A" } }],
      ["another order", { orderBy: [{ path: "name", direction: "desc" }] }],
      ["no order", { orderBy: [] }],
      ["another partition", { partition: "p" }],
      ["another kind", { kind: "other" }],
      ["another container", { container: "directory" }],
    ])("of a query is refused by one with %s", async (_, change) => {
      const { documents } = await open();
      const continuation = await aContinuation(documents);
      await expect(documents.query({ ...ORDERED, ...change, continuation })).rejects.toThrow(
        InvalidContinuationError,
      );
    });

    test("that was cut or edited anywhere is refused", async () => {
      const { documents } = await open();
      const continuation = await aContinuation(documents);
      const refuses = async (text: string) =>
        expect(documents.query({ ...ORDERED, continuation: text })).rejects.toThrow(InvalidContinuationError);
      for (const text of [
        "",
        "x",
        "null",
        "a".repeat(200_000),
        continuation.slice(1),
        continuation.slice(0, -2),
      ])
        await refuses(text);
      for (let at = 0; at < continuation.length - 1; at += 1) {
        const other = continuation[at] === "A" ? "Q" : "A";
        await refuses(continuation.slice(0, at) + other + continuation.slice(at + 1));
      }
      await documents.query({ ...ORDERED, continuation });
    });

    test("is safe in a URL", async () => {
      const { documents } = await open();
      expect(await aContinuation(documents)).toMatch(/^[A-Za-z0-9_-]+$/);
    });
  });
}
