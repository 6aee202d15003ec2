/** Durable entities: state, signals, calls, locks. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DurableApp, durableApp, HOUR } from "./durable-app.js";

describe("an entity", () => {
  let app: DurableApp;
  beforeAll(async () => {
    app = await durableApp();
  });
  afterAll(() => app.stop());

  test("does not exist before its first operation, and keeps its state afterwards", async () => {
    expect(await app.engine.readEntity("@counter@new")).toBeUndefined();
    await app.engine.signalEntity("@counter@new", "add", 3);
    await app.engine.signalEntity("@counter@new", "add", 4);
    await app.quiet();
    expect(await app.engine.readEntity("@counter@new")).toBe(7);
  });

  test("takes a thousand signals at once, each once", async () => {
    await Promise.all(Array.from({ length: 1000 }, () => app.engine.signalEntity("@counter@busy", "add", 1)));
    await app.quiet();
    expect(await app.engine.readEntity("@counter@busy")).toBe(1000);
  });

  test("ceases to exist when it destructs itself, and begins anew at the next operation", async () => {
    await app.engine.signalEntity("@counter@gone", "add", 3);
    await app.engine.signalEntity("@counter@gone", "delete");
    await app.quiet();
    expect(await app.engine.readEntity("@counter@gone")).toBeUndefined();
    await app.engine.signalEntity("@counter@gone", "add", 1);
    await app.quiet();
    expect(await app.engine.readEntity("@counter@gone")).toBe(1);
  });

  test("answers an orchestration that calls it, after the signals that the orchestration sent before", async () => {
    expect((await app.run("addsToCounter", { key: "called", amount: 5 })).output).toBe(10);
  });

  test("keeps its state when one of its operations throws", async () => {
    await app.engine.signalEntity("@counter@throws", "add", 2);
    await app.engine.signalEntity("@counter@throws", "fail");
    await app.quiet();
    expect(await app.engine.readEntity("@counter@throws")).toBe(2);
  });

  test("can signal another entity", async () => {
    await app.engine.signalEntity("@relay@r", "pass", { to: "relayed", amount: 9 });
    await app.quiet();
    expect(await app.engine.readEntity("@counter@relayed")).toBe(9);
  });

  test("gets a delayed signal at its time, not earlier", async () => {
    await app.engine.signalEntity("@counter@later", "add", 1, app.clock.nowMs() + HOUR);
    await app.pass(HOUR - 1);
    expect(await app.engine.readEntity("@counter@later")).toBeUndefined();
    await app.pass(1);
    expect(await app.engine.readEntity("@counter@later")).toBe(1);
  });

  test("refuses a signal for a kind of entity that the app does not have", async () => {
    await expect(app.engine.signalEntity("@nothing@x", "add", 1)).rejects.toMatchObject({
      code: "unknownFunction",
    });
  });

  describe("under a lock", () => {
    const balance = (name: string) => app.engine.readEntity(`@account@${name}`);
    const deposit = (name: string, amount: number) =>
      app.engine.signalEntity(`@account@${name}`, "deposit", amount);

    test("lets concurrent transfers in both directions neither lose money nor wait for each other for ever", async () => {
      await deposit("a", 500);
      await deposit("b", 500);
      await app.quiet();
      const ids = Array.from({ length: 40 }, (_, n) => `transfer-${n}`);
      await Promise.all(
        ids.map((instanceId, n) =>
          app.engine.start("transfers", {
            instanceId,
            input: n % 2 === 0 ? { from: "a", to: "b", amount: 10 } : { from: "b", to: "a", amount: 7 },
          }),
        ),
      );
      await app.quiet();
      const outputs = await Promise.all(ids.map(async (id) => (await app.status(id)).output));
      expect(outputs).toEqual(ids.map((_, n) => ({ moved: n % 2 === 0 ? 10 : 7, after: "after" })));
      expect(await balance("a")).toBe(500 - 20 * 10 + 20 * 7);
      expect(await balance("b")).toBe(500 + 20 * 10 - 20 * 7);
    });

    test("keeps the operations of others waiting until the lock is released", async () => {
      const { instanceId } = await app.run("holdsLock", "kept");
      await deposit("kept", 5);
      await app.quiet();
      expect(await balance("kept")).toBeUndefined();
      await app.engine.raise(instanceId, "release", null);
      await app.quiet();
      expect((await app.status(instanceId)).output).toBe("released");
      expect(await balance("kept")).toBe(5);
    });

    test.each(["terminated", "forgotten"])(
      "is free again when the orchestration that holds it has %s",
      async (how) => {
        if (how === "forgotten") await app.run("forgetsLock", how);
        else {
          const { instanceId } = await app.run("holdsLock", how);
          await app.engine.terminate(instanceId, "enough");
        }
        await deposit(how, 1);
        await app.quiet();
        expect(await balance(how)).toBe(1);
      },
    );

    test("is free again when an orchestration that was waiting for the lock is terminated", async () => {
      const holder = await app.run("holdsLock", "queue");
      const waiting = await app.run("holdsLock", "queue");
      await app.engine.terminate(waiting.instanceId, "enough");
      await app.engine.raise(holder.instanceId, "release", null);
      await deposit("queue", 2);
      await app.quiet();
      expect(await balance("queue")).toBe(2);
    });
  });

  test("keeps state, lock and waiting operations over a power cut", async () => {
    const { instanceId } = await app.run("holdsLock", "cut");
    await app.engine.signalEntity("@account@cut", "deposit", 8);
    await app.quiet();
    const after = await durableApp({ folder: app.snapshot() });
    await after.quiet();
    expect(await after.engine.readEntity("@account@cut")).toBeUndefined();
    await after.engine.raise(instanceId, "release", null);
    await after.quiet();
    expect(await after.engine.readEntity("@account@cut")).toBe(8);
    await after.stop();
  });
});
