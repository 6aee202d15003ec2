/** When, by whom and under which correlation a command decides. */
import type { EntitlementEvent } from "../../domain/events.js";
import type { Occasion } from "../../domain/occasion.js";
import type { Call } from "../call.js";
import { actorOf } from "../governance/governance-event.js";
import type { Ports } from "../ports/ports.js";

export function occasionOf(ports: Ports, call: Call): Occasion {
  return {
    now: ports.clock.now(),
    actor: actorOf(call),
    correlationId: call.correlationId,
    derive: (...parts) => ports.ids.derive(...parts),
  };
}

/** A call of the product itself. */
export function systemCall(correlationId: string): Call {
  return { caller: { kind: "system" }, correlationId };
}

/** What follows from an event keeps its correlation, so that one search finds everything that came of one call. */
export function callFor(event: EntitlementEvent): Call {
  return systemCall(event.correlationId);
}
