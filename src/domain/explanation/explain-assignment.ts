/** Why does somebody have this access: by which request and policy, approved by whom, with which roles, and until when? */
import type { Assignment } from "../assignment/assignment.js";
import { attentionDue } from "../assignment/attention.js";
import type { RoleGrant } from "../assignment/role-grant.js";
import type { AssignmentRequest, RequestType } from "../assignment-request/assignment-request.js";
import type { SubjectAccess } from "../subject/subject-access.js";
import type { Instant } from "../time/instant.js";
import {
  type Because,
  type ExplainedRole,
  explainRole,
  type Named,
  named,
  type Upcoming,
} from "./explanation-parts.js";

export type AssignmentExplanation = {
  readonly id: string;
  readonly state: string;
  readonly status: string;
  readonly accessPackage: Named;
  readonly policy: Named;
  readonly target: { readonly objectId: string | null; readonly displayName: string | null };
  readonly why: Because;
  /** Null when its record has been deleted. */
  readonly request: {
    readonly id: string;
    readonly requestType: string;
    readonly requestor: { readonly objectId: string | null; readonly displayName: string | null };
    readonly justification: string | null;
    readonly createdDateTime: Instant;
  } | null;
  readonly approvals: readonly {
    readonly stage: number;
    readonly reviewedBy: Named | null;
    readonly reviewedDateTime: Instant | null;
    readonly justification: string | null;
  }[];
  readonly roles: readonly (ExplainedRole & {
    /** Other packages of the person that give the role too: it stays when this access ends. */
    readonly alsoGivenBy: readonly { readonly assignmentId: string; readonly accessPackage: Named }[];
  })[];
  readonly startDateTime: Instant;
  readonly endDateTime: Instant | null;
  readonly next: readonly Upcoming[];
};

export type AssignmentFacts = {
  readonly assignment: Assignment;
  /** The request that made it, as the asker may see it; undefined when its record was deleted. */
  readonly request: AssignmentRequest | undefined;
  readonly access: SubjectAccess;
  /** Display names of packages and of the policy, by id. */
  readonly names: ReadonlyMap<string, string>;
};

export function explainAssignment(facts: AssignmentFacts): AssignmentExplanation {
  const { assignment, request, access, names } = facts;
  const { target } = assignment;
  return {
    id: assignment.id,
    state: assignment.state,
    status: assignment.status,
    accessPackage: named(assignment.accessPackageId, names),
    policy: named(assignment.assignmentPolicyId, names),
    target: { objectId: target.objectId, displayName: target.displayName },
    why: whyGiven(assignment, request),
    request:
      request === undefined
        ? null
        : {
            id: request.id,
            requestType: request.requestType,
            requestor: {
              objectId: request.requestor.objectId,
              displayName: request.requestor.displayName,
            },
            justification: request.justification,
            createdDateTime: request.createdDateTime,
          },
    approvals: (request?.approval?.stages ?? []).map((stage, index) => ({
      stage: index + 1,
      reviewedBy:
        stage.reviewedBy === null
          ? null
          : { id: stage.reviewedBy.id, displayName: stage.reviewedBy.displayName },
      reviewedDateTime: stage.reviewedDateTime,
      justification: stage.justification,
    })),
    roles: access.grants
      .filter(({ assignmentIds }) => assignmentIds.includes(assignment.id))
      .map((grant) => ({ ...explainRole(grant), alsoGivenBy: othersGiving(grant, facts) })),
    startDateTime: assignment.startDateTime,
    endDateTime: assignment.endDateTime,
    next: nextFor(facts),
  };
}

const GIVEN: Readonly<Partial<Record<RequestType, string>>> = {
  userAdd: "They asked for it",
  onBehalfAdd: "Somebody asked for it on their behalf",
  adminAdd: "An administrator assigned it",
  systemAdd: "A policy assigns it automatically",
};

function whyGiven(assignment: Assignment, request: AssignmentRequest | undefined): Because {
  if (assignment.state === "expired")
    return {
      code: "ended",
      because: `They no longer have it: it ended at ${assignment.expiredDateTime}.`,
    };
  if (request === undefined)
    return { code: "requestDeleted", because: "The record of the request that gave it was deleted." };
  const stages = request.approval?.stages.length ?? 0;
  const approved = stages === 0 ? "nobody needed to approve" : `${stages} of ${stages} stages approved`;
  return {
    code: request.requestType,
    because: `${GIVEN[request.requestType] ?? "It was given"}, and ${approved}.`,
  };
}

function othersGiving(grant: RoleGrant, { assignment, access, names }: AssignmentFacts) {
  return access.assignments
    .filter(
      ({ id, state }) => id !== assignment.id && state !== "expired" && grant.assignmentIds.includes(id),
    )
    .map((other) => ({ assignmentId: other.id, accessPackage: named(other.accessPackageId, names) }));
}

function nextFor(facts: AssignmentFacts): readonly Upcoming[] {
  const { assignment } = facts;
  const { endDateTime } = assignment;
  if (assignment.state === "expired" || endDateTime === null) return [];
  const due = attentionDue(assignment);
  const reminder: Upcoming[] =
    due === null || due === endDateTime
      ? []
      : [{ code: "reminder", dateTime: due, what: "They are reminded that the access is about to end." }];
  const mine = facts.access.grants.filter(({ assignmentIds }) => assignmentIds.includes(assignment.id));
  // Counted by what the ledger says, not by those packages whose names may be told.
  const going = mine.filter(({ assignmentIds }) => assignmentIds.length === 1).length;
  return [
    ...reminder,
    {
      code: "end",
      dateTime: endDateTime,
      what: `Access ends: ${going} roles are taken away, ${mine.length - going} stay because other packages give them too.`,
    },
  ];
}
