/** batch: what each operation needs and does, and that a batch is all or nothing. */
import { describe, expect, test } from "vitest";
import type { Operation } from "../../../src/application/ports/documents.js";
import type { OpenForTest } from "../documents.js";
import { aSample, etagOf, store, written } from "./sample.js";

export function describeBatches(open: OpenForTest): void {
  describe("a batch", () => {
    test("create reserves an id: the second one is told that it exists", async () => {
      const { documents } = await open();
      const create: Operation[] = [{ op: "create", document: aSample("a", { name: "first" }) }];
      await written(documents.batch("access", "p", create));
      expect(await documents.batch("access", "p", create)).toEqual({
        kind: "conflict",
        conflict: { id: "a", reason: "exists" },
      });
      await written(documents.batch("access", "p", [{ op: "delete", id: "a" }]));
      await written(documents.batch("access", "p", create));
    });

    test("replace changes a document that is there, and fails when it is missing or has changed", async () => {
      const { documents } = await open();
      const replace = (id: string, ifMatch?: string): Operation[] => [
        {
          op: "replace",
          document: aSample(id, { name: "new" }),
          ...(ifMatch === undefined ? {} : { ifMatch }),
        },
      ];
      await store(documents, "p", [aSample("a", { name: "old" })]);
      const stale = await etagOf(documents, "p", "a");
      await written(documents.batch("access", "p", replace("a", stale)));
      expect(await documents.batch("access", "p", replace("a", stale))).toEqual({
        kind: "conflict",
        conflict: { id: "a", reason: "changed" },
      });
      await written(documents.batch("access", "p", replace("a")));
      expect(await documents.batch("access", "p", replace("b"))).toEqual({
        kind: "conflict",
        conflict: { id: "b", reason: "missing" },
      });
      expect(await documents.batch("access", "p", replace("a", "not an etag"))).toMatchObject({
        kind: "conflict",
      });
    });

    test("delete removes a document, and fails when it is missing or has changed", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("a", { tags: ["x"] })]);
      const stale = await etagOf(documents, "p", "a");
      await store(documents, "p", [aSample("a", { tags: ["y"] })]);
      expect(await documents.batch("access", "p", [{ op: "delete", id: "a", ifMatch: stale }])).toMatchObject(
        {
          conflict: { reason: "changed" },
        },
      );
      await written(
        documents.batch("access", "p", [
          { op: "delete", id: "a", ifMatch: await etagOf(documents, "p", "a") },
        ]),
      );
      expect(await documents.get("access", "p", "a")).toBeUndefined();
      expect(await documents.count({ container: "access", kind: "sample" })).toBe(0);
      expect(await documents.batch("access", "p", [{ op: "delete", id: "a" }])).toMatchObject({
        conflict: { id: "a", reason: "missing" },
      });
    });

    test("put writes whatever was there, also over another kind", async () => {
      const { documents } = await open();
      const put = (document: { id: string; kind: string }): Operation[] => [{ op: "put", document }];
      await written(documents.batch("access", "p", put(aSample("a", { name: "one", tags: ["t"] }))));
      await written(documents.batch("access", "p", put({ id: "a", kind: "other" })));
      expect(await documents.count({ container: "access", kind: "sample" })).toBe(0);
      expect(await documents.count({ container: "access", kind: "other" })).toBe(1);
      await written(documents.batch("access", "p", put(aSample("a", { name: "two" }))));
      expect(await documents.find("access", "other", "a")).toBeUndefined();
      expect((await documents.get("access", "p", "a"))?.document).toEqual(aSample("a", { name: "two" }));
    });

    test("check writes nothing, and holds the batch back when the document is not as it was, or no longer absent", async () => {
      const { documents } = await open();
      const withCheck = (id: string, ifMatch: string | null): Operation[] => [
        { op: "check", id, ifMatch },
        { op: "put", document: aSample("result") },
      ];
      const changed = (id: string) => ({ kind: "conflict", conflict: { id, reason: "changed" } });
      await store(documents, "p", [aSample("a")]);
      const etag = await etagOf(documents, "p", "a");
      const etags = await written(documents.batch("access", "p", withCheck("a", etag)));
      expect([...etags.keys()]).toEqual(["result"]);
      expect(await etagOf(documents, "p", "a")).toBe(etag);
      await written(documents.batch("access", "p", withCheck("absent", null)));
      expect(await documents.batch("access", "p", withCheck("a", null))).toEqual(changed("a"));
      expect(await documents.batch("access", "p", withCheck("absent", etag))).toEqual(changed("absent"));
      await store(documents, "p", [aSample("a")]);
      expect(await documents.batch("access", "p", withCheck("a", etag))).toEqual(changed("a"));
    });

    test("is all or nothing, wherever in it the conflict is", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("taken", { name: "old" }), aSample("goes")]);
      const operations: Operation[] = [
        { op: "create", document: aSample("new") },
        { op: "put", document: aSample("taken", { name: "new" }) },
        { op: "delete", id: "goes" },
      ];
      const conflict: Operation = { op: "replace", document: aSample("missing") };
      const before = await documents.partition("access", "p");
      for (let at = 0; at <= operations.length; at += 1) {
        const batch = [...operations.slice(0, at), conflict, ...operations.slice(at)];
        expect(await documents.batch("access", "p", batch)).toMatchObject({ conflict: { id: "missing" } });
        expect(await documents.partition("access", "p")).toEqual(before);
      }
      await written(documents.batch("access", "p", operations));
      expect((await documents.partition("access", "p")).map((item) => item.document.id)).toEqual([
        "new",
        "taken",
      ]);
    });

    test("every write gives the document a new etag, also one that changes nothing, and no etag comes back", async () => {
      const { documents, reopen } = await open();
      const seen = new Set<string>();
      for (let round = 0; round < 5; round += 1) {
        const etags = await written(documents.batch("access", "p", [{ op: "put", document: aSample("a") }]));
        const etag = etags.get("a") ?? "";
        expect(etag).not.toBe("");
        expect(await etagOf(documents, "p", "a")).toBe(etag);
        seen.add(etag);
      }
      await written(documents.batch("access", "p", [{ op: "delete", id: "a" }]));
      const again = reopen === undefined ? documents : await reopen();
      seen.add(
        (await written(again.batch("access", "p", [{ op: "create", document: aSample("a") }]))).get("a") ??
          "",
      );
      expect(seen.size).toBe(6);
    });

    test("of nothing is written, and 100 operations are", async () => {
      const { documents } = await open();
      expect(await documents.batch("access", "p", [])).toEqual({ kind: "written", etags: new Map() });
      const hundred = Array.from(
        { length: 100 },
        (_, index): Operation => ({ op: "create", document: aSample(`d${index}`) }),
      );
      expect((await written(documents.batch("access", "p", hundred))).size).toBe(100);
    });
  });
}
