/** Tells what happened to whoever subscribed: the topic `entitlement-events` on the embedded broker, made from the table of subscriptions. */
import type { EventBus } from "../../../application/ports/event-bus.js";
import { type Subscription, TOPIC } from "../../../application/subscriptions.js";
import type { Broker } from "../broker/broker.js";
import type { Topology } from "../broker/topology.js";

/** What the broker must have for the subscriptions to get what they want. */
export function eventTopology(subscriptions: readonly Subscription[]): Topology {
  return {
    topics: {
      [TOPIC]: {
        subscriptions: Object.fromEntries(
          subscriptions.map(({ name, eventTypes, requiresSession, maxDeliveryCount }) => [
            name,
            { requiresSession, maxDeliveryCount, rules: [{ subject: eventTypes }] },
          ]),
        ),
      },
    },
  };
}

export function openEventBus(broker: Pick<Broker, "send">): EventBus {
  return {
    async publish(events) {
      if (events.length === 0) return;
      await broker.send(
        TOPIC,
        events.map((event) => ({
          messageId: event.id,
          subject: event.type,
          sessionId: event.partition,
          correlationId: event.correlationId,
          contentType: "application/json",
          body: JSON.stringify(event),
        })),
      );
    },
  };
}
