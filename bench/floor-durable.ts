/**
 * The floor of durable work: the same approval workflow as a hand-written event log on SQLite, with nothing else around it.
 * Five steps, each awaited on disk (synchronous=FULL), all writes of one turn of the event loop in one transaction.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { inParallel } from "../test/outsider/in-parallel.js";
import { percentile } from "./result.js";

/** start, first activity, second activity and park, approval, delivery and end. */
const STEPS = ["started", "act1", "act2", "approved", "act3"] as const;

export type DurableFloor = {
  readonly batchPerSecond: number;
  readonly oneP50Ms: number;
  readonly oneP99Ms: number;
  readonly cpuSecondsPer1000: number;
};

export async function durableFloor(batch: number, one: number): Promise<DurableFloor> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-floor-"));
  const log = openLog(join(folder, "floor.db"));
  try {
    const ids = Array.from({ length: batch }, (_, i) => `batch-${i}`);
    const cpu = process.cpuUsage();
    const began = performance.now();
    await inParallel(64, ids, (id) => workflow(log, id));
    const batchMs = performance.now() - began;
    const used = process.cpuUsage(cpu);
    const times: number[] = [];
    for (let i = 0; i < one; i += 1) {
      const start = performance.now();
      await workflow(log, `one-${i}`);
      times.push(performance.now() - start);
    }
    return {
      batchPerSecond: (batch / batchMs) * 1000,
      oneP50Ms: percentile(times, 0.5),
      oneP99Ms: percentile(times, 0.99),
      cpuSecondsPer1000: ((used.user + used.system) / 1e6 / batch) * 1000,
    };
  } finally {
    log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function workflow(log: EventLog, id: string): Promise<void> {
  for (const step of STEPS) await log.append(id, step);
}

type EventLog = { append(id: string, event: string): Promise<void>; close(): void };

/** One table, one group commit a turn. */
export function openLog(file: string): EventLog {
  const database = new Database(file);
  for (const pragma of ["journal_mode=WAL", "synchronous=FULL"]) database.pragma(pragma);
  database.exec("CREATE TABLE event (id TEXT, event TEXT, body TEXT, PRIMARY KEY (id, event)) WITHOUT ROWID");
  const insert = database.prepare("INSERT INTO event VALUES (?, ?, ?)");
  const [begin, commit] = [database.prepare("BEGIN"), database.prepare("COMMIT")];
  let waiting: (() => void)[] = [];
  return {
    append: (id, event) =>
      new Promise((resolve) => {
        if (waiting.length === 0) {
          begin.run();
          setImmediate(() => {
            commit.run();
            const told = waiting;
            waiting = [];
            for (const tell of told) tell();
          });
        }
        insert.run(id, event, JSON.stringify({ id, event, at: "2026-11-22T12:00:00.000Z" }));
        waiting.push(resolve);
      }),
    close: () => database.close(),
  };
}
