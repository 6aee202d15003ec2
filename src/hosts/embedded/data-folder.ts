/**
 * Opens a data folder: takes it for this process, opens the database, and decides which clock rules it. What was decided at the first
 * start (the sample, the simulated clock) holds for ever: a folder never mixes real and simulated time.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FolderInUseError, type FolderLock, lockFolder } from "../../adapters/embedded/store/folder-lock.js";
import type { StoreFailedError } from "../../adapters/embedded/store/group-commit.js";
import { type EmbeddedStore, openStore } from "../../adapters/embedded/store/store.js";
import type { HostClock } from "../../adapters/embedded/time/host-clock.js";
import { realClock } from "../../adapters/embedded/time/real-clock.js";
import { type SimulatedClock, simulatedClock } from "../../adapters/embedded/time/simulated-clock.js";
import {
  keepSimulatedInstant,
  readSimulatedInstant,
} from "../../adapters/embedded/time/simulated-instant.js";
import { type ProbingWorkTracker, workTracker } from "../../adapters/embedded/time/work-tracker.js";
import { type Instant, instantOf, msOf } from "../../domain/time/instant.js";
import { HostError } from "./binding-service.js";
import { type FolderFacts, folderFacts } from "./folder-facts.js";

export const DATABASE_FILE = "gatehouse.db";

export type DataFolder = {
  readonly path: string;
  readonly store: EmbeddedStore;
  readonly facts: FolderFacts;
  readonly clock: HostClock;
  /** The same clock when it is simulated. */
  readonly simulated: SimulatedClock | undefined;
  readonly work: ProbingWorkTracker;
  /** Writes what is open, and gives the folder free. */
  close(): Promise<void>;
};

/** Throws a HostError when the folder is in use, or its clock is not the one asked for. `onStoreFailure`: nothing can be kept any more. */
export async function openDataFolder(
  path: string,
  simulateFrom: Instant | undefined,
  onStoreFailure: (error: StoreFailedError) => void,
): Promise<DataFolder> {
  const lock = takeFolder(path);
  try {
    const store = openStore(join(path, DATABASE_FILE), { onFailure: onStoreFailure });
    try {
      return await openClocks(path, store, lock, simulateFrom);
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

function takeFolder(path: string): FolderLock {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return lockFolder(path);
  } catch (error) {
    if (error instanceof FolderInUseError) throw new HostError(error.message, { cause: error });
    throw new HostError(
      `The data folder ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
}

async function openClocks(
  path: string,
  store: EmbeddedStore,
  lock: FolderLock,
  simulateFrom: Instant | undefined,
): Promise<DataFolder> {
  const facts = folderFacts(store);
  const isNew = facts.get("created") === undefined;
  const stoodMs = readSimulatedInstant(store);
  if (simulateFrom !== undefined && stoodMs === undefined && !isNew) {
    throw new HostError(
      `The data folder ${path} has lived in real time: its clock cannot be simulated any more. Start with a new folder (--data).`,
    );
  }
  if (simulateFrom === undefined && stoodMs !== undefined) {
    throw new HostError(
      `The data folder ${path} lives in simulated time (it is ${instantOf(stoodMs)} there): start it with --simulated-clock ${instantOf(stoodMs)}.`,
    );
  }
  const work = workTracker();
  work.watch(() => store.isBusy());
  // Simulated time goes on where it stood: what is stored is never in its future.
  const simulated =
    simulateFrom === undefined ? undefined : simulatedClock(Math.max(msOf(simulateFrom), stoodMs ?? 0));
  if (simulated !== undefined) {
    work.watch(() => simulated.isBusy());
    await keepSimulatedInstant(store, simulated);
  }
  const clock = simulated ?? realClock();
  if (isNew) await facts.set("created", clock.now());
  return {
    path,
    store,
    facts,
    clock,
    simulated,
    work,
    async close() {
      await store.close();
      lock.release();
    },
  };
}
