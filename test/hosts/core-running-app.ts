/** Runs one of the test's apps in a real embedded host: real SQLite, real sockets, a simulated clock. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import { type SimulatedClock, simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { type ProbingWorkTracker, workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import type { Logger } from "../../src/hosts/embedded/binding-service.js";
import {
  type EmbeddedHost,
  type EmbeddedHostOptions,
  startEmbeddedHost,
} from "../../src/hosts/embedded/start-embedded-host.js";

export const CORE_APP = fileURLToPath(new URL("../apps/core", import.meta.url));
export const ESM_APP = join(CORE_APP, "esm");
export const STREAM_APP = join(CORE_APP, "stream");

export type LogLine = {
  readonly level: keyof Logger;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

export function recordingLogger(): { readonly logger: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Logger): Logger["info"] =>
    (message, facts = {}) =>
      void lines.push({ level, message, facts });
  return { lines, logger: { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") } };
}

export type RunningApp = {
  readonly host: EmbeddedHost;
  /** The address of the plain server. */
  readonly url: string;
  readonly clock: SimulatedClock;
  readonly work: ProbingWorkTracker;
  readonly store: EmbeddedStore;
  readonly lines: LogLine[];
  /** Removes and gives what the app's functions have noted. */
  journal(): Promise<string[]>;
  advanceTo(instant: string): Promise<void>;
  stop(): Promise<void>;
};

export type AppOptions = Partial<EmbeddedHostOptions> & {
  readonly folder?: string;
  /** Kept by the caller when a later run is to find what this one stored. */
  readonly data?: string;
  readonly now?: string;
};

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "embedded-host-"));
}

export async function runningApp(options: AppOptions = {}): Promise<RunningApp> {
  const { folder = CORE_APP, now = "2026-11-01T00:00:00Z", data, ...overrides } = options;
  const dataFolder = data ?? temporaryFolder();
  const store = openStore(join(dataFolder, "host.db"));
  const clock = simulatedClock(Date.parse(now));
  const work = workTracker();
  work.watch(() => store.isBusy());
  work.watch(() => clock.isBusy());
  const { lines, logger } = recordingLogger();
  const close = async (): Promise<void> => {
    await store.close();
    if (data === undefined) rmSync(dataFolder, { recursive: true });
  };
  const host = await startEmbeddedHost({
    appFolder: folder,
    services: [],
    clock,
    store,
    work,
    ids: randomIds(),
    logger,
    listen: { port: 0 },
    ...overrides,
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const url = host.http ?? "";
  return {
    host,
    url,
    clock,
    work,
    store,
    lines,
    async journal() {
      const answer = await fetch(`${url}/api/journal`, { method: "DELETE" });
      // The function answers a list of texts.
      return (await answer.json()) as string[];
    },
    advanceTo: (instant) => clock.advanceTo(Date.parse(instant), work),
    async stop() {
      await host.stop(1000);
      await close();
    },
  };
}
