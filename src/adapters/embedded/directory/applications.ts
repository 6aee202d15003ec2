/** Applications, their service principals, and who has which role of them. */
import type {
  Applications,
  NewApplication,
  NewServicePrincipal,
} from "../../../application/ports/directory-administration.js";
import type {
  ApplicationDocument,
  AppRoleAssignmentDocument,
  ServicePrincipalDocument,
} from "../../../application/ports/directory-objects.js";
import { done, type Outcome, refused } from "../../../domain/errors.js";
import { addRow, change, create, type DirectoryPorts, notFound, removeRow } from "./change.js";
import { addClientSecret, removeClientSecret } from "./client-secrets.js";
import { deleteObject } from "./delete-object.js";
import { addOwner, ownerRowId } from "./groups.js";
import { principal } from "./principal.js";
import { DEFAULT_ACCESS_ROLE_ID } from "./resource.js";
import { firstRow, object } from "./rows.js";
import { openSerial } from "./serial.js";

export function openApplications(ports: DirectoryPorts): Applications {
  const { documents } = ports;
  const byAppId = openSerial();

  const byId = (appId: string) => ({ op: "eq", path: "appId", value: appId }) as const;
  const application = (appId: string) => firstRow<ApplicationDocument>(documents, "application", byId(appId));
  const principalOf = (appId: string) =>
    firstRow<ServicePrincipalDocument>(documents, "servicePrincipal", byId(appId));

  async function newPrincipal(input: NewServicePrincipal): Promise<Outcome<ServicePrincipalDocument>> {
    const appId = input.appId.toLowerCase();
    if ((await principalOf(appId)) !== undefined) {
      return refused("BadRequest", `There is a service principal of application ${appId} already.`, "appId");
    }
    const registered = await application(appId);
    const displayName = input.displayName ?? registered?.displayName;
    if (displayName === undefined) {
      return refused(
        "BadRequest",
        `Application ${appId} is not in the directory: create it first, or give a displayName.`,
        "appId",
      );
    }
    return done(
      servicePrincipal(ports, {
        ...input,
        appId,
        displayName,
        appDescription: input.appDescription ?? registered?.description ?? null,
        appRoles: input.appRoles ?? registered?.appRoles ?? [],
        ...audienceOf(input.signInAudience ?? registered?.signInAudience),
      }),
    );
  }

  async function ownable(objectId: string): Promise<boolean> {
    const found = await Promise.all([
      object(documents, "application", objectId),
      object(documents, "servicePrincipal", objectId),
    ]);
    return found.some((one) => one !== undefined);
  }

  return {
    createApplication: async (input) => {
      const document = newApplication(ports, input);
      return byAppId(document.appId, async () =>
        (await application(document.appId)) === undefined
          ? create<"application">(ports, document)
          : refused(
              "BadRequest",
              `There is an application with the appId ${document.appId} already.`,
              "appId",
            ),
      );
    },

    async updateApplication(id, changes, ifMatch) {
      const edited = { ...changes, modifiedDateTime: ports.clock.now() };
      const changed = await change(ports, "application", id, (one) => done({ ...one, ...edited }), ifMatch);
      if (changed.kind === "refused") return changed;
      const twin = await principalOf(changed.value.document.appId);
      if (twin !== undefined) {
        const { displayName, appRoles } = changed.value.document;
        const copied = await change(ports, "servicePrincipal", twin.id, (one) =>
          done({ ...one, displayName, appRoles, modifiedDateTime: ports.clock.now() }),
        );
        if (copied.kind === "refused") return copied;
      }
      return changed;
    },

    deleteApplication: (id, ifMatch) => deleteObject(ports, "application", id, ifMatch),

    createServicePrincipal: (input) =>
      byAppId(input.appId.toLowerCase(), async () => {
        const document = await newPrincipal(input);
        return document.kind === "refused" ? document : create<"servicePrincipal">(ports, document.value);
      }),

    updateServicePrincipal: (id, changes, ifMatch) =>
      change(
        ports,
        "servicePrincipal",
        id,
        (one) => done({ ...one, ...changes, modifiedDateTime: ports.clock.now() }),
        ifMatch,
      ),

    deleteServicePrincipal: (id, ifMatch) => deleteObject(ports, "servicePrincipal", id, ifMatch),

    async addOwner(objectId, ownerId) {
      return (await ownable(objectId)) ? addOwner(ports, objectId, ownerId) : notFound("object", objectId);
    },

    async removeOwner(objectId, ownerId) {
      return (await ownable(objectId))
        ? done(await removeRow(ports, objectId, ownerRowId(ownerId)))
        : notFound("object", objectId);
    },

    async assignRole(resourceId, principalId, appRoleId) {
      const resource = await object(documents, "servicePrincipal", resourceId);
      if (resource === undefined) return notFound("servicePrincipal", resourceId);
      const holder = await principal(ports, principalId);
      if (holder === undefined) return notFound("object", principalId);
      const why = whyNotRole(resource, appRoleId);
      if (why !== undefined) return refused("RoleNotFound", why, "appRoleId");
      const assignment = appRoleAssignment(ports, { resourceId, appRoleId, ...holder });
      return done({ assignment, added: (await addRow(ports, resourceId, assignment)) === "added" });
    },

    addSecret: (applicationId, secret) => addClientSecret(ports, applicationId, secret),
    removeSecret: (applicationId, keyId) => removeClientSecret(ports, applicationId, keyId),

    removeRoleAssignment: (resourceId, assignmentId) => removeRow(ports, resourceId, assignmentId),
  };
}

