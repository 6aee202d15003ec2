/** timerTriggers on a simulated clock: when they run, what they are told, and what a restart catches up. */
import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import type { Binding, InvocationResponse } from "../../src/hosts/embedded/binding-service.js";
import type { Worker, WorkerRequest } from "../../src/hosts/embedded/worker.js";
import { ESM_APP, type RunningApp, runningApp, temporaryFolder } from "./core-running-app.js";
import { shelfService } from "./core-shelf-service.js";

declare global {
  var failNextTimers: (count: number) => void;
}

type TimerInfo = {
  readonly Schedule: { readonly AdjustForDST: boolean };
  readonly ScheduleStatus: {
    readonly Last: string;
    readonly Next: string;
    readonly LastUpdated: string;
  } | null;
  readonly IsPastDue: boolean;
};

type Run = { readonly at: string; readonly info: TimerInfo; readonly retryCount: number };

/** A worker with one timer function, which notes its runs. */
function timerWorker(
  options: Readonly<Record<string, unknown>>,
  behaviour: (run: Run) => Promise<void> | void = () => {},
): { readonly worker: (now: () => string) => Worker; readonly runs: Run[] } {
  const { retryOptions, ...binding } = options;
  const trigger: Binding = { name: "timer", type: "timerTrigger", direction: "in", ...binding };
  const runs: Run[] = [];
  const invoke = async (request: WorkerRequest, now: () => string): Promise<InvocationResponse> => {
    const info: unknown = JSON.parse(request.inputData[0]?.data.json ?? "null");
    const run = {
      at: now(),
      // The timer service has just made it of this form.
      info: info as TimerInfo,
      retryCount: Number(request.retryContext?.["retryCount"] ?? 0),
    };
    runs.push(run);
    try {
      await behaviour(run);
      return { kind: "succeeded", outputs: [] };
    } catch (error) {
      return { kind: "failed", error: error instanceof Error ? error : new Error(String(error)) };
    }
  };
  return {
    runs,
    worker: (now) => ({
      start: async () => ({
        functions: [
          {
            id: "t",
            name: "t",
            bindings: [trigger],
            ...(retryOptions !== undefined && { retryOptions: retryOptions as Record<string, unknown> }),
          },
        ],
      }),
      invoke: (_, request) => invoke(request, now),
      stop: async () => {},
    }),
  };
}

let data: string;
let app: RunningApp | undefined;
beforeEach(() => {
  data = temporaryFolder();
});
afterEach(async () => {
  await app?.stop();
  app = undefined;
  rmSync(data, { recursive: true });
});

async function start(
  { worker }: ReturnType<typeof timerWorker>,
  now = "2026-11-01T00:30:00Z",
): Promise<RunningApp> {
  let clock: (() => string) | undefined;
  app = await runningApp({ data, now, worker: worker(() => clock?.() ?? now) });
  const running = app;
  clock = () => running.clock.now();
  return running;
}

async function stop(): Promise<void> {
  await app?.stop();
  app = undefined;
}

