/** Requests that put resources into catalogs, and the resources of all catalogs. */
import { submitResourceRequest } from "../../application/commands/submit-resource-request.js";
import {
  getResourceRequest,
  listResourceRequests,
} from "../../application/queries/list-resource-requests.js";
import { listResourceRoleScopes } from "../../application/queries/list-resource-role-scopes.js";
import { listResources } from "../../application/queries/list-resources.js";
import { done } from "../../domain/errors.js";
import type { Endpoint } from "../endpoint.js";
import { resourceRequestType } from "../graph-types.js";
import { resourceRoleScopeType, resourceType } from "../resource-types.js";
import { asItem, create, get, list, smallList } from "../rows.js";
import { newResourceRequest } from "../schema/resource.js";
import { EM, READ, WRITE } from "./base.js";

export const RESOURCE_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: `${EM}/resourceRequests`,
    permission: READ,
    action: "viewCatalog",
    type: resourceRequestType,
    query: ({ ports, call }, query) => listResourceRequests(ports, call, query),
  }),
  create({
    path: `${EM}/resourceRequests`,
    permission: WRITE,
    action: "manageResources",
    type: resourceRequestType,
    body: newResourceRequest,
    run: ({ ports, call }, body) => asItem(submitResourceRequest(ports, call, body)),
  }),
  get({
    path: `${EM}/resourceRequests/{resourceRequestId}`,
    permission: READ,
    action: "viewCatalog",
    type: resourceRequestType,
    find: ({ ports, call, params }) =>
      asItem(getResourceRequest(ports, call, { resourceRequestId: params["resourceRequestId"] ?? "" })),
  }),
  list({
    path: `${EM}/resources`,
    permission: READ,
    action: "viewCatalog",
    type: resourceType,
    query: ({ ports, call }, query) => listResources(ports, call, query),
  }),
  smallList({
    path: `${EM}/resourceRoleScopes`,
    permission: READ,
    action: "viewCatalog",
    type: resourceRoleScopeType,
    all: async ({ ports, call }) => {
      const all = await listResourceRoleScopes(ports, call);
      return all.kind === "refused" ? all : done(all.value.map((model) => ({ model })));
    },
  }),
];
