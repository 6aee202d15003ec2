/** Entitlement-management roles: which there are, who has them, giving and taking them. */
import { createRoleAssignment } from "../../application/commands/create-role-assignment.js";
import { deleteRoleAssignment } from "../../application/commands/delete-role-assignment.js";
import { getRoleAssignment, listRoleAssignments } from "../../application/queries/list-role-assignments.js";
import { isRefusal, narrowToCatalogs } from "../../application/queries/read-list.js";
import { done, type Refusal, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { roleAssignmentType, roleDefinitionType } from "../graph-types.js";
import { asItem, change, create, get, list, smallList } from "../rows.js";
import { newRoleAssignment } from "../schema/role-assignment.js";
import { ROLE_DEFINITIONS } from "../shapes/role.js";
import { ROLE_READ, ROLE_WRITE } from "./base.js";

const ROLES = "/roleManagement/entitlementManagement";
const ASSIGNMENT = `${ROLES}/roleAssignments/{roleAssignmentId}`;

export const ROLE_ENDPOINTS: readonly Endpoint[] = [
  smallList({
    path: `${ROLES}/roleDefinitions`,
    permission: ROLE_READ,
    action: "viewRoles",
    type: roleDefinitionType,
    all: async (call) => (await seesNothing(call)) ?? done(ROLE_DEFINITIONS.map((model) => ({ model }))),
  }),
  get({
    path: `${ROLES}/roleDefinitions/{roleDefinitionId}`,
    permission: ROLE_READ,
    action: "viewRoles",
    type: roleDefinitionType,
    find: async (call) => {
      const refusal = await seesNothing(call);
      if (refusal !== undefined) return refusal;
      const id = call.params["roleDefinitionId"];
      const model = ROLE_DEFINITIONS.find((role) => role.id === id);
      return model === undefined
        ? refused(
            "ResourceNotFound",
            `The resource was not found: there is no role definition with id ${id}.`,
          )
        : done({ model });
    },
  }),
  list({
    path: `${ROLES}/roleAssignments`,
    permission: ROLE_READ,
    action: "viewRoles",
    type: roleAssignmentType,
    query: ({ ports, call }, query) => listRoleAssignments(ports, call, query),
  }),
  create({
    path: `${ROLES}/roleAssignments`,
    permission: ROLE_WRITE,
    action: "manageCatalogRoles",
    type: roleAssignmentType,
    body: newRoleAssignment,
    run: ({ ports, call }, body) => asItem(createRoleAssignment(ports, call, body)),
  }),
  get({
    path: ASSIGNMENT,
    permission: ROLE_READ,
    action: "viewRoles",
    type: roleAssignmentType,
    find: ({ ports, call, params }) =>
      asItem(getRoleAssignment(ports, call, { roleAssignmentId: params["roleAssignmentId"] ?? "" })),
  }),
  change({
    method: "DELETE",
    path: ASSIGNMENT,
    permission: ROLE_WRITE,
    action: "manageCatalogRoles",
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      deleteRoleAssignment(ports, call, { roleAssignmentId: params["roleAssignmentId"] ?? "", ifMatch }),
  }),
];

/** The definitions are no secret, but whoever has no part in entitlement management at all has none in them. */
async function seesNothing({ ports, call }: EndpointCall): Promise<Refusal | undefined> {
  const narrowing = await narrowToCatalogs(ports, call, "viewRoles", "id");
  return isRefusal(narrowing) ? narrowing : undefined;
}
