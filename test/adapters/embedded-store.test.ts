import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { StoreFailedError } from "../../src/adapters/embedded/store/group-commit.js";
import { type EmbeddedStore, openStore, openStoreReadOnly } from "../../src/adapters/embedded/store/store.js";

const opened: EmbeddedStore[] = [];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

function aFolder(): string {
  return mkdtempSync(join(tmpdir(), "gatehouse-store-"));
}

function aStore(path = join(aFolder(), "store.db")): EmbeddedStore {
  const store = openStore(path);
  store.execute("CREATE TABLE IF NOT EXISTS notes (name PRIMARY KEY, value)");
  opened.push(store);
  return store;
}

function names(store: Pick<EmbeddedStore, "prepare">): unknown[] {
  return store
    .prepare("SELECT name FROM notes ORDER BY name")
    .all()
    .map((row) => row["name"]);
}

const insert = "INSERT INTO notes VALUES (?, ?)";

describe("a write", () => {
  test("is seen by another connection when, and only when, its promise has resolved", async () => {
    const path = join(aFolder(), "store.db");
    const store = aStore(path);
    const other = openStoreReadOnly(path);
    const written = store.write(() => store.prepare(insert).run("a", 1).changes);
    expect(names(other)).toEqual([]);
    expect(store.isBusy()).toBe(true);
    expect(await written).toBe(1);
    expect(names(other)).toEqual(["a"]);
    expect(store.isBusy()).toBe(false);
    other.close();
  });

  test("shares one commit with everything written in the same turn, promise continuations included", async () => {
    const store = aStore();
    let commits = 0;
    store.beforeCommit(() => {
      commits += 1;
    });
    const inContinuation = Promise.resolve()
      .then(() => {})
      .then(() => store.write(() => store.prepare(insert).run("b", 2)));
    await Promise.all([store.write(() => store.prepare(insert).run("a", 1)), inContinuation]);
    expect(commits).toBe(1);
  });

  test("that throws is undone alone; its neighbours in the group are stored", async () => {
    const store = aStore();
    const results = await Promise.allSettled(
      ["a", "b", "c"].flatMap((name) => [
        store.write(() => store.prepare(insert).run(name, 1)),
        store.write(() => {
          store.prepare(insert).run(`${name}-undone`, 1);
          throw new Error(`refused ${name}`);
        }),
      ]),
    );
    expect(results.map((result) => result.status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
    ]);
    expect(names(store)).toEqual(["a", "b", "c"]);
  });

  test("that throws first in its group is undone, and the group goes on", async () => {
    const store = aStore();
    const refused = store.write(() => {
      store.prepare(insert).run("undone", 1);
      throw new Error("refused");
    });
    const stored = store.write(() => store.prepare(insert).run("a", 1));
    await expect(refused).rejects.toThrow("refused");
    await stored;
    expect(names(store)).toEqual(["a"]);
  });

  test("that breaks a constraint rejects with SQLite's own error", async () => {
    const store = aStore();
    await store.write(() => store.prepare(insert).run("a", 1));
    await expect(store.write(() => store.prepare(insert).run("a", 2))).rejects.toMatchObject({
      code: "SQLITE_CONSTRAINT_PRIMARYKEY",
    });
  });

  test("inside a write belongs to it: undone with it, and undone alone when only the inner one throws", async () => {
    const store = aStore();
    const inner: Promise<unknown>[] = [];
    const outer = store.write(() => {
      store.prepare(insert).run("outer", 1);
      inner.push(store.write(() => store.prepare(insert).run("inner", 1)));
      inner.push(
        store.write(() => {
          store.prepare(insert).run("inner-undone", 1);
          throw new Error("inner refused");
        }),
      );
    });
    expect((await Promise.allSettled(inner)).map((result) => result.status)).toEqual([
      "fulfilled",
      "rejected",
    ]);
    await outer;
    expect(names(store)).toEqual(["inner", "outer"]);

    const both = store.write(() => {
      inner.push(store.write(() => store.prepare(insert).run("inner-2", 1)));
      throw new Error("outer refused");
    });
    await expect(both).rejects.toThrow("outer refused");
    await expect(inner.at(-1)).rejects.toThrow("outer refused");
    expect(names(store)).toEqual(["inner", "outer"]);
  });

  test("whose work is asynchronous is refused, because its later half would escape the transaction", async () => {
    const store = aStore();
    const wrong = store.write(async () => store.prepare(insert).run("a", 1));
    await expect(wrong).rejects.toThrow("must be synchronous");
    expect(names(store)).toEqual([]);
  });

  test("after close is refused, and close stores what was open", async () => {
    const path = join(aFolder(), "store.db");
    const store = openStore(path);
    store.execute("CREATE TABLE notes (name PRIMARY KEY, value)");
    const written = store.write(() => store.prepare(insert).run("a", 1));
    await store.close();
    await written;
    await expect(store.write(() => {})).rejects.toThrow("closed");
    expect(statSync(path).size).toBeGreaterThan(0);
    expect(existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0).toBe(0);
    expect(names(aStore(path))).toEqual(["a"]);
  });

  test("durable() resolves after the commit of what was written before it, and at once when nothing is open", async () => {
    const store = aStore();
    await store.durable();
    const order: string[] = [];
    void store.write(() => store.prepare(insert).run("a", 1)).then(() => order.push("written"));
    await store.durable();
    expect(store.isBusy()).toBe(false);
    expect(order).toEqual(["written"]);
  });
});

