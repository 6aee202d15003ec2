/** The tables of one task hub. Their names carry the hub's name, so that changing the hub in host.json starts with an empty hub. */
import type { Store } from "../store/store.js";

/** The Durable extension's rule for hub names; they become part of table names here. */
export const HUB_NAME = /^[A-Za-z][A-Za-z0-9]{2,44}$/;

export type Tables = {
  readonly instances: string;
  readonly history: string;
  readonly inbox: string;
  readonly timers: string;
  readonly leftTasks: string;
  readonly entities: string;
  readonly delayed: string;
  readonly secrets: string;
};

/** Creates what is missing. Throws RangeError on a hub name of another form. */
export function openTables(store: Store, hub: string): Tables {
  if (!HUB_NAME.test(hub)) throw new RangeError(`"${hub}" cannot name a task hub.`);
  const prefix = `durable_${hub.toLowerCase()}`;
  const tables: Tables = {
    instances: `${prefix}_instances`,
    history: `${prefix}_history`,
    inbox: `${prefix}_inbox`,
    timers: `${prefix}_timers`,
    leftTasks: `${prefix}_left_tasks`,
    entities: `${prefix}_entities`,
    delayed: `${prefix}_delayed`,
    secrets: `${prefix}_secrets`,
  };
  store.execute(ddl(tables));
  return tables;
}

function ddl(tables: Tables): string {
  return `
    -- One row an instance. "tail" is the newest part of the history; older parts are in the history table.
    -- "due" counts what must be looked at after a restart: a start not yet delivered and tasks without an answer.
    CREATE TABLE IF NOT EXISTS ${tables.instances} (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, execution INTEGER NOT NULL,
      status INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, custom_status TEXT, output TEXT,
      start TEXT, due INTEGER NOT NULL, chunks INTEGER NOT NULL, tail TEXT NOT NULL, revision INTEGER NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS ${tables.instances}_due ON ${tables.instances} (key) WHERE due > 0;
    CREATE INDEX IF NOT EXISTS ${tables.instances}_created ON ${tables.instances} (created_at);
    CREATE INDEX IF NOT EXISTS ${tables.instances}_status ON ${tables.instances} (status, created_at);

    CREATE TABLE IF NOT EXISTS ${tables.history} (
      instance INTEGER NOT NULL, chunk INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (instance, chunk)) STRICT, WITHOUT ROWID;

    -- Messages that are not yet history: for orchestrations only those that could not be told at once, for entities all.
    CREATE TABLE IF NOT EXISTS ${tables.inbox} (
      number INTEGER PRIMARY KEY, target TEXT NOT NULL, sender TEXT, message TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS ${tables.inbox}_target ON ${tables.inbox} (target, number);

    CREATE TABLE IF NOT EXISTS ${tables.timers} (
      instance INTEGER NOT NULL, step INTEGER NOT NULL, fire_at INTEGER NOT NULL, PRIMARY KEY (instance, step)) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS ${tables.timers}_due ON ${tables.timers} (fire_at, instance, step);

    -- Tasks whose execution has ended or continued as new before they ran: they still run once, for nobody.
    CREATE TABLE IF NOT EXISTS ${tables.leftTasks} (number INTEGER PRIMARY KEY, task TEXT NOT NULL) STRICT;

    -- "present" 1: the entity exists. A row with 0 is only locked.
    CREATE TABLE IF NOT EXISTS ${tables.entities} (
      id TEXT PRIMARY KEY, present INTEGER NOT NULL, state TEXT, lock TEXT, updated_at INTEGER NOT NULL) STRICT;

    CREATE TABLE IF NOT EXISTS ${tables.delayed} (
      number INTEGER PRIMARY KEY, fire_at INTEGER NOT NULL, target TEXT NOT NULL, message TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS ${tables.secrets} (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS ${tables.delayed}_due ON ${tables.delayed} (fire_at, number);
  `;
}
