/** Everything the parts of one engine share: the rows, what is in memory, and the clock. */

import type { Store } from "../store/store.js";
import type { HostClock } from "../time/host-clock.js";
import { Delayed } from "./delayed.js";
import { EntityRows } from "./entity-rows.js";
import { Inbox } from "./inbox.js";
import type { InstanceRow } from "./instance.js";
import { InstanceRows } from "./instance-rows.js";
import { LeftTasks } from "./left-tasks.js";
import { LiveInstances } from "./live-instances.js";
import { openTables, type Tables } from "./schema.js";
import { Timers } from "./timers.js";
import type { DurableWorker } from "./worker.js";

export type EngineLog = {
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
};

export type Hub = {
  readonly store: Store;
  readonly clock: HostClock;
  readonly worker: DurableWorker;
  readonly log: EngineLog;
  readonly tables: Tables;
  readonly rows: InstanceRows;
  readonly inbox: Inbox;
  readonly timers: Timers;
  readonly leftTasks: LeftTasks;
  readonly delayed: Delayed;
  readonly entityRows: EntityRows;
  readonly lives: LiveInstances;
  /** Warns the first time for each `about`: a mistake in the app would otherwise be told for each instance. */
  warnOnce(about: string, message: string, facts: Readonly<Record<string, unknown>>): void;
};

export function openHub(parts: Pick<Hub, "store" | "clock" | "worker" | "log">, name: string): Hub {
  const tables = openTables(parts.store, name);
  const rows = new InstanceRows(parts.store, tables);
  const warned = new Set<string>();
  return {
    ...parts,
    tables,
    rows,
    inbox: new Inbox(parts.store, tables),
    timers: new Timers(parts.store, tables),
    leftTasks: new LeftTasks(parts.store, tables),
    delayed: new Delayed(parts.store, tables),
    entityRows: new EntityRows(parts.store, tables),
    lives: new LiveInstances(rows, parts.worker),
    warnOnce(about, message, facts) {
      if (warned.has(about)) return;
      warned.add(about);
      parts.log.warn(message, facts);
    },
  };
}

/** Removes an instance with all that is stored about it. Belongs inside `store.write`; it must not be in memory afterwards. */
export function eraseInstance(hub: Hub, row: InstanceRow): void {
  hub.timers.removeAll(row.key);
  hub.inbox.removeAll(row.id);
  hub.rows.remove(row);
}
