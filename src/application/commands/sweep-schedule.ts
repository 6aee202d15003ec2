/** Once an hour: wakes the buckets of the hour that has begun, and those of earlier hours in which something is left. */
import { bucketsOfHour, endOfBucket, hourOf, type ScheduleRow } from "../../domain/schedule-row.js";
import type { Instant } from "../../domain/time/instant.js";
import { DUE_BUCKET, dueBucketInstance } from "../orchestrations/names.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Costs one query that finds nothing when nothing is due; the rest only follows what is. Gives the buckets it woke. */
export async function sweepSchedule(ports: Ports): Promise<readonly string[]> {
  const hour = hourOf(ports.clock.now());
  const buckets = bucketsOfHour(hour);
  const end = endOfBucket(`${hour}.0`);
  const first = await oldest(ports, { op: "lt", path: "dueDateTime", value: end }, undefined);
  if (first === undefined) return [];
  const full = await Promise.all(buckets.map((bucket) => oldest(ports, undefined, bucket)));
  const woken = buckets.filter((_, index) => full[index] !== undefined);
  woken.push(...(await leftOver(ports, first.bucket)));
  for (const bucket of woken) await ports.orchestrator.start(DUE_BUCKET, dueBucketInstance(bucket), bucket);
  return woken;
}

/** Buckets of past hours that still have rows: the server was down, or a row failed. Hour by hour, so that a long pause costs one query for each row's hour. */
async function leftOver(ports: Ports, firstBucket: string): Promise<readonly string[]> {
  const thisHour = hourOf(ports.clock.now());
  const left: string[] = [];
  let hour = firstBucket.slice(0, 13);
  while (hour < thisHour) {
    const buckets = bucketsOfHour(hour);
    const rows = await Promise.all(buckets.map((bucket) => oldest(ports, undefined, bucket)));
    left.push(...buckets.filter((_, index) => rows[index] !== undefined));
    const after: Instant = endOfBucket(`${hour}.0`);
    const next = await oldest(ports, { op: "ge", path: "dueDateTime", value: after }, undefined);
    if (next === undefined) break;
    hour = hourOf(next.dueDateTime);
  }
  return left;
}

async function oldest(
  ports: Ports,
  filter: Filter | undefined,
  partition: string | undefined,
): Promise<ScheduleRow | undefined> {
  const page = await ports.documents.query<ScheduleRow>({
    container: "schedule",
    kind: "due",
    ...(partition === undefined ? {} : { partition }),
    ...(filter === undefined ? {} : { filter }),
    orderBy: [{ path: "dueDateTime", direction: "asc" }],
    top: 1,
  });
  return page.items[0]?.document;
}
