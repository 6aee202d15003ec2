/** External events, custom status, suspension and termination, as a plain durable-functions app sees them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DurableApp, durableApp, openGate, runsOf, until } from "./durable-app.js";

describe("an orchestration that waits for events", () => {
  let app: DurableApp;
  beforeAll(async () => {
    app = await durableApp();
  });
  afterAll(() => app.stop());

  test("goes on when its event is raised, with the event's data", async () => {
    const { instanceId, status } = await app.run("approval", { what: "access" });
    expect(status).toBe("running");
    await app.engine.raise(instanceId, "approve", { by: "lee" });
    await app.quiet();
    expect(await app.status(instanceId)).toMatchObject({
      status: "completed",
      output: { request: { what: "access" }, decision: { by: "lee" } },
    });
  });

  test("sees an event that was raised before it began to wait, in the same instant as the start", async () => {
    const started = app.engine.start("approval", { instanceId: "early", input: 1 });
    const raised = app.engine.raise("early", "approve", "already");
    await started;
    expect(await raised).toBe("accepted");
    await app.quiet();
    expect((await app.status("early")).output).toEqual({ request: 1, decision: "already" });
  });

  test("gets events of one name in the order in which they were raised, none lost, none twice", async () => {
    await app.run("collects", 20, "collecting");
    await Promise.all(Array.from({ length: 20 }, (_, n) => app.engine.raise("collecting", "item", n)));
    await app.quiet();
    expect((await app.status("collecting")).output).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test("waits for two events in any order", async () => {
    await app.run("twoEvents", undefined, "two");
    await app.engine.raise("two", "b", 2);
    await app.quiet();
    expect((await app.status("two")).status).toBe("running");
    await app.engine.raise("two", "a", 1);
    await app.quiet();
    expect((await app.status("two")).output).toEqual([1, 2]);
  });

  test("is not disturbed by events it does not wait for", async () => {
    await app.run("twoEvents", undefined, "other");
    await app.engine.raise("other", "c", 3);
    await app.quiet();
    expect((await app.status("other")).status).toBe("running");
  });

  test("shows its custom status as it changes", async () => {
    expect((await app.run("statuses", undefined, "custom")).customStatus).toBe("waiting");
    await app.engine.raise("custom", "go", 5);
    await app.quiet();
    expect((await app.status("custom")).customStatus).toEqual({ got: 5 });
  });

  test("can only be raised when it exists and has not ended", async () => {
    expect(await app.engine.raise("nobody", "go", 1)).toBe("unknown");
    const { instanceId } = await app.run("hello");
    expect(await app.engine.raise(instanceId, "go", 1)).toBe("ended");
  });

  describe("and is suspended", () => {
    test("keeps what arrives until it is resumed, in order, over further suspensions", async () => {
      await app.run("collects", 3, "held");
      expect(await app.engine.suspend("held", "wait")).toBe("accepted");
      await app.engine.raise("held", "item", 1);
      await app.engine.raise("held", "item", 2);
      await app.quiet();
      expect((await app.status("held")).status).toBe("suspended");
      await app.engine.resume("held", "go on");
      await app.engine.suspend("held", "again");
      await app.engine.raise("held", "item", 3);
      await app.quiet();
      expect((await app.status("held")).status).toBe("suspended");
      await app.engine.resume("held", "go on");
      await app.quiet();
      expect((await app.status("held")).output).toEqual([1, 2, 3]);
    });

    test("hears of an activity that ended and a timer that fired meanwhile when it is resumed", async () => {
      await app.engine.start("gatedOnce", { instanceId: "gated-held" });
      await until(() => runsOf("gated", "gated-held") === 1);
      await app.engine.suspend("gated-held", "wait");
      openGate("gated-held");
      await app.run("sleeps", 1000, "timer-held");
      await app.engine.suspend("timer-held", "wait");
      await app.pass(5000);
      expect((await app.status("gated-held")).status).toBe("suspended");
      expect((await app.status("timer-held")).status).toBe("suspended");
      await app.engine.resume("gated-held", "go on");
      await app.engine.resume("timer-held", "go on");
      await app.quiet();
      expect((await app.status("gated-held")).output).toBe("gated-held");
      expect((await app.status("timer-held")).output).toEqual({ slept: 5000, after: "after" });
      expect(runsOf("gated", "gated-held")).toBe(1);
    });
  });

  describe("and is terminated", () => {
    test("has the reason as its output, hears nothing more and runs nothing more", async () => {
      await app.run("approval", 1, "stopped");
      const third = runsOf("third");
      expect(await app.engine.terminate("stopped", "not needed")).toBe("accepted");
      expect(await app.status("stopped")).toMatchObject({ status: "terminated", output: "not needed" });
      expect(await app.engine.raise("stopped", "approve", true)).toBe("ended");
      expect(await app.engine.terminate("stopped", "again")).toBe("ended");
      await app.quiet();
      expect(runsOf("third")).toBe(third);
    });

    test("ends at once while an activity runs, whose answer is then nobody's", async () => {
      await app.engine.start("gatedOnce", { instanceId: "gated-stopped" });
      await until(() => runsOf("gated", "gated-stopped") === 1);
      await app.engine.terminate("gated-stopped", "enough");
      openGate("gated-stopped");
      await app.quiet();
      expect((await app.status("gated-stopped")).status).toBe("terminated");
    });

    test("can be terminated while it is suspended, and forgets what was kept for it", async () => {
      await app.run("collects", 1, "held-stopped");
      await app.engine.suspend("held-stopped", "wait");
      await app.engine.raise("held-stopped", "item", 1);
      await app.engine.terminate("held-stopped", "enough");
      await app.engine.start("collects", { instanceId: "held-stopped", input: 1 });
      await app.quiet();
      expect((await app.status("held-stopped")).status).toBe("running");
    });

    test("fails the parent that waits for it", async () => {
      await app.engine.start("parent", { instanceId: "waits-for-child", input: { childId: "doomed" } });
      expect(await app.engine.suspend("doomed", "so that it does not end")).toBe("accepted");
      expect(await app.engine.terminate("doomed", "gone")).toBe("accepted");
      await app.quiet();
      const { status, output } = await app.status("waits-for-child");
      expect(status).toBe("failed");
      expect(output).toContain("Sub-orchestration 'child' was terminated: gone");
    });
  });

  test("tells whoever waits for its end, when that is on disk", async () => {
    await app.run("approval", 1, "awaited");
    const ended = app.engine.waitFor("awaited");
    await app.engine.raise("awaited", "approve", true);
    expect((await ended).status).toBe("completed");
    expect((await app.engine.waitFor("awaited")).status).toBe("completed");
  });
});
