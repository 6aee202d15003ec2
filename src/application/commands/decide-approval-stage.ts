/** An approver says yes or no to the open stage of a request. */
import { decideStage } from "../../domain/approval/decision.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { type Outcome, refused } from "../../domain/errors.js";
import { findRequest } from "../access/find.js";
import { commitRequest } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { resolveApprovers } from "../access/resolve-approvers.js";
import type { Call } from "../call.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
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
  ports: Ports,
  call: Call,
  input: DecideApprovalStageInput,
): Promise<Outcome<AssignmentRequest>> {
  const { caller } = call;
  if (caller.kind !== "user")
    return refused("Forbidden", "Approvals are decided by people; an application cannot approve or deny.");
  const by = {
    id: caller.objectId,
    displayName: caller.displayName,
    userPrincipalName: caller.userPrincipalName,
  };
  return untilUnchanged(async () => {
    const stored = await findRequest(ports, input.requestId);
    if (stored.kind === "refused") return stored;
    const request = stored.value.document;
    const stage = request.approval?.stages.find(({ id }) => id === input.stageId);
    if (stage === undefined)
      return refused("ResourceNotFound", `Request ${request.id} has no approval stage ${input.stageId}.`);
    // Asked of the directory now, not of the list made when the stage began: people leave groups and managers change.
    const resolved = await resolveApprovers(ports, stage.settings, request);
    const decision = decideStage(request, resolved, { ...input, by }, occasionOf(ports, call));
    if (decision.kind === "refused") return decision;
    const stale = staleVersion(stored.value, input.ifMatch);
    if (stale !== undefined) return stale;
    return commitRequest(ports, stored.value, decision);
  });
}
