/** The change feed: what changed since a checkpoint, in order, and resumable. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Documents, InvalidContinuationError } from "../../../src/application/ports/documents.js";
import type { OpenForTest } from "../documents.js";
import { aSample, etagOf, store, written } from "./sample.js";

async function follow(documents: Documents, from: string | undefined, limit: number) {
  const ids: string[] = [];
  let checkpoint = from;
  for (;;) {
    const changes = await documents.changes("access", checkpoint, limit);
    expect(changes.items.length).toBeLessThanOrEqual(limit);
    ids.push(...changes.items.map((item) => item.document.id));
    checkpoint = changes.checkpoint;
    if (changes.items.length === 0) return { ids, checkpoint };
  }
}

export function describeChanges(open: OpenForTest): void {
  describe("the change feed", () => {
    test("begins with every document, across partitions, in order of change", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("b"), aSample("a")]);
      await store(documents, "q", [aSample("c")]);
      expect((await follow(documents, undefined, 2)).ids).toEqual(["b", "a", "c"]);
    });

    test("then gives what changed after the checkpoint, once, in its newest version", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("a"), aSample("b"), aSample("c")]);
      const { checkpoint } = await follow(documents, undefined, 10);
      await store(documents, "p", [aSample("c", { name: "1" }), aSample("a", { name: "1" })]);
      await store(documents, "p", [aSample("c", { name: "2" })]);
      const { items } = await documents.changes("access", checkpoint, 10);
      expect(items.map((item) => item.document)).toEqual([
        aSample("a", { name: "1" }),
        aSample("c", { name: "2" }),
      ]);
      expect(items.at(-1)).toEqual({
        partition: "p",
        document: aSample("c", { name: "2" }),
        etag: await etagOf(documents, "p", "c"),
      });
    });

    test("does not show deletions, and is not held up by them", async () => {
      const { documents, reopen } = await open();
      await store(documents, "p", [aSample("a"), aSample("b")]);
      const { checkpoint } = await follow(documents, undefined, 10);
      await written(documents.batch("access", "p", [{ op: "delete", id: "b" }]));
      expect((await documents.changes("access", checkpoint, 10)).items).toEqual([]);
      const again = reopen === undefined ? documents : await reopen();
      await store(again, "p", [aSample("c")]);
      expect((await follow(again, checkpoint, 10)).ids).toEqual(["c"]);
    });

    test("of one container does not show another's", async () => {
      const { documents } = await open();
      await written(documents.batch("directory", "p", [{ op: "create", document: aSample("elsewhere") }]));
      expect((await follow(documents, undefined, 10)).ids).toEqual([]);
    });

    test("gives the same checkpoint when there is nothing new", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("a")]);
      const { checkpoint } = await follow(documents, undefined, 10);
      expect(await documents.changes("access", checkpoint, 10)).toEqual({ items: [], checkpoint });
    });

    test.each(["", "checkpoint", "-1", "0x1", "ffffffffffffffffffff"])(
      "refuses %j, which is no checkpoint",
      async (text) => {
        const { documents } = await open();
        await expect(documents.changes("access", text, 10)).rejects.toThrow(InvalidContinuationError);
      },
    );

    test("a reader that follows it in any steps, while others write, ends with the newest version of everything", async () => {
      const { documents } = await open();
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 3 })), {
            minLength: 1,
            maxLength: 30,
          }),
          fc.integer({ min: 1, max: 5 }),
          async (steps, limit) => {
            run += 1;
            const partition = `run-${run}`;
            const seen = new Map<string, string>();
            let checkpoint = (await follow(documents, undefined, 1000)).checkpoint;
            const read = async () => {
              const changes = await documents.changes("access", checkpoint, limit);
              for (const { document, etag } of changes.items) seen.set(document.id, etag);
              checkpoint = changes.checkpoint;
              return changes.items.length;
            };
            for (const [id, reads] of steps) {
              const writing = store(documents, partition, [aSample(`d${id}`)]);
              for (let index = 0; index < reads; index += 1) await read();
              await writing;
            }
            while ((await read()) > 0);
            const stored = await documents.partition("access", partition);
            expect(seen).toEqual(new Map(stored.map(({ document, etag }) => [document.id, etag])));
          },
        ),
        { numRuns: 30 },
      );
    });
  });
}
