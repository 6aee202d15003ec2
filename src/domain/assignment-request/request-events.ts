/** Events about requests, assignments and role grants: who, what, to which of them, with ids that are the same however often it is told. */
import type { Assignment } from "../assignment/assignment.js";
import type { RoleGrant } from "../assignment/role-grant.js";
import type { EntitlementEvent, EventType } from "../events.js";
import type { Json } from "../json.js";
import type { Occasion } from "../occasion.js";
import type { AssignmentRequest } from "./assignment-request.js";

type Extra = {
  /** Tells two events of one type about one object apart: a stage's number, an attempt. */
  readonly discriminator?: string;
  readonly detail?: Json;
};

export function requestEvent(
  occasion: Occasion,
  type: EventType,
  request: AssignmentRequest,
  extra: Extra = {},
): EntitlementEvent {
  return event(
    occasion,
    type,
    request.target.id,
    {
      type: "accessPackageAssignmentRequest",
      id: request.id,
      displayName: request.target.displayName,
    },
    {
      catalogId: request.catalogId,
      accessPackageId: request.accessPackageId,
      assignmentPolicyId: request.assignmentPolicyId,
      requestId: request.id,
      ...(request.assignmentId === null ? {} : { assignmentId: request.assignmentId }),
      subjectId: request.target.id,
    },
    extra,
  );
}

export function assignmentEvent(
  occasion: Occasion,
  type: EventType,
  assignment: Assignment,
  extra: Extra & { readonly requestId?: string } = {},
): EntitlementEvent {
  return event(
    occasion,
    type,
    assignment.target.id,
    { type: "accessPackageAssignment", id: assignment.id, displayName: assignment.target.displayName },
    {
      catalogId: assignment.catalogId,
      accessPackageId: assignment.accessPackageId,
      assignmentPolicyId: assignment.assignmentPolicyId,
      requestId: extra.requestId ?? assignment.requestId,
      assignmentId: assignment.id,
      subjectId: assignment.target.id,
    },
    extra,
  );
}

export function grantEvent(
  occasion: Occasion,
  type: EventType,
  grant: RoleGrant,
  extra: Extra = {},
): EntitlementEvent {
  const { resourceDisplayName, roleDisplayName } = grant.role;
  const [assignmentId] = grant.assignmentIds;
  return event(
    occasion,
    type,
    grant.subjectId,
    {
      type: "accessPackageAssignmentResourceRole",
      id: grant.id,
      displayName: `${roleDisplayName} of ${resourceDisplayName}`,
    },
    { ...(assignmentId === undefined ? {} : { assignmentId }), subjectId: grant.subjectId },
    extra,
  );
}

function event(
  occasion: Occasion,
  type: EventType,
  partition: string,
  object: EntitlementEvent["object"],
  related: EntitlementEvent["related"],
  extra: Extra,
): EntitlementEvent {
  return {
    kind: "event",
    id: occasion.derive("event", object.id, type, extra.discriminator ?? "", occasion.now),
    type,
    dateTime: occasion.now,
    actor: occasion.actor,
    correlationId: occasion.correlationId,
    partition,
    object,
    related,
    ...(extra.detail === undefined ? {} : { detail: extra.detail }),
  };
}
