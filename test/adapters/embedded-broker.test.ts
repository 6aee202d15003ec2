import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import { type Broker, createBroker } from "../../src/adapters/embedded/broker/broker.js";
import type { Topology } from "../../src/adapters/embedded/broker/topology.js";
import { seededIds } from "../../src/adapters/embedded/ids/ids.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import { simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import { type BrokerUnderTest, brokerContract } from "../contracts/broker.js";

setFlagsFromString("--expose-gc");
// With the flag set, a new context has the function.
const collectGarbage = runInNewContext("gc") as () => void;

const START_MS = Date.parse("2026-11-22T08:00:00Z");
const folders: string[] = [];
let lives: { readonly broker: Broker; readonly store: EmbeddedStore }[] = [];

type Process = BrokerUnderTest & { readonly broker: Broker; readonly store: EmbeddedStore };

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-broker-"));
  folders.push(folder);
  return folder;
}

function aProcess(
  topology: Topology,
  folder = aFolder(),
  startMs = START_MS,
  store = openStore(join(folder, "store.db")),
): Process {
  const clock = simulatedClock(startMs);
  const work = workTracker();
  const broker = createBroker({ store, clock, work, ids: seededIds(1), topology });
  lives.push({ broker, store });
  return {
    broker,
    store,
    send: (entity, messages) => broker.send(entity, messages),
    subscribe: (path, options) => broker.subscribe(path, options),
    deadLetters: async (path) => broker.deadLetters(path),
    quiet: () => work.quiet(),
    pass: (ms) => clock.advanceTo(clock.nowMs() + ms, work),
    // A tracker of its own knows of no work.
    passMeanwhile: (ms) => clock.advanceTo(clock.nowMs() + ms, workTracker()),
    nowMs: () => clock.nowMs(),
    // What another process would find: the files as they are, without what is not committed.
    async crash() {
      const next = aFolder();
      for (const suffix of ["", "-wal"])
        if (existsSync(join(folder, `store.db${suffix}`)))
          copyFileSync(join(folder, `store.db${suffix}`), join(next, `store.db${suffix}`));
      return aProcess(topology, next, clock.nowMs());
    },
  };
}

async function end({ broker, store }: Process): Promise<void> {
  await broker.stop();
  await store.close();
  lives = lives.filter((life) => life.broker !== broker);
}

