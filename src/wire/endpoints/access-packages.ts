/** Access packages: the packages, their roles, their policies, and what they are incompatible with. */
import { addIncompatibleAccessPackage } from "../../application/commands/add-incompatible-access-package.js";
import { addIncompatibleGroup } from "../../application/commands/add-incompatible-group.js";
import { addResourceRoleScope } from "../../application/commands/add-resource-role-scope.js";
import { createAccessPackage } from "../../application/commands/create-access-package.js";
import { deleteAccessPackage } from "../../application/commands/delete-access-package.js";
import { removeIncompatibleAccessPackage } from "../../application/commands/remove-incompatible-access-package.js";
import { removeIncompatibleGroup } from "../../application/commands/remove-incompatible-group.js";
import { removeResourceRoleScope } from "../../application/commands/remove-resource-role-scope.js";
import { updateAccessPackage } from "../../application/commands/update-access-package.js";
import { getAccessPackage, getManagedAccessPackage } from "../../application/queries/get-access-package.js";
import { listAccessPackages, listIncompatibleWith } from "../../application/queries/list-access-packages.js";
import { listPoliciesOfPackage } from "../../application/queries/list-assignment-policies.js";
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import type { Item } from "../entity-type.js";
import { accessPackageType, assignmentPolicyType, directoryObjectType } from "../graph-types.js";
import { loadIncompatibleGroups, loadIncompatiblePackages } from "../load/incompatible.js";
import { resourceRoleScopeType } from "../resource-types.js";
import { asItem, change, create, get, list, smallList } from "../rows.js";
import {
  accessPackageChanges,
  newAccessPackage,
  newResourceRoleScope,
  referenceTo,
} from "../schema/access-package.js";
import { EM, READ, SELF_OR_READ, WRITE } from "./base.js";

const PACKAGE = `${EM}/accessPackages/{accessPackageId}`;

