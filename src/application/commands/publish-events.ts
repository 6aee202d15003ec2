/** Sends the events among changed documents to the topic. */
import type { EntitlementEvent } from "../../domain/events.js";
import type { Ports } from "../ports/ports.js";

/** Publishing again is harmless: the message id is the event's id, and every subscriber bears repetition. */
export async function publishEvents(ports: Ports, documents: readonly unknown[]): Promise<void> {
  const events = documents.filter(isEvent);
  if (events.length > 0) await ports.eventBus.publish(events);
}

/** The feed carries what was written, so a document of this kind has the shape it was written with. */
function isEvent(document: unknown): document is EntitlementEvent {
  return typeof document === "object" && document !== null && "kind" in document && document.kind === "event";
}
