/** Requests: asking for access, giving it directly, changing it, giving it up, and what became of it. */
import { cancelAssignmentRequest } from "../../application/commands/cancel-assignment-request.js";
import { deleteAssignmentRequest } from "../../application/commands/delete-assignment-request.js";
import { reprocessAssignmentRequest } from "../../application/commands/reprocess-assignment-request.js";
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
import { done, type Outcome, refused } from "../../domain/errors.js";
import { currentUserOption } from "../current-user-option.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { assignmentRequestType } from "../graph-types.js";
import { asItem, change, create, get, list } from "../rows.js";
import { newAssignmentRequest, type SentRequest } from "../schema/assignment-request.js";
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
      const input = await submissionOf(ports, body);
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
    path: `${REQUEST}/reprocess`,
    permission: WRITE,
    action: "manageRequests",
    status: 202,
    run: ({ ports, call, params }) => reprocessAssignmentRequest(ports, call, requestOf(params)),
  }),
];

/** What is asked for, with the person found by mail where only that was sent. */
async function submissionOf(ports: Ports, sent: SentRequest): Promise<Outcome<SubmitAssignmentRequestInput>> {
  const { requestType } = sent;
  if (requestType === "systemAdd" || requestType === "systemUpdate" || requestType === "systemRemove")
    return refused("Forbidden", `${requestType} requests are made by the system alone.`, "requestType");
  if (requestType === "approverRemove")
    return refused(
      "NotImplemented",
      "approverRemove is not supported yet; administrators remove access with adminRemove.",
      "requestType",
    );
  let { targetObjectId } = sent;
  if (targetObjectId === undefined && sent.targetEmail !== undefined) {
    const user = await ports.directory.userByMail(sent.targetEmail);
    if (user === undefined)
      return refused(
        "InvalidModel",
        `The directory has nobody with the mail address ${sent.targetEmail}.`,
        "assignment/target/email",
      );
    targetObjectId = user.id;
  }
  const { accessPackageId, assignmentPolicyId, assignmentId, justification, answers, schedule } = sent;
  const validateOnly = sent.isValidationOnly;
  return done({
    requestType,
    ...(accessPackageId === undefined ? {} : { accessPackageId }),
    ...(assignmentPolicyId === undefined ? {} : { assignmentPolicyId }),
    ...(assignmentId === undefined ? {} : { assignmentId }),
    ...(targetObjectId === undefined ? {} : { targetObjectId }),
    justification,
    answers,
    schedule,
    validateOnly,
  });
}

function requestOf(params: EndpointCall["params"]): { readonly requestId: string } {
  return { requestId: params["requestId"] ?? "" };
}
