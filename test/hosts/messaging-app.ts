/** Runs test/apps/messaging in a real embedded host with the Service Bus and Cosmos DB services, on real SQLite and a simulated clock. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Broker, createBroker } from "../../src/adapters/embedded/broker/broker.js";
import type { Topology } from "../../src/adapters/embedded/broker/topology.js";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { openStore } from "../../src/adapters/embedded/store/store.js";
import { type SimulatedClock, simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import type { Logger } from "../../src/hosts/embedded/binding-service.js";
import { createCosmosDbService } from "../../src/hosts/embedded/cosmos-db/cosmos-db-service.js";
import { createServiceBusService } from "../../src/hosts/embedded/service-bus/service-bus-service.js";
import { startEmbeddedHost } from "../../src/hosts/embedded/start-embedded-host.js";

const MESSAGING_APP = fileURLToPath(new URL("../apps/messaging", import.meta.url));

/** What a function noted: its name, and what it was given. */
type Note = { readonly name: string; readonly [fact: string]: unknown };

export type MessagingApp = {
  readonly broker: Broker;
  readonly clock: SimulatedClock;
  readonly lines: string[];
  /** Sends a request to the app and waits for quiet. */
  readonly call: (method: string, path: string, body?: string | object) => Promise<Response>;
  readonly quiet: () => Promise<void>;
  readonly pass: (ms: number) => Promise<void>;
  /** Removes and gives what the functions have noted; of one function when it is named. */
  readonly notes: (name?: string) => Promise<Note[]>;
  /** Keeps the data for the next run when it was given a folder. */
  readonly stop: () => Promise<void>;
};

export function recordingLogger(lines: string[]): Logger {
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: () => {} };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "messaging-app-"));
}

export async function messagingApp(
  options: { topology?: Topology; data?: string } = {},
): Promise<MessagingApp> {
  const data = options.data ?? temporaryFolder();
  const store = openStore(join(data, "host.db"));
  const clock = simulatedClock(Date.parse("2026-11-22T08:00:00Z"));
  const work = workTracker();
  work.watch(() => store.isBusy());
  work.watch(() => clock.isBusy());
  const lines: string[] = [];
  const logger = recordingLogger(lines);
  const ids = randomIds();
  const broker = createBroker({ store, clock, work, ids, topology: options.topology ?? {} });
  const services = [
    createServiceBusService({ broker, logger }),
    createCosmosDbService({ store, clock, work, logger }),
  ];
  const host = await startEmbeddedHost({
    appFolder: MESSAGING_APP,
    services,
    clock,
    store,
    work,
    ids,
    logger,
    listen: { port: 0 },
  });
  const call: MessagingApp["call"] = async (method, path, body) => {
    const response = await fetch(`${host.http}/api/${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    await work.quiet();
    return response;
  };
  return {
    broker,
    clock,
    lines,
    call,
    quiet: () => work.quiet(),
    pass: (ms) => clock.advanceTo(clock.nowMs() + ms, work),
    async notes(name) {
      // The function answers what note() was given.
      const all = (await (await call("DELETE", "journal")).json()) as Note[];
      return name === undefined ? all : all.filter((note) => note.name === name);
    },
    async stop() {
      await host.stop(1000);
      await broker.stop();
      await store.close();
      if (options.data === undefined) rmSync(data, { recursive: true });
    },
  };
}
