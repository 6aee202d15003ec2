/** The durable engine by itself: what it stores when, what it keeps in memory, and how it begins and ends. */
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { openStoreReadOnly } from "../../src/adapters/embedded/store/store.js";
import { engineRig, temporaryFolder, turns } from "./embedded-durable-engine.js";
import type { Script } from "./embedded-durable-worker.js";

const scripts: Readonly<Record<string, Script>> = {
  *approval(input) {
    yield { task: "first", input: input ?? "null" };
    const decision = yield { event: "approve" };
    yield { task: "second", input: decision };
    return decision;
  },
  *waits() {
    return yield { event: "go" };
  },
  *task(input) {
    return yield { task: "only", input: input ?? "null" };
  },
  *manyEvents(input) {
    let last = "";
    for (let n = 0; n < Number(input); n += 1) last = yield { event: "item" };
    return last;
  },
  *forever(input) {
    return yield { again: JSON.stringify(String(Number(JSON.parse(input ?? "0")) + 1)) };
  },
  *sleeps(input) {
    yield { timer: Number(input) };
    return "null";
  },
};

describe("the durable engine", () => {
  test("writes the start and the first episode of many instances in one commit", async () => {
    let commits = 0;
    const rig = engineRig(scripts, {
      between: (store) => ({
        ...store,
        write(work) {
          if (!store.isBusy()) commits += 1;
          return store.write(work);
        },
      }),
    });
    await Promise.all(Array.from({ length: 100 }, () => rig.engine.start("waits")));
    expect(commits).toBe(1);
    expect(rig.engine.counts()).toMatchObject({ running: 100, pending: 0 });
    await rig.stop();
  });

  describe("with an orchestrator that takes long", () => {
    test("acknowledges a start and an event without waiting for it, and both survive a power cut", async () => {
      const rig = engineRig(scripts);
      rig.worker.holdOrchestrators(true);
      await rig.engine.start("waits", { instanceId: "slow", input: { a: 1 } });
      expect(await rig.engine.raise("slow", "go", "kept")).toBe("accepted");
      expect(await rig.engine.status("slow", { input: true })).toMatchObject({
        status: "pending",
        input: { a: 1 },
      });
      const after = engineRig(scripts, { folder: rig.cut() });
      await after.work.quiet();
      expect(await after.engine.status("slow")).toMatchObject({ status: "completed", output: "kept" });
      rig.worker.holdOrchestrators(false);
      await rig.work.quiet();
      expect(await rig.engine.status("slow")).toMatchObject({ status: "completed", output: "kept" });
      await Promise.all([rig.stop(), after.stop()]);
    });

    test("goes on with other instances meanwhile, as many at once as it may", async () => {
      const rig = engineRig(scripts, { settings: { orchestratorsMax: 2 } });
      rig.worker.holdOrchestrators(true);
      const held = ["a", "b"].map((instanceId) => rig.engine.start("waits", { instanceId }));
      await Promise.all(held);
      let stored = false;
      const third = rig.engine.start("waits", { instanceId: "c" }).then(() => {
        stored = true;
      });
      await turns();
      expect(stored).toBe(false);
      rig.worker.holdOrchestrators(false);
      await third;
      await rig.stop();
    });
  });

  test("runs no more activities at once than it may", async () => {
    const rig = engineRig(scripts, { settings: { activitiesMax: 3 } });
    rig.worker.holdTasks(true);
    const ids = Array.from({ length: 10 }, (_, n) => `t-${n}`);
    await Promise.all(ids.map((instanceId) => rig.engine.start("task", { instanceId, input: 1 })));
    await turns();
    expect(rig.worker.began).toHaveLength(3);
    rig.worker.holdTasks(false);
    await rig.work.quiet();
    expect(rig.worker.tasksAtOnce()).toBe(3);
    expect(rig.engine.counts().completed).toBe(10);
    await rig.stop();
  });

  test("does not begin an activity before the decision to run it is on disk", async () => {
    const folder = temporaryFolder();
    const onDisk: unknown[] = [];
    const rig = engineRig(scripts, {
      folder,
      onTask({ instanceId }) {
        const other = openStoreReadOnly(join(folder, "engine.db"));
        onDisk.push(
          other.prepare("SELECT tail FROM durable_test_instances WHERE id = ?").get(instanceId)?.["tail"],
        );
        other.close();
      },
    });
    await Promise.all([1, 2, 3].map((input) => rig.engine.start("task", { input })));
    await rig.work.quiet();
    expect(onDisk).toEqual(Array.from({ length: 3 }, () => expect.stringContaining("taskScheduled")));
    await rig.stop();
  });

  test("stops after the activities that run have ended, and runs those that waited after the next start, each once", async () => {
    const folder = temporaryFolder();
    const rig = engineRig(scripts, { folder, settings: { activitiesMax: 1 } });
    rig.worker.holdTasks(true);
    await rig.engine.start("task", { instanceId: "runs", input: 1 });
    await rig.engine.start("task", { instanceId: "waits", input: 2 });
    await turns();
    const stopped = rig.engine.stop();
    await expect(rig.engine.start("task")).rejects.toMatchObject({ code: "notRunning" });
    await expect(rig.engine.raise("runs", "go", 1)).rejects.toMatchObject({ code: "notRunning" });
    rig.worker.holdTasks(false);
    await stopped;
    await rig.store.close();
    expect(rig.worker.began.map(({ instanceId }) => instanceId)).toEqual(["runs"]);
    const next = engineRig(scripts, { folder });
    await next.work.quiet();
    expect(next.worker.began.map(({ instanceId }) => instanceId)).toEqual(["waits"]);
    expect(next.engine.counts()).toMatchObject({ completed: 2, running: 0 });
    await next.stop();
  });

  test("stops although an orchestration begins itself anew for ever, which goes on after the next start", async () => {
    const folder = temporaryFolder();
    const rig = engineRig(scripts, { folder });
    await rig.engine.start("forever", { instanceId: "forever" });
    await turns();
    await rig.stop();
    const next = engineRig(scripts, { folder });
    await turns();
    expect(await next.engine.terminate("forever", "enough")).toBe("accepted");
    expect(
      Number(JSON.parse((await next.engine.status("forever", { input: true }))?.input as string)),
    ).toBeGreaterThan(20);
    await next.stop();
  });

  test("takes up a thousand activities after a power cut, each of them", async () => {
    const rig = engineRig(scripts);
    rig.worker.holdTasks(true);
    await Promise.all(Array.from({ length: 1000 }, (_, n) => rig.engine.start("task", { input: n })));
    const after = engineRig(scripts, { folder: rig.cut() });
    await after.work.quiet();
    expect(after.worker.began).toHaveLength(1000);
    expect(after.engine.counts()).toMatchObject({ completed: 1000 });
    await Promise.all([rig.stop(), after.stop()]);
  });

  test("reads only what was under way when it starts, not the instances that wait", async () => {
    const rig = engineRig(scripts);
    await Promise.all(Array.from({ length: 3000 }, () => rig.engine.start("waits")));
    await rig.engine.start("sleeps", { input: 1000 });
    rig.worker.holdTasks(true);
    await rig.engine.start("task", { instanceId: "under-way", input: 1 });
    let rowsRead = 0;
    const after = engineRig(scripts, {
      folder: rig.cut(),
      between: (store) => ({
        ...store,
        prepare(sql) {
          const statement = store.prepare(sql);
          return {
            ...statement,
            all(...values) {
              const rows = statement.all(...values);
              rowsRead += rows.length;
              return rows;
            },
          };
        },
      }),
    });
    expect(rowsRead).toBe(1);
    await after.work.quiet();
    expect((await after.engine.status("under-way"))?.status).toBe("completed");
    await Promise.all([rig.stop(), after.stop()]);
  });

  test("keeps less than a kilobyte of memory for each instance that waits", { timeout: 60_000 }, async () => {
    setFlagsFromString("--expose-gc");
    // The flag puts a function of this name into every new context.
    const collectGarbage = runInNewContext("gc") as () => void;
    const rig = engineRig(scripts);
    const startMany = async (count: number) => {
      for (let done = 0; done < count; done += 500) {
        await Promise.all(
          Array.from({ length: 500 }, () =>
            rig.engine.start("approval", { input: { text: "x".repeat(200) } }),
          ),
        );
      }
      await rig.work.quiet();
      rig.worker.began.length = 0;
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await startMany(2000);
    const after = await startMany(20_000);
    expect((after - before) / 20_000).toBeLessThan(1024);
    await rig.stop();
  });

  test("finds a long history again after it has left memory", async () => {
    const rig = engineRig(scripts);
    await rig.engine.start("manyEvents", { instanceId: "long", input: 400 });
    for (let n = 0; n < 399; n += 1) await rig.engine.raise("long", "item", `${n} ${"x".repeat(100)}`);
    const after = engineRig(scripts, { folder: rig.cut() });
    await after.engine.raise("long", "item", "last");
    await after.work.quiet();
    expect(await after.engine.status("long")).toMatchObject({ status: "completed", output: "last" });
    await Promise.all([rig.stop(), after.stop()]);
  });

  test("keeps other instances whole when the write of one fails, and that one can be told again", async () => {
    let broken = false;
    const rig = engineRig(scripts, {
      between: (store) => ({
        ...store,
        prepare(sql) {
          const statement = store.prepare(sql);
          return sql.includes("UPDATE durable_test_instances")
            ? {
                ...statement,
                run(...values) {
                  if (broken && values.some((value) => String(value).includes("poison")))
                    throw new Error("cannot write");
                  return statement.run(...values);
                },
              }
            : statement;
        },
      }),
    });
    const ids = Array.from({ length: 10 }, (_, n) => `i-${n}`);
    await Promise.all(ids.map((instanceId) => rig.engine.start("waits", { instanceId })));
    broken = true;
    const told = await Promise.allSettled(
      ids.map((instanceId, n) => rig.engine.raise(instanceId, "go", n === 4 ? "poison" : "fine")),
    );
    expect(told.map(({ status }) => status)).toEqual(ids.map((_, n) => (n === 4 ? "rejected" : "fulfilled")));
    expect(rig.errors).toEqual(["A step of an orchestration could not be written."]);
    broken = false;
    await rig.engine.raise("i-4", "go", "again");
    await rig.work.quiet();
    expect(await rig.engine.status("i-4")).toMatchObject({ status: "completed", output: "again" });
    expect(rig.engine.counts()).toMatchObject({ completed: 10 });
    await rig.stop();
  });

  test.each(["", "a/b", "a#b", "a?b", "a\\b", "a\u0000b", "@a@b", "x".repeat(101)])(
    "refuses the instance id %j and stores nothing",
    async (instanceId) => {
      const rig = engineRig(scripts);
      await expect(rig.engine.start("waits", { instanceId })).rejects.toMatchObject({
        code: "invalidArgument",
      });
      expect(rig.engine.counts()).toMatchObject({ running: 0, pending: 0 });
      await rig.stop();
    },
  );

  test("refuses an orchestrator that the app does not have", async () => {
    const rig = engineRig(scripts);
    await expect(rig.engine.start("nothing")).rejects.toMatchObject({ code: "unknownFunction" });
    await rig.stop();
  });

  test("starts two instances under one id at the same moment as one", async () => {
    const rig = engineRig(scripts);
    const started = await Promise.all(
      [1, 2, 3].map((n) => rig.engine.start("task", { instanceId: "one", input: n })),
    );
    expect(started.map(({ kind }) => kind)).toEqual(["started", "exists", "exists"]);
    await rig.work.quiet();
    expect(rig.worker.began).toHaveLength(1);
    await rig.stop();
  });

  test("ends the running instance of an id first when the start says so", async () => {
    const rig = engineRig(scripts);
    await rig.engine.start("waits", { instanceId: "again" });
    await rig.engine.start("waits", { instanceId: "again", overrideRunning: true });
    expect(rig.engine.counts()).toMatchObject({ running: 1, terminated: 0 });
    await rig.stop();
  });
});
