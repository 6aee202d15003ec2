/** Lists and counts instances by status, time and id prefix, page by page: index look-ups, never a scan of all instances. */
import type { Bindable, Store } from "../store/store.js";
import { DurableError } from "./errors.js";
import { type InstanceRow, STATUS, type StatusName } from "./instance.js";
import { instanceOf } from "./instance-rows.js";
import type { Tables } from "./schema.js";

export type InstanceFilter = {
  readonly statuses?: readonly StatusName[];
  /** Milliseconds since 1970, inclusive both. */
  readonly createdFrom?: number;
  readonly createdTo?: number;
  readonly idPrefix?: string;
};

export type InstancePage = { readonly rows: readonly InstanceRow[]; readonly continuation?: string };

/** Instances on a page at most. */
const PAGE_MAX = 1000;

/** In order of creation. Instances started between two pages neither repeat nor hide others. */
export function queryInstances(
  store: Store,
  tables: Tables,
  filter: InstanceFilter,
  top: number,
  continuation?: string,
): InstancePage {
  const limit = Math.min(Math.max(1, Math.floor(top)), PAGE_MAX);
  const where = conditions(filter);
  if (continuation !== undefined) {
    const [createdAt, key] = placeIn(continuation);
    where.push(["(created_at, key) > (?,?)", createdAt, key]);
  }
  // One ordered look-up for each status, merged: together they would have to be sorted, however many there are.
  const statuses = filter.statuses ?? [];
  const wheres: Condition[][] =
    statuses.length === 0
      ? [where]
      : [...new Set(statuses)].map((name) => [["status = ?", STATUS[name]], ...where]);
  const rows = wheres
    .flatMap((conditions) => select(store, tables, conditions, limit + 1))
    .sort((a, b) => a.createdAt - b.createdAt || a.key - b.key);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: page };
  return { rows: page, continuation: `${last.createdAt}.${last.key}` };
}

function select(
  store: Store,
  { instances }: Tables,
  where: readonly Condition[],
  limit: number,
): InstanceRow[] {
  const clause = where.length === 0 ? "" : `WHERE ${where.map(([sql]) => sql).join(" AND ")}`;
  const sql = `SELECT * FROM ${instances} ${clause} ORDER BY created_at, key LIMIT ?`;
  return store
    .prepare(sql)
    .all(...where.flatMap(([, ...values]) => values), limit)
    .map(instanceOf);
}

export function countInstances(store: Store, { instances }: Tables): Record<StatusName, number> {
  const counts = { pending: 0, running: 0, suspended: 0, completed: 0, failed: 0, terminated: 0 };
  for (const row of store.prepare(`SELECT status, count(*) AS n FROM ${instances} GROUP BY status`).all()) {
    for (const [name, number] of Object.entries(STATUS)) {
      // Object.entries forgets that the keys are those of STATUS.
      if (number === row["status"]) counts[name as StatusName] = Number(row["n"]);
    }
  }
  return counts;
}

type Condition = readonly [sql: string, ...values: Bindable[]];

function conditions({ createdFrom, createdTo, idPrefix }: InstanceFilter): Condition[] {
  const where: Condition[] = [];
  if (createdFrom !== undefined) where.push(["created_at >= ?", createdFrom]);
  if (createdTo !== undefined) where.push(["created_at <= ?", createdTo]);
  if (idPrefix !== undefined && idPrefix !== "")
    where.push(["substr(id, 1, ?) = ?", idPrefix.length, idPrefix]);
  return where;
}

function placeIn(continuation: string): [number, number] {
  const match = /^(-?\d{1,16})\.(\d{1,16})$/.exec(continuation);
  if (match === null)
    throw new DurableError("invalidArgument", "The continuation token is not one of this engine.");
  return [Number(match[1]), Number(match[2])];
}
