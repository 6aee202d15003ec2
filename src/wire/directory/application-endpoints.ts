/** /applications, /servicePrincipals and who has which app role. */
import type { z } from "zod";
import { administerDirectory } from "../../application/commands/administer-directory.js";
import type { Applications } from "../../application/ports/directory-administration.js";
import type {
  AppRoleAssignmentDocument,
  OwnershipDocument,
} from "../../application/ports/directory-objects.js";
import {
  findDirectoryObject,
  getDirectoryObject,
  listDirectory,
} from "../../application/queries/read-directory.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { asItem, change, create, get, list } from "../rows.js";
import { addedOr, removedOr } from "./added-or-removed.js";
import {
  applicationChanges,
  applicationType,
  appRoleAssignmentType,
  newApplication,
  newAppRoleAssignment,
  newSecret,
  newServicePrincipal,
  secretKey,
  servicePrincipalChanges,
  servicePrincipalType,
} from "./application.js";
import { findUser, USER_KEYS } from "./find-user.js";
import { READ_APPLICATIONS, WRITE_APPLICATIONS } from "./permissions.js";
import { directoryReference } from "./reference.js";
import { relatedThrough } from "./related-objects.js";

const read = { permission: READ_APPLICATIONS, action: "readDirectory" } as const;
const write = { permission: WRITE_APPLICATIONS, action: "writeDirectory" } as const;

const param = (name: string, { params }: EndpointCall): string => params[name] ?? "";

const administer = <T>(
  call: EndpointCall,
  run: (applications: Applications) => Promise<Outcome<T>>,
): Promise<Outcome<T>> => administerDirectory(call.ports, call.call, ({ applications }) => run(applications));

const findApplication = (call: EndpointCall) =>
  getDirectoryObject(call.ports, call.call, "application", param("applicationId", call));
const findPrincipal = (call: EndpointCall) =>
  getDirectoryObject(call.ports, call.call, "servicePrincipal", param("servicePrincipalId", call));

/** Rows in the partition of a service principal that exists. */
const ofPrincipal = async (call: EndpointCall): Promise<Outcome<{ readonly partition: string }>> => {
  const principal = await findPrincipal(call);
  return principal.kind === "refused" ? principal : done({ partition: principal.value.document.id });
};

const ofApplication = async (call: EndpointCall): Promise<Outcome<{ readonly partition: string }>> => {
  const application = await findApplication(call);
  return application.kind === "refused" ? application : done({ partition: application.value.document.id });
};

const applicationRows: readonly Endpoint[] = [
  list({
    ...read,
    path: "/applications",
    type: applicationType,
    query: ({ ports, call }, query) => listDirectory(ports, call, { kind: "application" }, query),
  }),
  get({
    ...read,
    path: "/applications/{applicationId}",
    type: applicationType,
    find: (call) => asItem(findApplication(call)),
  }),
  create({
    ...write,
    path: "/applications",
    type: applicationType,
    body: newApplication,
    run: (call, body) => administer(call, (applications) => asItem(applications.createApplication(body))),
  }),
  change({
    ...write,
    method: "PATCH",
    path: "/applications/{applicationId}",
    body: applicationChanges,
    status: 204,
    run: (call, body) =>
      administer(call, (applications) =>
        applications.updateApplication(param("applicationId", call), body, call.ifMatch),
      ),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/applications/{applicationId}",
    status: 204,
    run: (call) =>
      administer(call, (applications) =>
        applications.deleteApplication(param("applicationId", call), call.ifMatch),
      ),
  }),
];

const secretRows: readonly Endpoint[] = [
  {
    ...write,
    method: "POST",
    path: "/applications/{applicationId}/addPassword",
    body: newSecret,
    bodyOptional: true,
    query: [],
    statuses: [200],
    handle: (call) =>
      administer(call, async (applications) => {
        // The router hands over what this row's schema has read.
        const body = call.body as z.output<typeof newSecret>;
        const added = await applications.addSecret(param("applicationId", call), body);
        if (added.kind === "refused") return added;
        return done({ kind: "entity", value: added.value, context: "microsoft.graph.passwordCredential" });
      }),
  },
  change({
    ...write,
    method: "POST",
    path: "/applications/{applicationId}/removePassword",
    body: secretKey,
    status: 204,
    run: (call, { keyId }) =>
      administer(call, async (applications) => {
        const removed = await applications.removeSecret(param("applicationId", call), keyId);
        return removedOr(done(removed), `Secret ${keyId}`);
      }),
  }),
];

