/** Somebody lets one other person decide in their place; an administrator can do it for somebody who is on leave. */
import { type ApprovalDelegation, whyNotDelegate } from "../../domain/approval/delegation.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Instant } from "../../domain/time/instant.js";
import { mayDelegateFor } from "../access/delegation-rights.js";
import { findDelegation } from "../access/find.js";
import { madeBefore, rememberMaking } from "../access/idempotency.js";
import { commitDelegation, loadDelegator } from "../access/load-delegator.js";
import { subjectOfCaller } from "../access/who-calls.js";
import type { Call } from "../call.js";
import { eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import { untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type DelegateApprovalsInput = {
  /** Absent: the caller. Somebody else's approvals only administrators delegate. */
  readonly delegatorId?: string | undefined;
  readonly delegateId: string;
  /** Absent: at once. */
  readonly startDateTime?: Instant | undefined;
  /** Null: until it is ended. */
  readonly endDateTime: Instant | null;
  readonly reason: string | null;
};

/** From the start on the delegate is asked about what is open already, as well as about what comes. */
export async function delegateApprovals(
  ports: Ports,
  call: Call,
  input: DelegateApprovalsInput,
): Promise<Outcome<Stored<ApprovalDelegation>>> {
  const { caller } = call;
  const me = caller.kind === "user" ? await subjectOfCaller(ports, caller) : undefined;
  if (me?.kind === "refused") return me;
  const delegatorId = input.delegatorId ?? me?.value.objectId ?? null;
  if (delegatorId === null)
    return refused(
      "InvalidModel",
      "An application has no approvals of its own: name a delegator.",
      "delegatorId",
    );
  const denied = await mayDelegateFor(ports, call, delegatorId);
  if (denied !== undefined) return denied;
  const id = newId(ports, call, "approvalDelegation");
  return untilUnchanged(async () => {
    const earlier = await madeBefore(ports, call);
    if (earlier.kind === "refused") return earlier;
    if (earlier.value !== undefined) return findDelegation(ports, earlier.value);
    const delegator = await loadDelegator(ports, delegatorId);
    if (delegator === undefined)
      return refused("InvalidModel", `The directory has no user with id ${delegatorId}.`, "delegatorId");
    const now = ports.clock.now();
    const delegation: ApprovalDelegation = {
      kind: "approvalDelegation",
      id,
      delegatorId,
      delegateId: input.delegateId,
      startDateTime: input.startDateTime ?? now,
      endDateTime: input.endDateTime,
      reason: input.reason?.trim() === "" ? null : input.reason,
      createdDateTime: now,
      modifiedDateTime: now,
    };
    const refusal = whyNotDelegate(delegation, {
      now,
      delegate: await ports.directory.user(input.delegateId),
      others: delegator.delegations.map(({ document }) => document),
    });
    if (refusal !== undefined) return refusal;
    const partition = delegator.subject.id;
    const result = await commitDelegation(ports, delegator, [
      { op: "create", document: delegation },
      eventOperation(ports, call, delegationEvent("approvalDelegated", delegation, partition)),
      ...rememberMaking(ports, call, id),
    ]);
    return result.kind === "conflict" ? "changed" : done(writtenAs(result, partition, delegation));
  });
}

/** `objectIds`: whose open work is to be looked at again. */
export function delegationEvent(
  type: "approvalDelegated" | "approvalDelegationEnded",
  { id, delegatorId, delegateId, startDateTime, endDateTime, reason }: ApprovalDelegation,
  partition: string,
) {
  return {
    type,
    partition,
    object: { type: "approvalDelegation", id, displayName: null },
    related: { subjectId: partition },
    detail: { objectIds: [delegatorId], delegatorId, delegateId, startDateTime, endDateTime, reason },
  };
}