describe("a timer", () => {
  test("runs at each occurrence of its schedule, and is told the last and the next", async () => {
    const timer = timerWorker({ schedule: "0 0 */6 * * *" });
    const running = await start(timer);
    await running.advanceTo("2026-11-01T18:00:00Z");
    expect(timer.runs.map(({ at }) => at)).toEqual([
      "2026-11-01T06:00:00.000Z",
      "2026-11-01T12:00:00.000Z",
      "2026-11-01T18:00:00.000Z",
    ]);
    expect(timer.runs.map(({ info }) => info)).toEqual([
      {
        Schedule: { AdjustForDST: true },
        ScheduleStatus: {
          Last: "0001-01-01T00:00:00+00:00",
          Next: "2026-11-01T06:00:00.000Z",
          LastUpdated: "2026-11-01T00:30:00.000Z",
        },
        IsPastDue: false,
      },
      ...["2026-11-01T06:00:00.000Z", "2026-11-01T12:00:00.000Z"].map((last, index) => ({
        Schedule: { AdjustForDST: true },
        ScheduleStatus: {
          Last: last,
          Next: ["2026-11-01T12:00:00.000Z", "2026-11-01T18:00:00.000Z"][index],
          LastUpdated: last,
        },
        IsPastDue: false,
      })),
    ]);
  });

  test("may run at a fixed interval", async () => {
    const timer = timerWorker({ schedule: "1.00:00:00" });
    const running = await start(timer);
    await running.advanceTo("2026-11-03T01:00:00Z");
    expect(timer.runs.map(({ at }) => at)).toEqual(["2026-11-02T00:30:00.000Z", "2026-11-03T00:30:00.000Z"]);
  });

  test("that is to run at startup does so, and then keeps to its schedule", async () => {
    const timer = timerWorker({ schedule: "0 0 * * * *", runOnStartup: true });
    const running = await start(timer);
    await running.advanceTo("2026-11-01T01:00:00Z");
    expect(timer.runs.map(({ at, info }) => [at, info.IsPastDue])).toEqual([
      ["2026-11-01T00:30:00.000Z", false],
      ["2026-11-01T01:00:00.000Z", false],
    ]);
  });

  test("that runs more often than once a minute has no status to be told, and nothing to catch up", async () => {
    const often = timerWorker({ schedule: "*/10 * * * * *" });
    await (await start(often)).advanceTo("2026-11-01T00:30:20Z");
    expect(often.runs.map(({ info }) => info.ScheduleStatus)).toEqual([null, null]);
    await stop();
    await (await start(often, "2026-11-01T05:00:00Z")).advanceTo("2026-11-01T05:00:00Z");
    expect(often.runs).toHaveLength(2);
  });

  test("never runs twice at once: what falls due meanwhile comes when the run has ended, and once", async () => {
    let end: (() => void) | undefined;
    const timer = timerWorker({ schedule: "0 */10 * * * *" }, ({ at }) =>
      at.startsWith("2026-11-01T00:40") ? new Promise<void>((resolve) => (end = resolve)) : undefined,
    );
    const { clock, work } = await start(timer);
    // The run is under way all the while, so nobody may wait for quiet here.
    const hurried = { ...work, quiet: async () => {} };
    await clock.advanceTo(Date.parse("2026-11-01T01:15:00Z"), hurried);
    expect(timer.runs).toHaveLength(1);
    end?.();
    await clock.advanceTo(Date.parse("2026-11-01T01:20:00Z"), work);
    expect(timer.runs.map(({ at }) => at)).toEqual([
      "2026-11-01T00:40:00.000Z",
      "2026-11-01T01:15:00.000Z",
      "2026-11-01T01:20:00.000Z",
    ]);
  });

  test("that fails runs again at its next occurrence", async () => {
    const timer = timerWorker({ schedule: "0 0 * * * *" }, () => {
      throw new Error("no");
    });
    await (await start(timer)).advanceTo("2026-11-01T02:00:00Z");
    expect(timer.runs).toHaveLength(2);
  });
});

describe("after downtime", () => {
  const hourly = (): ReturnType<typeof timerWorker> => timerWorker({ schedule: "0 0 * * * *" });

  test("a missed timer runs once, at once, and is told that it is late", async () => {
    const timer = hourly();
    await (await start(timer)).advanceTo("2026-11-01T02:00:00Z");
    await stop();
    await (await start(timer, "2026-11-01T07:30:00Z")).advanceTo("2026-11-01T08:00:00Z");
    expect(
      timer.runs.slice(2).map(({ at, info }) => [at, info.IsPastDue, info.ScheduleStatus?.Last]),
    ).toEqual([
      ["2026-11-01T07:30:00.000Z", true, "2026-11-01T02:00:00.000Z"],
      ["2026-11-01T08:00:00.000Z", false, "2026-11-01T07:30:00.000Z"],
    ]);
  });

  test("a timer that missed nothing waits for its time", async () => {
    const timer = hourly();
    await (await start(timer)).advanceTo("2026-11-01T02:00:00Z");
    await stop();
    await (await start(timer, "2026-11-01T02:59:00Z")).advanceTo("2026-11-01T02:59:30Z");
    expect(timer.runs).toHaveLength(2);
  });

  test("a timer that never came to run is late as well", async () => {
    await start(hourly());
    await stop();
    const timer = hourly();
    await (await start(timer, "2026-11-01T09:10:00Z")).advanceTo("2026-11-01T09:10:00Z");
    expect(timer.runs.map(({ info }) => info.IsPastDue)).toEqual([true]);
  });

  test("a timer whose schedule was changed is not late", async () => {
    await (await start(hourly())).advanceTo("2026-11-01T02:00:00Z");
    await stop();
    const timer = timerWorker({ schedule: "0 15 * * * *" });
    await (await start(timer, "2026-11-01T09:10:00Z")).advanceTo("2026-11-01T09:15:00Z");
    expect(timer.runs.map(({ at, info }) => [at, info.IsPastDue])).toEqual([
      ["2026-11-01T09:15:00.000Z", false],
    ]);
  });

  test("a timer without a monitor is never late", async () => {
    const timer = timerWorker({ schedule: "0 0 * * * *", useMonitor: false });
    await (await start(timer)).advanceTo("2026-11-01T02:00:00Z");
    await stop();
    await (await start(timer, "2026-11-01T07:30:00Z")).advanceTo("2026-11-01T07:31:00Z");
    expect(timer.runs).toHaveLength(2);
    expect(timer.runs.every(({ info }) => info.ScheduleStatus === null)).toBe(true);
  });
});

