/** Requests: asking for access, giving it directly, changing it, giving it up, and what became of it. */
import type { Call } from "../../application/call.js";
import { cancelAssignmentRequest } from "../../application/commands/cancel-assignment-request.js";
import { deleteAssignmentRequest } from "../../application/commands/delete-assignment-request.js";
import { reprocessAssignmentRequest } from "../../application/commands/reprocess-assignment-request.js";
import { resumeAssignmentRequest } from "../../application/commands/resume-assignment-request.js";
import { revokeApprovedAccess } from "../../application/commands/revoke-approved-access.js";
import {
  type SubmitAssignmentRequestInput,
  submitAssignmentRequest,
} from "../../application/commands/submit-assignment-request.js";
import type { Ports } from "../../application/ports/ports.js";
import { getAssignmentRequest } from "../../application/queries/get-assignment-request.js";
import { listAssignmentRequests } from "../../application/queries/list-assignment-requests.js";
import {
  listMyAssignmentRequests,
  type MyRequestsOn,
} from "../../application/queries/list-my-assignment-requests.js";
import type { AssignmentRequest, RequestType } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { currentUserOption } from "../current-user-option.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { assignmentRequestType } from "../graph-types.js";
import { asItem, change, create, get, list } from "../rows.js";
import { newAssignmentRequest, type SentRequest } from "../schema/assignment-request.js";
import { resumption } from "../schema/custom-extension.js";
import { EM, READ, SELF, SELF_OR_READ, SELF_OR_WRITE, WRITE } from "./base.js";

const REQUESTS = `${EM}/assignmentRequests`;
const REQUEST = `${REQUESTS}/{requestId}`;

const MY_REQUESTS: readonly MyRequestsOn[] = [
  "target",
  "createdBy",
  "approver",
  "targetOrRequestor",
  "requestForOthers",
  "targetManager",
  "targetAgentIdentitySponsorOrOwner",
];

export const ASSIGNMENT_REQUEST_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: REQUESTS,
    permission: READ,
    action: "viewAssignments",
    type: assignmentRequestType,
    query: ({ ports, call }, query) => listAssignmentRequests(ports, call, query),
  }),
  create({
    path: REQUESTS,
    permission: SELF_OR_WRITE,
    action: "assignDirectly",
    type: assignmentRequestType,
    body: newAssignmentRequest,
    run: async ({ ports, call }, body) => {
      const { requestType } = body;
      if (requestType === "approverRemove") return revocation(ports, call, body);
      const input = submissionOf({ ...body, requestType });
      if (input.kind === "refused") return input;
      const submitted = await submitAssignmentRequest(ports, call, input.value);
      return submitted.kind === "refused" ? submitted : done({ model: submitted.value });
    },
  }),
  list({
    path: `${REQUESTS}/filterByCurrentUser(on={on})`,
    permission: SELF,
    action: "self",
    type: assignmentRequestType,
    context: "Collection(accessPackageAssignmentRequest)",
    query: async ({ ports, call, params }, query) => {
      const on = currentUserOption(params["on"], MY_REQUESTS);
      return on.kind === "refused" ? on : listMyAssignmentRequests(ports, call, on.value, query);
    },
  }),
  get({
    path: REQUEST,
    permission: SELF_OR_READ,
    action: "viewAssignments",
    type: assignmentRequestType,
    find: ({ ports, call, params }) => asItem(getAssignmentRequest(ports, call, requestOf(params))),
  }),
  change({
    method: "DELETE",
    path: REQUEST,
    permission: WRITE,
    action: "manageRequests",
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      deleteAssignmentRequest(ports, call, {
        ...requestOf(params),
        ...(ifMatch === undefined ? {} : { ifMatch }),
      }),
  }),
  change({
    method: "POST",
    path: `${REQUEST}/cancel`,
    permission: SELF_OR_WRITE,
    action: "manageRequests",
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      cancelAssignmentRequest(ports, call, {
        ...requestOf(params),
        ...(ifMatch === undefined ? {} : { ifMatch }),
      }),
  }),
  change({
    method: "POST",
    path: `${REQUEST}/resume`,
    permission: WRITE,
    action: "manageRequests",
    body: resumption,
    status: 204,
    run: async ({ ports, call, params }, { answer, isApprovalStage }) =>
      isApprovalStage
        ? refused(
            "NotImplemented",
            "Approval stages that an extension decides on are not supported yet.",
            "data/approvalStage",
          )
        : resumeAssignmentRequest(ports, call, { ...requestOf(params), answer }),
  }),
  change({
    method: "POST",
    path: `${REQUEST}/reprocess`,
    permission: WRITE,
    action: "manageRequests",
    status: 202,
    run: ({ ports, call, params }) => reprocessAssignmentRequest(ports, call, requestOf(params)),
  }),
];

/** An approver takes back what they approved. */
async function revocation(
  ports: Ports,
  call: Call,
  { assignmentId, justification, isValidationOnly }: SentRequest,
): Promise<Outcome<{ readonly model: AssignmentRequest }>> {
  if (assignmentId === undefined)
    return refused("InvalidModel", "approverRemove needs the assignment's id.", "assignment/id");
  const input = { assignmentId, justification, validateOnly: isValidationOnly };
  const revoked = await revokeApprovedAccess(ports, call, input);
  return revoked.kind === "refused" ? revoked : done({ model: revoked.value });
}

/** What is asked for. */
function submissionOf(
  sent: SentRequest & { readonly requestType: Exclude<RequestType, "approverRemove"> },
): Outcome<SubmitAssignmentRequestInput> {
  const { requestType } = sent;
  if (requestType === "systemAdd" || requestType === "systemUpdate" || requestType === "systemRemove")
    return refused("Forbidden", `${requestType} requests are made by the system alone.`, "requestType");
  const { targetObjectId, targetEmail } = sent;
  const { accessPackageId, assignmentPolicyId, assignmentId, justification, answers, schedule } = sent;
  const validateOnly = sent.isValidationOnly;
  return done({
    requestType,
    ...(accessPackageId === undefined ? {} : { accessPackageId }),
    ...(assignmentPolicyId === undefined ? {} : { assignmentPolicyId }),
    ...(assignmentId === undefined ? {} : { assignmentId }),
    ...(targetObjectId === undefined ? {} : { targetObjectId }),
    ...(targetEmail === undefined ? {} : { targetEmail }),
    justification,
    answers,
    schedule,
    validateOnly,
  });
}

function requestOf(params: EndpointCall["params"]): { readonly requestId: string } {
  return { requestId: params["requestId"] ?? "" };
}
