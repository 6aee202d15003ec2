/** What is refused: each refusal is typed, says what was wrong, and changes nothing. */
import { describe, expect, test } from "vitest";
import {
  DocumentLimitError,
  type Filter,
  type Operation,
  UndeclaredPathError,
} from "../../../src/application/ports/documents.js";
import type { OpenForTest } from "../documents.js";
import { aSample } from "./sample.js";

const MEBIBYTE = 1024 * 1024;

export function describeBounds(open: OpenForTest): void {
  describe("refuses, and changes nothing", () => {
    const create = (id: string, name = ""): Operation => ({ op: "create", document: aSample(id, { name }) });

    test.each<[string, DocumentLimitError["code"], readonly Operation[]]>([
      ["a document above 2 MiB", "documentTooLarge", [create("a", "x".repeat(2 * MEBIBYTE))]],
      [
        "a batch above 2 MiB",
        "batchTooLarge",
        [create("a", "x".repeat(1.2 * MEBIBYTE)), create("b", "x".repeat(MEBIBYTE))],
      ],
      [
        "more than 100 operations",
        "batchTooLarge",
        Array.from({ length: 101 }, (_, index) => create(`d${index}`)),
      ],
      ["two operations on one document", "documentTwice", [create("a"), { op: "delete", id: "a" }]],
      ["an empty id", "idNotAllowed", [create("")]],
      ["an id with a slash", "idNotAllowed", [create("ok"), create("a/b")]],
      ["an id of more than 1023 bytes", "idNotAllowed", [create("ä".repeat(512))]],
      ["an id with half a character", "idNotAllowed", [create("a\udc00")]],
    ])("%s", async (_, code, operations) => {
      const { documents } = await open();
      const refused = documents.batch("access", "p", operations);
      await expect(refused).rejects.toThrow(DocumentLimitError);
      await expect(refused).rejects.toMatchObject({ code });
      expect(await documents.partition("access", "p")).toEqual([]);
    });

    test.each(["", "a\0b", "x".repeat(3000)])("the partition %j", async (partition) => {
      const { documents } = await open();
      await expect(documents.batch("access", partition, [create("a")])).rejects.toMatchObject({
        code: "idNotAllowed",
      });
      expect(await documents.partition("access", partition)).toEqual([]);
      expect(await documents.count({ container: "access", kind: "sample", partition })).toBe(0);
    });

    test.each([0, 1001, 1.5, -1, Number.NaN])("a page of %d", async (size) => {
      const { documents } = await open();
      const code = "pageTooLarge";
      await expect(documents.query({ container: "access", kind: "sample", top: size })).rejects.toMatchObject(
        { code },
      );
      await expect(documents.changes("access", undefined, size)).rejects.toMatchObject({ code });
    });

    test.each<[string, Filter]>([
      ["a path that is not declared", { op: "eq", path: "secret", value: 1 }],
      ["a path that another kind declares", { op: "eq", path: "colour", value: 1 }],
      ["a path inside a scalar path", { op: "eq", path: "name/first", value: 1 }],
      ["a comparison with a multi-valued path", { op: "eq", path: "tags", value: 1 }],
      ["has on a scalar path", { op: "has", path: "name", values: [1] }],
      ["has of nothing on a path that is not declared", { op: "has", path: "secret", values: [] }],
      ["a path made to break out of SQL", { op: "eq", path: 'name" OR 1=1 --', value: 1 }],
      [
        "one deep inside",
        {
          op: "or",
          filters: [{ op: "not", filter: { op: "contains", path: "x", value: "", ignoreCase: true } }],
        },
      ],
    ])("a filter with %s", async (_, filter) => {
      const { documents } = await open();
      const query = { container: "access", kind: "sample", filter, top: 10 } as const;
      await expect(documents.query(query)).rejects.toThrow(UndeclaredPathError);
      await expect(documents.count(query)).rejects.toThrow(UndeclaredPathError);
    });

    test("an order by a path that is not declared, or by a multi-valued one", async () => {
      const { documents } = await open();
      for (const path of ["secret", "tags[]", "tags", "name desc"]) {
        const query = documents.query({
          container: "access",
          kind: "sample",
          top: 10,
          orderBy: [{ path, direction: "asc" }],
        });
        await expect(query).rejects.toThrow(UndeclaredPathError);
      }
    });

    test("a filter that is nested or lists beyond reason, while 2000 terms are answered", async () => {
      const { documents } = await open();
      const is = (value: number): Filter => ({ op: "eq", path: "count", value });
      let deep: Filter = is(1);
      for (let level = 0; level < 5000; level += 1) deep = { op: "not", filter: deep };
      const wide = (length: number): Filter => ({
        op: "or",
        filters: Array.from({ length }, (_, value) => is(value)),
      });
      const count = (filter: Filter) => documents.count({ container: "access", kind: "sample", filter });
      await expect(count(deep)).rejects.toMatchObject({ code: "filterTooLarge" });
      await expect(count(wide(50_000))).rejects.toMatchObject({ code: "filterTooLarge" });
      await documents.batch("access", "p", [{ op: "create", document: aSample("a", { count: 1999 }) }]);
      expect(await count(wide(2000))).toBe(1);
      expect(await count(wide(1999))).toBe(0);
    });
  });
}