export const ACCESS_PACKAGE_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: `${EM}/accessPackages`,
    permission: READ,
    action: "viewCatalog",
    type: accessPackageType,
    query: ({ ports, call }, query) => listAccessPackages(ports, call, query),
  }),
  create({
    path: `${EM}/accessPackages`,
    permission: WRITE,
    action: "manageAccessPackages",
    type: accessPackageType,
    body: newAccessPackage,
    run: ({ ports, call }, body) => asItem(createAccessPackage(ports, call, body)),
  }),
  get({
    path: PACKAGE,
    permission: SELF_OR_READ,
    action: "viewCatalog",
    type: accessPackageType,
    find: ({ ports, call, params }) => asItem(getAccessPackage(ports, call, packageOf(params))),
  }),
  change({
    method: "PATCH",
    path: PACKAGE,
    permission: WRITE,
    action: "manageAccessPackages",
    body: accessPackageChanges,
    status: 204,
    run: ({ ports, call, params, ifMatch }, body) =>
      updateAccessPackage(ports, call, { ...packageOf(params), ...body, ifMatch }),
  }),
  change({
    method: "DELETE",
    path: PACKAGE,
    permission: WRITE,
    action: "manageAccessPackages",
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      deleteAccessPackage(ports, call, { ...packageOf(params), ifMatch }),
  }),
  smallList({
    path: `${PACKAGE}/resourceRoleScopes`,
    permission: READ,
    action: "viewCatalog",
    type: resourceRoleScopeType,
    all: async (call) => {
      const found = await managed(call);
      if (found.kind === "refused") return found;
      return done(found.value.resourceRoleScopes.map((model) => ({ model })));
    },
  }),
  create({
    path: `${PACKAGE}/resourceRoleScopes`,
    permission: WRITE,
    action: "manageAccessPackages",
    type: resourceRoleScopeType,
    body: newResourceRoleScope,
    run: async ({ ports, call, params }, body) => {
      const added = await addResourceRoleScope(ports, call, { ...packageOf(params), ...body });
      return added.kind === "refused" ? added : done({ model: added.value });
    },
  }),
  change({
    method: "DELETE",
    path: `${PACKAGE}/resourceRoleScopes/{roleScopeId}`,
    textKeys: ["roleScopeId"],
    permission: WRITE,
    action: "manageAccessPackages",
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      removeResourceRoleScope(ports, call, {
        ...packageOf(params),
        roleScopeId: (params["roleScopeId"] ?? "").toLowerCase(),
        ifMatch,
      }),
  }),
  list({
    path: `${PACKAGE}/assignmentPolicies`,
    permission: READ,
    action: "viewCatalog",
    type: assignmentPolicyType,
    query: ({ ports, call, params }, query) =>
      listPoliciesOfPackage(ports, call, packageOf(params).accessPackageId, query),
  }),
  smallList({
    path: `${PACKAGE}/incompatibleAccessPackages`,
    permission: READ,
    action: "viewCatalog",
    type: accessPackageType,
    all: (call) => related(call, loadIncompatiblePackages),
  }),
  smallList({
    path: `${PACKAGE}/incompatibleGroups`,
    permission: READ,
    action: "viewCatalog",
    type: directoryObjectType,
    all: (call) => related(call, loadIncompatibleGroups),
  }),
  list({
    path: `${PACKAGE}/accessPackagesIncompatibleWith`,
    permission: READ,
    action: "viewCatalog",
    type: accessPackageType,
    query: async (endpointCall, query) => {
      const found = await managed(endpointCall);
      if (found.kind === "refused") return found;
      const { ports, call } = endpointCall;
      return listIncompatibleWith(ports, call, found.value.id, query);
    },
  }),
  change({
    method: "POST",
    path: `${PACKAGE}/incompatibleAccessPackages/$ref`,
    permission: WRITE,
    action: "manageAccessPackages",
    body: referenceTo("accessPackages"),
    status: 204,
    run: ({ ports, call, params }, incompatibleId) =>
      addIncompatibleAccessPackage(ports, call, { ...packageOf(params), incompatibleId }),
  }),
  change({
    method: "DELETE",
    path: `${PACKAGE}/incompatibleAccessPackages/{incompatibleId}/$ref`,
    permission: WRITE,
    action: "manageAccessPackages",
    status: 204,
    run: ({ ports, call, params }) =>
      removeIncompatibleAccessPackage(ports, call, {
        ...packageOf(params),
        incompatibleId: params["incompatibleId"] ?? "",
      }),
  }),
  change({
    method: "POST",
    path: `${PACKAGE}/incompatibleGroups/$ref`,
    permission: WRITE,
    action: "manageAccessPackages",
    body: referenceTo("groups"),
    status: 204,
    run: ({ ports, call, params }, groupId) =>
      addIncompatibleGroup(ports, call, { ...packageOf(params), groupId }),
  }),
  change({
    method: "DELETE",
    path: `${PACKAGE}/incompatibleGroups/{groupId}/$ref`,
    permission: WRITE,
    action: "manageAccessPackages",
    status: 204,
    run: ({ ports, call, params }) =>
      removeIncompatibleGroup(ports, call, { ...packageOf(params), groupId: params["groupId"] ?? "" }),
  }),
];

async function managed({ ports, call, params }: EndpointCall): Promise<Outcome<AccessPackage>> {
  const found = await getManagedAccessPackage(ports, call, packageOf(params));
  return found.kind === "refused" ? found : done(found.value.document);
}

/** What the package refers to, by the same reading as `$expand`. */
async function related<T>(
  call: EndpointCall,
  load: (
    packages: readonly AccessPackage[],
    context: EndpointCall,
  ) => Promise<readonly (readonly Item<T>[])[]>,
): Promise<Outcome<readonly Item<T>[]>> {
  const found = await managed(call);
  if (found.kind === "refused") return found;
  const [items = []] = await load([found.value], call);
  return done(items);
}

function packageOf(params: EndpointCall["params"]): { readonly accessPackageId: string } {
  return { accessPackageId: params["accessPackageId"] ?? "" };
}