function whyNotRole(resource: ServicePrincipalDocument, appRoleId: string): string | undefined {
  const name = `Application "${resource.displayName}" (${resource.id})`;
  if (appRoleId === DEFAULT_ACCESS_ROLE_ID) {
    return resource.appRoles.length === 0
      ? undefined
      : `${name} declares app roles: give one of them instead of default access.`;
  }
  const role = resource.appRoles.find((one) => one.id === appRoleId);
  if (role === undefined) return `${name} has no app role ${appRoleId}.`;
  return role.isEnabled ? undefined : `App role "${role.displayName}" of ${name} is disabled.`;
}

export function newApplication(ports: DirectoryPorts, input: NewApplication): ApplicationDocument {
  const now = ports.clock.now();
  return {
    kind: "application",
    id: input.id ?? ports.ids.next(),
    appId: input.appId?.toLowerCase() ?? ports.ids.next(),
    displayName: input.displayName,
    description: input.description ?? null,
    appRoles: input.appRoles ?? [],
    ...audienceOf(input.signInAudience),
    createdDateTime: now,
    modifiedDateTime: now,
  };
}

export function servicePrincipal(
  ports: DirectoryPorts,
  input: NewServicePrincipal & { readonly displayName: string },
): ServicePrincipalDocument {
  const now = ports.clock.now();
  return {
    kind: "servicePrincipal",
    id: input.id ?? ports.ids.next(),
    appId: input.appId,
    displayName: input.displayName,
    appDescription: input.appDescription ?? null,
    appRoles: input.appRoles ?? [],
    servicePrincipalType: input.servicePrincipalType ?? "Application",
    accountEnabled: input.accountEnabled ?? true,
    ...audienceOf(input.signInAudience),
    createdDateTime: now,
    modifiedDateTime: now,
  };
}

function audienceOf(signInAudience: string | undefined): { readonly signInAudience?: string } {
  return signInAudience === undefined ? {} : { signInAudience };
}

export function appRoleAssignmentId(
  ports: DirectoryPorts,
  resourceId: string,
  principalId: string,
  appRoleId: string,
): string {
  return ports.ids.derive("appRoleAssignment", resourceId, principalId, appRoleId);
}

export function appRoleAssignment(
  ports: DirectoryPorts,
  input: Omit<AppRoleAssignmentDocument, "kind" | "id" | "createdDateTime">,
): AppRoleAssignmentDocument {
  return {
    kind: "appRoleAssignment",
    id: appRoleAssignmentId(ports, input.resourceId, input.principalId, input.appRoleId),
    ...input,
    createdDateTime: ports.clock.now(),
  };
}