async function stopAll(): Promise<void> {
  const ended = lives;
  lives = [];
  // Handlers that are still held would keep a broker from stopping: the store goes from under it, as at the end of a process.
  for (const { store } of ended) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

brokerContract("The broker on SQLite", async (topology) => aProcess(topology), stopAll);

describe("The broker on SQLite", () => {
  afterEach(stopAll);

  test("holds a bounded number of waiting messages in memory", async () => {
    const { broker, quiet } = aProcess({ queues: { orders: {} } });
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    broker.subscribe("orders", { handler: () => held.then(() => undefined) });
    const body = "x".repeat(100_000);
    collectGarbage();
    const before = process.memoryUsage();
    for (let sends = 0; sends < 20; sends += 1)
      await broker.send(
        "orders",
        Array.from({ length: 50 }, () => ({ body: Buffer.from(body) })),
      );
    collectGarbage();
    const grown = process.memoryUsage().arrayBuffers - before.arrayBuffers;
    expect(grown).toBeLessThan(30_000_000);
    release();
    await quiet();
    expect(broker.counts("orders").active).toBe(0);
  });

  test("counts what waits, what is scheduled and what is dead", async () => {
    const { broker, quiet, nowMs } = aProcess({ queues: { orders: { maxDeliveryCount: 1 } } });
    await broker.send("orders", [
      { body: "a" },
      { body: "b" },
      { body: "later", scheduledEnqueueMs: nowMs() + 1 },
    ]);
    expect(broker.counts("orders")).toEqual({ active: 2, scheduled: 1, deadLettered: 0 });
    const subscription = broker.subscribe("orders", {
      handler: ([message]) =>
        message?.body === "a" ? Promise.reject(new Error("no")) : Promise.resolve(undefined),
    });
    await quiet();
    await subscription.stop();
    expect(broker.counts("orders")).toEqual({ active: 0, scheduled: 1, deadLettered: 1 });
  });

  test("shows waiting messages page by page without taking them", async () => {
    const { broker } = aProcess({ queues: { orders: {} } });
    await broker.send(
      "orders",
      ["a", "b", "c"].map((body) => ({ body })),
    );
    const first = broker.peek("orders", { max: 2 });
    expect(first.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      ["a", 0],
      ["b", 0],
    ]);
    const rest = broker.peek("orders", { after: first[1]?.sequenceNumber ?? 0 });
    expect(rest.map(({ body }) => body)).toEqual(["c"]);
    expect(broker.peek("orders", { after: -(2 ** 41) }).map(({ body }) => body)).toEqual(["a", "b", "c"]);
  });

  test("sends dead letters round again, chosen ones or all, with all their deliveries before them", async () => {
    const { broker, quiet } = aProcess({ queues: { orders: { maxDeliveryCount: 2 } } });
    let broken = true;
    const handled: unknown[] = [];
    broker.subscribe("orders", {
      handler: async ([message]) => {
        if (broken) throw new Error("down");
        handled.push([message?.body, message?.deliveryCount, message?.applicationProperties]);
      },
    });
    await broker.send(
      "orders",
      ["a", "b", "c"].map((body) => ({ body, applicationProperties: { n: 1 } })),
    );
    await quiet();
    const [, second] = broker.deadLetters("orders");
    expect(broker.deadLetters("orders")).toHaveLength(3);
    broken = false;
    expect(await broker.replay("orders", [second?.sequenceNumber ?? 0, 999, -5, 2 ** 41])).toBe(1);
    await quiet();
    expect(handled).toEqual([["b", 1, { n: 1 }]]);
    expect(await broker.discard("orders", [broker.deadLetters("orders")[0]?.sequenceNumber ?? 0])).toBe(1);
    expect(await broker.replay("orders")).toBe(1);
    await quiet();
    expect(handled.slice(1)).toEqual([["c", 1, { n: 1 }]]);
    expect(broker.deadLetters("orders")).toEqual([]);
  });

  test("lets somebody receive dead letters, and then nobody can replay them", async () => {
    const { broker, quiet } = aProcess({ queues: { orders: { maxDeliveryCount: 1 } } });
    broker.subscribe("orders", { handler: () => Promise.reject(new Error("no")) });
    await broker.send("orders", [{ body: "a" }]);
    await quiet();
    const reasons: unknown[] = [];
    const reader = broker.subscribe("orders/$DeadLetterQueue", {
      handler: async ([message]) => {
        reasons.push(message?.applicationProperties?.["DeadLetterReason"]);
      },
    });
    await expect(broker.replay("orders")).rejects.toMatchObject({ code: "entityConflict" });
    await quiet();
    expect(reasons).toEqual(["MaxDeliveryCountExceeded"]);
    await reader.stop();
    expect(await broker.replay("orders")).toBe(0);
  });

  test("replays what a receiver of dead letters had not come to when it stopped, and nothing twice", async () => {
    const { broker, quiet } = aProcess({ queues: { orders: { maxDeliveryCount: 1 } } });
    let broken = true;
    const handled: unknown[] = [];
    broker.subscribe("orders", {
      handler: async ([message]) => {
        if (broken) throw new Error("down");
        handled.push(message?.body);
      },
    });
    await broker.send(
      "orders",
      ["a", "b", "c"].map((body) => ({ body })),
    );
    await quiet();
    broken = false;
    const buried: unknown[] = [];
    const reader = broker.subscribe("orders/$deadletterqueue", {
      handler: async ([message]) => {
        buried.push(message?.body);
        void reader.stop();
      },
    });
    await quiet();
    expect(buried).toEqual(["a"]);
    expect(await broker.replay("orders")).toBe(2);
    broker.subscribe("orders/$deadletterqueue", {
      handler: async ([message]) => void buried.push(message?.body),
    });
    await quiet();
    expect(handled).toEqual(["b", "c"]);
    expect(buried).toEqual(["a"]);
  });

  test("lets a receiver of dead letters that keeps failing rest for a second between deliveries", async () => {
    const { broker, quiet, pass } = aProcess({ queues: { orders: { maxDeliveryCount: 1 } } });
    broker.subscribe("orders", { handler: () => Promise.reject(new Error("no")) });
    await broker.send("orders", [{ body: "a" }]);
    let deliveries = 0;
    broker.subscribe("orders/$deadletterqueue", {
      handler: () => {
        deliveries += 1;
        return Promise.reject(new Error("no"));
      },
    });
    await quiet();
    expect(deliveries).toBeLessThanOrEqual(10);
    const soon = deliveries;
    await pass(60_000);
    expect(deliveries).toBe(soon + 60);
  });

  test("renews a lock on demand and says when it is lost", async () => {
    const { broker, passMeanwhile, nowMs } = aProcess({ queues: { orders: { lockDuration: "PT30S" } } });
    const tokens: string[] = [];
    broker.subscribe("orders", {
      handler: ([message]) => {
        tokens.push(message?.lockToken ?? "");
        return new Promise(() => {});
      },
    });
    await broker.send("orders", [{ body: "a" }]);
    await passMeanwhile(20_000);
    expect(broker.renewLock("orders", tokens[0] ?? "")).toBe(nowMs() + 30_000);
    await passMeanwhile(20_000);
    expect(tokens).toHaveLength(1);
    await passMeanwhile(20_000);
    expect(() => broker.renewLock("orders", tokens[0] ?? "")).toThrow(/ran out or was settled/);
  });

  test("keeps each lock to its own time when another is renewed", async () => {
    const { broker, passMeanwhile } = aProcess({ queues: { orders: { lockDuration: "PT30S" } } });
    const begun: { readonly body: string; readonly token: string }[] = [];
    broker.subscribe("orders", {
      maxConcurrent: 9,
      handler: ([message]) => {
        begun.push({ body: String(message?.body), token: message?.lockToken ?? "" });
        return new Promise(() => {});
      },
    });
    await broker.send("orders", [{ body: "a" }]);
    await passMeanwhile(10_000);
    await broker.send("orders", [{ body: "b" }]);
    await passMeanwhile(10_000);
    broker.renewLock("orders", begun[0]?.token ?? "");
    await passMeanwhile(20_000);
    expect(begun.map(({ body }) => body)).toEqual(["a", "b", "b"]);
    await passMeanwhile(10_000);
    expect(begun.map(({ body }) => body)).toEqual(["a", "b", "b", "a"]);
  });

  test("takes up nothing of a send whose write is undone, and goes on in order", async () => {
    const folder = aFolder();
    const real = openStore(join(folder, "store.db"));
    let undo = false;
    const store: EmbeddedStore = {
      ...real,
      write: (change) =>
        real.write(() => {
          const result = change();
          if (undo) throw new Error("undone");
          return result;
        }),
    };
    const { broker, quiet } = aProcess({ queues: { orders: {} } }, folder, START_MS, store);
    const handled: unknown[] = [];
    broker.subscribe("orders", {
      maxConcurrent: 2,
      handler: async ([message]) => {
        handled.push(message?.body);
      },
    });
    const sends = [broker.send("orders", [{ body: "a" }])];
    undo = true;
    sends.push(broker.send("orders", [{ body: "x" }, { body: "y" }, { body: "z" }]));
    undo = false;
    sends.push(broker.send("orders", [{ body: "b" }, { body: "c" }]));
    const results = await Promise.allSettled(sends);
    await quiet();
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(handled).toEqual(["a", "b", "c"]);
    await broker.send("orders", [{ body: "d" }, { body: "e" }]);
    await quiet();
    expect(handled).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("forgets message ids that are older than the window", async () => {
    const { broker, store, pass } = aProcess({ queues: { orders: { duplicateDetectionWindow: "PT1M" } } });
    const send = (count: number) =>
      broker.send(
        "orders",
        Array.from({ length: count }, () => ({ body: "a" })),
      );
    const remembered = () => store.prepare("SELECT count(*) AS ids FROM broker_message_id").get()?.["ids"];
    await send(100);
    await pass(61_000);
    await send(30);
    expect(remembered()).toBe(70);
    await send(40);
    expect(remembered()).toBe(70);
  });

  test("takes a time to live of any length", async () => {
    const { broker } = aProcess({ queues: { orders: {} } });
    await broker.send("orders", [
      { body: "a", timeToLiveMs: Number.MAX_VALUE },
      { body: "b", timeToLiveMs: 0.5 },
    ]);
    const [first, second] = broker.peek("orders");
    expect(first).not.toHaveProperty("expiresAt");
    expect(second).toHaveProperty("expiresAt", "2026-11-22T08:00:00.001Z");
    await expect(broker.send("orders", [{ body: "c", timeToLiveMs: 0 }])).rejects.toMatchObject({
      code: "messageInvalid",
    });
  });

  test("refuses settings and names it cannot honour, naming them", () => {
    const starting = (topology: Topology) => () => aProcess(topology);
    expect(starting({ queues: { orders: { maxDeliveryCount: 0 } } })).toThrow(/maxDeliveryCount of "orders"/);
    expect(starting({ queues: { orders: { lockDuration: "1 minute" } } })).toThrow(
      /lockDuration of "orders"/,
    );
    expect(starting({ queues: { "or ders": {} } })).toThrow(/cannot name a queue/);
    expect(starting({ queues: { x: {} }, topics: { X: {} } })).toThrow(/is a queue, not a topic/);
  });

  test("does not change between sessions and none while messages wait", async () => {
    const folder = aFolder();
    const first = aProcess({ queues: { orders: {} } }, folder);
    await first.broker.send("orders", [{ body: "a" }]);
    await end(first);
    expect(() => aProcess({ queues: { orders: { requiresSession: true } } }, folder)).toThrow(
      /stored without sessions/,
    );
    const second = aProcess({ queues: { orders: {} } }, folder);
    second.broker.subscribe("orders", { handler: async () => undefined });
    await second.quiet();
    await end(second);
    expect(() => aProcess({ queues: { orders: { requiresSession: true } } }, folder)).not.toThrow();
  });

  test("puts a message scheduled for an entity that is gone into a queue of its name", async () => {
    const folder = aFolder();
    const first = aProcess({ topics: { events: { subscriptions: { mail: {} } } } }, folder);
    await first.broker.send("events", [{ body: "a", scheduledEnqueueMs: START_MS + 1000 }]);
    await end(first);
    const second = aProcess({}, folder);
    await second.pass(1000);
    expect(second.broker.peek("events").map(({ body }) => body)).toEqual(["a"]);
  });

  test("stops delivering, and can be stopped, when the file can no longer be written", async () => {
    const { broker, store } = aProcess({ queues: { orders: {} } });
    let handled = 0;
    broker.subscribe("orders", {
      handler: async () => {
        handled += 1;
        return undefined;
      },
    });
    await broker.send("orders", [{ body: "a" }, { body: "b" }]);
    await store.close();
    lives = [];
    await expect(broker.send("orders", [{ body: "c" }])).rejects.toThrow(/closed/);
    await broker.stop();
    expect(handled).toBeLessThanOrEqual(2);
  });
});
