/** One durable engine on real SQLite and a simulated clock, with a scripted worker. */
import { copyFileSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DurableEngine } from "../../src/adapters/embedded/durable/engine.js";
import type { EngineSettings } from "../../src/adapters/embedded/durable/machine.js";
import type { Task } from "../../src/adapters/embedded/durable/worker.js";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import { type SimulatedClock, simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { type ProbingWorkTracker, workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import { type Script, type ScriptedWorker, scriptedWorker } from "./embedded-durable-worker.js";

export type EngineRig = {
  readonly engine: DurableEngine;
  readonly worker: ScriptedWorker;
  readonly store: EmbeddedStore;
  readonly clock: SimulatedClock;
  readonly work: ProbingWorkTracker;
  readonly errors: string[];
  /** The folder as a power cut would leave it now. */
  readonly cut: () => string;
  readonly stop: () => Promise<void>;
};

export type RigOptions = {
  readonly folder?: string;
  readonly settings?: Partial<EngineSettings>;
  /** Puts something between the engine and the store. */
  /** Called when a task begins. */
  readonly onTask?: (task: Task) => void;
  readonly between?: (store: EmbeddedStore) => EmbeddedStore;
};

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "durable-engine-"));
}

export function engineRig(scripts: Readonly<Record<string, Script>>, options: RigOptions = {}): EngineRig {
  const folder = options.folder ?? temporaryFolder();
  const opened = openStore(join(folder, "engine.db"));
  const store = options.between?.(opened) ?? opened;
  const clock = simulatedClock(Date.parse("2026-11-22T08:00:00Z"));
  const work = workTracker();
  work.watch(() => store.isBusy());
  work.watch(() => clock.isBusy());
  const errors: string[] = [];
  const worker = scriptedWorker(scripts, options.onTask);
  const engine = new DurableEngine({
    store,
    clock,
    work,
    ids: randomIds(),
    worker,
    log: { error: (message) => void errors.push(message), warn: () => {} },
    settings: {
      hub: "Test",
      activitiesMax: 20,
      orchestratorsMax: 20,
      entitiesMax: 20,
      entityBatchMax: 100,
      ...options.settings,
    },
  });
  engine.run();
  return {
    engine,
    worker,
    store,
    clock,
    work,
    errors,
    cut() {
      const copy = temporaryFolder();
      for (const file of ["engine.db", "engine.db-wal"]) {
        if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(copy, file));
      }
      return copy;
    },
    async stop() {
      worker.holdOrchestrators(false);
      worker.holdTasks(false);
      await engine.stop();
      await store.close();
    },
  };
}

/** Turns of the event loop: enough for anything that waits for nothing else. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}
