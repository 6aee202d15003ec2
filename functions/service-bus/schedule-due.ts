/** Keeps the schedule: when requests, assignments and retries next need attention. */
import { app } from "@azure/functions";
import { scheduleDue } from "../../src/application/commands/schedule-due.js";
import { TOPIC } from "../../src/application/subscriptions.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { composition } from "../../src/hosts/composition.js";

app.serviceBusTopic<EntitlementEvent>("schedule-due", {
  connection: "SERVICE_BUS",
  topicName: TOPIC,
  subscriptionName: "schedule",
  handler: (event) => scheduleDue(composition().ports, event),
});
