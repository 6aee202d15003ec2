/** Starts and wakes orchestrations on the durable engine of the embedded host. */
import type { DurableEngine } from "../../adapters/embedded/durable/engine.js";
import type { Orchestrator } from "../../application/ports/orchestrator.js";

/** `engine` is asked for at each call: it exists once the durable service has started. */
export function openOrchestrator(engine: () => Pick<DurableEngine, "start" | "raise">): Orchestrator {
  return {
    async start(orchestration, instanceId, input) {
      // "exists" is what the port asks for: an instance that runs is left alone.
      await engine().start(orchestration, { instanceId, input });
    },
    async raise(instanceId, event, data) {
      // Nobody there, or nobody any more: the hint has nobody to wake.
      await engine().raise(instanceId, event, data);
    },
  };
}
