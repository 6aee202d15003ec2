/** Many callers at once: one of them wins, and every other is told. */
import { describe, expect, test } from "vitest";
import type { BatchResult } from "../../../src/application/ports/documents.js";
import type { OpenForTest } from "../documents.js";
import { aSample, etagOf, store } from "./sample.js";

const CALLERS = 64;

function winners(results: readonly BatchResult[]): number {
  return results.filter((result) => result.kind === "written").length;
}

export function describeRaces(open: OpenForTest): void {
  describe("64 callers at once", () => {
    test("who replace the same version: one wins, and its document is the one that is stored", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("a")]);
      for (let round = 0; round < 5; round += 1) {
        const ifMatch = await etagOf(documents, "p", "a");
        const results = await Promise.all(
          Array.from({ length: CALLERS }, (_, caller) =>
            documents.batch("access", "p", [
              { op: "replace", document: aSample("a", { count: caller }), ifMatch },
            ]),
          ),
        );
        expect(winners(results)).toBe(1);
        const winner = results.findIndex((result) => result.kind === "written");
        expect((await documents.get("access", "p", "a"))?.document).toEqual(aSample("a", { count: winner }));
        const told = results.flatMap((result) => (result.kind === "conflict" ? [result.conflict] : []));
        expect(told).toEqual(Array.from({ length: CALLERS - 1 }, () => ({ id: "a", reason: "changed" })));
      }
    });

    test("who create the same id: one wins", async () => {
      const { documents } = await open();
      const results = await Promise.all(
        Array.from({ length: CALLERS }, (_, caller) =>
          documents.batch("access", "p", [
            { op: "create", document: aSample("name") },
            { op: "create", document: aSample(`by-${caller}`) },
          ]),
        ),
      );
      expect(winners(results)).toBe(1);
      expect(await documents.count({ container: "access", kind: "sample", partition: "p" })).toBe(2);
    });

    test("who check that the same document is still absent and then create it: one wins", async () => {
      const { documents } = await open();
      const results = await Promise.all(
        Array.from({ length: CALLERS }, async (_, caller) => {
          const absent = (await documents.get("access", "p", "a")) === undefined;
          if (!absent) return;
          return documents.batch("access", "p", [
            { op: "create", document: aSample("a", { count: caller }) },
            { op: "check", id: "b", ifMatch: null },
          ]);
        }),
      );
      expect(winners(results.filter((result) => result !== undefined))).toBe(1);
    });

    test("who add one to a counter until it is accepted: no addition is lost", async () => {
      const { documents } = await open();
      await store(documents, "p", [aSample("counter", { count: 0 })]);
      await Promise.all(
        Array.from({ length: CALLERS }, async () => {
          for (;;) {
            const read = await documents.get<ReturnType<typeof aSample>>("access", "p", "counter");
            if (read === undefined) throw new Error("The counter is gone.");
            const document = aSample("counter", { count: Number(read.document.count) + 1 });
            const result = await documents.batch("access", "p", [
              { op: "replace", document, ifMatch: read.etag },
            ]);
            if (result.kind === "written") return;
          }
        }),
      );
      expect((await documents.get("access", "p", "counter"))?.document).toEqual(
        aSample("counter", { count: CALLERS }),
      );
    });
  });
}
