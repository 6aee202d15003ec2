/** What durable-functions 3.5 mishandles in production (docs: hosts.md 2.7): here it fails loudly, with the cause, or behaves as there. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DurableApp, durableApp, openGate, runsOf, SECOND, until } from "./durable-app.js";

describe("an orchestrator that", () => {
  let app: DurableApp;
  beforeAll(async () => {
    app = await durableApp();
  });
  afterAll(() => app.stop());

  test("uses a yielded timer again in Task.any fails, with the reason and the remedy", async () => {
    const { instanceId } = await app.run("reusesTimer");
    await app.engine.raise(instanceId, "go", null);
    await app.quiet();
    const { status, output } = await app.status(instanceId);
    expect(status).toBe("failed");
    expect(output).toContain("the timer task that was already yielded is used again in Task.any");
    expect(output).toContain("Create a fresh task");
  });

  test("uses a yielded activity again in Task.all fails, and the activity is not scheduled twice", async () => {
    await app.engine.start("reusesActivity", { instanceId: "reuse" });
    await until(() => runsOf("gated", "reuse") === 1);
    await app.engine.raise("reuse", "go", null);
    const { status, output } = await app.engine.waitFor("reuse");
    openGate("reuse");
    await app.quiet();
    expect(status).toBe("failed");
    expect(output).toContain("the activity 'gated' task that was already yielded is used again in Task.all");
    expect(runsOf("gated", "reuse")).toBe(1);
  });

  test("yields the same task twice by itself gets the same result again: that works in production too", async () => {
    expect((await app.run("yieldsSameTaskTwice")).output).toEqual(["once", "once"]);
  });

  test("uses the wait for an event again in a new Task.any is served: that works in production too", async () => {
    const { instanceId } = await app.run("reusesEventWait");
    await app.pass(60 * SECOND);
    await app.engine.raise(instanceId, "go", "served");
    await app.quiet();
    expect((await app.status(instanceId)).output).toBe("served");
  });

  test("waits with Task.all for what has already completed fails instead of waiting for ever", async () => {
    const { instanceId } = await app.run("allOverFinished");
    await app.engine.raise(instanceId, "go", 1);
    await app.quiet();
    const { status, output } = await app.status(instanceId);
    expect(status).toBe("failed");
    expect(output).toContain(
      "Task.all waits only for tasks that have already completed (external event 'go')",
    );
  });

  test("yields a timer that it has cancelled fails instead of waiting for ever", async () => {
    const { instanceId } = await app.run("yieldsCancelledTimer");
    await app.engine.raise(instanceId, "go", 1);
    await app.quiet();
    const { status, output } = await app.status(instanceId);
    expect(status).toBe("failed");
    expect(output).toContain("it waits for something that can never happen");
  });

  test("calls Task.all with an empty list fails with the SDK's own words", async () => {
    expect((await app.run("emptyAll")).output).toContain("you must specify at least one Task");
  });

  test("yields something that is not a task fails with the SDK's own words", async () => {
    expect((await app.run("yieldsNothing")).output).toContain(
      "programming constraint violation: Orchestration yielded data of type undefined",
    );
  });

  test("takes another path in a later replay fails as non-deterministic, and says which step", async () => {
    const { status, output } = await app.run("notDeterministic");
    expect(status).toBe("failed");
    expect(output).toContain("non-deterministic workflow: step 0 was the activity");
  });

  test("asks for a sub-orchestration under an id that cannot be fails with the reason", async () => {
    expect((await app.run("badChildId")).output).toContain('The instance id "a/b" contains');
  });

  test("continues as new loses the events it had heard and not used, as with the extension's default", async () => {
    const { instanceId } = await app.run("continuesPastEvent", 1);
    await app.engine.raise(instanceId, "kept", "first");
    await app.engine.raise(instanceId, "go", null);
    await app.quiet();
    expect((await app.status(instanceId)).status).toBe("running");
    await app.engine.raise(instanceId, "kept", "second");
    await app.quiet();
    expect((await app.status(instanceId)).output).toBe("second");
  });

  test("sets a timeout for its retries is retried all the same: the SDK does not look at it", async () => {
    const { instanceId } = await app.run("retriesPastTimeout", { run: "timeout", succeedsAt: 3 });
    await app.pass(2 * SECOND);
    expect((await app.status(instanceId)).output).toBe("attempt 3");
  });

  test("calls an entity whose operation throws sees what production shows of the error: nothing", async () => {
    expect((await app.run("callsFailingEntity")).output).toBe("caught [object Object]");
  });
});
