/** Sends the mails that an event calls for. */
import { app } from "@azure/functions";
import { sendNotifications } from "../../src/application/commands/send-notifications.js";
import { TOPIC } from "../../src/application/subscriptions.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { composition } from "../../src/hosts/composition.js";

app.serviceBusTopic<EntitlementEvent>("send-notifications", {
  connection: "SERVICE_BUS",
  topicName: TOPIC,
  subscriptionName: "notifications",
  handler: (event) => sendNotifications(composition().ports, event),
});
