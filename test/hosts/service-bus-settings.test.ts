/** What an app may ask of Service Bus: honoured, or refused by name before anything starts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Broker, createBroker } from "../../src/adapters/embedded/broker/broker.js";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import { type SimulatedClock, simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { type ProbingWorkTracker, workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import type { BindingService, InvocationRequest, Invoke } from "../../src/hosts/embedded/binding-service.js";
import { createServiceBusService } from "../../src/hosts/embedded/service-bus/service-bus-service.js";
import { recordingLogger } from "./messaging-app.js";

let folder: string;
let store: EmbeddedStore;
let clock: SimulatedClock;
let work: ProbingWorkTracker;
let broker: Broker;
let service: BindingService;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "service-bus-"));
  store = openStore(join(folder, "host.db"));
  clock = simulatedClock(Date.parse("2026-11-22T08:00:00Z"));
  work = workTracker();
  broker = createBroker({
    store,
    clock,
    work,
    ids: randomIds(),
    topology: { queues: { ordered: { requiresSession: true } } },
  });
  lines = [];
  service = createServiceBusService({ broker, logger: recordingLogger(lines) });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function register(options: Record<string, unknown>): void {
  const trigger = { name: "message", type: "serviceBusTrigger", direction: "in" as const, ...options };
  service.register?.({ id: "f", name: "f", trigger, bindings: [trigger] });
}

describe("a trigger", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["names neither a queue nor a subscription", {}, /"f" needs either "queueName", or "topicName"/],
    ["names a topic without a subscription", { topicName: "t" }, /needs either/],
    ["names both", { queueName: "q", topicName: "t", subscriptionName: "s" }, /needs either/],
    ["settles by hand", { queueName: "q", autoCompleteMessages: false }, /autoCompleteMessages/],
    ["wants SDK types", { queueName: "q", properties: { supportsDeferredBinding: "true" } }, /sdkBinding/],
    ["has an unknown cardinality", { queueName: "q", cardinality: "some" }, /cardinality/],
    ["has a name that Service Bus does not allow", { queueName: "a b" }, /"f": "a b" cannot name a queue/],
    [
      "forgets the sessions of its queue",
      { queueName: "ordered" },
      /"isSessionsEnabled": true, because "ordered"/,
    ],
    [
      "wants sessions where there are none",
      { queueName: "q2", isSessionsEnabled: true },
      /declared without sessions/,
    ],
  ])("that %s is refused", (_, options, message) => {
    broker.ensureQueue("q2");
    expect(() => register(options)).toThrow(
      expect.objectContaining({ name: "HostError", message: expect.stringMatching(message) }),
    );
  });

  test("makes the queue or subscription that nobody has declared", () => {
    register({ queueName: "fresh" });
    register({ topicName: "news", subscriptionName: "me", isSessionsEnabled: true });
    expect(broker.paths()).toEqual(["ordered", "fresh", "news/subscriptions/me"]);
  });
});

describe("host.json", () => {
  const read = (section: unknown) => () => service.hostJson?.["serviceBus"]?.(section);

  test.each<[unknown, RegExp]>([
    [
      { autoCompleteMessages: false },
      /"extensions.serviceBus.autoCompleteMessages" is not right: must be true/,
    ],
    [{ maxConcurrentCallsPerSession: 2 }, /maxConcurrentCallsPerSession" is not right: must be 1/],
    [{ minMessageBatchSize: 5 }, /minMessageBatchSize" is not right/],
    [{ enableCrossEntityTransactions: true }, /enableCrossEntityTransactions" is not right/],
    [{ maxConcurrentCalls: 0 }, /maxConcurrentCalls" is not right/],
    [{ maxAutoLockRenewalDuration: "5 minutes" }, /time span such as/],
    [{ messageHandlerOptions: { autoComplete: false } }, /messageHandlerOptions.autoComplete" is not right/],
    [{ maxConcurentCalls: 3 }, /unknown key "extensions.serviceBus.maxConcurentCalls"/],
    [7, /"extensions.serviceBus" is not right/],
  ])("with %j is refused, naming the setting", (section, message) => {
    expect(read(section)).toThrow(message);
  });

  test.each<[string, unknown, number, number, number]>([
    ["its defaults", {}, 16, 8, 1000],
    ["today's names", { maxConcurrentCalls: 2, maxConcurrentSessions: 3, maxMessageBatchSize: 4 }, 2, 3, 4],
    [
      "the names of old extensions",
      {
        messageHandlerOptions: { maxConcurrentCalls: 2, autoComplete: true },
        sessionHandlerOptions: { maxConcurrentSessions: 3, messageWaitTimeout: "00:00:30" },
        batchOptions: { maxMessageCount: 4, operationTimeout: "00:01:00" },
      },
      2,
      3,
      4,
    ],
  ])("with %s limits what runs at the same time", async (_, section, calls, sessions, batch) => {
    read(section)();
    register({ queueName: "plain" });
    register({ queueName: "ordered", isSessionsEnabled: true });
    register({ queueName: "many", cardinality: "many" });
    const begun: InvocationRequest[] = [];
    const hang: Invoke = (_id, request) => {
      begun.push(request);
      return new Promise(() => {});
    };
    await service.start(hang);
    const count = 1100;
    await broker.send(
      "plain",
      Array.from({ length: count }, () => ({ body: "plain" })),
    );
    await broker.send(
      "ordered",
      Array.from({ length: count }, (__, n) => ({ body: "ordered", sessionId: `s${n}` })),
    );
    await broker.send(
      "many",
      Array.from({ length: count }, () => ({ body: "many" })),
    );
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(begun.filter(({ trigger }) => trigger.string === "plain")).toHaveLength(calls);
    expect(begun.filter(({ trigger }) => trigger.string === "ordered")).toHaveLength(sessions);
    const batches = begun.flatMap(({ trigger }) => trigger.collectionString?.string.length ?? []);
    expect(batches).toEqual([batch]);
  });

  test("says for how long the lock of a message is renewed", async () => {
    read({ maxAutoLockRenewalDuration: "00:03:00" })();
    register({ queueName: "plain" });
    const deliveries: unknown[] = [];
    await service.start((_, { triggerMetadata }) => {
      deliveries.push(triggerMetadata?.["DeliveryCount"]?.json);
      return new Promise(() => {});
    });
    await broker.send("plain", [{ body: "a" }]);
    // A tracker of its own does not wait for the handlers that hang.
    await clock.advanceTo(clock.nowMs() + 179_999, workTracker());
    expect(deliveries).toEqual(["1"]);
    await clock.advanceTo(clock.nowMs() + 1, workTracker());
    expect(deliveries).toEqual(["1", "2"]);
  });
});

describe("an output", () => {
  test("without the name of a queue or topic fails the invocation", async () => {
    const binding = { name: "o", type: "serviceBus", direction: "out" as const };
    const fn = { id: "f", name: "f", trigger: binding, bindings: [binding] };
    await expect(service.output?.(binding, { string: "a" }, fn)).rejects.toThrow(
      /"f" needs either "queueName" or "topicName"/,
    );
  });

  test("to a topic that nobody subscribes to reaches nobody", async () => {
    const binding = { name: "o", type: "serviceBus", direction: "out" as const, topicName: "void" };
    const fn = { id: "f", name: "f", trigger: binding, bindings: [binding] };
    await expect(service.output?.(binding, { string: "a" }, fn)).resolves.toBeUndefined();
    await work.quiet();
    expect(broker.paths()).toEqual(["ordered"]);
  });

  test("that is too large fails the invocation, so that its trigger is not settled", async () => {
    const binding = { name: "o", type: "serviceBus", direction: "out" as const, queueName: "q" };
    const fn = { id: "f", name: "f", trigger: binding, bindings: [binding] };
    const data = { string: "x".repeat(300_000) };
    await expect(service.output?.(binding, data, fn)).rejects.toMatchObject({ code: "messageInvalid" });
  });
});
