/**
 * Thrown by an adapter that can keep nothing any more (disk full or broken, database out of reach). What the call had to write is not
 * written; whoever asked may ask again later, with the same Idempotency-Key where there was one.
 */
export class StoreUnavailableError extends Error {}
