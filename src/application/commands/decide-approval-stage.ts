/** An approver says yes or no to the open stage of a request. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export type DecideApprovalStageInput = {
  /** Also the approval's id. */
  readonly requestId: string;
  readonly stageId: string;
  readonly decision: "Approve" | "Deny";
  readonly justification: string | null;
  /** The version of the request (and so of the approval) that the caller saw. */
  readonly ifMatch?: string;
};

/** The first decision wins; whoever comes later is told Conflict and by whom it was decided. */
export async function decideApprovalStage(
  _ports: Ports,
  _call: Call,
  _input: DecideApprovalStageInput,
): Promise<Outcome<AssignmentRequest>> {
  throw new Error("decideApprovalStage: body follows");
}
