/** approvalDelegation on the wire. Graph has no such type in v1.0: the name and the properties are ours. */
import { type ApprovalDelegation, statusOf } from "../../domain/approval/delegation.js";
import type { Shape } from "../entity-type.js";

const STATUSES = ["scheduled", "active", "ended"] as const;

export const approvalDelegationShape = {
  name: "approvalDelegation",
  properties: {
    id: "guid",
    delegatorId: "guid",
    delegateId: "guid",
    startDateTime: "dateTime",
    endDateTime: "dateTime",
    reason: "string",
    status: { oneOf: STATUSES },
    createdDateTime: "dateTime",
    modifiedDateTime: "dateTime",
  },
  indexed: {
    delegatorId: { index: "delegatorId", type: "guid" },
    delegateId: { index: "delegateId", type: "guid" },
    startDateTime: { index: "startDateTime", type: "dateTime" },
    endDateTime: { index: "endDateTime", type: "dateTime" },
  },
  write: (delegation, { ports }) => ({
    id: delegation.id,
    delegatorId: delegation.delegatorId,
    delegateId: delegation.delegateId,
    startDateTime: delegation.startDateTime,
    endDateTime: delegation.endDateTime,
    reason: delegation.reason,
    status: statusOf(delegation, ports.clock.now()),
    createdDateTime: delegation.createdDateTime,
    modifiedDateTime: delegation.modifiedDateTime,
  }),
} satisfies Shape<ApprovalDelegation>;
