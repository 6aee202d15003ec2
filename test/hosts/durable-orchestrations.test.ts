/** Orchestrations of a plain durable-functions app: what they are given, what they give, and how they fail. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DurableApp, durableApp, openGate, runsOf, SECOND, until } from "./durable-app.js";

describe("an orchestration", () => {
  let app: DurableApp;
  beforeAll(async () => {
    app = await durableApp();
  });
  afterAll(() => app.stop());

  test("calls its activities one after the other and completes with what it returns", async () => {
    const status = await app.run("hello");
    expect(status).toMatchObject({
      name: "hello",
      status: "completed",
      output: ["Hello, Tokyo!", "Hello, Seattle!", "Hello, London!"],
    });
  });

  test("gives every kind of value to an activity and back unchanged", async () => {
    const values = [
      "text",
      "123",
      '{"a":1}',
      "",
      1,
      1.5,
      true,
      false,
      null,
      { a: [1, { b: null }] },
      [],
      "ä☃",
    ];
    expect((await app.run("echoAll", values)).output).toEqual(values);
  });

  test("is given the input it was started with, and undefined when it was started without", async () => {
    expect((await app.run("returnsInput", { a: 1 })).output).toMatchObject({ input: { a: 1 } });
    expect((await app.run("returnsInput")).output).toMatchObject({ input: "undefined" });
  });

  test("runs many activities at once and waits for all of them", async () => {
    expect((await app.run("fanOut", 300)).output).toBe((300 * 301 * 601) / 6);
  });

  test("completes with null when an activity returns nothing", async () => {
    expect((await app.run("echoAll", [null])).output).toEqual([null]);
  });

  test("tells an activity which instance called it", async () => {
    const status = await app.run("asksIdentity", undefined, "who-asks");
    expect(status.output).toBe("who-asks");
  });

  test("sees the same guids and the same time in every replay", async () => {
    const { output } = await app.run("deterministic");
    expect(output).toMatchObject({ kept: { guids: expect.any(Array) } });
    const { guids, time, kept } = output as { guids: string[]; time: string; kept: unknown };
    expect(kept).toEqual({ guids, time });
    expect(new Set(guids).size).toBe(2);
    expect(time).toBe("2026-11-22T08:00:00.000Z");
  });

  describe("that fails", () => {
    test("has the status failed, and says which function and why", async () => {
      const status = await app.run("fails");
      expect(status).toMatchObject({
        status: "failed",
        output: "Orchestrator function 'fails' failed: on purpose",
      });
      // Once, in one sentence: the SDK's own error carries every input of the orchestration.
      const about = app.lines.filter((line) => line.includes("on purpose"));
      expect(about).toEqual(["error: Orchestrator function 'fails' failed: on purpose"]);
    });

    test("fails with the message of an activity that it did not catch", async () => {
      const { status, output } = await app.run("activityFails");
      expect(status).toBe("failed");
      expect(output).toContain("Activity function 'fail' failed: no luck with {\"a\":1}");
    });

    test("may catch the failure of an activity and go on", async () => {
      expect((await app.run("catchesFailure")).output).toEqual({ caught: true, after: "went on" });
    });

    test("fails when it calls an activity that the app does not have", async () => {
      expect((await app.run("unknownActivity")).output).toBe(
        "Orchestrator function 'unknownActivity' failed: the app has no activity 'noSuchActivity'",
      );
    });

    test("still sends the signals it sent before it threw", async () => {
      await app.run("signalsThenThrows", "signalled");
      await app.quiet();
      expect(await app.engine.readEntity("@counter@signalled")).toBe(7);
    });
  });

  describe("with retries", () => {
    const input = (run: string, succeedsAt: number, attempts = 3) => ({ run, succeedsAt, attempts });

    test("tries a failing activity again after the interval, grown by the coefficient, beside its other steps", async () => {
      const { instanceId } = await app.run("retries", input("third-time", 3));
      expect(runsOf("flaky", "third-time")).toBe(1);
      await app.pass(SECOND);
      expect(runsOf("flaky", "third-time")).toBe(2);
      await app.pass(2 * SECOND - 1);
      expect(runsOf("flaky", "third-time")).toBe(2);
      await app.pass(1);
      expect((await app.status(instanceId)).output).toEqual({
        result: ["attempt 3", "beside"],
        after: "after",
      });
    });

    test("hears of the last failure after one more interval, as on Azure, and its later steps are not confused by it", async () => {
      const { instanceId } = await app.run("retries", input("never", 99, 2));
      await app.pass(SECOND);
      expect(runsOf("flaky", "never")).toBe(2);
      expect((await app.status(instanceId)).status).toBe("running");
      await app.pass(2 * SECOND);
      const { status, output } = await app.status(instanceId);
      expect(status).toBe("completed");
      expect(output).toMatchObject({ after: "after", result: expect.stringContaining("attempt 2 failed") });
      expect(runsOf("flaky", "never")).toBe(2);
    });

    test("runs a failing sub-orchestration again", async () => {
      const { instanceId } = await app.run("retriesChild", input("child", 3));
      await app.pass(5 * SECOND);
      await app.pass(5 * SECOND);
      expect((await app.status(instanceId)).output).toEqual({ result: "attempt 3", after: "after" });
    });
  });

  describe("with sub-orchestrations", () => {
    test("gets the result of its child, and the child knows its parent and input", async () => {
      const { output, instanceId } = await app.run("parent");
      expect(output).toEqual({
        mine: instanceId,
        child: { said: "Hello, child!", parent: instanceId, input: { from: instanceId } },
      });
    });

    test("starts its child under the id it asks for", async () => {
      await app.run("parent", { childId: "my-child" });
      expect(await app.status("my-child")).toMatchObject({ name: "child", status: "completed" });
    });

    test("gets the failure of its child as an error that it can catch", async () => {
      const { output } = await app.run("parentOfFailing");
      expect(output).toContain("Orchestrator function 'fails' failed: on purpose");
    });

    test("waits for a hundred children at once", async () => {
      expect((await app.run("manyChildren", 100)).output).toBe(100);
    });

    test("passes the version it asks for", async () => {
      expect((await app.run("versions")).output).toEqual({ input: 1, version: "2.1" });
    });

    test("hears that its child was not started when an instance of that id is running", async () => {
      await app.engine.start("gatedOnce", { instanceId: "taken-id" });
      await app.engine.start("parent", { instanceId: "conflict", input: { childId: "taken-id" } });
      const { output, status } = await app.engine.waitFor("conflict");
      expect(status).toBe("failed");
      expect(output).toContain("an instance with the id taken-id is already running");
      openGate("taken-id");
    });
  });

  describe("that continues as new", () => {
    test("begins again with the new input and keeps its id and custom status", async () => {
      const status = await app.run("counts", { n: 1, to: 50 }, "counting");
      expect(status).toMatchObject({
        status: "completed",
        output: 50,
        input: { n: 50, to: 50 },
        customStatus: { n: 50 },
      });
    });

    test("does not hear the answer to a step of its earlier execution", async () => {
      await app.engine.start("continuesPastAnswer", { instanceId: "past", input: { turn: 1 } });
      await until(() => runsOf("gated", "past") === 1);
      await app.engine.raise("past", "go", null);
      await until(async () => JSON.stringify((await app.status("past")).input) === '{"turn":2}');
      openGate("past");
      await app.quiet();
      expect((await app.status("past")).status).toBe("running");
      await app.engine.raise("past", "late", "still here");
      await app.quiet();
      expect((await app.status("past")).output).toEqual({ turn: 2, event: "still here" });
    });
  });

  describe("and its tasks without a listener", () => {
    test("ends without waiting for an activity it does not wait for, and the activity runs to its end", async () => {
      await app.engine.start("leavesActivity", { instanceId: "left" });
      await until(() => runsOf("gated", "left") === 1);
      await app.engine.raise("left", "go", null);
      await app.engine.waitFor("left");
      expect((await app.status("left")).output).toBe("did not wait");
      expect(runsOf("gated", "left")).toBe(1);
      openGate("left");
      await app.quiet();
      expect((await app.status("left")).output).toBe("did not wait");
    });
  });
});
