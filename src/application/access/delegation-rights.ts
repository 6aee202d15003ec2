/** Whose delegations may a caller see and change? One's own, those one decides by, and as an administrator everybody's. */
import type { ApprovalDelegation } from "../../domain/approval/delegation.js";
import type { Refusal } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { isAmong } from "./who-calls.js";

export async function mayDelegateFor(
  ports: Ports,
  call: Call,
  delegatorId: string,
): Promise<Refusal | undefined> {
  const { caller } = call;
  if (caller.kind === "user" && (await isAmong(ports, caller, [delegatorId]))) return undefined;
  return authorize(ports, caller, "manageApprovalDelegations", null);
}

export async function mayReadDelegation(
  ports: Ports,
  call: Call,
  delegation: ApprovalDelegation,
): Promise<Refusal | undefined> {
  return (await takesPart(ports, call, delegation))
    ? undefined
    : authorize(ports, call.caller, "viewApprovalDelegations", null);
}

/** Who was named as a delegate may give it back: nobody has to decide for somebody else. */
export async function mayEndDelegation(
  ports: Ports,
  call: Call,
  delegation: ApprovalDelegation,
): Promise<Refusal | undefined> {
  return (await takesPart(ports, call, delegation))
    ? undefined
    : authorize(ports, call.caller, "manageApprovalDelegations", null);
}

async function takesPart(
  ports: Ports,
  { caller }: Call,
  { delegatorId, delegateId }: ApprovalDelegation,
): Promise<boolean> {
  return caller.kind === "user" && isAmong(ports, caller, [delegatorId, delegateId]);
}
