/** Catalogs, and what is in them. */
import { createCatalog } from "../../application/commands/create-catalog.js";
import { deleteCatalog } from "../../application/commands/delete-catalog.js";
import { refreshResource } from "../../application/commands/refresh-resource.js";
import { updateCatalog } from "../../application/commands/update-catalog.js";
import { getCatalog } from "../../application/queries/get-catalog.js";
import { listAccessPackagesOfCatalog } from "../../application/queries/list-access-packages.js";
import { listCatalogs } from "../../application/queries/list-catalogs.js";
import { getResourceEnvironment } from "../../application/queries/list-resource-environments.js";
import {
  allResourcesOfCatalog,
  getResource,
  listResourcesOfCatalog,
} from "../../application/queries/list-resources.js";
import type { Resource } from "../../domain/catalog/resource.js";
import type { ResourceEnvironment } from "../../domain/catalog/resource-environment.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import type { Item } from "../entity-type.js";
import { accessPackageType, catalogType } from "../graph-types.js";
import { rolesOf, scopesOf } from "../load/resource-parts.js";
import {
  resourceEnvironmentType,
  resourceRoleType,
  resourceScopeType,
  resourceType,
} from "../resource-types.js";
import { asItem, change, create, get, list, smallList } from "../rows.js";
import { catalogChanges, newCatalog } from "../schema/catalog.js";
import { EM, READ, WRITE } from "./base.js";

const CATALOG = `${EM}/catalogs/{catalogId}`;
const RESOURCE = `${CATALOG}/resources/{resourceId}`;

export const CATALOG_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: `${EM}/catalogs`,
    permission: READ,
    action: "viewCatalog",
    type: catalogType,
    query: ({ ports, call }, query) => listCatalogs(ports, call, query),
  }),
  create({
    path: `${EM}/catalogs`,
    permission: WRITE,
    action: "createCatalog",
    type: catalogType,
    body: newCatalog,
    run: ({ ports, call }, body) => asItem(createCatalog(ports, call, body)),
  }),
  get({
    path: CATALOG,
    permission: READ,
    action: "viewCatalog",
    type: catalogType,
    find: ({ ports, call, params }) => asItem(getCatalog(ports, call, catalogOf(params))),
  }),
  change({
    method: "PATCH",
    path: CATALOG,
    permission: WRITE,
    action: "editCatalog",
    body: catalogChanges,
    status: 204,
    run: ({ ports, call, params, ifMatch }, changes) =>
      updateCatalog(ports, call, { ...catalogOf(params), changes, ifMatch }),
  }),
  change({
    method: "DELETE",
    path: CATALOG,
    permission: WRITE,
    action: "deleteCatalog",
    status: 204,
    run: ({ ports, call, params, ifMatch }) => deleteCatalog(ports, call, { ...catalogOf(params), ifMatch }),
  }),
  list({
    path: `${CATALOG}/accessPackages`,
    permission: READ,
    action: "viewCatalog",
    type: accessPackageType,
    query: ({ ports, call, params }, query) =>
      listAccessPackagesOfCatalog(ports, call, catalogOf(params).catalogId, query),
  }),
  list({
    path: `${CATALOG}/resources`,
    permission: READ,
    action: "viewCatalog",
    type: resourceType,
    query: ({ ports, call, params }, query) =>
      listResourcesOfCatalog(ports, call, catalogOf(params).catalogId, query),
  }),
  get({
    path: RESOURCE,
    permission: READ,
    action: "viewCatalog",
    type: resourceType,
    find: ({ ports, call, params }) => asItem(getResource(ports, call, resourceOf(params))),
  }),
  get({
    path: `${RESOURCE}/environment`,
    permission: READ,
    action: "viewCatalog",
    type: resourceEnvironmentType,
    context: `${EM.slice(1)}/resourceEnvironments/$entity`,
    find: environmentOfResource,
  }),
  change({
    method: "POST",
    path: `${RESOURCE}/refresh`,
    permission: WRITE,
    action: "manageAccessPackages",
    status: 200,
    run: ({ ports, call, params }) => refreshResource(ports, call, resourceOf(params)),
  }),
  smallList({
    path: `${RESOURCE}/roles`,
    permission: READ,
    action: "viewCatalog",
    type: resourceRoleType,
    all: (call) => ofOne(call, rolesOf),
  }),
  smallList({
    path: `${RESOURCE}/scopes`,
    permission: READ,
    action: "viewCatalog",
    type: resourceScopeType,
    all: (call) => ofOne(call, scopesOf),
  }),
  smallList({
    path: `${CATALOG}/resourceRoles`,
    permission: READ,
    action: "viewCatalog",
    type: resourceRoleType,
    all: (call) => ofAll(call, rolesOf),
  }),
  smallList({
    path: `${CATALOG}/resourceScopes`,
    permission: READ,
    action: "viewCatalog",
    type: resourceScopeType,
    all: (call) => ofAll(call, scopesOf),
  }),
];

async function ofOne<M>(
  { ports, call, params }: EndpointCall,
  part: (resource: Resource) => readonly Item<M>[],
): Promise<Outcome<readonly Item<M>[]>> {
  const found = await getResource(ports, call, resourceOf(params));
  return found.kind === "refused" ? found : done(part(found.value.document));
}

async function ofAll<M>(
  { ports, call, params }: EndpointCall,
  part: (resource: Resource) => readonly Item<M>[],
): Promise<Outcome<readonly Item<M>[]>> {
  const found = await allResourcesOfCatalog(ports, call, catalogOf(params).catalogId);
  return found.kind === "refused" ? found : done(found.value.flatMap(part));
}

async function environmentOfResource({
  ports,
  call,
  params,
}: EndpointCall): Promise<Outcome<Item<ResourceEnvironment>>> {
  const resource = await getResource(ports, call, resourceOf(params));
  if (resource.kind === "refused") return resource;
  const { environmentId, displayName } = resource.value.document;
  if (environmentId === undefined)
    return refused(
      "ResourceNotFound",
      `The resource was not found: "${displayName}" lies in no environment.`,
    );
  return asItem(getResourceEnvironment(ports, call, { environmentId }));
}

function catalogOf(params: EndpointCall["params"]): { readonly catalogId: string } {
  return { catalogId: params["catalogId"] ?? "" };
}

function resourceOf(params: EndpointCall["params"]): {
  readonly catalogId: string;
  readonly resourceId: string;
} {
  return { ...catalogOf(params), resourceId: params["resourceId"] ?? "" };
}
