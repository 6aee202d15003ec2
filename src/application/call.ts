/** One call of a command or query: who calls and under which correlation. */
import type { Caller } from "../domain/authorization/caller.js";

export type Call = {
  /** "system" for what the product does by itself (delivery, expiry, time-outs). */
  readonly caller: Caller | { readonly kind: "system" };
  /** The HTTP request-id, or the id of the event that led to this call. */
  readonly correlationId: string;
  /**
   * From the Idempotency-Key header, already bound to the caller and to a hash of method, path and body.
   * A command that creates derives the new object's id from `key`, and writes the record in the same batch.
   */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
};
