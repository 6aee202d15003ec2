/** A reminder to look at an object when something about it falls due. Only a hint: whoever is reminded re-reads the object. */
import type { Instant } from "./time/instant.js";

/** Lives in partition `{bucket}` of `schedule`: `2026-11-22T19` (UTC hour) plus `.{shard}`, shard = 0 to 15 from the subject id. */
export type ScheduleRow = {
  readonly kind: "due";
  /** `{objectKind}.{objectId}.{dueDateTime digits}`: writing it twice is writing it once. */
  readonly id: string;
  readonly bucket: string;
  readonly dueDateTime: Instant;
  readonly objectKind: "assignmentRequest" | "assignment" | "roleGrant";
  readonly objectId: string;
  readonly subjectId: string;
};
