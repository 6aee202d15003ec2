/** Who listens to the topic, for which events, and how. The embedded broker and the infrastructure template are both made from this table. */
import { EVENT_TYPES, type EventType } from "../domain/events.js";

export const TOPIC = "entitlement-events";

export type Subscription = {
  readonly name: "orchestrations" | "delivery" | "schedule" | "approvals" | "notifications" | "audit";
  readonly eventTypes: readonly EventType[];
  /** One message at a time for each session; the session is the partition of the event, which is the subject. */
  readonly requiresSession: boolean;
  /** Attempts before a message is put into the dead-letter queue. The repair timer finds what it would have done. */
  readonly maxDeliveryCount: number;
};

/** Everything the auditor sees. Object.keys of a literal table gives exactly its keys, which the type cannot say. */
const AUDITED = (Object.keys(EVENT_TYPES) as EventType[]).filter((type) => EVENT_TYPES[type] !== null);

export const SUBSCRIPTIONS: readonly Subscription[] = [
  {
    name: "orchestrations",
    eventTypes: [
      "assignmentRequestSubmitted",
      "updateRequested",
      "removalRequested",
      "administratorAssigned",
      "administratorRemoved",
      "approverRemovalRequested",
      "approvalStageCompleted",
      "assignmentRequestDenied",
      "assignmentRequestTimedOut",
      "assignmentRequestCanceled",
      "customExtensionAnswered",
    ],
    requiresSession: false,
    maxDeliveryCount: 10,
  },
  {
    name: "delivery",
    eventTypes: [
      "deliveryStarted",
      "assignmentEnded",
      "reprocessRequested",
      "deliveryDue",
      "accessPackageRolesChanged",
    ],
    // A role must never be given after it was taken away: one reconciliation of a person at a time.
    requiresSession: true,
    maxDeliveryCount: 10,
  },
  {
    name: "schedule",
    eventTypes: [
      "approvalStageStarted",
      "approvalStageEscalated",
      "assignmentScheduled",
      "deliveryStarted",
      "assignmentDelivered",
      "assignmentExtended",
      "assignmentEnding",
      "deliveryAttemptFailed",
      "customExtensionCalled",
      "customExtensionAnswered",
      "approvalDelegated",
    ],
    requiresSession: false,
    maxDeliveryCount: 10,
  },
  {
    // Who is asked to approve may have changed. Membership of a group can come from an access package as well as from an administrator.
    name: "approvals",
    eventTypes: [
      "directoryChanged",
      "approvalDelegated",
      "approvalDelegationEnded",
      "internalSponsorAdded",
      "internalSponsorRemoved",
      "externalSponsorAdded",
      "externalSponsorRemoved",
      "roleGranted",
      "roleRevoked",
    ],
    requiresSession: false,
    maxDeliveryCount: 10,
  },
  {
    name: "notifications",
    eventTypes: [
      "approvalStageStarted",
      "approvalStageEscalated",
      "approversChanged",
      "approvalStageCompleted",
      "assignmentRequestDenied",
      "assignmentRequestTimedOut",
      "assignmentDelivered",
      "assignmentEnding",
      "assignmentEnded",
    ],
    requiresSession: false,
    maxDeliveryCount: 10,
  },
  // Nothing else would put a lost entry into the ledger, so it is tried for very long.
  { name: "audit", eventTypes: AUDITED, requiresSession: false, maxDeliveryCount: 1_000 },
];
