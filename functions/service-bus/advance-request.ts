/** Starts and wakes the orchestrations of requests, and moves on those that nobody needs to decide. */
import { app } from "@azure/functions";
import { advanceRequest } from "../../src/application/commands/advance-request.js";
import { TOPIC } from "../../src/application/subscriptions.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { composition } from "../../src/hosts/composition.js";

app.serviceBusTopic<EntitlementEvent>("advance-request", {
  connection: "SERVICE_BUS",
  topicName: TOPIC,
  subscriptionName: "orchestrations",
  handler: (event) => advanceRequest(composition().ports, event),
});
