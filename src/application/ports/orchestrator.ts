/** Starts and wakes orchestrations. Hints only: state is in the documents, and whoever wakes re-reads them. */
import type { Json } from "../../domain/json.js";

export type Orchestrator = {
  /** Starts the orchestration under this instance id. An instance that is already running is left alone: that is success, not an error. One that has ended is started anew. */
  start(orchestration: string, instanceId: string, input: Json): Promise<void>;
  /** Delivers an external event. Nothing happens when there is no such running instance. An event sent before the wait began is still seen. */
  raise(instanceId: string, event: string, data: Json): Promise<void>;
};
