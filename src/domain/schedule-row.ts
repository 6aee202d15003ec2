/** A reminder to look at an object when something about it falls due. Only a hint: whoever is reminded re-reads the object. */
import { type Instant, msOf, nearestInstant, parseInstant } from "./time/instant.js";

/** Lives in partition `{bucket}` of `schedule`: `2026-11-22T19` (UTC hour) plus `.{shard}`, shard = 0 to 15 from the subject id. */
export type ScheduleRow = {
  readonly kind: "due";
  /** `{objectKind}.{objectId}.{dueDateTime digits}`: writing it twice is writing it once. */
  readonly id: string;
  readonly bucket: string;
  readonly dueDateTime: Instant;
  readonly objectKind: "assignmentRequest" | "assignment" | "roleGrant" | "approvalDelegation";
  readonly objectId: string;
  readonly subjectId: string;
};

/** Rows of one hour are spread over this many partitions. */
const SHARDS = 16;

/** The partition of what falls due at this instant for this person: `2026-11-22T19.7`. */
export function bucketOf(due: Instant, subjectId: string): string {
  return `${hourOf(due)}.${shardOf(subjectId)}`;
}

/** The UTC hour an instant is in: `2026-11-22T19`. */
export function hourOf(instant: Instant): string {
  return instant.slice(0, 13);
}

/** All partitions of an hour. */
export function bucketsOfHour(hour: string): readonly string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `${hour}.${shard}`);
}

/** The first instant after a bucket's hour. */
export function endOfBucket(bucket: string): Instant {
  const start = parseInstant(`${bucket.slice(0, 13)}:00:00Z`);
  if (start === undefined) throw new Error(`"${bucket}" is not a bucket: yyyy-mm-ddThh.shard is.`);
  return nearestInstant(msOf(start) + 3_600_000);
}

export function scheduleRow(
  objectKind: ScheduleRow["objectKind"],
  objectId: string,
  subjectId: string,
  dueDateTime: Instant,
): ScheduleRow {
  return {
    kind: "due",
    id: `${objectKind}.${objectId}.${dueDateTime.replace(/\D/g, "")}`,
    bucket: bucketOf(dueDateTime, subjectId),
    dueDateTime,
    objectKind,
    objectId,
    subjectId,
  };
}

/** Subject ids are GUIDs made from a hash, so their last digit is spread evenly. */
function shardOf(subjectId: string): number {
  const shard = Number.parseInt(subjectId.slice(-1), 16);
  return Number.isNaN(shard) ? 0 : shard;
}
