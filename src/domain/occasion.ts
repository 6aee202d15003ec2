/** What every decision is told beside the facts and the command: when it is, on whose behalf, and how objects get their ids. */
import type { Actor } from "./authorization/caller.js";
import type { Instant } from "./time/instant.js";

/** The GUID that belongs to these parts, the same for ever: what is done twice makes the same documents. */
export type DeriveId = (...parts: readonly string[]) => string;

export type Occasion = {
  readonly now: Instant;
  readonly actor: Actor;
  /** The request-id of the call, or of the event that led here. */
  readonly correlationId: string;
  readonly derive: DeriveId;
};
