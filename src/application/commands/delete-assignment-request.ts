/** Removes the record of a closed request that has no assignment. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { requestEvent } from "../../domain/assignment-request/request-events.js";
import { isOpen } from "../../domain/assignment-request/transitions.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { findRequest } from "../access/find.js";
import { occasionOf } from "../access/occasion.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

/** Graph: only denied or completed requests, and none that made, changed or ended an assignment. The audit log keeps what happened. */
export async function deleteAssignmentRequest(
  ports: Ports,
  call: Call,
  input: { readonly requestId: string; readonly ifMatch?: string },
): Promise<Outcome<AssignmentRequest>> {
  return untilUnchanged(async () => {
    const stored = await findRequest(ports, input.requestId);
    if (stored.kind === "refused") return stored;
    const { document: request, partition, etag } = stored.value;
    const forbidden = await authorize(ports, call.caller, "manageRequests", request.catalogId);
    if (forbidden !== undefined) return forbidden;
    const stale = staleVersion(stored.value, input.ifMatch);
    if (stale !== undefined) return stale;
    if (isOpen(request.state))
      return refused(
        "BadRequest",
        `Request ${request.id} is ${request.state}; only closed requests can be deleted. Cancel it first.`,
      );
    if (request.assignmentId !== null)
      return refused(
        "BadRequest",
        `Request ${request.id} belongs to assignment ${request.assignmentId}; requests with an assignment cannot be deleted.`,
      );
    const event = requestEvent(occasionOf(ports, call), "assignmentRequestDeleted", request);
    const result = await ports.documents.batch("access", partition, [
      { op: "delete", id: request.id, ifMatch: etag },
      { op: "put", document: event },
    ]);
    return result.kind === "written" ? done(request) : "changed";
  });
}
