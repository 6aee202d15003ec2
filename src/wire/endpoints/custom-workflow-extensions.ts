/** Custom extensions of a catalog. */
import { createCustomExtension } from "../../application/commands/create-custom-extension.js";
import { deleteCustomExtension } from "../../application/commands/delete-custom-extension.js";
import { updateCustomExtension } from "../../application/commands/update-custom-extension.js";
import {
  getCustomExtension,
  listCustomExtensions,
} from "../../application/queries/list-custom-extensions.js";
import { customExtensionType } from "../custom-extension-types.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { asItem, change, create, get, list, replace } from "../rows.js";
import { extension } from "../schema/custom-extension.js";
import { EM, READ, WRITE } from "./base.js";

const EXTENSIONS = `${EM}/catalogs/{catalogId}/customWorkflowExtensions`;
const EXTENSION = `${EXTENSIONS}/{extensionId}`;

const read = { permission: READ, action: "viewCatalog", type: customExtensionType } as const;
const write = { permission: WRITE, action: "manageCustomExtensions" } as const;

export const CUSTOM_WORKFLOW_EXTENSION_ENDPOINTS: readonly Endpoint[] = [
  list({
    ...read,
    path: EXTENSIONS,
    query: ({ ports, call, params }, query) =>
      listCustomExtensions(ports, call, params["catalogId"] ?? "", query),
  }),
  create({
    ...write,
    path: EXTENSIONS,
    type: customExtensionType,
    body: extension,
    run: ({ ports, call, params }, settings) =>
      asItem(createCustomExtension(ports, call, { catalogId: params["catalogId"] ?? "", settings })),
  }),
  get({
    ...read,
    path: EXTENSION,
    find: ({ ports, call, params }) => asItem(getCustomExtension(ports, call, extensionOf(params))),
  }),
  replace({
    ...write,
    method: "PUT",
    path: EXTENSION,
    type: customExtensionType,
    body: extension,
    status: 200,
    run: ({ ports, call, params, ifMatch }, settings) =>
      asItem(updateCustomExtension(ports, call, { ...extensionOf(params), settings, ifMatch })),
  }),
  change({
    ...write,
    method: "DELETE",
    path: EXTENSION,
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      deleteCustomExtension(ports, call, { ...extensionOf(params), ifMatch }),
  }),
];

function extensionOf(params: EndpointCall["params"]): {
  readonly catalogId: string;
  readonly extensionId: string;
} {
  return { catalogId: params["catalogId"] ?? "", extensionId: params["extensionId"] ?? "" };
}
