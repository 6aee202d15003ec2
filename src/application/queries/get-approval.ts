/** The approval of a request (it is kept inside the request; `approval` is never null here), for whoever may read the request. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function getApproval(
  _ports: Ports,
  _call: Call,
  _input: { readonly requestId: string },
): Promise<Outcome<Stored<AssignmentRequest>>> {
  throw new Error("getApproval: body follows");
}
