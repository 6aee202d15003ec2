/** What the auditor reads of an event: who did what, to which objects, and what changed (Graph: directoryAudit). */
import type { AuditActor, AuditEntry, AuditTarget } from "./audit-entry.js";
import type { Actor } from "./authorization/caller.js";
import { type EntitlementEvent, EVENT_TYPES, type EventType } from "./events.js";

/** An entry before it has its place in the chain. */
export type AuditRecord = Omit<AuditEntry, "id" | "sequence" | "hash" | "previousHash">;

/** undefined for events that are hints and not for the auditor. */
export function auditRecord(event: EntitlementEvent): AuditRecord | undefined {
  const activity = EVENT_TYPES[event.type];
  if (activity === null) return undefined;
  const targets = targetsOf(event);
  return {
    kind: "auditEntry",
    category: "EntitlementManagement",
    activityDisplayName: activity,
    operationType: operationOf(activity),
    activityDateTime: event.dateTime,
    result: FAILURES.has(event.type) ? "failure" : "success",
    resultReason: reasonOf(event),
    loggedByService: "Entitlement Management",
    correlationId: event.correlationId,
    initiatedBy: initiatorOf(event.actor),
    targetResources: targets,
    additionalDetails: detailsOf(event),
    initiatedById: event.actor.id,
    targetIds: [...new Set(targets.map(({ id }) => id))],
  };
}

const FAILURES: ReadonlySet<EventType> = new Set([
  "assignmentRequestFailed",
  "assignmentPartiallyDelivered",
  "assignmentRequestTimedOut",
]);

/** Graph's word for the kind of activity, where the activity does not begin with it. */
const OPERATIONS: Readonly<Record<string, string>> = {
  Administrator: "Assign",
  Auto: "Approve",
  Approval: "Approve",
  Entitlement: "Remove",
  Failed: "Fail",
  Fulfill: "Fulfill",
  Partially: "Fulfill",
  Ready: "Fulfill",
  Access: "Expire",
  User: "Request",
};

function operationOf(activity: string): string {
  const [first = activity] = activity.split(" ");
  return OPERATIONS[first] ?? first;
}

function reasonOf({ detail }: EntitlementEvent): string {
  if (typeof detail !== "object" || detail === null || !("reason" in detail)) return "";
  return typeof detail.reason === "string" ? detail.reason : "";
}

function initiatorOf(actor: Actor): AuditActor {
  if (actor.kind === "user") {
    const { id, displayName, userPrincipalName } = actor;
    return { user: { id, displayName, userPrincipalName }, app: null };
  }
  const displayName = actor.kind === "system" ? "Entitlement Management" : actor.displayName;
  return { user: null, app: { servicePrincipalId: actor.id, displayName } };
}

/** The object itself first, then what it belongs to. */
function targetsOf(event: EntitlementEvent): readonly AuditTarget[] {
  const { object, related } = event;
  const modifiedProperties = (event.changes ?? []).map(({ property, oldValue, newValue }) => ({
    displayName: property,
    oldValue,
    newValue,
  }));
  const targets: AuditTarget[] = [{ ...object, modifiedProperties }];
  for (const [type, id] of [
    ["accessPackageAssignmentRequest", related.requestId],
    ["accessPackageAssignment", related.assignmentId],
    ["accessPackageSubject", related.subjectId],
    ["accessPackageAssignmentPolicy", related.assignmentPolicyId],
    ["accessPackage", related.accessPackageId],
    ["accessPackageCatalog", related.catalogId],
  ] as const)
    if (id !== undefined && id !== object.id)
      targets.push({ id, type, displayName: null, modifiedProperties: [] });
  return targets;
}

function detailsOf(event: EntitlementEvent): AuditEntry["additionalDetails"] {
  const details = [
    { key: "eventId", value: event.id },
    { key: "eventType", value: event.type },
  ];
  const { detail } = event;
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) return details;
  for (const [key, value] of Object.entries(detail))
    if (value !== undefined)
      details.push({ key, value: typeof value === "string" ? value : JSON.stringify(value) });
  return details;
}
