/** One assignment, for its holder or whoever may see the catalog's assignments. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function getAssignment(
  _ports: Ports,
  _call: Call,
  _input: { readonly assignmentId: string },
): Promise<Outcome<Stored<Assignment>>> {
  throw new Error("getAssignment: body follows");
}
