/**
 * The numbers that rows are found by. A message's row id holds its queue in the upper bits and its sequence number in the lower ones:
 * one table in one B-tree, each queue's messages side by side in order, appended at the end of its own range, and no second index.
 */
import type { Statement, Store } from "../store/store.js";
import { BrokerError } from "./errors.js";

/** 2^40 sequence numbers: at 20,000 messages a second in one queue they last for 1.7 years without a pause. */
const SEQUENCE_SPAN = 2 ** 40;
/** 2^13 queues fill a row id to 2^53, the largest integer JavaScript counts exactly. */
const QUEUES_MAX = 2 ** 13 - 1;
/** Sequence numbers promised in one write. A crash skips at most this many. */
const RESERVED_AT_ONCE = 1000;

export function sequenceNumberOf(id: number): number {
  return id % SEQUENCE_SPAN;
}

/** The number of the queue that the row belongs to. */
export function queueNumberOf(id: number): number {
  return Math.floor(id / SEQUENCE_SPAN);
}

export type QueueNumbers = {
  readonly number: number;
  /** Row ids of the queue lie above this one. */
  readonly base: number;
  /** Every id given out before this process started is at most this. */
  readonly lastBefore: number;
  /** Whether the messages that wait were stored with sessions; what was asked for when none wait. */
  readonly requiresSession: boolean;
  /** The next row id. Call inside a write of the store. */
  next(): number;
};

/** Finds or makes the queue's numbers. Writes outside the group: for start-up. */
export function queueNumbers(store: Store, path: string, requiresSession: boolean): QueueNumbers {
  store
    .prepare(
      "INSERT INTO broker_queue (path, requires_session, next_sequence) VALUES (?, ?, 1) ON CONFLICT DO NOTHING",
    )
    .run(path, requiresSession ? 1 : 0);
  const row = store
    .prepare("SELECT number, requires_session, next_sequence FROM broker_queue WHERE path = ?")
    .get(path);
  const number = Number(row?.["number"]);
  if (number > QUEUES_MAX)
    throw new BrokerError("entityInvalid", `There are more than ${QUEUES_MAX} queues and subscriptions.`);
  const base = number * SEQUENCE_SPAN;
  const lastStored = store
    .prepare("SELECT max(id) AS id FROM broker_message WHERE id > ? AND id < ?")
    .get(base, base + SEQUENCE_SPAN)?.["id"];
  let nextSequence = Number(row?.["next_sequence"]);
  // A number is promised inside a write that could be undone: what is stored has the last word.
  if (typeof lastStored === "number") nextSequence = Math.max(nextSequence, lastStored - base + 1);
  else
    store
      .prepare("UPDATE broker_queue SET requires_session = ? WHERE number = ?")
      .run(requiresSession ? 1 : 0, number);
  let promised = nextSequence;
  const promise: Statement = store.prepare("UPDATE broker_queue SET next_sequence = ? WHERE number = ?");
  return {
    number,
    base,
    lastBefore: base + nextSequence - 1,
    requiresSession: typeof lastStored === "number" ? row?.["requires_session"] === 1 : requiresSession,
    next() {
      if (nextSequence >= promised) {
        promised = nextSequence + RESERVED_AT_ONCE;
        promise.run(promised, number);
      }
      const id = base + nextSequence;
      nextSequence += 1;
      return id;
    },
  };
}
