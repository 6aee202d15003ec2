import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { sortKeyOf } from "../../src/adapters/embedded/documents/sort-key.js";
import { openStore } from "../../src/adapters/embedded/store/store.js";
import { HistoryUnknownError, type IndexDeclaration } from "../../src/application/ports/documents.js";
import { instantOf } from "../../src/domain/time/instant.js";
import { scalars } from "../contracts/documents/arbitraries.js";
import { aSample, CONTRACT_INDEXES, store as put } from "../contracts/documents/sample.js";

function aPath(): string {
  return join(mkdtempSync(join(tmpdir(), "gatehouse-documents-")), "store.db");
}

function declaring(sample: readonly string[]): IndexDeclaration {
  return { ...CONTRACT_INDEXES, access: { sample } };
}

describe("a declaration that has changed since the last start", () => {
  test("is served at once: new paths are filled from the documents, dropped ones refused, kept ones untouched", async () => {
    const path = aPath();
    let store = openStore(path);
    let documents = openDocuments(store, declaring(["name", "due"]));
    await put(
      documents,
      "p",
      Array.from({ length: 2500 }, (_, n) =>
        aSample(`d${n}`, { name: `n${n % 10}`, count: n, tags: [n % 7], owner: { id: "o" } }),
      ),
    );
    const etag = (await documents.get("access", "p", "d1"))?.etag;
    const { checkpoint } = await documents.changes("access", undefined, 1000);
    await store.close();

    store = openStore(path);
    documents = openDocuments(store, declaring(["name", "count", "owner/id", "tags[]"]));
    const count = (filter: Parameters<typeof documents.count>[0]["filter"]) =>
      documents.count({ container: "access", kind: "sample", ...(filter ? { filter } : {}) });
    expect(await count({ op: "eq", path: "name", value: "n3" })).toBe(250);
    expect(await count({ op: "lt", path: "count", value: 100 })).toBe(100);
    expect(await count({ op: "eq", path: "owner/id", value: "o" })).toBe(2500);
    expect(await count({ op: "has", path: "tags[]", values: [6] })).toBe(357);
    await expect(count({ op: "eq", path: "due", value: null })).rejects.toThrow('no index path "due"');
    expect((await documents.get("access", "p", "d1"))?.etag).toBe(etag);
    expect((await documents.changes("access", checkpoint, 1000)).items[0]?.document.id).toBe("d1000");
    await put(documents, "p", [aSample("d1", { name: "changed" })]);
    expect(await count({ op: "has", path: "tags[]", values: [1] })).toBe(356); // one of 357 lost its tags
    await store.close();
  });

  test("is not noticed when it is the same: opening writes nothing", async () => {
    const path = aPath();
    let store = openStore(path);
    await put(openDocuments(store, CONTRACT_INDEXES), "p", [aSample("a")]);
    await store.close();
    store = openStore(path);
    const before = store.prepare("SELECT total_changes() AS n").get();
    openDocuments(store, CONTRACT_INDEXES);
    expect(store.prepare("SELECT total_changes() AS n").get()).toEqual(before);
    await store.close();
  });

  test.each(["na me", 'a"b', "a[]/b", "", "/a", "a//b", "1a"])(
    "with the path %j is refused",
    async (wrong) => {
      const store = openStore(aPath());
      expect(() => openDocuments(store, declaring([wrong]))).toThrow("which is no path");
      await store.close();
    },
  );
});

describe("a folder from before former versions were kept", () => {
  test("opens, keeps them from then on, and says so of what was before", async () => {
    const path = aPath();
    let store = openStore(path);
    await put(openDocuments(store, CONTRACT_INDEXES), "p", [aSample("a", { name: "first" })]);
    for (const container of ["governance", "access", "directory", "schedule", "ledger", "work"])
      store.execute(
        `DROP TABLE documents_${container}_history; ALTER TABLE documents_${container} DROP COLUMN written`,
      );
    store.execute("DROP TABLE documents_history_since; UPDATE documents_layout SET fingerprint = 'old'");
    await store.close();

    store = openStore(path);
    let ms = 100;
    const history = { clock: { now: () => instantOf(ms) }, kinds: { access: ["sample"] } };
    const documents = openDocuments(store, CONTRACT_INDEXES, { history });
    ms = 200;
    await put(documents, "p", [aSample("a", { name: "second", count: 1 })]);
    const named = async (at: number, name: string) =>
      documents
        .asOf(instantOf(at))
        .count({ container: "access", kind: "sample", filter: { op: "eq", path: "name", value: name } });
    expect([await named(100, "first"), await named(199, "first"), await named(200, "first")]).toEqual([
      1, 1, 0,
    ]);
    expect(await named(200, "second")).toBe(1);
    expect(() => documents.asOf(instantOf(99))).toThrow(HistoryUnknownError);
    await store.close();
  });

  test("answers new questions about former versions after the declaration has changed", async () => {
    const path = aPath();
    let ms = 100;
    const history = { clock: { now: () => instantOf(ms) }, kinds: { access: ["sample"] } };
    let store = openStore(path);
    let documents = openDocuments(store, declaring(["name"]), { history });
    await put(documents, "p", [aSample("a", { name: "x", due: "then", tags: ["t"] })]);
    ms = 200;
    await put(documents, "p", [aSample("a", { name: "y", due: "now" })]);
    await store.close();
    store = openStore(path);
    documents = openDocuments(store, declaring(["due", "tags[]"]), { history });
    const past = documents.asOf(instantOf(150));
    const query = { container: "access", kind: "sample" } as const;
    expect(await past.count({ ...query, filter: { op: "eq", path: "due", value: "then" } })).toBe(1);
    expect(await past.count({ ...query, filter: { op: "has", path: "tags[]", values: ["t"] } })).toBe(1);
    await store.close();
  });
});

