/** Publishes every event document of the two containers of state on the topic: the batch that wrote it is the outbox. */
import { app, type RetryOptions } from "@azure/functions";
import { publishEvents } from "../../src/application/commands/publish-events.js";
import { composition } from "../../src/hosts/composition.js";

/** For ever: an event that is not published would be a change that nobody acts on. */
const retry: RetryOptions = {
  strategy: "exponentialBackoff",
  maxRetryCount: -1,
  minimumInterval: { seconds: 1 },
  maximumInterval: { minutes: 1 },
};

for (const containerName of ["access", "governance"])
  app.cosmosDB(`publish-events-of-${containerName}`, {
    connection: "COSMOS",
    databaseName: "gatehouse",
    containerName,
    leaseContainerName: "leases",
    leaseContainerPrefix: containerName,
    createLeaseContainerIfNotExists: true,
    startFromBeginning: true,
    // Milliseconds; the default of five seconds would be the slowest part of a delivery.
    feedPollDelay: 200,
    maxItemsPerInvocation: 500,
    retry,
    handler: (documents: unknown[]) => publishEvents(composition().ports, documents),
  });
