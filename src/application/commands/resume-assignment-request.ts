/** A custom extension answers: the request that waits for it goes on, is denied, or is canceled (Graph: assignmentRequest resume). */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { answerCallout, type CalloutAnswer } from "../../domain/custom-extension/callout.js";
import type { Outcome } from "../../domain/errors.js";
import { findRequest } from "../access/find.js";
import { commitRequest } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

export type ResumeAssignmentRequestInput = { readonly requestId: string; readonly answer: CalloutAnswer };

/** The first answer counts: whoever comes later, or after a time-out or a cancellation, is told that nothing waits any more. */
export async function resumeAssignmentRequest(
  ports: Ports,
  call: Call,
  { requestId, answer }: ResumeAssignmentRequestInput,
): Promise<Outcome<AssignmentRequest>> {
  return untilUnchanged(async () => {
    const stored = await findRequest(ports, requestId);
    if (stored.kind === "refused") return stored;
    const request = stored.value.document;
    const denied = await authorize(ports, call.caller, "manageRequests", request.catalogId);
    if (denied !== undefined) return denied;
    const decision = answerCallout(request, answer, occasionOf(ports, call));
    return decision.kind === "refused" ? decision : commitRequest(ports, stored.value, decision);
  });
}
