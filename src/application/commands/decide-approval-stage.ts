/** An approver says yes or no to the open stage of a request. */
import type { ReviewedBy } from "../../domain/approval/approval.js";
import { decideStage } from "../../domain/approval/decision.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Caller } from "../../domain/authorization/caller.js";
import { type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { findRequest } from "../access/find.js";
import { commitRequest } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { resolveApprovers } from "../access/resolve-approvers.js";
import { subjectOfCaller } from "../access/who-calls.js";
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
  return untilUnchanged(async () => {
    const stored = await findRequest(ports, input.requestId);
    if (stored.kind === "refused") return stored;
    const request = stored.value.document;
    const stage = request.approval?.stages.find(({ id }) => id === input.stageId);
    if (stage === undefined)
      return refused("ResourceNotFound", `Request ${request.id} has no approval stage ${input.stageId}.`);
    const by = await deciderOf(ports, caller, request);
    if ("kind" in by) return by;
    // Asked of the directory now, not of the list made when the stage began: people leave groups and managers change.
    const resolved = await resolveApprovers(ports, stage.settings, request);
    const decision = decideStage(request, resolved, { ...input, by }, occasionOf(ports, call));
    if (decision.kind === "refused") return decision;
    const stale = staleVersion(stored.value, input.ifMatch);
    if (stale !== undefined) return stale;
    return commitRequest(ports, stored.value, decision);
  });
}

/** Approvers are people of the directory. Whoever was asked for before the directory had them is told by their subject, not by an object. */
async function deciderOf(
  ports: Ports,
  caller: Extract<Caller, { kind: "user" }>,
  request: AssignmentRequest,
): Promise<ReviewedBy | Refusal> {
  const { displayName, userPrincipalName } = caller;
  const concerned = [request.target, request.requestor];
  const isPlain = caller.isForeign !== true && concerned.every(({ objectId }) => objectId !== null);
  if (isPlain) return { id: caller.objectId, displayName, userPrincipalName };
  const me = await subjectOfCaller(ports, caller);
  if (me.kind === "refused") return me;
  const { objectId, subjectId } = me.value;
  if (concerned.some(({ id }) => id === subjectId))
    return refused(
      "AccessDenied",
      `Nobody decides about their own request: you asked for, or are to have, the access of request ${request.id}.`,
    );
  return objectId === null
    ? refused("AccessDenied", `You are not an approver of this stage of request ${request.id}.`)
    : { id: objectId, displayName, userPrincipalName };
}
