/** Whether anybody has, or is about to have, access through a package or a policy: the guard of their removal. */
import { type Refusal, refused } from "../../domain/errors.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

const STANDING = ["delivering", "delivered", "partiallyDelivered", "deliveryFailed"] as const;
const OPEN = ["submitted", "pendingApproval", "scheduled", "delivering"] as const;

/** `path` is accessPackageId or assignmentPolicyId; `what` names the object for the message. */
export async function refuseWhileInUse(
  ports: Ports,
  path: "accessPackageId" | "assignmentPolicyId",
  id: string,
  what: string,
): Promise<Refusal | undefined> {
  const inState = (states: readonly string[]): Filter => ({
    op: "and",
    filters: [
      { op: "eq", path, value: id },
      { op: "in", path: "state", values: states },
    ],
  });
  const [assignments, requests] = await Promise.all([
    ports.documents.count({ container: "access", kind: "assignment", filter: inState(STANDING) }),
    ports.documents.count({ container: "access", kind: "assignmentRequest", filter: inState(OPEN) }),
  ]);
  if (assignments > 0)
    return refused(
      "ActiveAssignmentsExist",
      `${what} has ${assignments} active assignment${assignments === 1 ? ". Remove it" : "s. Remove them"} first (assignmentRequests with adminRemove).`,
    );
  if (requests > 0)
    return refused(
      "ActiveAssignmentsExist",
      `${what} has ${requests} open requests, which may become assignments. Cancel them first, or let them be decided.`,
    );
  return undefined;
}
