/**
 * The approval workflow of performance.md on the embedded host, with the real durable-functions SDK: start, two activities, wait for
 * "approve", a third activity. Batch: N started by 64 callers, all parked, then all approved by 64 callers. One: one after another.
 * `node dist/bench/durable-workflow.js` runs it alone; the floor beside it is the same number of durable steps in a plain event log.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { DurableEngine } from "../src/adapters/embedded/durable/engine.js";
import { randomIds } from "../src/adapters/embedded/ids/ids.js";
import { openStore } from "../src/adapters/embedded/store/store.js";
import { realClock } from "../src/adapters/embedded/time/real-clock.js";
import { workTracker } from "../src/adapters/embedded/time/work-tracker.js";
import { createDurableService } from "../src/hosts/embedded/durable/service.js";
import { createLogger } from "../src/hosts/embedded/logger.js";
import { startEmbeddedHost } from "../src/hosts/embedded/start-embedded-host.js";
import { inParallel } from "../test/outsider/in-parallel.js";
import { durableFloor } from "./floor-durable.js";
import { type BenchResult, line, percentile, row } from "./result.js";

const CALLERS = 64;
const PARK_ID = "parked";

export async function durableWorkflow(batch = 2_000, one = 300): Promise<readonly BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-durable-"));
  const appFolder = fileURLToPath(new URL("../../test/apps/durable", import.meta.url));
  const store = openStore(join(folder, "durable.db"));
  const work = workTracker();
  work.watch(() => store.isBusy());
  const parts = {
    store,
    work,
    clock: realClock(),
    ids: randomIds(),
    logger: createLogger({ level: "error", json: true }),
  };
  const service = createDurableService({ ...parts, baseUrl: () => "http://127.0.0.1:0" });
  const host = await startEmbeddedHost({ ...parts, appFolder, services: [service] });
  try {
    const { engine } = service;
    // A server that has run for a while: the compiler has seen the code.
    await runBatch(engine, "warm", batch, () => work.quiet());
    const floor = await durableFloor(batch, one);
    const measured = await runBatch(engine, "batch", batch, () => work.quiet());
    const times = await runOneByOne(engine, one);
    return figures(batch, one, measured, times, floor);
  } finally {
    await host.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Batch = {
  readonly perSecond: number;
  readonly cpuSecondsPer1000: number;
  readonly heapKbPerParked: number;
};

async function runBatch(
  engine: DurableEngine,
  name: string,
  count: number,
  quiet: () => Promise<void>,
): Promise<Batch> {
  const ids = Array.from({ length: count }, (_, index) => `${name}-${index}`);
  const heapBefore = heapUsed();
  const cpu = process.cpuUsage();
  const began = performance.now();
  await inParallel(CALLERS, ids, (instanceId) =>
    engine.start("approval", { instanceId, input: { request: instanceId } }),
  );
  await quiet();
  const parkedMs = performance.now() - began;
  const cpuParked = process.cpuUsage(cpu);
  const heapKbPerParked = (heapUsed() - heapBefore) / 1024 / count;
  const cpuAgain = process.cpuUsage();
  const again = performance.now();
  await inParallel(CALLERS, ids, (instanceId) => engine.raise(instanceId, "approve", true));
  await Promise.all(ids.map((instanceId) => engine.waitFor(instanceId)));
  const approvedMs = performance.now() - again;
  const cpuApproved = process.cpuUsage(cpuAgain);
  const micros = cpuParked.user + cpuParked.system + cpuApproved.user + cpuApproved.system;
  return {
    perSecond: (count / (parkedMs + approvedMs)) * 1000,
    cpuSecondsPer1000: (micros / 1e6 / count) * 1000,
    heapKbPerParked,
  };
}

/** Human time is left out: the approval comes at once, whether or not the workflow already waits for it. */
async function runOneByOne(engine: DurableEngine, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const instanceId = `one-${PARK_ID}-${index}`;
    const began = performance.now();
    const ended = engine.start("approval", { instanceId, input: { request: instanceId } });
    await ended;
    await engine.raise(instanceId, "approve", true);
    await engine.waitFor(instanceId);
    times.push(performance.now() - began);
  }
  return times;
}

function heapUsed(): number {
  // Only with --expose-gc is the figure free of garbage.
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function figures(
  batch: number,
  one: number,
  measured: Batch,
  times: readonly number[],
  floor: Awaited<ReturnType<typeof durableFloor>>,
): readonly BenchResult[] {
  return [
    { name: "durable-batch", value: measured.perSecond, unit: "wf/s", n: batch, floor: floor.batchPerSecond },
    {
      name: "durable-cpu",
      value: measured.cpuSecondsPer1000,
      unit: "s/1000",
      n: batch,
      floor: floor.cpuSecondsPer1000,
    },
    { name: "durable-one-p50", value: percentile(times, 0.5), unit: "ms", n: one, floor: floor.oneP50Ms },
    { name: "durable-one-p99", value: percentile(times, 0.99), unit: "ms", n: one, floor: floor.oneP99Ms },
    ...(globalThis.gc === undefined
      ? []
      : [{ name: "durable-parked-heap", value: measured.heapKbPerParked, unit: "KB", n: batch }]),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const result of await durableWorkflow()) {
    process.stdout.write(`${line(result)}\n`);
    process.stderr.write(`${row(result)}\n`);
  }
}
