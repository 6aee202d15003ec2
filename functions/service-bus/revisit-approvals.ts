/** Asks anew about open approvals, when the people who had to decide may have changed. */
import { app } from "@azure/functions";
import { revisitApprovals } from "../../src/application/commands/revisit-approvals.js";
import { TOPIC } from "../../src/application/subscriptions.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { composition } from "../../src/hosts/composition.js";

app.serviceBusTopic<EntitlementEvent>("revisit-approvals", {
  connection: "SERVICE_BUS",
  topicName: TOPIC,
  subscriptionName: "approvals",
  handler: (event) => revisitApprovals(composition().ports, event),
});
