/** Assignments: who has what, and until when. They are made, changed and ended by requests. */
import { reprocessAssignment } from "../../application/commands/reprocess-assignment.js";
import { getAssignment } from "../../application/queries/get-assignment.js";
import { listAdditionalAccess } from "../../application/queries/list-additional-access.js";
import { listAssignments } from "../../application/queries/list-assignments.js";
import { listMyAssignments, type MyAssignmentsOn } from "../../application/queries/list-my-assignments.js";
import { listOverlaps } from "../../application/queries/list-overlaps.js";
import { currentUserOption } from "../current-user-option.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { assignmentType } from "../graph-types.js";
import { asItem, change, get, list } from "../rows.js";
import { EM, READ, SELF, SELF_OR_READ, WRITE } from "./base.js";

const ASSIGNMENTS = `${EM}/assignments`;
const ASSIGNMENT = `${ASSIGNMENTS}/{assignmentId}`;
const CONTEXT = "Collection(accessPackageAssignment)";

const MY_ASSIGNMENTS: readonly MyAssignmentsOn[] = [
  "target",
  "createdBy",
  "targetManager",
  "targetAgentIdentitySponsorOrOwner",
];

export const ASSIGNMENT_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: ASSIGNMENTS,
    permission: READ,
    action: "viewAssignments",
    type: assignmentType,
    query: ({ ports, call }, query) => listAssignments(ports, call, query),
  }),
  list({
    path: `${ASSIGNMENTS}/filterByCurrentUser(on={on})`,
    permission: SELF,
    action: "self",
    type: assignmentType,
    context: CONTEXT,
    query: async ({ ports, call, params }, query) => {
      const on = currentUserOption(params["on"], MY_ASSIGNMENTS);
      return on.kind === "refused" ? on : listMyAssignments(ports, call, on.value, query);
    },
  }),
  list({
    path: `${ASSIGNMENTS}/additionalAccess()`,
    permission: { ...READ, application: "notSupported" },
    action: "viewAssignments",
    type: assignmentType,
    context: CONTEXT,
    query: ({ ports, call }, query) => listOverlaps(ports, call, query),
  }),
  list({
    path: `${ASSIGNMENTS}/additionalAccess(accessPackageId={accessPackageId},incompatibleAccessPackageId={incompatibleAccessPackageId})`,
    permission: { ...READ, application: "notSupported" },
    action: "viewAssignments",
    type: assignmentType,
    context: CONTEXT,
    query: ({ ports, call, params }, query) =>
      listAdditionalAccess(
        ports,
        call,
        {
          accessPackageId: params["accessPackageId"] ?? "",
          incompatibleAccessPackageId: params["incompatibleAccessPackageId"] ?? "",
        },
        query,
      ),
  }),
  get({
    path: ASSIGNMENT,
    permission: SELF_OR_READ,
    action: "viewAssignments",
    type: assignmentType,
    find: ({ ports, call, params }) => asItem(getAssignment(ports, call, assignmentOf(params))),
  }),
  change({
    method: "POST",
    path: `${ASSIGNMENT}/reprocess`,
    permission: WRITE,
    action: "manageRequests",
    status: 202,
    run: ({ ports, call, params }) => reprocessAssignment(ports, call, assignmentOf(params)),
  }),
];

function assignmentOf(params: EndpointCall["params"]): { readonly assignmentId: string } {
  return { assignmentId: params["assignmentId"] ?? "" };
}
