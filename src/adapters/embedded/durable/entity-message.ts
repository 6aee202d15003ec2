/** What can be sent to an entity. Stored in the inbox as JSON. */
import type { ExecutionRef } from "./history.js";

/** The orchestration that waits for an answer. */
export type Caller = { readonly instanceId: string; readonly to: ExecutionRef; readonly requestId: string };

export type EntityMessage =
  /** A signal when there is no caller. `input` is JSON text. */
  | {
      readonly kind: "operation";
      readonly name: string;
      readonly input: string | null;
      readonly caller?: Caller;
    }
  /** Travels through the entities of the lock set in order; the last one answers the caller. */
  | {
      readonly kind: "lock";
      readonly caller: Caller;
      readonly entityIds: readonly string[];
      readonly position: number;
    }
  | { readonly kind: "release"; readonly requestId: string };
