/**
 * What every broker must promise, told in terms of senders and handlers only. Run on SQLite by test/adapters/embedded-broker.test.ts;
 * a Service Bus namespace (or a peer that speaks its protocol) can take the same place. Long, because it is one list of promises.
 */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { SubscribeOptions } from "../../src/adapters/embedded/broker/broker.js";
import type { DeadLetter } from "../../src/adapters/embedded/broker/dead-letters.js";
import type { OutgoingMessage, ReceivedMessage } from "../../src/adapters/embedded/broker/message.js";
import type { Subscription } from "../../src/adapters/embedded/broker/receiver.js";
import type { Topology } from "../../src/adapters/embedded/broker/topology.js";

export type BrokerUnderTest = {
  readonly send: (entity: string, messages: readonly OutgoingMessage[]) => Promise<void>;
  readonly subscribe: (path: string, options: SubscribeOptions) => Subscription;
  readonly deadLetters: (path: string) => Promise<readonly DeadLetter[]>;
  /** Waits until nothing is left that could be delivered now. */
  readonly quiet: () => Promise<void>;
  /** Lets time pass, and waits for quiet. */
  readonly pass: (ms: number) => Promise<void>;
  /** Lets time pass without waiting for handlers. */
  readonly passMeanwhile: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
  /** The process dies this instant, and another opens what was on disk. */
  readonly crash: () => Promise<BrokerUnderTest>;
};

export type StartBroker = (topology: Topology) => Promise<BrokerUnderTest>;

const text = (body: string) => ({ body });
const bodies = (messages: readonly { readonly body: string | Buffer }[]): string[] =>
  messages.map(({ body }) => body.toString());
const numbered = (count: number) => Array.from({ length: count }, (_, index) => text(String(index)));

/** A handler that keeps what it was given. */
function collector() {
  const received: ReceivedMessage[] = [];
  return {
    received,
    handler: async (messages: readonly ReceivedMessage[]) => {
      received.push(...messages);
    },
  };
}

/** A handler that answers when told to. */
function held() {
  const begun: { readonly messages: readonly ReceivedMessage[]; readonly end: (error?: Error) => void }[] =
    [];
  return {
    begun,
    handler: (messages: readonly ReceivedMessage[]) =>
      new Promise<undefined>((resolve, reject) => {
        begun.push({ messages, end: (error) => (error === undefined ? resolve(undefined) : reject(error)) });
      }),
  };
}

