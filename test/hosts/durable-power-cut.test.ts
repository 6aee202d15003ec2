/** A power cut after any commit: what was acknowledged is there, what was begun goes on, and what had ended does not run again. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HistoryEvent } from "../../src/adapters/embedded/durable/history.js";
import type { Message } from "../../src/adapters/embedded/durable/message.js";
import { openStoreReadOnly } from "../../src/adapters/embedded/store/store.js";
import type { Json } from "../../src/domain/json.js";
import { DAY, type DurableApp, durableApp, forgetRuns, runsOf, SECOND } from "./durable-app.js";

type Command = { readonly name: string; readonly give: (app: DurableApp) => Promise<unknown> };

const start = (orchestrator: string, instanceId: string, input: Json): Command => ({
  name: `start ${instanceId}`,
  give: (app) => app.engine.start(orchestrator, { instanceId, input }),
});
const raise = (instanceId: string, event: string, data: Json): Command => ({
  name: `raise ${instanceId} ${event} ${JSON.stringify(data)}`,
  give: (app) => app.engine.raise(instanceId, event, data),
});
const jitter = (run: string, failures = 0) => ({
  do: "retry",
  run,
  turns: 2,
  failures,
  attempts: 6,
  intervalMs: SECOND,
});

/** Given in this order, each without waiting for what the one before sets going. */
const COMMANDS: readonly Command[] = [
  { name: "signal", give: (app) => app.engine.signalEntity("@account@cut-a", "deposit", 100) },
  start("program", "p-retries", [jitter("r-1", 2), { do: "timer", ms: 7 * DAY }, jitter("r-2")]),
  start("approval", "p-approval", { run: "approval" }),
  start("transfers", "p-transfer", { from: "cut-a", to: "cut-b", amount: 30 }),
  start("program", "p-children", [
    {
      do: "all",
      of: [
        { do: "child", steps: [jitter("c-1", 1)] },
        { do: "child", steps: [jitter("c-2")] },
        jitter("r-3"),
      ],
    },
  ]),
  raise("p-approval", "approve", "yes"),
  start("counts", "p-counts", { n: 1, to: 4 }),
  start("collects", "p-collects", 3),
  raise("p-collects", "item", 1),
  { name: "suspend", give: (app) => app.engine.suspend("p-collects", "wait") },
  raise("p-collects", "item", 2),
  { name: "resume", give: (app) => app.engine.resume("p-collects", "go") },
  raise("p-collects", "item", 3),
];

const ENDS: Readonly<Record<string, Json>> = {
  "p-retries": { failed: 0 },
  "p-approval": { request: { run: "approval" }, decision: "yes" },
  "p-transfer": { moved: 30, after: "after" },
  "p-children": { failed: 0 },
  "p-counts": 4,
  "p-collects": [1, 2, 3],
};

type Cut = { readonly folder: string; readonly acknowledged: ReadonlySet<string>; readonly atMs: number };

describe("a power cut", () => {
  const cuts: Cut[] = [];
  beforeAll(async () => {
    const acknowledged = new Set<string>();
    const app: DurableApp = await durableApp({
      onCommit() {
        const [folder, atMs] = [app.snapshot(), app.clock.nowMs()];
        // Whoever waited for this commit hears of it in this turn of the event loop, before the next commit.
        setImmediate(() => cuts.push({ folder, acknowledged: new Set(acknowledged), atMs }));
      },
    });
    for (const command of COMMANDS) {
      await command.give(app);
      acknowledged.add(command.name);
    }
    await app.quiet();
    await toTheEnd(app);
    await expectEnds(app);
    await app.stop();
  });
  afterAll(() => {
    for (const { folder } of cuts) rmSync(folder, { recursive: true });
  });

  test("after any commit loses nothing that was acknowledged, and everything comes to its end", {
    timeout: 120_000,
  }, async () => {
    expect(cuts.length).toBeGreaterThan(20);
    for (const { folder, acknowledged, atMs } of cuts) {
      const answered = answeredIn(folder);
      forgetRuns();
      const app = await durableApp({ folder, now: new Date(atMs).toISOString() });
      for (const instanceId of startedBy(acknowledged))
        expect((await app.status(instanceId)).instanceId).toBe(instanceId);
      // Whoever got no answer asks again, as clients do; what was answered is not repeated.
      for (const command of COMMANDS) if (!acknowledged.has(command.name)) await command.give(app);
      await app.quiet();
      await toTheEnd(app);
      await expectEnds(app);
      for (const run of answered) expect([run, runsOf("jitter", run)]).toEqual([run, 0]);
      await app.stop();
    }
  });
});

function startedBy(acknowledged: ReadonlySet<string>): string[] {
  return [...acknowledged]
    .filter((name) => name.startsWith("start "))
    .map((name) => name.slice("start ".length));
}

async function toTheEnd(app: DurableApp): Promise<void> {
  for (let day = 0; day < 9; day += 1) await app.pass(DAY);
}

async function expectEnds(app: DurableApp): Promise<void> {
  for (const [instanceId, output] of Object.entries(ENDS)) {
    const { status, output: actual } = await app.status(instanceId);
    expect([instanceId, status, actual]).toEqual([instanceId, "completed", output]);
  }
  expect(await app.engine.readEntity("@account@cut-a")).toBe(70);
  expect(await app.engine.readEntity("@account@cut-b")).toBe(30);
}

/** The runs of activities that never fail and whose answer is stored in this folder, as history or as mail. */
function answeredIn(folder: string): string[] {
  const store = openStoreReadOnly(join(folder, "host.db"));
  const texts = (sql: string): string[] =>
    store
      .prepare(sql)
      .all()
      .map((row) => String(Object.values(row)[0]));
  const events = [
    ...texts("SELECT tail FROM durable_sampleshub_instances WHERE tail <> ''"),
    ...texts("SELECT events FROM durable_sampleshub_history"),
  ].map((text) => JSON.parse(`[${text}]`) as HistoryEvent[]);
  const mail = texts("SELECT message FROM durable_sampleshub_inbox").map(
    (text) => JSON.parse(text) as Message,
  );
  store.close();
  const runs: string[] = [];
  for (const history of events) {
    const scheduled = new Map<number, string>();
    for (const event of [
      ...history,
      ...mail.flatMap((one) => (one.kind === "arrival" ? [one.arrival] : [])),
    ]) {
      if (event.type === "taskScheduled" && event.name === "jitter") {
        const { run, failures } = JSON.parse(event.input) as { run: string; failures?: number };
        if (failures === 0) scheduled.set(event.id, run);
      }
      const run = event.type === "taskCompleted" ? scheduled.get(event.id) : undefined;
      if (run !== undefined) runs.push(run);
    }
  }
  return runs;
}
