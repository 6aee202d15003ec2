/**
 * Asks the delivery subscription to look at a person's roles now. Sent over the bus and never stored: delivery has sessions there,
 * so that two reconciliations of one person never run at once.
 */
import type { EntitlementEvent } from "../../domain/events.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { occasionOf } from "./occasion.js";

export function deliverHint(ports: Ports, call: Call, subjectId: string): EntitlementEvent {
  const { now, actor, correlationId, derive } = occasionOf(ports, call);
  return {
    kind: "event",
    id: derive("event", subjectId, "deliveryDue", correlationId, now),
    type: "deliveryDue",
    dateTime: now,
    actor,
    correlationId,
    partition: subjectId,
    object: { type: "accessPackageSubject", id: subjectId, displayName: null },
    related: { subjectId },
  };
}