describe("a file that cannot be written any more", () => {
  test("rejects everything of the group, tells the owner once, and takes no more work", async () => {
    const path = join(aFolder(), "store.db");
    const told: StoreFailedError[] = [];
    const store = openStore(path, { onFailure: (error) => told.push(error) });
    store.execute("CREATE TABLE notes (name PRIMARY KEY, value)");
    await store.write(() => store.prepare(insert).run("kept", 1));
    const pages = Number(store.prepare("PRAGMA page_count").get()?.["page_count"]);
    store.execute(`PRAGMA max_page_count = ${pages}`);
    // The group is found not to fit only as it ends, when its writes have long returned.
    store.beforeCommit(() => void store.prepare(insert).run("large", "x".repeat(100_000)));

    const first = store.write(() => store.prepare(insert).run("a", 1));
    const second = store.write(() => store.prepare(insert).run("b", 1));
    const results = await Promise.allSettled([first, second, store.durable()]);
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
    await expect(first).rejects.toMatchObject({ name: "StoreFailedError", code: "storeFailed" });
    await expect(store.write(() => 1)).rejects.toBe(told[0]);
    await expect(store.durable()).rejects.toBe(told[0]);
    expect(told).toHaveLength(1);
    await store.close();
    expect(names(aStore(path))).toEqual(["kept"]);
  });

  test("is found out inside a write too, and fails its neighbours with it", async () => {
    const told: StoreFailedError[] = [];
    const store = openStore(join(aFolder(), "store.db"), { onFailure: (error) => told.push(error) });
    store.execute("CREATE TABLE notes (name PRIMARY KEY, value)");
    const pages = Number(store.prepare("PRAGMA page_count").get()?.["page_count"]);
    store.execute(`PRAGMA max_page_count = ${pages}`);
    const before = store.write(() => store.prepare(insert).run("a", 1));
    const large = store.write(() => store.prepare(insert).run("large", "x".repeat(100_000)));
    await expect(large).rejects.toBeInstanceOf(StoreFailedError);
    await expect(before).rejects.toBe(told[0]);
    expect(told).toHaveLength(1);
    await store.close();
  });

  test("that another process only holds locked fails the one write, and the next succeeds", async () => {
    const path = join(aFolder(), "store.db");
    const told: StoreFailedError[] = [];
    const store = openStore(path, { onFailure: (error) => told.push(error), busyTimeoutMs: 1 });
    opened.push(store);
    store.execute("CREATE TABLE notes (name PRIMARY KEY, value)");
    const other = openStore(path);
    other.execute("BEGIN IMMEDIATE");
    await expect(store.write(() => store.prepare(insert).run("a", 1))).rejects.toMatchObject({
      code: "SQLITE_BUSY",
    });
    other.execute("ROLLBACK");
    await other.close();
    await store.write(() => store.prepare(insert).run("b", 1));
    expect(names(store)).toEqual(["b"]);
    expect(told).toEqual([]);
  });
});