/** Lets everything that needs no time happen, without waiting for handlers that are being held. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function brokerContract(name: string, start: StartBroker, stopAll: () => Promise<void>): void {
  afterEach(stopAll);
  const queue = (options: NonNullable<Topology["queues"]>[string] = {}) =>
    start({ queues: { orders: options } });

  describe(`${name}: a queue`, () => {
    test("hands over each message once, oldest first, and then forgets it", async () => {
      const broker = await queue();
      const { received, handler } = collector();
      broker.subscribe("orders", { handler });
      await broker.send("orders", numbered(5));
      await broker.quiet();
      expect(bodies(received)).toEqual(["0", "1", "2", "3", "4"]);
      const after = await broker.crash();
      const later = collector();
      after.subscribe("orders", later);
      await after.quiet();
      expect(later.received).toEqual([]);
    });

    test("keeps messages until somebody receives", async () => {
      const broker = await queue();
      await broker.send("orders", numbered(3));
      await broker.quiet();
      const { received, handler } = collector();
      broker.subscribe("orders", { handler });
      await broker.quiet();
      expect(bodies(received)).toEqual(["0", "1", "2"]);
    });

    test("keeps more messages than fit in memory, in order", async () => {
      const broker = await queue();
      const { received, handler } = collector();
      broker.subscribe("orders", { maxConcurrent: 7, handler });
      await broker.send("orders", numbered(4000));
      await broker.quiet();
      expect(bodies(received)).toEqual(bodies(numbered(4000)));
    });

    test("delivers body and properties as they were sent", async () => {
      const broker = await queue();
      const { received, handler } = collector();
      broker.subscribe("orders", { handler });
      const sent = {
        messageId: "m1",
        subject: "placed",
        correlationId: "c1",
        sessionId: "s1",
        contentType: "application/json",
        to: "x",
        replyTo: "y",
        replyToSessionId: "z",
        partitionKey: "s1",
        applicationProperties: { tenant: "contoso", count: 3, urgent: true, nothing: null },
      };
      await broker.send("orders", [
        { ...sent, body: '{"a":"é\\u0000"}' },
        { body: new Uint8Array([0, 255, 1]) },
        { body: "with a NUL \0 inside" },
      ]);
      await broker.quiet();
      expect(received[0]).toMatchObject({ ...sent, body: '{"a":"é\\u0000"}', deliveryCount: 1 });
      expect(received[1]?.body).toEqual(Buffer.from([0, 255, 1]));
      expect(received[1]?.messageId).toMatch(/./);
      expect(received[2]?.body.toString()).toBe("with a NUL \0 inside");
    });

    test("keeps the order of messages that come before and after their receiver in the same instant", async () => {
      const broker = await queue();
      const { received, handler } = collector();
      const sends = [broker.send("orders", [text("before")])];
      broker.subscribe("orders", { maxConcurrent: 2, handler });
      sends.push(broker.send("orders", [text("after")]));
      await Promise.all(sends);
      await broker.quiet();
      expect(bodies(received)).toEqual(["before", "after"]);
    });

    test("counts no delivery for a receiver that stops before it is given anything", async () => {
      const broker = await queue();
      await broker.send("orders", numbered(3));
      const never = collector();
      await broker.subscribe("orders", { maxConcurrent: 2, handler: never.handler }).stop();
      expect(never.received).toEqual([]);
      const after = await broker.crash();
      const { received, handler } = collector();
      after.subscribe("orders", { handler });
      await after.quiet();
      expect(received.map(({ deliveryCount }) => deliveryCount)).toEqual([1, 1, 1]);
    });

    test("runs as many handlers side by side as allowed, and no more", async () => {
      const broker = await queue();
      const { begun, handler } = held();
      broker.subscribe("orders", { maxConcurrent: 3, handler });
      await broker.send("orders", numbered(5));
      await settle();
      expect(begun).toHaveLength(3);
      begun[1]?.end();
      await settle();
      expect(begun).toHaveLength(4);
      for (let next = 0; next < 5; next += 1) {
        begun[next]?.end();
        await settle();
      }
      await broker.quiet();
      expect(begun).toHaveLength(5);
    });

    test("gives a batch handler several messages at once, up to its limit", async () => {
      const broker = await queue();
      await broker.send("orders", numbered(25));
      const sizes: number[] = [];
      const all: string[] = [];
      broker.subscribe("orders", {
        batch: { max: 10 },
        handler: async (messages) => {
          sizes.push(messages.length);
          all.push(...bodies(messages));
        },
      });
      await broker.quiet();
      expect(sizes).toEqual([10, 10, 5]);
      expect(all).toEqual(bodies(numbered(25)));
    });

    test("delivers a message again when its handler fails, counting deliveries", async () => {
      const broker = await queue();
      const counts: number[] = [];
      broker.subscribe("orders", {
        handler: async ([message]) => {
          counts.push(message?.deliveryCount ?? 0);
          if (counts.length < 3) throw new Error("not yet");
        },
      });
      await broker.send("orders", [text("a")]);
      await broker.quiet();
      expect(counts).toEqual([1, 2, 3]);
      expect(await broker.deadLetters("orders")).toEqual([]);
    });

    test("delivers a failed message again before what waits behind it", async () => {
      const broker = await queue();
      const seen: string[] = [];
      broker.subscribe("orders", {
        handler: async ([message]) => {
          seen.push(String(message?.body));
          if (message?.body === "1" && message.deliveryCount === 1) throw new Error("once");
        },
      });
      await broker.send("orders", numbered(4));
      await broker.quiet();
      expect(seen).toEqual(["0", "1", "1", "2", "3"]);
    });

    test("dead-letters a message that was delivered as often as allowed", async () => {
      const broker = await queue({ maxDeliveryCount: 4 });
      let deliveries = 0;
      broker.subscribe("orders", {
        handler: async () => {
          deliveries += 1;
          throw new Error("never");
        },
      });
      await broker.send("orders", [{ ...text("poison"), messageId: "p", applicationProperties: { a: 1 } }]);
      await broker.quiet();
      expect(deliveries).toBe(4);
      const [letter, ...others] = await broker.deadLetters("orders");
      expect(others).toEqual([]);
      expect(letter).toMatchObject({
        messageId: "p",
        body: "poison",
        deliveryCount: 4,
        deadLetterReason: "MaxDeliveryCountExceeded",
        applicationProperties: { a: 1 },
      });
    });

    test("goes on with other messages while one keeps failing", async () => {
      const broker = await queue();
      const good = collector();
      broker.subscribe("orders", {
        maxConcurrent: 2,
        handler: async (messages) => {
          if (messages[0]?.body === "0") throw new Error("poison");
          await good.handler(messages);
        },
      });
      await broker.send("orders", numbered(10));
      await broker.quiet();
      expect(bodies(good.received).sort()).toEqual(bodies(numbered(10)).slice(1));
      expect(bodies(await broker.deadLetters("orders"))).toEqual(["0"]);
    });

    test("dead-letters a message at once when the handler says so, with its reason", async () => {
      const broker = await queue();
      broker.subscribe("orders", {
        handler: async () => ({ kind: "deadLetter", reason: "malformed", description: "no order number" }),
      });
      await broker.send("orders", [text("a")]);
      await broker.quiet();
      expect(await broker.deadLetters("orders")).toMatchObject([
        { body: "a", deadLetterReason: "malformed", deadLetterErrorDescription: "no order number" },
      ]);
    });

    test("shows the properties of an abandon at the next delivery", async () => {
      const broker = await queue();
      const seen: unknown[] = [];
      broker.subscribe("orders", {
        handler: async ([message]) => {
          seen.push(message?.applicationProperties);
          return seen.length === 1 ? { kind: "abandon", properties: { tried: "x" } } : { kind: "complete" };
        },
      });
      await broker.send("orders", [{ ...text("a"), applicationProperties: { a: 1 } }]);
      await broker.quiet();
      expect(seen).toEqual([{ a: 1 }, { a: 1, tried: "x" }]);
    });

    test("settles each message of a batch as its handler decided", async () => {
      const broker = await queue({ maxDeliveryCount: 2 });
      const deliveries: string[][] = [];
      broker.subscribe("orders", {
        batch: { max: 10 },
        handler: async (messages) => {
          deliveries.push(bodies(messages));
          return messages.map(({ body }) =>
            body === "1"
              ? { kind: "abandon" }
              : body === "2"
                ? { kind: "deadLetter", reason: "r" }
                : { kind: "complete" },
          );
        },
      });
      await broker.send("orders", numbered(4));
      await broker.quiet();
      expect(deliveries.flat().sort()).toEqual(["0", "1", "1", "2", "3"]);
      const dead = await broker.deadLetters("orders");
      expect(new Map(dead.map(({ body, deadLetterReason }) => [body, deadLetterReason]))).toEqual(
        new Map([
          ["1", "MaxDeliveryCountExceeded"],
          ["2", "r"],
        ]),
      );
    });

    test("delivers all of a batch again when its handler fails", async () => {
      const broker = await queue();
      let failed = false;
      const { received, handler } = collector();
      broker.subscribe("orders", {
        batch: { max: 10 },
        handler: async (messages) => {
          if (failed) return handler(messages);
          failed = true;
          throw new Error("once");
        },
      });
      await broker.send("orders", numbered(3));
      await broker.quiet();
      expect(bodies(received)).toEqual(["0", "1", "2"]);
    });

    test("refuses to send to what does not exist, naming it", async () => {
      const broker = await queue();
      await expect(broker.send("ordres", [text("a")])).rejects.toMatchObject({ code: "entityNotFound" });
    });

    test("takes all messages of one send or none", async () => {
      const broker = await queue();
      const tooLarge = text("x".repeat(256 * 1024));
      await expect(broker.send("orders", [text("small"), tooLarge])).rejects.toMatchObject({
        code: "messageInvalid",
      });
      const { received, handler } = collector();
      broker.subscribe("orders", { handler });
      await broker.quiet();
      expect(received).toEqual([]);
    });

    test("lets running handlers finish when a subscription stops, and starts no more", async () => {
      const broker = await queue();
      const { begun, handler } = held();
      const subscription = broker.subscribe("orders", { maxConcurrent: 2, handler });
      await broker.send("orders", numbered(3));
      await settle();
      let stopped = false;
      const stopping = subscription.stop().then(() => {
        stopped = true;
      });
      begun[0]?.end();
      await settle();
      expect(stopped).toBe(false);
      begun[1]?.end();
      await stopping;
      expect(begun).toHaveLength(2);
      const { received, handler: next } = collector();
      broker.subscribe("orders", { handler: next });
      await broker.quiet();
      expect(received.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([["2", 1]]);
    });
  });

  describe(`${name}: locks and time`, () => {
    test("a handler slower than the lock loses its message, and its late answer changes nothing", async () => {
      const broker = await queue({ lockDuration: "PT30S" });
      const { begun, handler } = held();
      broker.subscribe("orders", { maxConcurrent: 2, handler });
      await broker.send("orders", [text("a")]);
      await settle();
      await broker.passMeanwhile(30_000);
      await settle();
      expect(begun.map(({ messages }) => messages[0]?.deliveryCount)).toEqual([1, 2]);
      begun[0]?.end();
      await settle();
      begun[1]?.end(new Error("the second fails, so it is delivered a third time"));
      await settle();
      expect(begun.map(({ messages }) => messages[0]?.deliveryCount)).toEqual([1, 2, 3]);
      const after = await broker.crash();
      const { received, handler: next } = collector();
      after.subscribe("orders", { handler: next });
      await after.quiet();
      expect(received.map(({ deliveryCount }) => deliveryCount)).toEqual([4]);
    });

    test("a lock is renewed for as long as the receiver asked", async () => {
      const broker = await queue({ lockDuration: "PT30S" });
      const { begun, handler } = held();
      broker.subscribe("orders", { maxConcurrent: 2, renewLocksForMs: 300_000, handler });
      await broker.send("orders", [text("a")]);
      await settle();
      await broker.passMeanwhile(299_000);
      await settle();
      expect(begun).toHaveLength(1);
      await broker.passMeanwhile(61_000);
      await settle();
      begun[0]?.end();
      begun[1]?.end();
      await broker.quiet();
      expect(begun).toHaveLength(2);
    });

    test("a scheduled message comes when its time has come, earliest first, and keeps its time to live until then", async () => {
      const broker = await queue();
      const { received, handler } = collector();
      broker.subscribe("orders", { handler });
      const at = (ms: number) => broker.nowMs() + ms;
      await broker.send("orders", [{ body: "late", scheduledEnqueueMs: at(2000) }]);
      await broker.send("orders", [
        { body: "early", scheduledEnqueueMs: at(1000), timeToLiveMs: 500 },
        { body: "past", scheduledEnqueueMs: at(-1) },
      ]);
      await broker.quiet();
      expect(bodies(received)).toEqual(["past"]);
      await broker.pass(999);
      expect(bodies(received)).toEqual(["past"]);
      await broker.pass(1);
      expect(bodies(received)).toEqual(["past", "early"]);
      await broker.pass(10_000);
      expect(bodies(received)).toEqual(["past", "early", "late"]);
    });

    test("a message that outlives its time is dropped, and one in a handler's hand is not", async () => {
      const broker = await queue();
      await broker.send("orders", [{ ...text("short"), timeToLiveMs: 1000 }, text("long")]);
      await broker.pass(1000);
      const { received, handler } = collector();
      const first = broker.subscribe("orders", { handler });
      await broker.quiet();
      expect(bodies(received)).toEqual(["long"]);
      expect(await broker.deadLetters("orders")).toEqual([]);
      await first.stop();
      const { begun, handler: slow } = held();
      broker.subscribe("orders", { handler: slow });
      await broker.send("orders", [{ ...text("held"), timeToLiveMs: 1000 }]);
      await settle();
      await broker.passMeanwhile(2000);
      await settle();
      begun[0]?.end();
      await broker.quiet();
      expect(begun).toHaveLength(1);
    });

    test("an expired message is dead-lettered where the queue says so, also after its handler gave it up", async () => {
      const broker = await queue({ deadLetterExpired: true, timeToLive: "PT10S" });
      await broker.send("orders", [text("queue's limit"), { ...text("own limit"), timeToLiveMs: 1000 }]);
      await broker.pass(5000);
      expect(bodies(await broker.deadLetters("orders"))).toEqual(["own limit"]);
      const { begun, handler } = held();
      broker.subscribe("orders", { handler });
      await settle();
      await broker.passMeanwhile(10_000);
      await settle();
      expect(bodies(await broker.deadLetters("orders"))).toEqual(["own limit"]);
      begun[0]?.end(new Error("given up"));
      await broker.quiet();
      expect(begun).toHaveLength(1);
      expect(await broker.deadLetters("orders")).toMatchObject([
        { body: "own limit", deadLetterReason: "TTLExpiredException" },
        { body: "queue's limit", deadLetterReason: "TTLExpiredException" },
      ]);
    });

    test("a message id sent again within the window is accepted and ignored, and after it is new", async () => {
      const broker = await queue({ duplicateDetectionWindow: "PT1M" });
      const { received, handler } = collector();
      broker.subscribe("orders", { handler });
      const send = (body: string, messageId: string) => broker.send("orders", [{ body, messageId }]);
      await send("a", "1");
      await send("b", "1");
      await send("c", "2");
      await broker.quiet();
      expect(bodies(received)).toEqual(["a", "c"]);
      await broker.pass(59_000);
      await send("d", "2");
      await broker.pass(2000);
      await send("e", "1");
      await broker.quiet();
      expect(bodies(received)).toEqual(["a", "c", "e"]);
    });
  });

  describe(`${name}: a topic`, () => {
    test("gives every subscription its own copy, and each settles for itself", async () => {
      const broker = await start({
        topics: { events: { subscriptions: { mail: {}, audit: { maxDeliveryCount: 1 } } } },
      });
      const mail = collector();
      broker.subscribe("events/subscriptions/mail", mail);
      broker.subscribe("events/subscriptions/audit", { handler: () => Promise.reject(new Error("down")) });
      await broker.send("events", numbered(3));
      await broker.quiet();
      expect(bodies(mail.received)).toEqual(["0", "1", "2"]);
      expect(await broker.deadLetters("events/subscriptions/mail")).toEqual([]);
      expect(bodies(await broker.deadLetters("events/subscriptions/audit")).sort()).toEqual(["0", "1", "2"]);
    });

    test("gives a subscription with rules what one of them matches", async () => {
      const broker = await start({
        topics: {
          events: {
            subscriptions: {
              some: {
                rules: [
                  { subject: ["granted", "revoked"], applicationProperties: { tenant: "a" } },
                  { subject: "denied" },
                  { applicationProperties: { level: [7, 9], urgent: true } },
                ],
              },
              none: { rules: [] },
            },
          },
        },
      });
      const some = collector();
      const none = collector();
      broker.subscribe("events/subscriptions/some", some);
      broker.subscribe("events/subscriptions/none", none);
      await broker.send("events", [
        { body: "yes 1", subject: "granted", applicationProperties: { tenant: "a" } },
        { body: "no: other tenant", subject: "granted", applicationProperties: { tenant: "b" } },
        { body: "no: no tenant", subject: "revoked" },
        { body: "yes 2", subject: "denied" },
        { body: "yes 3", applicationProperties: { level: 9, urgent: true } },
        { body: "no: a number is not a text", applicationProperties: { level: "9", urgent: true } },
        { body: "no: nothing at all" },
      ]);
      await broker.quiet();
      expect(bodies(some.received)).toEqual(["yes 1", "yes 2", "yes 3"]);
      expect(none.received).toEqual([]);
    });
  });

  describe(`${name}: sessions`, () => {
    const sessions = (options = {}) => queue({ requiresSession: true, ...options });
    const inSession = (sessionId: string, body: string): OutgoingMessage => ({ body, sessionId });

    test("of one session are handled one after the other, of different ones side by side", async () => {
      const broker = await sessions();
      const { begun, handler } = held();
      broker.subscribe("orders", { maxConcurrentSessions: 4, handler });
      await broker.send("orders", [
        inSession("a", "a1"),
        inSession("a", "a2"),
        inSession("b", "b1"),
        inSession("b", "b2"),
      ]);
      await settle();
      expect(begun.map(({ messages }) => messages[0]?.body)).toEqual(["a1", "b1"]);
      begun[1]?.end();
      await settle();
      expect(begun.map(({ messages }) => messages[0]?.body)).toEqual(["a1", "b1", "b2"]);
      begun[0]?.end();
      begun[2]?.end();
      await settle();
      expect(begun.map(({ messages }) => messages[0]?.body)).toEqual(["a1", "b1", "b2", "a2"]);
      begun[3]?.end();
      await broker.quiet();
    });

    test("deliver a failed message again before what follows it in its session", async () => {
      const broker = await sessions();
      const seen: string[] = [];
      broker.subscribe("orders", {
        maxConcurrentSessions: 2,
        handler: async ([message]) => {
          seen.push(String(message?.body));
          if (message?.body === "a1" && message.deliveryCount < 3) throw new Error("again");
        },
      });
      await broker.send("orders", [inSession("a", "a1"), inSession("a", "a2")]);
      await broker.quiet();
      expect(seen).toEqual(["a1", "a1", "a1", "a2"]);
    });

    test("give a batch handler messages of one session only", async () => {
      const broker = await sessions();
      await broker.send("orders", [
        inSession("a", "a1"),
        inSession("b", "b1"),
        inSession("a", "a2"),
        inSession("b", "b2"),
        inSession("a", "a3"),
      ]);
      const batches: string[][] = [];
      broker.subscribe("orders", {
        batch: { max: 10 },
        handler: async (messages) => {
          batches.push(bodies(messages));
        },
      });
      await broker.quiet();
      expect(batches).toEqual([
        ["a1", "a2", "a3"],
        ["b1", "b2"],
      ]);
    });

    test("are needed where the queue requires them", async () => {
      const broker = await sessions();
      await expect(broker.send("orders", [text("a")])).rejects.toMatchObject({ code: "messageInvalid" });
    });

    test("missing from a message of a topic dead-letter it in the subscription that requires them", async () => {
      const broker = await start({
        topics: { events: { subscriptions: { ordered: { requiresSession: true }, any: {} } } },
      });
      const any = collector();
      broker.subscribe("events/subscriptions/any", any);
      await broker.send("events", [text("a")]);
      await broker.quiet();
      expect(bodies(any.received)).toEqual(["a"]);
      expect(await broker.deadLetters("events/subscriptions/ordered")).toMatchObject([
        { body: "a", deadLetterReason: "Session id is null." },
      ]);
    });

    test("are all served when more of them come than fit in memory while their receiver is busy", async () => {
      const broker = await sessions();
      const { begun, handler } = held();
      const { received, handler: collect } = collector();
      let busy = true;
      broker.subscribe("orders", {
        maxConcurrentSessions: 3,
        handler: (messages) => (busy ? handler(messages) : collect(messages)),
      });
      await broker.send(
        "orders",
        ["a", "b", "c"].map((name) => inSession(name, name)),
      );
      await settle();
      const sent = Array.from({ length: 5000 }, (_, index) => inSession(`s${index % 2500}`, String(index)));
      for (let next = 0; next < 5000; next += 500) await broker.send("orders", sent.slice(next, next + 500));
      busy = false;
      for (const { end } of begun) end();
      await broker.quiet();
      expect(new Set(bodies(received)).size).toBe(5000);
      expect(received).toHaveLength(5000);
    });

    test("keep their order when there are more sessions and messages than fit in memory", async () => {
      const broker = await sessions();
      const sent = Array.from({ length: 6000 }, (_, index) =>
        inSession(`s${(index * 7) % 1500}`, String(index)),
      );
      await broker.send("orders", sent);
      const order = new Map<string, number[]>();
      const active = new Set<string>();
      const violations: string[] = [];
      broker.subscribe("orders", {
        maxConcurrentSessions: 50,
        handler: async ([message]) => {
          const session = message?.sessionId ?? "";
          if (active.has(session)) violations.push(session);
          active.add(session);
          await Promise.resolve();
          order.set(session, [...(order.get(session) ?? []), Number(message?.body)]);
          active.delete(session);
        },
      });
      await broker.send("orders", [inSession("s3", "6000"), inSession("fresh", "6001")]);
      await broker.quiet();
      expect(violations).toEqual([]);
      const all = [...order.values()];
      expect(all.flat()).toHaveLength(6002);
      for (const numbers of all) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    });
  });

  describe(`${name}: after a crash`, () => {
    test("what was acknowledged is delivered", async () => {
      const broker = await queue();
      await broker.send("orders", numbered(3));
      await broker.send("orders", [{ body: "later", scheduledEnqueueMs: broker.nowMs() + 1000 }]);
      const after = await broker.crash();
      const { received, handler } = collector();
      after.subscribe("orders", { handler });
      await after.quiet();
      expect(bodies(received)).toEqual(["0", "1", "2"]);
      await after.pass(1000);
      expect(bodies(received)).toEqual(["0", "1", "2", "later"]);
    });

    test("what was locked is available at once, its delivery counted; what was never handed over counts none", async () => {
      const broker = await queue();
      const { begun, handler } = held();
      broker.subscribe("orders", { maxConcurrent: 2, handler });
      await broker.send("orders", numbered(3));
      await settle();
      expect(begun).toHaveLength(2);
      const after = await broker.crash();
      const { received, handler: next } = collector();
      after.subscribe("orders", { handler: next });
      await after.quiet();
      expect(received.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
        ["0", 2],
        ["1", 2],
        ["2", 1],
      ]);
    });

    test("a message that kills the process each time ends in the dead letters", async () => {
      let broker = await queue({ maxDeliveryCount: 3 });
      await broker.send("orders", [text("deadly"), text("harmless")]);
      let handled = 0;
      for (let life = 0; life < 3; life += 1) {
        const { begun, handler } = held();
        broker.subscribe("orders", { handler });
        await settle();
        handled += begun.length;
        broker = await broker.crash();
      }
      expect(handled).toBe(3);
      const { received, handler } = collector();
      broker.subscribe("orders", { handler });
      await broker.quiet();
      expect(bodies(received)).toEqual(["harmless"]);
      expect(await broker.deadLetters("orders")).toMatchObject([
        { body: "deadly", deadLetterReason: "MaxDeliveryCountExceeded" },
      ]);
    });

    test("sessions go on where they stood", async () => {
      const broker = await queue({ requiresSession: true });
      const { begun, handler } = held();
      broker.subscribe("orders", { maxConcurrentSessions: 2, handler });
      await broker.send(
        "orders",
        ["a1", "b1", "a2", "b2", "a3"].map((body) => ({ body, sessionId: body.slice(0, 1) })),
      );
      await settle();
      begun[0]?.end();
      await settle();
      const after = await broker.crash();
      const { received, handler: next } = collector();
      after.subscribe("orders", { handler: next });
      await after.quiet();
      expect(received.map(({ body, deliveryCount }) => `${String(body)} ${deliveryCount}`).sort()).toEqual([
        "a2 2",
        "a3 1",
        "b1 2",
        "b2 1",
      ]);
      expect(bodies(received.filter(({ sessionId }) => sessionId === "a"))).toEqual(["a2", "a3"]);
    });

    test("sequence numbers go on where they stood, although no message is left", async () => {
      const broker = await queue();
      const first = collector();
      broker.subscribe("orders", first);
      await broker.send("orders", numbered(3));
      await broker.quiet();
      const after = await broker.crash();
      const second = collector();
      after.subscribe("orders", second);
      await after.send("orders", numbered(2));
      await after.quiet();
      const numbers = [...first.received, ...second.received].map(({ sequenceNumber }) => sequenceNumber);
      expect(new Set(numbers).size).toBe(5);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    });

    test("duplicates are still recognized", async () => {
      const broker = await queue({ duplicateDetectionWindow: "PT10M" });
      await broker.send("orders", [{ body: "a", messageId: "1" }]);
      const after = await broker.crash();
      await after.send("orders", [{ body: "b", messageId: "1" }]);
      const { received, handler } = collector();
      after.subscribe("orders", { handler });
      await after.quiet();
      expect(bodies(received)).toEqual(["a"]);
    });
  });

  describe(`${name}: laws`, () => {
    const aSend = fc.array(
      fc.record({ session: fc.constantFrom("a", "b", "c", "d"), failures: fc.nat({ max: 4 }) }),
      { minLength: 1, maxLength: 12 },
    );

    test("each message is handled until it succeeds or maxDeliveryCount is reached, in any queue and with any failures", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(aSend, { minLength: 1, maxLength: 6 }),
          fc.boolean(),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 4 }),
          fc.infiniteStream(fc.nat({ max: 3 })),
          async (sends, requiresSession, maxDeliveryCount, concurrency, pauses) => {
            const broker = await queue({ requiresSession, maxDeliveryCount });
            const violations: string[] = [];
            const deliveries = new Map<string, number>();
            const active = new Set<string>();
            const finished = new Map<string, number[]>();
            broker.subscribe("orders", {
              maxConcurrent: concurrency,
              maxConcurrentSessions: concurrency,
              handler: async ([message]) => {
                const { body = "", sessionId = "", deliveryCount } = message ?? {};
                const [number = "", failures] = body.toString().split(":");
                if (requiresSession && active.has(sessionId)) violations.push(`two handlers in ${sessionId}`);
                active.add(sessionId);
                const pause = pauses.next().value ?? 0;
                for (let turn = 0; turn < pause; turn += 1)
                  await new Promise((resolve) => setImmediate(resolve));
                active.delete(sessionId);
                deliveries.set(number, (deliveries.get(number) ?? 0) + 1);
                if (deliveryCount !== deliveries.get(number))
                  violations.push(`${number} was told ${deliveryCount}`);
                if ((deliveryCount ?? 0) <= Number(failures)) throw new Error("as planned");
                finished.set(sessionId, [...(finished.get(sessionId) ?? []), Number(number)]);
              },
            });
            let number = 0;
            const expected = new Map<string, number>();
            const sending = sends.map((send) =>
              broker.send(
                "orders",
                send.map(({ session, failures }) => {
                  number += 1;
                  expected.set(String(number), Math.min(failures + 1, maxDeliveryCount));
                  return { body: `${number}:${failures}`, sessionId: session };
                }),
              ),
            );
            await Promise.all(sending);
            await broker.quiet();
            expect(violations).toEqual([]);
            expect(deliveries).toEqual(expected);
            const dead = await broker.deadLetters("orders");
            expect(dead.length + [...finished.values()].flat().length).toBe(number);
            const inOrder = [...finished.values()].map((numbers) => numbers.toSorted((a, b) => a - b));
            expect(requiresSession ? [...finished.values()] : inOrder).toEqual(inOrder);
          },
        ),
        { numRuns: 60 },
      );
    });

    test("nothing acknowledged is lost, whatever is being handled at the moment of a crash", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
          fc.nat({ max: 12 }),
          fc.boolean(),
          async (sizes, turns, requiresSession) => {
            let broker = await queue({ requiresSession, maxDeliveryCount: 100 });
            const acknowledged = new Set<string>();
            const handled = new Set<string>();
            let number = 0;
            let life = 0;
            for (const size of sizes) {
              // What the dead process still does in this one must not count.
              life += 1;
              const mine = life;
              broker.subscribe("orders", {
                maxConcurrent: 3,
                maxConcurrentSessions: 3,
                handler: async ([message]) => {
                  await new Promise((resolve) => setImmediate(resolve));
                  if (mine === life) handled.add(String(message?.body));
                },
              });
              const sent = Array.from({ length: size }, () => {
                number += 1;
                return { body: String(number), sessionId: `s${number % 4}` };
              });
              void broker.send("orders", sent).then(() => {
                if (mine === life) for (const { body } of sent) acknowledged.add(body);
              });
              for (let turn = 0; turn < turns; turn += 1)
                await new Promise((resolve) => setImmediate(resolve));
              life += 1;
              broker = await broker.crash();
            }
            const { received, handler } = collector();
            broker.subscribe("orders", { handler });
            await broker.quiet();
            for (const body of bodies(received)) handled.add(body);
            expect([...acknowledged].filter((body) => !handled.has(body))).toEqual([]);
          },
        ),
        { numRuns: 30 },
      );
    });
  });
}
