/** Approvals: what waits for the caller's decision, and deciding it. An approval has the id of its request. */
import { decideApprovalStage } from "../../application/commands/decide-approval-stage.js";
import { getApproval } from "../../application/queries/get-approval.js";
import { getApprovalCoverage } from "../../application/queries/get-approval-coverage.js";
import { listMyApprovals, type MyApprovalsOn } from "../../application/queries/list-my-approvals.js";
import { done, refused } from "../../domain/errors.js";
import { approvalCoverageType, approvalStageType, approvalType } from "../approval-types.js";
import { currentUserOption } from "../current-user-option.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { asItem, change, get, list, smallList } from "../rows.js";
import { stageDecision } from "../schema/assignment-request.js";
import { stagesOf } from "../shapes/approval.js";
import { EM, READ, SELF, SELF_WRITE } from "./base.js";

const APPROVALS = `${EM}/accessPackageAssignmentApprovals`;
const APPROVAL = `${APPROVALS}/{requestId}`;

const MY_APPROVALS: readonly MyApprovalsOn[] = ["approver", "target", "createdBy"];

export const APPROVAL_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: `${APPROVALS}/filterByCurrentUser(on={on})`,
    permission: SELF,
    action: "self",
    type: approvalType,
    context: "Collection(approval)",
    query: async ({ ports, call, params }, query) => {
      const on = currentUserOption(params["on"], MY_APPROVALS);
      return on.kind === "refused" ? on : listMyApprovals(ports, call, on.value, query);
    },
  }),
  get({
    path: APPROVAL,
    permission: SELF,
    action: "viewAssignments",
    type: approvalType,
    find: ({ ports, call, params }) => asItem(getApproval(ports, call, requestOf(params))),
  }),
  smallList({
    path: `${APPROVAL}/stages`,
    permission: SELF,
    action: "viewAssignments",
    type: approvalStageType,
    all: async ({ ports, call, params }) => {
      const found = await getApproval(ports, call, requestOf(params));
      if (found.kind === "refused") return found;
      return done(stagesOf(found.value.document).map((model) => ({ model })));
    },
  }),
  get({
    path: `${APPROVAL}/stages/{stageId}`,
    permission: SELF,
    action: "viewAssignments",
    type: approvalStageType,
    find: async ({ ports, call, params }) => {
      const found = await getApproval(ports, call, requestOf(params));
      if (found.kind === "refused") return found;
      const { document, etag } = found.value;
      const model = stagesOf(document).find(({ id }) => id === params["stageId"]);
      return model === undefined
        ? refused(
            "ResourceNotFound",
            `The resource was not found: approval ${document.id} has no stage ${params["stageId"]}.`,
          )
        : done({ model, etag });
    },
  }),
  // Ours: whether the people whom a policy admits can all be decided about.
  get({
    path: `${EM}/assignmentPolicies/{policyId}/approvalCoverage`,
    permission: READ,
    action: "viewCatalog",
    type: approvalCoverageType,
    find: async ({ ports, call, params }) => {
      const found = await getApprovalCoverage(ports, call, { policyId: params["policyId"] ?? "" });
      return found.kind === "refused" ? found : done({ model: found.value });
    },
  }),
  change({
    method: "PATCH",
    path: `${APPROVAL}/stages/{stageId}`,
    permission: SELF_WRITE,
    action: "self",
    body: stageDecision,
    status: 204,
    run: ({ ports, call, params, ifMatch }, decision) =>
      decideApprovalStage(ports, call, {
        ...requestOf(params),
        stageId: params["stageId"] ?? "",
        ...decision,
        ...(ifMatch === undefined ? {} : { ifMatch }),
      }),
  }),
];

function requestOf(params: EndpointCall["params"]): { readonly requestId: string } {
  return { requestId: params["requestId"] ?? "" };
}
