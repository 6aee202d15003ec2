/**
 * Delegation of approvals: who decides in whose place, and until when. Not in Graph v1.0, where the portal alone has it. Everybody keeps
 * their own; administrators see all, and can delegate for somebody who is on leave.
 */
import { changeDelegation, endDelegation } from "../../application/commands/change-delegation.js";
import { delegateApprovals } from "../../application/commands/delegate-approvals.js";
import { getDelegation, listDelegations } from "../../application/queries/list-delegations.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { approvalDelegationType } from "../graph-types.js";
import { asItem, change, create, get, list, replace } from "../rows.js";
import { delegationChanges, newDelegation } from "../schema/approval-delegation.js";
import { EM, SELF_OR_READ, SELF_OR_WRITE } from "./base.js";

const DELEGATIONS = `${EM}/approvalDelegations`;
const DELEGATION = `${DELEGATIONS}/{delegationId}`;

export const DELEGATION_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: DELEGATIONS,
    permission: SELF_OR_READ,
    action: "viewApprovalDelegations",
    type: approvalDelegationType,
    query: ({ ports, call }, query) => listDelegations(ports, call, query),
  }),
  create({
    path: DELEGATIONS,
    permission: SELF_OR_WRITE,
    action: "manageApprovalDelegations",
    type: approvalDelegationType,
    body: newDelegation,
    run: ({ ports, call }, body) => asItem(delegateApprovals(ports, call, body)),
  }),
  get({
    path: DELEGATION,
    permission: SELF_OR_READ,
    action: "viewApprovalDelegations",
    type: approvalDelegationType,
    find: ({ ports, call, params }) => asItem(getDelegation(ports, call, delegationOf(params))),
  }),
  replace({
    method: "PATCH",
    path: DELEGATION,
    permission: SELF_OR_WRITE,
    action: "manageApprovalDelegations",
    type: approvalDelegationType,
    body: delegationChanges,
    status: 200,
    run: ({ ports, call, params, ifMatch }, changes) =>
      asItem(changeDelegation(ports, call, { ...delegationOf(params), ...changes, ifMatch })),
  }),
  change({
    method: "DELETE",
    path: DELEGATION,
    permission: SELF_OR_WRITE,
    action: "manageApprovalDelegations",
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      endDelegation(ports, call, { ...delegationOf(params), ifMatch }),
  }),
];

function delegationOf(params: EndpointCall["params"]): { readonly delegationId: string } {
  return { delegationId: params["delegationId"] ?? "" };
}
