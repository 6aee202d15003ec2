/** Durable timers on the host's clock: short, long, cancelled, years away. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY, type DurableApp, durableApp, HOUR, SECOND } from "./durable-app.js";

describe("a durable timer", () => {
  let app: DurableApp;
  beforeAll(async () => {
    app = await durableApp();
  });
  afterAll(() => app.stop());

  test("fires at its time, not a millisecond earlier", async () => {
    const { instanceId } = await app.run("sleeps", 10 * SECOND);
    await app.pass(10 * SECOND - 1);
    expect((await app.status(instanceId)).status).toBe("running");
    await app.pass(1);
    expect((await app.status(instanceId)).output).toEqual({ slept: 10 * SECOND, after: "after" });
  });

  test("fires at once when its time has passed already", async () => {
    expect((await app.run("sleeps", -DAY)).output).toEqual({ slept: 0, after: "after" });
  });

  test.each([6 * DAY, 6 * DAY + 1, 9 * DAY, 14 * DAY, 400 * DAY, 3 * 365 * DAY])(
    "of %d ms, which the SDK splits when it is longer than six days, fires at its time and later steps are numbered right",
    async (length) => {
      const { instanceId } = await app.run("sleeps", length);
      await app.pass(length - 1);
      expect((await app.status(instanceId)).status).toBe("running");
      await app.pass(1);
      expect((await app.status(instanceId)).output).toEqual({ slept: length, after: "after" });
    },
  );

  test("that loses to an event is cancelled: it never fires, and the instance ends in time", async () => {
    const { instanceId } = await app.run("cancelsTimer");
    await app.engine.raise(instanceId, "go", null);
    await app.pass(2 * HOUR);
    const { status, history } = await app.status(instanceId);
    expect(status).toBe("running");
    expect(history?.some(({ type }) => type === "timerFired")).toBe(false);
    await app.engine.raise(instanceId, "end", null);
    await app.quiet();
    expect((await app.status(instanceId)).output).toBe("ended");
  });

  describe("in an approval with daily reminders and a deadline of thirty days", () => {
    const input = { deadlineMs: 30 * DAY, reminderMs: DAY };

    test("reminds each day until somebody decides", async () => {
      const { instanceId } = await app.run("remindsUntilDeadline", input);
      await app.pass(10 * DAY + HOUR);
      await app.engine.raise(instanceId, "decide", "yes");
      await app.quiet();
      expect((await app.status(instanceId)).output).toEqual({ decision: "yes", reminders: 10 });
    });

    test("expires at the deadline when nobody decides", async () => {
      const { instanceId } = await app.run("remindsUntilDeadline", { ...input, reminderMs: 7 * DAY });
      await app.pass(30 * DAY - 1);
      expect((await app.status(instanceId)).status).toBe("running");
      await app.pass(1);
      expect((await app.status(instanceId)).output).toEqual({ decision: "expired", reminders: 4 });
    });
  });

  test("of a thousand instances due at the same instant all fire", async () => {
    const ids = Array.from({ length: 1000 }, (_, n) => `crowd-${n}`);
    await Promise.all(ids.map((instanceId) => app.engine.start("sleeps", { instanceId, input: HOUR })));
    await app.quiet();
    await app.pass(HOUR);
    const statuses = await Promise.all(ids.map((id) => app.status(id)));
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set(["completed"]));
  });

  test("left open at the end does not hold the instance, and the author is told once that it would on Azure", async () => {
    const { status } = await app.run("leavesTimer");
    await app.run("leavesTimer");
    expect(status).toBe("completed");
    expect(app.lines.filter((line) => line.includes("'leavesTimer' ended with a timer"))).toHaveLength(1);
  });
});

describe("a restart", () => {
  test("does not lose a timer, and one that fell due meanwhile fires at once", async () => {
    const first = await durableApp();
    await first.run("sleeps", HOUR, "over-restart");
    await first.run("sleeps", 30 * DAY, "long-over-restart");
    const folder = first.snapshot();
    await first.stop();
    const second = await durableApp({ folder, now: "2026-11-22T10:00:00Z" });
    await second.quiet();
    expect((await second.status("over-restart")).output).toEqual({ slept: 2 * HOUR, after: "after" });
    await second.pass(30 * DAY);
    expect((await second.status("long-over-restart")).status).toBe("completed");
    await second.stop();
  });
});
