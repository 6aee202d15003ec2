/** Every limit of requests, approvals and delivery, with its reason. Lengths are in UTF-16 code units. What can be raised is in tenant/limit-table.ts. */

/** Longest justification of a requestor or approver: a page and a half of text. */
export const JUSTIFICATION_LENGTH_MAX = 4_000;

/** Longest answer to a question. */
export const ANSWER_LENGTH_MAX = 4_000;

/** Answers in one request: several choices of one question count each. */
export const ANSWERS_MAX = 200;

/** Longest pattern of a text question. */
export const PATTERN_LENGTH_MAX = 300;

/**
 * Approvers written into a stage, shown and mailed. Of a larger group only the first by id are listed; every member may still decide,
 * because membership is asked of the directory when somebody decides.
 */
export const LISTED_APPROVERS_MAX = 250;

/** How far in the past a start asked for may lie: clocks differ, and people take time to press the button. */
export const START_TOLERANCE_MS = 5 * 60_000;

/** A failed or partial delivery can be reprocessed by hand for this long after it ended (Graph: 14 days). */
export const REPROCESS_WINDOW_MS = 14 * 86_400_000;

/** Failed attempts at one role after which a delivery is reported as failed or partial: about 15 minutes. The attempts go on. */
export const ATTEMPTS_BEFORE_REPORTED = 5;

/** Wait after the first failed attempt; doubles with each further one. */
export const RETRY_FIRST_MS = 60_000;

/** Longest wait between two attempts. */
export const RETRY_MAX_MS = 3_600_000;

/**
 * Ledger entries in one batch, and assignments and requests whose delivery is settled in one: each comes with an event, and together
 * they stay under the 100 operations of a batch (Cosmos DB). What is more goes into the next batch.
 */
export const GRANTS_PER_BATCH_MAX = 30;
export const SETTLED_PER_BATCH_MAX = 12;

/** Ledger entries that are only marked (to be given, to be taken away) in one batch; no events go with them. */
export const MARKED_PER_BATCH_MAX = 80;