const principalRows: readonly Endpoint[] = [
  list({
    ...read,
    path: "/servicePrincipals",
    type: servicePrincipalType,
    query: ({ ports, call }, query) => listDirectory(ports, call, { kind: "servicePrincipal" }, query),
  }),
  get({
    ...read,
    path: "/servicePrincipals/{servicePrincipalId}",
    type: servicePrincipalType,
    find: (call) => asItem(findPrincipal(call)),
  }),
  get({
    ...read,
    path: "/servicePrincipals(appId={appId})",
    type: servicePrincipalType,
    context: "servicePrincipals/$entity",
    find: (call) => {
      const appId = param("appId", call).toLowerCase();
      return asItem(findDirectoryObject(call.ports, call.call, "servicePrincipal", "appId", appId));
    },
  }),
  create({
    ...write,
    path: "/servicePrincipals",
    type: servicePrincipalType,
    body: newServicePrincipal,
    run: (call, body) =>
      administer(call, (applications) => asItem(applications.createServicePrincipal(body))),
  }),
  change({
    ...write,
    method: "PATCH",
    path: "/servicePrincipals/{servicePrincipalId}",
    body: servicePrincipalChanges,
    status: 204,
    run: (call, body) =>
      administer(call, (applications) =>
        applications.updateServicePrincipal(param("servicePrincipalId", call), body, call.ifMatch),
      ),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/servicePrincipals/{servicePrincipalId}",
    status: 204,
    run: (call) =>
      administer(call, (applications) =>
        applications.deleteServicePrincipal(param("servicePrincipalId", call), call.ifMatch),
      ),
  }),
];

const roleRows: readonly Endpoint[] = [
  list({
    ...read,
    path: "/servicePrincipals/{servicePrincipalId}/appRoleAssignedTo",
    type: appRoleAssignmentType,
    query: async (call, query) => {
      const source = await ofPrincipal(call);
      if (source.kind === "refused") return source;
      return listDirectory<AppRoleAssignmentDocument>(
        call.ports,
        call.call,
        { kind: "appRoleAssignment", ...source.value },
        query,
      );
    },
  }),
  create({
    ...write,
    path: "/servicePrincipals/{servicePrincipalId}/appRoleAssignedTo",
    type: appRoleAssignmentType,
    body: newAppRoleAssignment,
    run: (call, body) =>
      administer(call, async (applications) => {
        const resourceId = param("servicePrincipalId", call);
        if (body.resourceId !== undefined && body.resourceId !== resourceId) {
          return refused("BadRequest", `resourceId must be ${resourceId}, as in the address.`, "resourceId");
        }
        const given = await applications.assignRole(resourceId, body.principalId, body.appRoleId);
        if (given.kind === "refused") return given;
        return given.value.added
          ? done({ model: given.value.assignment })
          : refused("BadRequest", "Permission being assigned already exists on the object.");
      }),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/servicePrincipals/{servicePrincipalId}/appRoleAssignedTo/{assignmentId}",
    status: 204,
    run: (call) =>
      administer(call, async (applications) => {
        const assignmentId = param("assignmentId", call);
        const principalId = param("servicePrincipalId", call);
        const removed = await applications.removeRoleAssignment(principalId, assignmentId);
        return removedOr(done(removed), `App role assignment ${assignmentId}`);
      }),
  }),
  list({
    ...read,
    textKeys: USER_KEYS,
    path: "/users/{userId}/appRoleAssignments",
    type: appRoleAssignmentType,
    query: async (call, query) => {
      const user = await findUser(call);
      if (user.kind === "refused") return user;
      const narrowing = { op: "eq", path: "principalId", value: user.value.document.id } as const;
      return listDirectory<AppRoleAssignmentDocument>(
        call.ports,
        call.call,
        { kind: "appRoleAssignment", narrowing },
        query,
      );
    },
  }),
];

/** Owners of both kinds of object. */
function ownerRows(
  path: string,
  key: string,
  where: (call: EndpointCall) => Promise<Outcome<{ readonly partition: string }>>,
): readonly Endpoint[] {
  return [
    relatedThrough<OwnershipDocument>({
      permission: READ_APPLICATIONS,
      path: `${path}/owners`,
      kind: "ownership",
      where,
      idOf: ({ ownerId }) => ownerId,
    }),
    change({
      ...write,
      method: "POST",
      path: `${path}/owners/$ref`,
      body: directoryReference,
      status: 204,
      run: (call, ownerId) =>
        administer(call, async (applications) =>
          addedOr(await applications.addOwner(param(key, call), ownerId)),
        ),
    }),
    change({
      ...write,
      method: "DELETE",
      path: `${path}/owners/{ownerId}/$ref`,
      status: 204,
      run: (call) => {
        const ownerId = param("ownerId", call);
        return administer(call, async (applications) =>
          removedOr(await applications.removeOwner(param(key, call), ownerId), `Owner ${ownerId}`),
        );
      },
    }),
  ];
}

export const applicationEndpoints: readonly Endpoint[] = [
  ...applicationRows,
  ...secretRows,
  ...ownerRows("/applications/{applicationId}", "applicationId", ofApplication),
  ...principalRows,
  ...roleRows,
  ...ownerRows("/servicePrincipals/{servicePrincipalId}", "servicePrincipalId", ofPrincipal),
];
