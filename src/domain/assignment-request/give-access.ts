/** Access begins: the assignment and its ledger entries are written before any target system is touched. Or it is extended, or can no longer be given. */
import type { AccessPackage } from "../access-package/access-package.js";
import type { Assignment } from "../assignment/assignment.js";
import { endOfAccess, movesEndLater } from "../assignment/expiry.js";
import { extendAssignment } from "../assignment/extension.js";
import { withAssignment } from "../assignment/ledger.js";
import { type Decision, decided } from "../decision.js";
import { MARKED_PER_BATCH_MAX } from "../limits.js";
import type { Occasion } from "../occasion.js";
import { WAITING_FOR_ACCOUNT } from "../subject/come-into-directory.js";
import { type SubjectAccess, standingAssignmentOf } from "../subject/subject-access.js";
import type { Instant } from "../time/instant.js";
import type { AssignmentRequest } from "./assignment-request.js";
import { closedRequest } from "./closing.js";
import { requestEvent } from "./request-events.js";
import { type Counting, describeExclusion, exclusionOf } from "./separation-of-duties.js";
import { isUpdate } from "./transitions.js";

export type GivingFacts = {
  readonly access: SubjectAccess;
  readonly request: AssignmentRequest;
  /** undefined: deleted while the request was under way. */
  readonly accessPackage: AccessPackage | undefined;
  /** False when the policy was deleted while the request was under way. */
  readonly isPolicyThere: boolean;
  /** True when the catalog is not visible to people of other organizations and the target is one of them whom the directory does not have. */
  readonly isClosedToTarget?: boolean;
  /** The groups of the target now, nested ones too. */
  readonly groupIds: ReadonlySet<string>;
  /** As in SubmissionFacts. */
  readonly excludingNames: ReadonlyMap<string, string>;
};

export function giveAccess(facts: GivingFacts, occasion: Occasion): Decision {
  const { access, request, accessPackage } = facts;
  if (accessPackage === undefined) return failed(request, "AccessPackageDeleted", occasion);
  const standing = standingAssignmentOf(access, request.accessPackageId);
  if (standing !== undefined) {
    if (standing.id !== request.assignmentId) return failed(request, "AlreadyAssigned", occasion);
    const excluded = movesEndLater(standing, request, occasion.now)
      ? becauseExcluded(facts, accessPackage, "scheduledToo")
      : undefined;
    return excluded === undefined
      ? extendAssignment(standing, request, occasion)
      : failed(request, "IncompatibleAccess", occasion, excluded);
  }
  if (isUpdate(request.requestType)) return failed(request, "AssignmentEnded", occasion);
  if (!facts.isPolicyThere) return failed(request, "AssignmentPolicyDeleted", occasion);
  // The precondition for everybody whom the directory does not have (spec/domain.md 2), so it must still hold when access begins.
  if (facts.isClosedToTarget === true) return failed(request, "CatalogNotExternallyVisible", occasion);
  // Weeks may lie between the request and its approval: what the person has got meanwhile may exclude the package.
  const counting = request.state === "scheduled" ? "standingOnly" : "scheduledToo";
  const excluded = becauseExcluded(facts, accessPackage, counting);
  if (excluded !== undefined) return failed(request, "IncompatibleAccess", occasion, excluded);
  return beginAssignment(access, request, accessPackage, occasion);
}

/** Approved, and the start lies ahead. What excludes the package is looked at now, so that two requests that exclude each other are not both kept. */
export function scheduleAccess(facts: GivingFacts, start: Instant, occasion: Occasion): Decision {
  const { request, accessPackage } = facts;
  if (accessPackage === undefined) return failed(request, "AccessPackageDeleted", occasion);
  const excluded = becauseExcluded(facts, accessPackage, "scheduledToo");
  if (excluded !== undefined) return failed(request, "IncompatibleAccess", occasion, excluded);
  const next: AssignmentRequest = {
    ...request,
    state: "scheduled",
    status: "PendingNotBefore",
    pendingApproverIds: [],
    dueDateTime: start,
    modifiedDateTime: occasion.now,
  };
  return decided(
    [next],
    [requestEvent(occasion, "assignmentScheduled", next, { detail: { startDateTime: start } })],
  );
}

function becauseExcluded(
  { access, groupIds, excludingNames }: GivingFacts,
  accessPackage: AccessPackage,
  counting: Counting,
): string | undefined {
  const exclusion = exclusionOf(accessPackage, access, groupIds, counting);
  return exclusion === undefined ? undefined : describeExclusion(exclusion, excludingNames);
}

function beginAssignment(
  access: SubjectAccess,
  request: AssignmentRequest,
  accessPackage: AccessPackage,
  occasion: Occasion,
): Decision {
  const { now } = occasion;
  // Access that was scheduled counts from the start that was asked for; everything else from now, not from the request.
  const start = request.state === "scheduled" ? (request.schedule.startDateTime ?? now) : now;
  const end = endOfAccess(request.policyExpiration, request.schedule.expiration, start);
  if (end !== null && end <= now) return failed(request, "EndPassed", occasion);
  const status = access.subject.objectId === null ? WAITING_FOR_ACCOUNT : "Delivering";
  const assignment: Assignment = {
    kind: "assignment",
    id: occasion.derive("assignment", request.id),
    accessPackageId: request.accessPackageId,
    catalogId: request.catalogId,
    assignmentPolicyId: request.assignmentPolicyId,
    target: request.target,
    requestId: request.id,
    requestorObjectId: request.requestor.objectId,
    state: "delivering",
    status,
    startDateTime: start,
    endDateTime: end,
    expiredDateTime: null,
    answers: request.answers,
    ...(request.attributeValues === undefined ? {} : { attributeValues: request.attributeValues }),
    createdDateTime: now,
    modifiedDateTime: now,
  };
  const next: AssignmentRequest = {
    ...request,
    state: "delivering",
    status,
    assignmentId: assignment.id,
    pendingApproverIds: [],
    dueDateTime: null,
    modifiedDateTime: now,
  };
  const grants = withAssignment(
    access.grants,
    accessPackage.resourceRoleScopes,
    access.subject,
    assignment.id,
    occasion,
  ).slice(0, MARKED_PER_BATCH_MAX);
  const autoApproved = request.approval === null && request.state === "submitted";
  return decided(
    [next, assignment, ...grants],
    [
      ...(autoApproved ? [requestEvent(occasion, "assignmentRequestAutoApproved", next)] : []),
      requestEvent(occasion, "deliveryStarted", next),
    ],
  );
}

function failed(request: AssignmentRequest, status: string, occasion: Occasion, because?: string): Decision {
  const next = closedRequest(request, "deliveryFailed", status, occasion.now);
  const detail = because === undefined ? { reason: status } : { reason: status, because };
  return decided([next], [requestEvent(occasion, "assignmentRequestFailed", next, { detail })]);
}
