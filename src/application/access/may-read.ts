/** Who may read a request or an assignment: whoever takes part in it, and whoever may see the catalog's assignments. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Refusal } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { isAmong, isCaller } from "./who-calls.js";

export async function mayReadRequest(
  ports: Ports,
  call: Call,
  request: AssignmentRequest,
): Promise<Refusal | undefined> {
  const { caller } = call;
  if (caller.kind === "user") {
    if (await isCaller(ports, caller, request.target, request.requestor)) return undefined;
    if (await isAmong(ports, caller, request.approverIds)) return undefined;
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
    ((await isCaller(ports, caller, assignment.target)) ||
      (await isAmong(ports, caller, [assignment.requestorObjectId])))
  )
    return undefined;
  return authorize(ports, caller, "viewAssignments", assignment.catalogId);
}
