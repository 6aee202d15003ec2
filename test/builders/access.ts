/** People's access: subjects, requests, assignments, ledger entries; and the occasion on which a rule decides. */
import type { Assignment } from "../../src/domain/assignment/assignment.js";
import type { RoleGrant } from "../../src/domain/assignment/role-grant.js";
import type { Target } from "../../src/domain/assignment-policy/allowed-target-scope.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import type { Occasion } from "../../src/domain/occasion.js";
import type { Subject, SubjectReference } from "../../src/domain/subject/subject.js";
import { referenceTo, type SubjectAccess } from "../../src/domain/subject/subject-access.js";
import type { Instant } from "../../src/domain/time/instant.js";
import { lasting, NOW } from "./instants.js";

export function occasion(now: Instant = NOW): Occasion {
  return {
    now,
    actor: { kind: "system", id: null, displayName: null, userPrincipalName: null },
    correlationId: "correlation",
    derive: (...parts) => parts.join("|"),
  };
}

function aSubject(objectId = "target"): Subject {
  return {
    kind: "subject",
    id: `subject-${objectId}`,
    objectId,
    displayName: objectId,
    email: `${objectId}@example.org`,
    principalName: `${objectId}@example.org`,
    onPremisesSecurityIdentifier: null,
    subjectType: "user",
    subjectLifecycle: "notDefined",
    connectedOrganizationId: null,
  };
}

export function person(objectId: string): SubjectReference {
  return referenceTo(aSubject(objectId));
}

export function aTarget(
  says: Partial<Omit<Extract<Target, { kind: "user" }>, "kind" | "groupIds">> & {
    groupIds?: readonly string[];
  } = {},
): Target {
  const { groupIds = [], ...rest } = says;
  return {
    kind: "user",
    objectId: "target",
    displayName: "target",
    userType: "Member",
    groupIds: new Set(groupIds),
    ...rest,
  };
}

export function access(says: Partial<SubjectAccess> = {}): SubjectAccess {
  return { subject: aSubject(), requests: [], assignments: [], grants: [], ...says };
}

/** The target asks for themselves; nobody needs to approve. */
export function aRequest(says: Partial<AssignmentRequest> = {}): AssignmentRequest {
  return {
    kind: "assignmentRequest",
    id: "request",
    requestType: "userAdd",
    state: "submitted",
    status: "Accepted",
    accessPackageId: "package",
    catalogId: "catalog",
    assignmentPolicyId: "policy",
    target: person("target"),
    requestor: person("target"),
    assignmentId: null,
    justification: null,
    answers: [],
    schedule: { startDateTime: null, expiration: { type: "notSpecified" } },
    policyExpiration: { type: "afterDuration", duration: lasting("P365D") },
    isAssignmentNotificationDisabled: false,
    approval: null,
    pendingApproverIds: [],
    approverIds: [],
    dueDateTime: null,
    createdDateTime: NOW,
    completedDateTime: null,
    modifiedDateTime: NOW,
    ...says,
  };
}

export function anAssignment(says: Partial<Assignment> = {}): Assignment {
  return {
    kind: "assignment",
    id: "assignment",
    accessPackageId: "package",
    catalogId: "catalog",
    assignmentPolicyId: "policy",
    target: person("target"),
    requestId: "request",
    requestorObjectId: "target",
    state: "delivered",
    status: "Delivered",
    startDateTime: NOW,
    endDateTime: null,
    expiredDateTime: null,
    answers: [],
    createdDateTime: NOW,
    modifiedDateTime: NOW,
    ...says,
  };
}

/** The ledger's entry for membership of a group, as the rules would have made it. */
export function aGrant(groupId: string, says: Partial<RoleGrant> = {}): RoleGrant {
  const role = {
    originSystem: "AadGroup",
    resourceOriginId: groupId,
    resourceDisplayName: groupId,
    roleOriginId: `Member_${groupId}`,
    roleDisplayName: "Member",
    scopeOriginId: groupId,
  } as const;
  return {
    kind: "roleGrant",
    id: `roleGrant|subject-target|AadGroup|${groupId}|Member_${groupId}|${groupId}`,
    subjectId: "subject-target",
    subjectObjectId: "target",
    role,
    state: "granted",
    assignmentIds: ["assignment"],
    generation: 1,
    attempts: 0,
    lastError: null,
    nextAttemptDateTime: null,
    grantedDateTime: NOW,
    revokedDateTime: null,
    modifiedDateTime: NOW,
    ...says,
  };
}