describe("a retry policy", () => {
  test("with a fixed delay tries again so many times, so long apart", async () => {
    const timer = timerWorker(
      {
        schedule: "0 0 * * * *",
        retryOptions: { strategy: "fixedDelay", maxRetryCount: 2, delayInterval: { seconds: 90 } },
      },
      () => {
        throw new Error("no");
      },
    );
    await (await start(timer)).advanceTo("2026-11-01T01:30:00Z");
    expect(timer.runs.map(({ at, retryCount }) => [at, retryCount])).toEqual([
      ["2026-11-01T01:00:00.000Z", 0],
      ["2026-11-01T01:01:30.000Z", 1],
      ["2026-11-01T01:03:00.000Z", 2],
    ]);
  });

  test("with exponential back-off doubles the delay up to a limit", async () => {
    const timer = timerWorker(
      {
        schedule: "0 0 0 * * *",
        retryOptions: {
          strategy: "exponentialBackoff",
          maxRetryCount: -1,
          minimumInterval: { seconds: 10 },
          maximumInterval: { seconds: 60 },
        },
      },
      ({ retryCount }) => {
        if (retryCount < 5) throw new Error("not yet");
      },
    );
    await (await start(timer)).advanceTo("2026-11-02T12:00:00Z");
    const delays = timer.runs.slice(1).map(({ at }, index) => {
      return (Date.parse(at) - Date.parse(timer.runs[index]?.at ?? "")) / 1000;
    });
    expect(delays).toEqual([10, 20, 40, 60, 60]);
  });

  test("that was waiting when the host stopped leaves the occurrence to the next start", async () => {
    const retryOptions = { strategy: "fixedDelay", maxRetryCount: -1, delayInterval: { seconds: 600 } };
    const timer = timerWorker({ schedule: "0 0 * * * *", retryOptions }, ({ info }) => {
      if (!info.IsPastDue) throw new Error("no");
    });
    await (await start(timer)).advanceTo("2026-11-01T01:05:00Z");
    await stop();
    await (await start(timer, "2026-11-01T01:20:00Z")).advanceTo("2026-11-01T01:20:00Z");
    expect(timer.runs.map(({ info }) => info.IsPastDue)).toEqual([false, true]);
  });

  test("that cannot be read stops the start", async () => {
    await expect(
      start(
        timerWorker({ schedule: "0 0 * * * *", retryOptions: { strategy: "fixedDelay", maxRetryCount: 1 } }),
      ),
    ).rejects.toThrow('The retry policy of "t" needs "delayInterval".');
  });
});

describe("the timer of a real app", () => {
  test("gets its schedule from a setting, its status through the library, and its retries", async () => {
    app = await runningApp({ services: [shelfService()], ids: randomIds(), data });
    await app.journal();
    globalThis.failNextTimers(1);
    await app.advanceTo("2026-11-01T02:01:00Z");
    expect(await app.journal()).toEqual([
      "nightly on time 0001-01-01T00:00:00+00:00 2026-11-01T02:00:00.000Z 0",
      "nightly on time 0001-01-01T00:00:00+00:00 2026-11-01T02:00:00.000Z 1",
    ]);
    await app.advanceTo("2026-11-02T02:00:00Z");
    expect(await app.journal()).toEqual([
      "nightly on time 2026-11-01T02:00:00.000Z 2026-11-02T02:00:00.000Z 0",
    ]);
  });
});

test("a year of an hourly timer of a real app runs in about a second", async () => {
  app = await runningApp({ folder: ESM_APP, data, now: "2026-01-01T00:30:00Z" });
  const before = performance.now();
  await app.advanceTo("2027-01-01T00:30:00Z");
  const tookMs = performance.now() - before;
  expect(await (await fetch(`${app.url}/runs`)).json()).toBe(8760);
  // Catches a change of order of magnitude on the slowest machine.
  expect(tookMs).toBeLessThan(15_000);
});
