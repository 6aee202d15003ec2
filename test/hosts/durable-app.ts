/** Runs test/apps/durable (plain JavaScript, durable-functions 3.5) in a real embedded host: real SQLite, real sockets, a simulated clock. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { DurableEngine } from "../../src/adapters/embedded/durable/engine.js";
import type { InstanceStatus } from "../../src/adapters/embedded/durable/instance-status.js";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import { type SimulatedClock, simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import type { Json } from "../../src/domain/json.js";
import type { Logger } from "../../src/hosts/embedded/binding-service.js";
import { createDurableService } from "../../src/hosts/embedded/durable/service.js";
import { type EmbeddedHost, startEmbeddedHost } from "../../src/hosts/embedded/start-embedded-host.js";

const DURABLE_APP = fileURLToPath(new URL("../apps/durable", import.meta.url));
export const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

export type DurableApp = {
  readonly engine: DurableEngine;
  readonly host: EmbeddedHost;
  readonly url: string;
  readonly clock: SimulatedClock;
  readonly store: EmbeddedStore;
  readonly folder: string;
  readonly lines: string[];
  /** Calls a method of the SDK's durable client inside the app, which makes the real HTTP call. Throws what the client throws. */
  readonly client: (method: string, ...values: readonly unknown[]) => Promise<unknown>;
  readonly quiet: () => Promise<void>;
  readonly pass: (ms: number) => Promise<void>;
  /** Starts, waits for quiet, and gives the status. */
  readonly run: (orchestrator: string, input?: Json, instanceId?: string) => Promise<InstanceStatus>;
  readonly status: (instanceId: string) => Promise<InstanceStatus>;
  /** The data as a power cut would leave it now: a folder of its own. */
  readonly snapshot: () => string;
  readonly stop: () => Promise<void>;
};

export type DurableAppOptions = {
  /** Data of an earlier run; it stays when this one stops. */
  readonly folder?: string;
  readonly now?: string;
  readonly allowOutbound?: (url: URL) => boolean;
  readonly appFolder?: string;
  /** Called after each commit. */
  readonly onCommit?: () => void;
};

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "durable-app-"));
}

export async function durableApp(options: DurableAppOptions = {}): Promise<DurableApp> {
  const folder = options.folder ?? temporaryFolder();
  const store = watched(openStore(join(folder, "host.db")), options.onCommit);
  const clock = simulatedClock(Date.parse(options.now ?? "2026-11-22T08:00:00Z"));
  const work = workTracker();
  work.watch(() => store.isBusy());
  work.watch(() => clock.isBusy());
  const lines: string[] = [];
  const parts = { store, clock, work, ids: randomIds(), logger: recordingLogger(lines) };
  let url = "";
  const { allowOutbound } = options;
  const service = createDurableService({
    ...parts,
    baseUrl: () => url,
    ...(allowOutbound !== undefined && { allowOutbound }),
  });
  const host = await startEmbeddedHost({
    ...parts,
    appFolder: options.appFolder ?? DURABLE_APP,
    services: [service],
    listen: { port: 0 },
    onListening: (urls) => {
      url = urls.http;
    },
  });
  const { engine } = service;
  const status = async (instanceId: string): Promise<InstanceStatus> => {
    const found = await engine.status(instanceId, { input: true, history: true });
    if (found === undefined) throw new Error(`There is no instance ${instanceId}.`);
    return found;
  };
  return {
    engine,
    host,
    url,
    clock,
    store,
    folder,
    lines,
    client: (method, ...values) => callClient(url, method, values),
    quiet: () => work.quiet(),
    pass: (ms) => clock.advanceTo(clock.nowMs() + ms, work),
    async run(orchestrator, input, instanceId) {
      const started = await engine.start(orchestrator, {
        ...(input !== undefined && { input }),
        ...(instanceId !== undefined && { instanceId }),
      });
      await work.quiet();
      return status(started.instanceId);
    },
    status,
    snapshot: () => copyOf(folder),
    async stop() {
      openGates();
      await host.stop(1000);
      await store.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true });
    },
  };
}

/** Writes of one group resolve one after the other: the first of them tells. */
function watched(store: EmbeddedStore, onCommit: (() => void) | undefined): EmbeddedStore {
  if (onCommit === undefined) return store;
  let told = false;
  return {
    ...store,
    write(work) {
      const onDisk = store.write(work);
      void onDisk.then(() => {
        if (told) return;
        told = true;
        setImmediate(() => {
          told = false;
        });
        onCommit();
      });
      return onDisk;
    },
  };
}

function recordingLogger(lines: string[]): Logger {
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: () => {} };
}

async function callClient(url: string, method: string, values: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify(values, (_key, value: unknown) => value);
  const response = await fetch(`${url}/api/client/${method}`, { method: "POST", body });
  // The app's function answers one of the two.
  const answer = (await response.json()) as { readonly value?: unknown; readonly error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.value;
}

function copyOf(folder: string): string {
  const copy = temporaryFolder();
  for (const file of ["host.db", "host.db-wal"]) {
    if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(copy, file));
  }
  return copy;
}

type Samples = { readonly runs: Map<string, number>; readonly gates: Map<string, () => void> };

/** What the app's activities record about themselves; the app lives in this process. */
function samples(): Samples {
  const holder = globalThis as { durableSamples?: Samples };
  holder.durableSamples ??= { runs: new Map(), gates: new Map() };
  return holder.durableSamples;
}

/** How often the activity ran; `run` as given in its input. */
export function runsOf(activity: string, run?: string): number {
  return samples().runs.get(run === undefined ? activity : `${activity}:${run}`) ?? 0;
}

/** Waits, by turns of the event loop, until it is so: for what goes on while an activity is held open and the system is never quiet. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    if (await isSo()) return;
    await nextTurn();
  }
  throw new Error("It has not become so.");
}

/** Forgets what has run. */
export function forgetRuns(): void {
  samples().runs.clear();
}

/** Lets the gated activity of this run end. */
export function openGate(run: string): void {
  samples().gates.get(run)?.();
  samples().gates.delete(run);
}

function openGates(): void {
  for (const run of samples().gates.keys()) openGate(run);
}
