/** Proves every role of an assignment in the target system again, and gives what is missing. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function reprocessAssignment(
  _ports: Ports,
  _call: Call,
  _input: { readonly assignmentId: string },
): Promise<Outcome<Assignment>> {
  throw new Error("reprocessAssignment: body follows");
}
