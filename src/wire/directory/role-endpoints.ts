/** /directoryRoles, who has them, and /directoryObjects. A directory role has the id of its template: there is one of each. */
import { administerDirectory } from "../../application/commands/administer-directory.js";
import type {
  DirectoryRoleMembershipDocument,
  EligibilityDocument,
} from "../../application/ports/directory-objects.js";
import { mayRead } from "../../application/queries/read-directory.js";
import { DIRECTORY_ROLES } from "../../domain/authorization/role.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { readDirectoryObject } from "../directory-object.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import type { EntityType, Item } from "../entity-type.js";
import { directoryObjectType } from "../graph-types.js";
import { change, get, smallList } from "../rows.js";
import { addedOr, removedOr } from "./added-or-removed.js";
import { READ_ANYTHING, READ_ROLES, WRITE_ROLES } from "./permissions.js";
import { directoryReference } from "./reference.js";
import { relatedThrough } from "./related-objects.js";

type DirectoryRole = (typeof DIRECTORY_ROLES)[keyof typeof DIRECTORY_ROLES];

const ROLES: readonly DirectoryRole[] = Object.values(DIRECTORY_ROLES);

const roleType: EntityType<DirectoryRole> = {
  name: "directoryRole",
  properties: { id: "guid", displayName: "string", description: "string", roleTemplateId: "guid" },
  indexed: {
    id: { index: "templateId", type: "guid" },
    roleTemplateId: { index: "templateId", type: "guid" },
    displayName: { index: "displayName", type: "string" },
  },
  navigation: {},
  write: ({ templateId, displayName }) => ({
    id: templateId,
    displayName,
    description: null,
    roleTemplateId: templateId,
  }),
};

const read = { permission: READ_ROLES, action: "readDirectory" } as const;
const write = { permission: WRITE_ROLES, action: "writeDirectory" } as const;

function findRole({ params }: EndpointCall): Outcome<Item<DirectoryRole>> {
  const id = (params["roleId"] ?? params["templateId"] ?? "").toLowerCase();
  const role = ROLES.find(({ templateId }) => templateId === id);
  return role === undefined
    ? refused("Request_ResourceNotFound", `There is no directory role ${id}; GET /directoryRoles lists them.`)
    : done({ model: role });
}

async function readable<T>({ ports, call }: EndpointCall, found: Outcome<T>): Promise<Outcome<T>> {
  return (await mayRead(ports, call)) ?? found;
}

export const roleEndpoints: readonly Endpoint[] = [
  smallList({
    ...read,
    path: "/directoryRoles",
    type: roleType,
    all: (call) => readable(call, done(ROLES.map((model) => ({ model })))),
  }),
  get({
    ...read,
    path: "/directoryRoles/{roleId}",
    type: roleType,
    find: (call) => readable(call, findRole(call)),
  }),
  get({
    ...read,
    path: "/directoryRoles(roleTemplateId={templateId})",
    type: roleType,
    context: "directoryRoles/$entity",
    find: (call) => readable(call, findRole(call)),
  }),
  // Not in Graph, where PIM says it: who may activate the role.
  relatedThrough<EligibilityDocument>({
    permission: READ_ROLES,
    path: "/directoryRoles/{roleId}/eligibleMembers",
    kind: "eligibility",
    idOf: ({ principalId }) => principalId,
    where: async (call) => {
      const role = findRole(call);
      if (role.kind === "refused") return role;
      return done({ narrowing: { op: "eq", path: "targetId", value: role.value.model.templateId } });
    },
  }),
  relatedThrough<DirectoryRoleMembershipDocument>({
    permission: READ_ROLES,
    path: "/directoryRoles/{roleId}/members",
    kind: "directoryRoleMembership",
    idOf: ({ principalId }) => principalId,
    where: async (call) => {
      const role = findRole(call);
      if (role.kind === "refused") return role;
      return done({ narrowing: { op: "eq", path: "roleTemplateId", value: role.value.model.templateId } });
    },
  }),
  change({
    ...write,
    method: "POST",
    path: "/directoryRoles/{roleId}/members/$ref",
    body: directoryReference,
    status: 204,
    run: ({ ports, call, params }, principalId) =>
      administerDirectory(ports, call, async ({ directoryRoles }) =>
        addedOr(await directoryRoles.assign(principalId, params["roleId"] ?? "")),
      ),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/directoryRoles/{roleId}/members/{memberId}/$ref",
    status: 204,
    run: ({ ports, call, params }) =>
      administerDirectory(ports, call, async ({ directoryRoles }) => {
        const { roleId = "", memberId = "" } = params;
        return removedOr(done(await directoryRoles.remove(memberId, roleId)), `Member ${memberId}`);
      }),
  }),
  get({
    permission: READ_ANYTHING,
    action: "readDirectory",
    path: "/directoryObjects/{objectId}",
    type: directoryObjectType,
    find: async (call) => {
      const id = call.params["objectId"] ?? "";
      const model = await readDirectoryObject(call.ports, id);
      return readable(
        call,
        model === undefined
          ? refused("Request_ResourceNotFound", `Resource '${id}' does not exist.`)
          : done({ model }),
      );
    },
  }),
];