describe("values", () => {
  test("come back as they were bound, bytes included", () => {
    const store = aStore();
    const row = store
      .prepare("SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e")
      .get("ä😀", 1.5, null, Buffer.from([0, 1, 255]), 7n);
    expect(row).toEqual({ a: "ä😀", b: 1.5, c: null, d: Buffer.from([0, 1, 255]), e: 7 });
    const only = store.prepare("SELECT ? AS only");
    expect(only.all(null)).toEqual([{ only: null }]);
    expect(only.get(Buffer.from("x"))).toEqual({ only: Buffer.from("x") });
    expect(only.all("y")).toEqual([{ only: "y" }]);
    expect(only.get("z")).toEqual({ only: "z" });
    expect(store.prepare("SELECT 1 AS a WHERE 0").get()).toBeUndefined();
  });

  test.each([
    ["a boolean, which would abort the process", true],
    ["undefined, which would become null", undefined],
    ["NaN, which would become null", Number.NaN],
    ["infinity", Number.NEGATIVE_INFINITY],
    ["an object", { a: 1 }],
    ["an array, which would spread over other parameters", [1]],
    ["a string with NUL, which would come back cut", "a\0b"],
    ["an integer beyond 64 bits", 2n ** 63n],
  ])("refuses to bind %s", (_, value) => {
    const store = aStore();
    // The cast is what a mistake behind an `any` would do.
    expect(() => store.prepare("SELECT ?").get(value as never)).toThrow("SQL parameter 1 cannot be bound");
  });

  test("a query with a thousand and more shapes does not keep every statement", () => {
    const store = aStore();
    const kept = store.prepare("SELECT 0 AS n");
    for (let shape = 1; shape < 2500; shape += 1) store.prepare(`SELECT ${shape} AS n`);
    expect(kept.get()).toEqual({ n: 0 });
    expect(store.prepare("SELECT 0 AS n")).not.toBe(kept);
    expect(store.prepare("SELECT 2499 AS n")).toBe(store.prepare("SELECT 2499 AS n"));
  });
});

describe("the files", () => {
  test("are written through to the disk at every commit, not left to the operating system", () => {
    const store = aStore();
    expect(store.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    const FULL = 2;
    expect(store.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: FULL });
  });

  test("are readable by their owner alone", async () => {
    const path = join(aFolder(), "store.db");
    const store = aStore(path);
    await store.write(() => store.prepare(insert).run("a", 1));
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("a read-only store never creates a file and never writes", () => {
    const folder = aFolder();
    expect(() => openStoreReadOnly(join(folder, "absent.db"))).toThrow("There is no database");
    expect(existsSync(join(folder, "absent.db"))).toBe(false);
    const path = join(folder, "store.db");
    aStore(path);
    const reader = openStoreReadOnly(path);
    expect(() => reader.prepare(insert).run("a", 1)).toThrow(/readonly/i);
    reader.close();
  });

  test("a file that is not a database is refused and left as it was", () => {
    const path = join(aFolder(), "store.db");
    writeFileSync(path, "this is a letter, not a database".repeat(200));
    expect(() => openStore(path)).toThrow(/not a database/);
    expect(readFileSync(path, "utf8")).toContain("this is a letter");
  });
});
