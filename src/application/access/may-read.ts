/** Who may read a request or an assignment: whoever takes part in it, and whoever may see the catalog's assignments. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Refusal } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function mayReadRequest(
  ports: Ports,
  call: Call,
  request: AssignmentRequest,
): Promise<Refusal | undefined> {
  const { caller } = call;
  if (caller.kind === "user") {
    const { objectId } = caller;
    const takesPart =
      request.target.objectId === objectId ||
      request.requestor.objectId === objectId ||
      request.approverIds.includes(objectId);
    if (takesPart) return undefined;
  }
  return authorize(ports, caller, "viewAssignments", request.catalogId);
}

export async function mayReadAssignment(
  ports: Ports,
  call: Call,
  assignment: Assignment,
): Promise<Refusal | undefined> {
  const { caller } = call;
  if (
    caller.kind === "user" &&
    (assignment.target.objectId === caller.objectId || assignment.requestorObjectId === caller.objectId)
  )
    return undefined;
  return authorize(ports, caller, "viewAssignments", assignment.catalogId);
}
