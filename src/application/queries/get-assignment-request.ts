/** One request, for whoever takes part in it or may see the catalog's assignments. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import { findRequest } from "../access/find.js";
import { mayReadRequest } from "../access/may-read.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function getAssignmentRequest(
  ports: Ports,
  call: Call,
  input: { readonly requestId: string },
): Promise<Outcome<Stored<AssignmentRequest>>> {
  const stored = await findRequest(ports, input.requestId);
  if (stored.kind === "refused") return stored;
  return (await mayReadRequest(ports, call, stored.value.document)) ?? stored;
}
