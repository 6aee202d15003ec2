/** get, find and partition. */
import { describe, expect, test } from "vitest";
import type { OpenForTest } from "../documents.js";
import { aSample, store, written } from "./sample.js";

export function describeReads(open: OpenForTest): void {
  describe("reading", () => {
    test("gives back a document as it was stored, whatever JSON it holds", async () => {
      const { documents } = await open();
      const document = {
        ...aSample("ä-1", { name: "Žofie 😀 \u0000 \ud800 end", count: -0.5, tags: ["a", null, 1, true] }),
        nested: { list: [[], {}, [null]], empty: "", "odd name": 1e300 },
      };
      const etags = await written(documents.batch("access", "person/ä 😀", [{ op: "create", document }]));
      expect(await documents.get("access", "person/ä 😀", "ä-1")).toEqual({
        partition: "person/ä 😀",
        document,
        etag: etags.get("ä-1"),
      });
    });

    test("gives nothing for an id, a partition or a container where it is not", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("a")]);
      expect(await documents.get("access", "p", "b")).toBeUndefined();
      expect(await documents.get("access", "q", "a")).toBeUndefined();
      expect(await documents.get("directory", "p", "a")).toBeUndefined();
    });

    test.each(["", "a/b", "a\\b", "a?b", "a#b", "a\0b", "\ud800", "x".repeat(5000)])(
      "gives nothing for %j, which no document can have as its id",
      async (id) => {
        const { documents } = await open();
        expect(await documents.get("access", "p", id)).toBeUndefined();
        expect(await documents.find("access", "sample", id)).toBeUndefined();
      },
    );

    test("the same id in two partitions is two documents", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("a", { name: "in p" })]);
      await store(documents, "q", [aSample("a", { name: "in q" })]);
      expect((await documents.get("access", "p", "a"))?.document).toMatchObject({ name: "in p" });
      expect((await documents.get("access", "q", "a"))?.document).toMatchObject({ name: "in q" });
    });

    test("finds a document by kind and id without knowing its partition", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("a"), { id: "b", kind: "other" }]);
      expect(await documents.find("access", "sample", "a")).toMatchObject({
        partition: "p",
        document: { id: "a" },
      });
      expect(await documents.find("access", "sample", "b")).toBeUndefined();
      expect(await documents.find("access", "other", "b")).toMatchObject({ partition: "p" });
      expect(await documents.find("directory", "sample", "a")).toBeUndefined();
    });

    test("lists a partition ordered by id, and one kind of it", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("c"), aSample("B"), { id: "a", kind: "other" }, aSample("ä")]);
      await store(documents, "q", [aSample("d")]);
      const ids = (items: readonly { document: { id: string } }[]) => items.map((item) => item.document.id);
      expect(ids(await documents.partition("access", "p"))).toEqual(["B", "a", "c", "ä"]);
      expect(ids(await documents.partition("access", "p", "sample"))).toEqual(["B", "c", "ä"]);
      expect(await documents.partition("access", "nobody")).toEqual([]);
    });

    test("sees what an awaited batch wrote, and after reopening too", async () => {
      const { documents, reopen } = await open();
      const etags = await written(documents.batch("access", "p", [{ op: "create", document: aSample("a") }]));
      expect((await documents.get("access", "p", "a"))?.etag).toBe(etags.get("a"));
      if (reopen === undefined) return;
      const again = await reopen();
      expect(await again.get("access", "p", "a")).toMatchObject({
        etag: etags.get("a"),
        document: aSample("a"),
      });
    });
  });
}
