/** Service Bus triggers and outputs, with an app that knows nothing of this host. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MessagingApp, messagingApp } from "./messaging-app.js";

let bus: MessagingApp;
beforeAll(async () => {
  bus = await messagingApp({
    topology: {
      queues: { orders: { maxDeliveryCount: 3 } },
      topics: {
        events: { subscriptions: { ordered: { requiresSession: true, rules: [{ subject: "ordered" }] } } },
      },
    },
  });
});
afterAll(() => bus.stop());

describe("a queue trigger", () => {
  test("handles what an output binding sent, told by the metadata of a real Service Bus message", async () => {
    const response = await bus.call("POST", "orders", { item: "lamp", silent: true });
    expect(response.status).toBe(202);
    const [note, ...others] = await bus.notes();
    expect(others).toEqual([]);
    expect(note).toMatchObject({
      name: "handle-order",
      order: { item: "lamp", silent: true },
      metadata: {
        deliveryCount: 1,
        sequenceNumber: 1,
        enqueuedTimeUtc: "2026-11-22T08:00:00.000Z",
        expiresAtUtc: "9999-12-31T23:59:59.999Z",
        contentType: "application/json",
        applicationProperties: {},
        userProperties: {},
      },
    });
    const metadata = note?.["metadata"];
    expect(metadata).toHaveProperty("messageId", expect.stringMatching(/^[0-9a-f-]{36}$/));
    expect(metadata).toHaveProperty("lockToken", expect.stringMatching(/^[0-9a-f-]{36}$/));
    expect(metadata).not.toHaveProperty("sessionId");
  });

  test("is told the properties that a sender has set", async () => {
    await bus.broker.send("orders", [
      {
        body: "not JSON",
        messageId: "42",
        subject: "placed",
        correlationId: "true",
        replyTo: "answers",
        applicationProperties: { tenant: "contoso", attempts: 2 },
        timeToLiveMs: 60_000,
      },
    ]);
    await bus.quiet();
    const [note] = await bus.notes("handle-order");
    expect(note).toMatchObject({
      order: "not JSON",
      metadata: {
        // The library parses each text that is JSON, here as on Azure.
        messageId: 42,
        correlationId: true,
        subject: "placed",
        label: "placed",
        replyTo: "answers",
        applicationProperties: { tenant: "contoso", attempts: 2 },
        userProperties: { tenant: "contoso", attempts: 2 },
        expiresAtUtc: "2026-11-22T08:01:00.000Z",
      },
    });
  });

  test.each([
    [
      "each element of an array as a message",
      '[{"n":1,"silent":true},"two",3]',
      "",
      [{ n: 1, silent: true }, "two", 3],
    ],
    ["a text as one message", "hello", "?as=text", ["hello"]],
    ["a text that is a JSON array as its elements", '["a","b"]', "?as=text", ["a", "b"]],
    ["bytes as one message", "héllo", "?as=bytes", ["héllo"]],
    ["a number as one message", "7", "", [7]],
  ])("gets %s", async (_, sent, query, handled) => {
    await bus.call("POST", `orders${query}`, sent);
    const notes = await bus.notes("handle-order");
    expect(notes.map(({ order }) => order)).toEqual(handled);
  });

  test("gets a message again when its function throws, and the dead-letter trigger when that does not help", async () => {
    await bus.call("POST", "orders", { item: "chair", fail: true });
    const notes = await bus.notes();
    expect(notes.filter(({ name }) => name === "handle-order").map(({ metadata }) => metadata)).toMatchObject(
      [{ deliveryCount: 1 }, { deliveryCount: 2 }, { deliveryCount: 3 }],
    );
    expect(notes.filter(({ name }) => name === "bury-order")).toMatchObject([
      { order: { item: "chair", fail: true }, reason: "MaxDeliveryCountExceeded" },
    ]);
    expect(bus.lines.filter((line) => line.startsWith("warn: Dead letters"))).toEqual([
      'warn: Dead letters of "orders": "handle-order" failed at the last of 3 deliveries.',
    ]);
  });

  test("hands over bytes as a Buffer when the function asks for binary data", async () => {
    await bus.broker.send("bytes", [{ body: new Uint8Array([0, 200, 255]) }, { body: "text" }]);
    await bus.quiet();
    expect(await bus.notes("look-at-bytes")).toMatchObject([
      { isBuffer: true, hex: "00c8ff" },
      { isBuffer: true, hex: "74657874" },
    ]);
  });
});

describe("a topic", () => {
  test("tells every subscription what a return binding published", async () => {
    await bus.call("POST", "orders", { item: "table" });
    const notes = await bus.notes();
    expect(notes.map(({ name }) => name)).toEqual(["handle-order", "tell-one", "tell-many"]);
    expect(notes[1]).toMatchObject({ event: { handled: { item: "table" } }, delivery: 1 });
    expect(notes[2]).toMatchObject({ events: [{ handled: { item: "table" } }] });
  });

  test("gives a function of cardinality many up to maxMessageBatchSize messages, and their metadata as arrays", async () => {
    await bus.broker.send(
      "events",
      [1, 2, 3, 4].map((n) => ({
        body: `{"n":${n}}`,
        messageId: `m${n}`,
        subject: "batch",
        applicationProperties: { n },
      })),
    );
    await bus.quiet();
    const batches = await bus.notes("tell-many");
    expect(batches.map(({ events }) => events)).toEqual([[{ n: 1 }, { n: 2 }, { n: 3 }], [{ n: 4 }]]);
    expect(batches[0]?.["metadata"]).toMatchObject({
      messageIdArray: ["m1", "m2", "m3"],
      deliveryCountArray: [1, 1, 1],
      subjectArray: ["batch", "batch", "batch"],
      sessionIdArray: ["", "", ""],
      applicationPropertiesArray: [{ n: 1 }, { n: 2 }, { n: 3 }],
    });
  });

  test("keeps the order of a session across failures, two sessions at a time", async () => {
    const send = (sessionId: string, n: number, failures = 0) => ({
      body: JSON.stringify({ n, failures }),
      subject: "ordered",
      sessionId,
    });
    await bus.broker.send("events", [
      send("a", 1, 1),
      send("b", 2),
      send("c", 3),
      send("a", 4),
      send("b", 5),
    ]);
    await bus.quiet();
    const notes = (await bus.notes()).filter(({ name }) => name === "begin" || name === "end");
    let running = 0;
    let most = 0;
    const handled = new Map<unknown, unknown[]>();
    for (const { name, event, sessionId } of notes) {
      running += name === "begin" ? 1 : -1;
      most = Math.max(most, running);
      // The app notes the event it was given.
      const { n } = event as { n: number };
      if (name === "begin") handled.set(sessionId, [...(handled.get(sessionId) ?? []), n]);
    }
    expect(most).toBe(2);
    expect(Object.fromEntries(handled)).toEqual({ a: [1, 1, 4], b: [2, 5], c: [3] });
  });
});