describe("a listener", () => {
  test("hears of changes of its container once they can be read, once for a whole group, until it ends", async () => {
    const store = openStore(aPath());
    const documents = openDocuments(store, CONTRACT_INDEXES);
    const heard: number[] = [];
    const end = documents.onChanges("access", () => {
      void documents.changes("access", undefined, 1000).then(({ items }) => heard.push(items.length));
    });
    const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await Promise.all(["a", "b", "c"].map((id) => put(documents, id, [aSample(id)])));
    await turn();
    expect(heard).toEqual([3]);
    await documents.batch("directory", "p", [{ op: "put", document: aSample("a") }]);
    await documents.batch("access", "a", [{ op: "create", document: aSample("a") }]);
    await documents.batch("access", "a", [{ op: "check", id: "z", ifMatch: null }]);
    await turn();
    expect(heard).toEqual([3]);
    await documents.batch("access", "a", [{ op: "delete", id: "a" }]);
    await turn();
    expect(heard).toEqual([3, 2]);
    end();
    await put(documents, "p", [aSample("d")]);
    await turn();
    expect(heard).toEqual([3, 2]);
    await store.close();
  });

  test("hears also of what follows a write that was undone", async () => {
    const store = openStore(aPath());
    const documents = openDocuments(store, CONTRACT_INDEXES);
    let heard = 0;
    documents.onChanges("access", () => {
      heard += 1;
    });
    const inner: Promise<unknown>[] = [];
    const undone = store.write(() => {
      inner.push(documents.batch("access", "p", [{ op: "put", document: aSample("a") }]).catch(() => {}));
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await Promise.all(inner);
    expect(await documents.get("access", "p", "a")).toBeUndefined();
    await put(documents, "p", [aSample("b")]);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(heard).toBe(1);
    await store.close();
  });
});

describe("reading while a group is open", () => {
  test("neither waits for the write nor shows it", async () => {
    const store = openStore(aPath());
    const documents = openDocuments(store, CONTRACT_INDEXES);
    await put(documents, "p", [aSample("a", { name: "old" })]);
    const writing = put(documents, "p", [aSample("a", { name: "new" })]);
    expect(store.isBusy()).toBe(true);
    expect((await documents.get("access", "p", "a"))?.document).toEqual(aSample("a", { name: "old" }));
    expect(store.isBusy()).toBe(true);
    await writing;
    expect((await documents.get("access", "p", "a"))?.document).toEqual(aSample("a", { name: "new" }));
    await store.close();
  });
});

describe("sort keys", () => {
  const store = openStore(aPath());
  const typeOf = (value: unknown) =>
    value === null ? 0 : ["boolean", "string", "number"].indexOf(typeof value) + 1;

  test("order in SQLite as their values do in JavaScript: null, booleans, texts by code unit, numbers", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "B", "é", "\ud7ff", "\ue000", "\uffff", "😀", "\u{10ffff}"),
      maxLength: 3,
    });
    const value = fc.oneof(scalars, text, fc.double({ noNaN: true, noDefaultInfinity: true }));
    const order = store.prepare("SELECT ? < ? AS less, ? = ? AS same");
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [keyA, keyB] = [sortKeyOf(a), sortKeyOf(b)];
        const row = order.get(keyA, keyB, keyA, keyB);
        const same = a === b;
        const less = typeOf(a) === typeOf(b) ? !same && (a ?? 0) < (b ?? 0) : typeOf(a) < typeOf(b);
        expect(row).toEqual({ less: Number(less), same: Number(same) });
      }),
      { numRuns: 2000 },
    );
  });

  test("of texts with NUL or half a character exist, and compare as if U+FFFD stood there", () => {
    expect(sortKeyOf("a\0")).toEqual(sortKeyOf("a\ufffd"));
    expect(sortKeyOf("a\ud800")).toEqual(sortKeyOf("a\ufffd"));
  });
});
