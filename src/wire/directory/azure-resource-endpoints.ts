/** /azureResources: the subscriptions and management groups that access packages can give roles of. */
import { administerDirectory } from "../../application/commands/administer-directory.js";
import type { AzureResources } from "../../application/ports/directory-administration.js";
import type { AzureRoleAssignmentDocument } from "../../application/ports/directory-objects.js";
import { getDirectoryObject, listDirectory } from "../../application/queries/read-directory.js";
import type { Outcome } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { asItem, change, create, get, list } from "../rows.js";
import {
  azureResourceChanges,
  azureResourceType,
  azureRoleAssignmentType,
  newAzureResource,
} from "./azure-resource.js";
import { READ_ROLES, WRITE_ROLES } from "./permissions.js";

const read = { permission: READ_ROLES, action: "readDirectory" } as const;
const write = { permission: WRITE_ROLES, action: "writeDirectory" } as const;
const ONE = "/azureResources/{azureResourceId}";

const idOf = ({ params }: EndpointCall): string => params["azureResourceId"] ?? "";

const administer = <T>(
  call: EndpointCall,
  run: (resources: AzureResources) => Promise<Outcome<T>>,
): Promise<Outcome<T>> =>
  administerDirectory(call.ports, call.call, ({ azureResources }) => run(azureResources));

export const azureResourceEndpoints: readonly Endpoint[] = [
  list({
    ...read,
    path: "/azureResources",
    type: azureResourceType,
    query: ({ ports, call }, query) => listDirectory(ports, call, { kind: "azureResource" }, query),
  }),
  get({
    ...read,
    path: ONE,
    type: azureResourceType,
    find: (call) => asItem(getDirectoryObject(call.ports, call.call, "azureResource", idOf(call))),
  }),
  list({
    ...read,
    path: `${ONE}/roleAssignments`,
    type: azureRoleAssignmentType,
    query: async (call, query) => {
      const resource = await getDirectoryObject(call.ports, call.call, "azureResource", idOf(call));
      if (resource.kind === "refused") return resource;
      const source = { kind: "azureRoleAssignment", partition: resource.value.document.id };
      return listDirectory<AzureRoleAssignmentDocument>(call.ports, call.call, source, query);
    },
  }),
  create({
    ...write,
    path: "/azureResources",
    type: azureResourceType,
    body: newAzureResource,
    run: (call, body) => administer(call, (resources) => asItem(resources.create(body))),
  }),
  change({
    ...write,
    method: "PATCH",
    path: ONE,
    body: azureResourceChanges,
    status: 204,
    run: (call, body) => administer(call, (resources) => resources.update(idOf(call), body, call.ifMatch)),
  }),
  change({
    ...write,
    method: "DELETE",
    path: ONE,
    status: 204,
    run: (call) => administer(call, (resources) => resources.delete(idOf(call), call.ifMatch)),
  }),
];
