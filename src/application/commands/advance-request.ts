/** A request was made, or something about it was decided: starts or wakes its orchestration, or does the next step where nobody needs to decide. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { EntitlementEvent } from "../../domain/events.js";
import { callFor } from "../access/occasion.js";
import { ASSIGNMENT_REQUEST, type RequestAddress, WAKE } from "../orchestrations/names.js";
import type { Ports } from "../ports/ports.js";
import { proceedWithRequest } from "./proceed-with-request.js";

export async function advanceRequest(ports: Ports, event: EntitlementEvent): Promise<void> {
  const { requestId, subjectId } = event.related;
  if (requestId === undefined || subjectId === undefined) return;
  const stored = await ports.documents.get<AssignmentRequest>("access", subjectId, requestId);
  if (stored === undefined) return;
  const request = stored.document;
  if (request.approval === null) {
    await proceedWithRequest(ports, callFor(event), { requestId, subjectId });
    return;
  }
  // What was answered is told to the orchestration that waits for it.
  if (request.state === "submitted" && event.type !== "customExtensionAnswered") {
    const address: RequestAddress = { requestId, subjectId, correlationId: event.correlationId };
    await ports.orchestrator.start(ASSIGNMENT_REQUEST, requestId, address);
    return;
  }
  await ports.orchestrator.raise(requestId, WAKE, null);
}
