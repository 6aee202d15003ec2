/** Tries a failed or partial delivery again at once. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function reprocessAssignmentRequest(
  _ports: Ports,
  _call: Call,
  _input: { readonly requestId: string },
): Promise<Outcome<AssignmentRequest>> {
  throw new Error("reprocessAssignmentRequest: body follows");
}
