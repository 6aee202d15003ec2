/** Registers the orchestration of requests that people decide, and its one activity. */
import { app } from "durable-functions";
import { systemCall } from "../../src/application/access/occasion.js";
import { proceedWithRequest } from "../../src/application/commands/proceed-with-request.js";
import { assignmentRequest } from "../../src/application/orchestrations/assignment-request.js";
import {
  ASSIGNMENT_REQUEST,
  PROCEED,
  type RequestAddress,
} from "../../src/application/orchestrations/names.js";
import { composition } from "../../src/hosts/composition.js";

app.orchestration(ASSIGNMENT_REQUEST, assignmentRequest);

app.activity(PROCEED, {
  handler: (request: RequestAddress) =>
    proceedWithRequest(composition().ports, systemCall(request.correlationId), request),
});
