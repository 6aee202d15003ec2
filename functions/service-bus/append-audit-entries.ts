/** Writes events into the audit ledger, many at a time, because each append writes the end of the chain. */
import { app } from "@azure/functions";
import { appendAuditEntries } from "../../src/application/commands/append-audit-entries.js";
import { TOPIC } from "../../src/application/subscriptions.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { composition } from "../../src/hosts/composition.js";

app.serviceBusTopic<EntitlementEvent[]>("append-audit-entries", {
  connection: "SERVICE_BUS",
  topicName: TOPIC,
  subscriptionName: "audit",
  cardinality: "many",
  handler: (events) => appendAuditEntries(composition().ports, events),
});
