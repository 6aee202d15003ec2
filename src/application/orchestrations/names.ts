/** The names under which orchestrations, their activities and events are known to the durable engine. Running instances replay them: they never change. */

/** Follows a request that people decide; its instance id is the request's id. */
export const ASSIGNMENT_REQUEST = "assignmentRequest";
/** Activity: the next step of a request. Input: where it is. Gives what it waits for. */
export const PROCEED = "proceedWithRequest";
/** Event: something about the request was decided. */
export const WAKE = "wake";

/** Waits for what falls due in one bucket of the schedule, inside its hour. */
export const DUE_BUCKET = "dueBucket";
/** Activity: does what is due in a bucket. Input: bucket. Gives the instant at which to come back, or null. */
export const RUN_DUE = "runDue";
/** Event: the bucket has a new row. */
export const RESCHEDULED = "rescheduled";

/** Where a request is, and what led to it. Input of the orchestration and of its activity. */
export type RequestAddress = {
  readonly requestId: string;
  /** The target's: the partition in which the request is. */
  readonly subjectId: string;
  /** Of the call that made the request: what the system does about it is found together with it. */
  readonly correlationId: string;
};

/** What a request waits for. `nothing`: people and the calendar have done their part, or it is closed. */
export type WaitsFor = "decision" | "callback" | "start" | "nothing";

export function dueBucketInstance(bucket: string): string {
  return `due.${bucket}`;
}
