/** Optimistic changes: read, decide, write if nothing has changed meanwhile, and start again when something has. */
import { type Outcome, type Refusal, refused } from "../../domain/errors.js";

/** Attempts before giving up: each attempt loses only to another that won, so this many others must have been quicker. */
const ATTEMPTS_MAX = 25;

/** Runs `attempt` until it gives something else than "changed". */
export async function untilUnchanged<T>(attempt: () => Promise<Outcome<T> | "changed">): Promise<Outcome<T>> {
  for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts++) {
    const outcome = await attempt();
    if (outcome !== "changed") return outcome;
  }
  return refused(
    "Conflict",
    "The object was changed by others at the same moment, again and again. Read it and try once more.",
  );
}

/** The refusal for an If-Match that names another version than the newest. */
export function staleVersion(
  stored: { readonly etag: string },
  ifMatch: string | undefined,
): Refusal | undefined {
  if (ifMatch === undefined || ifMatch === stored.etag) return undefined;
  return refused(
    "PreconditionFailed",
    "The object has changed since the version that If-Match names. Read it again, and decide on what it is now.",
    "If-Match",
  );
}
