/** May this be asked for? The checks in the order of spec/domain.md 6.2, and the new request. */
import { newApproval } from "../approval/stages.js";
import { withQuestions } from "../assignment-policy/answers.js";
import { type Decision, decided } from "../decision.js";
import type { Refusal } from "../errors.js";
import type { EventType } from "../events.js";
import type { Occasion } from "../occasion.js";
import { referenceTo } from "../subject/subject-access.js";
import { isApprovalNeeded } from "./approval-needed.js";
import type { AssignmentRequest } from "./assignment-request.js";
import { requestEvent } from "./request-events.js";
import { changedAssignment } from "./request-kinds.js";
import { judge } from "./request-rules.js";
import type { Asked, SubmissionFacts, SubmittedRequestType } from "./submission.js";
import { isRemoval } from "./transitions.js";

/** The decision, with the request it makes at hand for whoever asked. */
export type Submitted = Decision & { readonly request: AssignmentRequest };

export function submitRequest(facts: SubmissionFacts, asked: Asked, occasion: Occasion): Submitted | Refusal {
  const judged = { facts, asked, now: occasion.now };
  const policy = judge(judged);
  if (policy.kind === "refused") return policy;
  const assignment = isRemoval(asked.requestType) ? facts.assignment : changedAssignment(judged, policy);
  const request: AssignmentRequest = {
    kind: "assignmentRequest",
    id: asked.id,
    requestType: asked.requestType,
    state: "submitted",
    status: "Accepted",
    accessPackageId: facts.accessPackage.id,
    catalogId: facts.catalog.id,
    assignmentPolicyId: policy.id,
    target: referenceTo(facts.access.subject),
    requestor: facts.requestor,
    assignmentId: assignment?.id ?? null,
    justification: asked.justification?.trim() === "" ? null : asked.justification,
    answers: withQuestions(policy.questions, asked.answers),
    ...(asked.attributeValues === undefined ? {} : { attributeValues: asked.attributeValues }),
    schedule: asked.schedule,
    ...(isRemoval(asked.requestType) || policy.customExtensionStageSettings.length === 0
      ? {}
      : { customExtensionStageSettings: policy.customExtensionStageSettings }),
    policyExpiration: policy.expiration,
    isAssignmentNotificationDisabled: policy.notificationSettings.isAssignmentNotificationDisabled,
    approval: isApprovalNeeded(policy, judged)
      ? newApproval(asked.id, policy.requestApprovalSettings.stages, occasion.derive)
      : null,
    pendingApproverIds: [],
    approverIds: [],
    dueDateTime: null,
    createdDateTime: occasion.now,
    completedDateTime: null,
    modifiedDateTime: occasion.now,
  };
  const decision = decided(
    [request],
    [requestEvent(occasion, SUBMITTED[asked.requestType], request, detailOf(request))],
  );
  return { ...decision, request };
}

const SUBMITTED: Readonly<Record<SubmittedRequestType, EventType>> = {
  userAdd: "assignmentRequestSubmitted",
  onBehalfAdd: "assignmentRequestSubmitted",
  adminAdd: "administratorAssigned",
  userUpdate: "updateRequested",
  adminUpdate: "updateRequested",
  userRemove: "removalRequested",
  adminRemove: "administratorRemoved",
};

function detailOf(request: AssignmentRequest) {
  return {
    detail: {
      requestType: request.requestType,
      ...(isRemoval(request.requestType) ? {} : { stages: request.approval?.stages.length ?? 0 }),
    },
  };
}
