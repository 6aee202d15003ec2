/** Reads approvalDelegation. */
import { z } from "zod";
import type { ChangeDelegationInput } from "../../application/commands/change-delegation.js";
import type { DelegateApprovalsInput } from "../../application/commands/delegate-approvals.js";
import { guid, instant, maybe, maybeNull, object, optional, text } from "./lenient.js";

/** Longer ones are refused by the command, which says how long they may be. */
const reason = text(4_000);
const person = object({ id: maybe(guid) });

/** The people by id, or as `delegate: { id }`. */
export const newDelegation: z.ZodType<DelegateApprovalsInput> = object({
  delegatorId: maybe(guid),
  delegator: maybe(person),
  delegateId: maybe(guid),
  delegate: maybe(person),
  startDateTime: maybe(instant),
  endDateTime: optional(instant, null),
  reason: optional(reason, null),
}).transform(({ delegator, delegate, ...read }, context) => {
  const delegateId = read.delegateId ?? delegate?.id;
  if (delegateId === undefined) {
    context.addIssue({ code: "custom", path: ["delegateId"], message: "is missing" });
    return z.NEVER;
  }
  return { ...read, delegatorId: read.delegatorId ?? delegator?.id, delegateId };
});

export const delegationChanges: z.ZodType<Pick<ChangeDelegationInput, "endDateTime" | "reason">> = object({
  endDateTime: maybeNull(instant),
  reason: maybeNull(reason),
});
