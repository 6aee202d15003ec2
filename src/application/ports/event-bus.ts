/** The topic `entitlement-events`: what happened, told to whoever subscribed. At least once, in no promised order except inside one session. */
import type { EntitlementEvent } from "../../domain/events.js";

export type EventBus = {
  /** Sends all events; message id = event id, session = partition of the event, subject = event type. Resolves when the broker has them. */
  publish(events: readonly EntitlementEvent[]): Promise<void>;
};
