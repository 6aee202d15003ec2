/** One request, for whoever takes part in it or may see the catalog's assignments. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function getAssignmentRequest(
  _ports: Ports,
  _call: Call,
  _input: { readonly requestId: string },
): Promise<Outcome<Stored<AssignmentRequest>>> {
  throw new Error("getAssignmentRequest: body follows");
}
