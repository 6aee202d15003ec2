/** Moves the end of a delegation, or ends it now. What the delegate has decided stays decided. */
import { type ApprovalDelegation, hasEnded, whyNotDelegate } from "../../domain/approval/delegation.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { type Instant } from "../../domain/time/instant.js";
import { mayDelegateFor, mayEndDelegation } from "../access/delegation-rights.js";
import { findDelegation } from "../access/find.js";
import { commitDelegation, loadDelegator } from "../access/load-delegator.js";
import type { Call } from "../call.js";
import { changesBetween, eventOperation } from "../governance/governance-event.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { delegationEvent } from "./delegate-approvals.js";

type Which = { readonly delegationId: string; readonly ifMatch?: string | undefined };

export type ChangeDelegationInput = Which & {
  /** Null: until it is ended. Absent: as it is. */
  readonly endDateTime?: Instant | null | undefined;
  readonly reason?: string | null | undefined;
};

export async function changeDelegation(
  ports: Ports,
  call: Call,
  { endDateTime, reason, ...which }: ChangeDelegationInput,
): Promise<Outcome<Stored<ApprovalDelegation>>> {
  return untilUnchanged(async () => {
    const stored = await found(ports, which);
    if (stored.kind === "refused") return stored;
    const before = stored.value.document;
    const denied = await mayDelegateFor(ports, call, before.delegatorId);
    if (denied !== undefined) return denied;
    const now = ports.clock.now();
    const after: ApprovalDelegation = {
      ...before,
      ...(endDateTime === undefined ? {} : { endDateTime }),
      ...(reason === undefined ? {} : { reason }),
      modifiedDateTime: now,
    };
    const delegator = await loadDelegator(ports, before.delegatorId);
    if (delegator === undefined) return gone(before);
    const refusal = whyNotDelegate(
      // It has begun already: that its start lies in the past is no mistake.
      { ...after, startDateTime: before.startDateTime < now ? now : before.startDateTime },
      {
        now,
        delegate: await ports.directory.user(before.delegateId),
        others: delegator.delegations.map(({ document }) => document).filter(({ id }) => id !== before.id),
      },
    );
    if (refusal !== undefined) return refusal;
    const { partition, etag } = stored.value;
    const result = await commitDelegation(ports, delegator, [
      { op: "replace", document: after, ifMatch: etag },
      eventOperation(ports, call, {
        ...delegationEvent("approvalDelegated", after, partition),
        changes: changesBetween(before, after, ["endDateTime", "reason"]),
      }),
    ]);
    return result.kind === "conflict" ? "changed" : done(writtenAs(result, partition, after));
  });
}

/** One that has not begun is forgotten; one that runs is kept, with now as its end. */
export async function endDelegation(ports: Ports, call: Call, which: Which): Promise<Outcome<null>> {
  return untilUnchanged<null>(async () => {
    const stored = await found(ports, which);
    if (stored.kind === "refused") return stored;
    const { document: before, etag, partition } = stored.value;
    const denied = await mayEndDelegation(ports, call, before);
    if (denied !== undefined) return denied;
    const now = ports.clock.now();
    const after: ApprovalDelegation = { ...before, endDateTime: now, modifiedDateTime: now };
    const ending: Operation =
      before.startDateTime > now
        ? { op: "delete", id: before.id, ifMatch: etag }
        : { op: "replace", document: after, ifMatch: etag };
    const result = await ports.documents.batch("access", partition, [
      ending,
      eventOperation(ports, call, delegationEvent("approvalDelegationEnded", after, partition)),
    ]);
    return result.kind === "conflict" ? "changed" : done(null);
  });
}

async function found(
  ports: Ports,
  { delegationId, ifMatch }: Which,
): Promise<Outcome<Stored<ApprovalDelegation>>> {
  const stored = await findDelegation(ports, delegationId);
  if (stored.kind === "refused") return stored;
  const stale = staleVersion(stored.value, ifMatch);
  if (stale !== undefined) return stale;
  return hasEnded(stored.value.document, ports.clock.now())
    ? refused(
        "BadRequest",
        `Delegation ${delegationId} ended at ${stored.value.document.endDateTime}; make a new one.`,
      )
    : stored;
}

function gone({ delegatorId }: ApprovalDelegation): Refusal {
  return refused("BadRequest", `The directory no longer has user ${delegatorId}, who had delegated.`);
}
