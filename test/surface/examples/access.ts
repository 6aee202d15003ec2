/** Requests, assignments, approvals, subjects, delegations, the audit log: what people ask for, have and decide. */
import type { Examples } from "../example.js";

const REQUESTS = "EM/assignmentRequests";
const APPROVALS = "EM/accessPackageAssignmentApprovals";

export const ACCESS: Examples = (ids) => {
  const direct = { assignmentPolicyId: ids.directPolicyId, accessPackageId: ids.directPackageId };
  const ofPackage = `$filter=accessPackage/id eq '${ids.directPackageId}'`;
  return {
    "GET EM/accessPackages/filterByCurrentUser(on={on})": { keys: { on: "allowedRequestor" }, as: "Member" },
    "POST EM/accessPackages/{accessPackageId}/getApplicablePolicyRequirements": { as: "Member" },
    [`GET ${REQUESTS}`]: { query: ofPackage },
    [`POST ${REQUESTS}`]: [
      {
        label: "adminAdd",
        body: {
          requestType: "adminAdd",
          assignment: { targetId: ids.bossId, ...direct },
          justification: "j",
        },
      },
      {
        label: "adminUpdate",
        body: {
          requestType: "adminUpdate",
          assignment: { id: ids.assignmentId },
          schedule: { expiration: { type: "afterDateTime", endDateTime: "2030-01-01T00:00:00Z" } },
        },
      },
      { label: "adminRemove", body: { requestType: "adminRemove", assignment: { id: ids.assignmentId } } },
      {
        label: "userAdd",
        body: { requestType: "userAdd", assignment: { accessPackageId: ids.accessPackageId }, answers: [] },
        as: "Member",
      },
      {
        label: "userRemove, of somebody else's",
        body: { requestType: "userRemove", assignment: { id: ids.assignmentId } },
        as: "askerId",
      },
    ],
    [`GET ${REQUESTS}/filterByCurrentUser(on={on})`]: { keys: { on: "approver" }, as: "Approver" },
    [`GET ${REQUESTS}/{requestId}`]: {},
    [`DELETE ${REQUESTS}/{requestId}`]: { keys: { requestId: ids.deniedRequestId } },
    [`POST ${REQUESTS}/{requestId}/cancel`]: {},
    [`POST ${REQUESTS}/{requestId}/reprocess`]: { keys: { requestId: ids.failedRequestId } },
    "GET EM/assignments": { query: ofPackage },
    "GET EM/assignments/filterByCurrentUser(on={on})": { keys: { on: "target" }, as: "askerId" },
    "GET EM/assignments/additionalAccess()": {},
    "GET EM/assignments/additionalAccess(accessPackageId={accessPackageId},incompatibleAccessPackageId={incompatibleAccessPackageId})":
      {
        keys: {
          accessPackageId: ids.directPackageId,
          incompatibleAccessPackageId: ids["alsoPackageId"] ?? "",
        },
      },
    "GET EM/assignments/{assignmentId}": {},
    "POST EM/assignments/{assignmentId}/reprocess": {},
    [`GET ${APPROVALS}/filterByCurrentUser(on={on})`]: { keys: { on: "approver" }, as: "Approver" },
    [`GET ${APPROVALS}/{requestId}`]: {},
    [`GET ${APPROVALS}/{requestId}/stages`]: {},
    [`GET ${APPROVALS}/{requestId}/stages/{stageId}`]: {},
    [`PATCH ${APPROVALS}/{requestId}/stages/{stageId}`]: {
      body: { reviewResult: "Approve", justification: "fine" },
      as: "Approver",
    },
    "GET EM/subjects": {},
    "GET EM/subjects/{subjectId}": {},
    "GET EM/subjects(objectId={objectId})": {},
    "PATCH EM/subjects/{subjectId}": {
      keys: { subjectId: ids["outsiderSubjectId"] ?? "" },
      body: { subjectLifecycle: "governed" },
    },
    "PATCH EM/subjects(objectId={objectId})": {
      keys: { objectId: ids.outsiderId },
      body: { subjectLifecycle: "governed" },
    },
    "GET EM/assignments/{assignmentId}/target": {},
    ...ofOrganization("", ids["outsiderAssignmentId"] ?? ""),
    ...ofOrganization("/internalSponsors", ids["outsiderAssignmentId"] ?? ""),
    ...ofOrganization("/externalSponsors", ids["outsiderAssignmentId"] ?? ""),
    "GET EM/availableAccessPackages": { as: "Member" },
    "GET EM/accessPackageSuggestions/filterByCurrentUser(on={on})": {
      keys: { on: "relatedPeopleAssignments,assignmentHistory" },
      as: "formerId",
    },
    "GET EM/accessPackages/{accessPackageId}/explain": { query: `target=${ids.askerId}` },
    "GET EM/assignmentRequests/{requestId}/explain": {},
    "GET EM/assignments/{assignmentId}/explain": {},
    "GET EM/assignmentPolicies/{policyId}/approvalCoverage": {},
    "GET EM/approvalDelegations": {},
    "POST EM/approvalDelegations": [
      { label: "for oneself", body: { delegateId: ids.askerId, reason: "holidays" }, as: "Member" },
      { label: "for another", body: { delegatorId: ids.bossId, delegateId: ids.askerId } },
    ],
    "GET EM/approvalDelegations/{delegationId}": {},
    "PATCH EM/approvalDelegations/{delegationId}": { body: { reason: "longer holidays" } },
    "DELETE EM/approvalDelegations/{delegationId}": {},
    "GET /auditLogs/directoryAudits": { query: "$filter=category eq 'EntitlementManagement'&$top=5" },
  };
};

function ofOrganization(part: string, assignmentId: string) {
  return {
    [`GET EM/assignments/{assignmentId}/target/connectedOrganization${part}`]: { keys: { assignmentId } },
  };
}
