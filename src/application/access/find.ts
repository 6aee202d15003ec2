/** Finds requests and assignments by their id, with the refusal for what is not there. */
import type { ApprovalDelegation } from "../../domain/approval/delegation.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import { found } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function findRequest(
  ports: Ports,
  requestId: string,
): Promise<Outcome<Stored<AssignmentRequest>>> {
  const stored = await ports.documents.find<AssignmentRequest>("access", "assignmentRequest", requestId);
  return found(stored, "assignment request", requestId);
}

export async function findAssignment(
  ports: Ports,
  assignmentId: string,
): Promise<Outcome<Stored<Assignment>>> {
  const stored = await ports.documents.find<Assignment>("access", "assignment", assignmentId);
  return found(stored, "assignment", assignmentId);
}

export async function findDelegation(
  ports: Ports,
  delegationId: string,
): Promise<Outcome<Stored<ApprovalDelegation>>> {
  const stored = await ports.documents.find<ApprovalDelegation>("access", "approvalDelegation", delegationId);
  return found(stored, "delegation of approvals", delegationId);
}
