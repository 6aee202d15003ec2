import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openStore } from "../../src/adapters/embedded/store/store.js";
import { realClock } from "../../src/adapters/embedded/time/real-clock.js";
import { simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import {
  keepSimulatedInstant,
  readSimulatedInstant,
} from "../../src/adapters/embedded/time/simulated-instant.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";

const HOUR_MS = 3_600_000;

describe("the simulated clock", () => {
  test("makes every call that falls due on the way, in order of time and then of scheduling, at its own instant", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), async (times) => {
        const clock = simulatedClock(0);
        const made: [number, number][] = [];
        times.forEach((atMs, index) => clock.schedule(atMs + 1, () => made.push([clock.nowMs(), index])));
        await clock.advanceTo(40, workTracker());
        const due = times
          .map((atMs, index): [number, number] => [atMs + 1, index])
          .filter(([atMs]) => atMs <= 40)
          .sort(([a, i], [b, j]) => a - b || i - j);
        expect(made).toEqual(due);
        expect(clock.nowMs()).toBe(40);
      }),
      { numRuns: 50 },
    );
  });

  test("waits for the work that one call began before it makes the next", async () => {
    const clock = simulatedClock(0);
    const work = workTracker();
    const seen: string[] = [];
    clock.schedule(1, () => {
      void work.track(
        (async () => {
          for (let hop = 0; hop < 20; hop += 1) await new Promise((resolve) => setImmediate(resolve));
          seen.push(`first ended at ${clock.nowMs()}`);
          clock.schedule(2, () => seen.push(`made by the first at ${clock.nowMs()}`));
        })(),
      );
    });
    clock.schedule(3, () => seen.push(`second at ${clock.nowMs()}`));
    await clock.advanceTo(5, work);
    expect(seen).toEqual(["first ended at 1", "made by the first at 2", "second at 3"]);
  });

  test("makes a call that is already due in a later turn, and is not quiet before", async () => {
    const clock = simulatedClock(1000);
    const work = workTracker();
    work.watch(() => clock.isBusy());
    let made = false;
    clock.schedule(5, () => {
      made = true;
    });
    expect(made).toBe(false);
    await work.quiet();
    expect(made).toBe(true);
  });

  test("never goes back, and queues moves made at the same time", async () => {
    const clock = simulatedClock(1000);
    const work = workTracker();
    await Promise.all([clock.advanceTo(3000, work), clock.advanceTo(2000, work)]);
    expect(clock.nowMs()).toBe(3000);
    expect(clock.now()).toBe("1970-01-01T00:00:03.000Z");
  });

  test("refuses an instant that Graph cannot write", async () => {
    await expect(simulatedClock(0).advanceTo(Number.NaN, workTracker())).rejects.toThrow(RangeError);
    expect(() => simulatedClock(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });

  test("passes a year of hourly calls in well under a second", async () => {
    const clock = simulatedClock(0);
    let made = 0;
    const hourly = () => {
      made += 1;
      clock.schedule(clock.nowMs() + HOUR_MS, hourly);
    };
    clock.schedule(HOUR_MS, hourly);
    const started = performance.now();
    await clock.advanceTo(365 * 24 * HOUR_MS, workTracker());
    expect(made).toBe(8760);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("a cancelled call is never made, however many there are", async () => {
    const clock = simulatedClock(0);
    const made: number[] = [];
    const cancels = Array.from({ length: 500 }, (_, index) =>
      clock.schedule(500 - index, () => made.push(500 - index)),
    );
    cancels.forEach((cancel, index) => {
      if (index % 100 !== 0) cancel();
    });
    await clock.advanceTo(1000, workTracker());
    expect(made).toEqual([100, 200, 300, 400, 500]);
    for (const cancel of cancels) cancel();
  });
});

describe("the present of a simulated folder", () => {
  test("survives a restart, and is stored with whatever was written at it", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "gatehouse-time-")), "store.db");
    const store = openStore(path);
    expect(readSimulatedInstant(store)).toBeUndefined();
    const clock = simulatedClock(1000);
    const work = workTracker();
    work.watch(() => store.isBusy());
    await keepSimulatedInstant(store, clock);
    let atTheCall: number | undefined;
    clock.schedule(2000, () => {
      void work.track(store.write(() => {}).then(() => (atTheCall = readSimulatedInstant(store))));
    });
    await clock.advanceTo(5000, work);
    expect(atTheCall).toBe(2000);
    await store.close();
    const again = openStore(path);
    expect(readSimulatedInstant(again)).toBe(5000);
    await again.close();
  });
});

describe("the real clock", () => {
  test("never goes back when the wall clock does", () => {
    const wall = [5000, 4000, 6000];
    const clock = realClock(() => wall.shift() ?? 6000);
    expect([clock.nowMs(), clock.nowMs(), clock.nowMs()]).toEqual([5000, 5000, 6000]);
  });

  test("makes calls in order of time, none before its time, and none that was cancelled", async () => {
    const clock = realClock();
    const start = clock.nowMs();
    const made: string[] = [];
    const early: number[] = [];
    const call = (name: string, atMs: number) => () => {
      made.push(name);
      if (clock.nowMs() < atMs) early.push(atMs);
    };
    await new Promise<void>((resolve) => {
      clock.schedule(start + 20, call("b", start + 20));
      clock.schedule(start + 5, call("a", start + 5));
      clock.schedule(start + 10, call("cancelled", start + 10))();
      clock.schedule(start - 1000, call("past", start - 1000));
      clock.schedule(start + 25, resolve);
      expect(made).toEqual([]);
    });
    expect(made).toEqual(["past", "a", "b"]);
    expect(early).toEqual([]);
  });
});

describe("the work tracker", () => {
  test("is quiet only when nothing is under way any more, also when work begins other work as it ends", async () => {
    const work = workTracker();
    const order: string[] = [];
    const endFirst = work.begin();
    const quiet = work.quiet().then(() => order.push("quiet"));
    setImmediate(() => {
      const endSecond = work.begin();
      endFirst();
      endFirst();
      setImmediate(() => {
        order.push("second ended");
        endSecond();
      });
    });
    await quiet;
    expect(order).toEqual(["second ended", "quiet"]);
  });

  test("counts a promise until it settles, also when it rejects", async () => {
    const work = workTracker();
    const failing = work.track(Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    await work.quiet();
  });
});
