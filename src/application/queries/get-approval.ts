/** The approval of a request, for whoever may read the request. It is kept inside the request; `approval` is never null here. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { approvalsAsSeen } from "../access/approval-view.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { getAssignmentRequest } from "./get-assignment-request.js";

export async function getApproval(
  ports: Ports,
  call: Call,
  input: { readonly requestId: string },
): Promise<Outcome<Stored<AssignmentRequest>>> {
  const stored = await getAssignmentRequest(ports, call, input);
  if (stored.kind === "refused") return stored;
  const [seen] = await approvalsAsSeen(ports, call, [stored.value]);
  if (seen !== undefined && seen.document.approval !== null) return done(seen);
  return refused(
    "ResourceNotFound",
    `Request ${input.requestId} needs no approval, so there is none to read.`,
  );
}
