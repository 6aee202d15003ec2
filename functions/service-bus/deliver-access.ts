/** Makes the target systems agree with a person's assignments, one reconciliation of a person at a time. */
import { app } from "@azure/functions";
import { deliverEvent } from "../../src/application/commands/deliver-event.js";
import { TOPIC } from "../../src/application/subscriptions.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { composition } from "../../src/hosts/composition.js";

app.serviceBusTopic<EntitlementEvent>("deliver-access", {
  connection: "SERVICE_BUS",
  topicName: TOPIC,
  subscriptionName: "delivery",
  isSessionsEnabled: true,
  handler: (event) => deliverEvent(composition().ports, event),
});
