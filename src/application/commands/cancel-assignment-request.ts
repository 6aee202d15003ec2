/** Takes a request back before access is given. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function cancelAssignmentRequest(
  _ports: Ports,
  _call: Call,
  _input: { readonly requestId: string; readonly ifMatch?: string },
): Promise<Outcome<AssignmentRequest>> {
  throw new Error("cancelAssignmentRequest: body follows");
}
