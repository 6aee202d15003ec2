/**
 * Every role against every route: what the independent model of the matrix refuses, every route of the endpoint table refuses with 403 (and
 * changes nothing), and what the model lets somebody look at, can be looked at. For a role in the catalog of the objects, in another
 * catalog, in the directory, and none; for people and for applications.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Assignment } from "../../src/domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import type { Caller } from "../../src/domain/authorization/caller.js";
import {
  DIRECTORY_ROLES,
  ENTITLEMENT_ROLES,
  type EntitlementRole,
} from "../../src/domain/authorization/role.js";
import type { RoleAssignment } from "../../src/domain/authorization/role-assignment.js";
import type { Endpoint } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import type { JsonObject } from "../../src/wire/json-object.js";
import { NOW } from "../builders/instants.js";
import { aPolicy } from "../builders/policy-body.js";
import { type ModelCaller, modelMay } from "../domain/authorization/model.js";
import {
  ALL_SCOPES,
  type Answered,
  at,
  EM,
  idOf,
  openSurface,
  ROLES,
  type Surface,
} from "./surface-fixture.js";

/** Rows with rules of their own beside the matrix, tested where those are: one's own delegations; uploads and environments, which nobody has here. */
const APART = /approvalDelegations|uploadSessions|resourceEnvironments\/\{/;

const ROWS = ENDPOINTS.filter(
  ({ path, action }) => action !== "self" && /entitlementManagement/.test(path) && !APART.test(path),
);
/** Rows that are about the tenant although they have the name of an object, or none although their action is about catalogs. */
const OF_TENANT = /\/(subjects|settings|controlConfigurations|quotas)/;
const OF_ANY_CATALOG = /\/(connectedOrganizations|roleDefinitions|resourceEnvironments)/;

type Who = { readonly name: string; readonly caller: Caller; readonly model: ModelCaller };

let surface: Surface;
let ids: Readonly<Record<string, string>>;
let bodies: Readonly<Record<string, JsonObject>>;
const everybody: Who[] = [];

beforeAll(async () => {
  surface = await openSurface();
  ids = await makeObjects();
  bodies = makeBodies();
  const directory = Object.entries(DIRECTORY_ROLES).filter(([name]) => name !== "globalAdministrator");
  for (const [name, { templateId }] of directory) everybody.push(person(name, [templateId], []));
  everybody.push(person("nobody in particular", [], []));
  // The keys of the table are the roles, which Object.keys does not say.
  for (const role of Object.keys(ENTITLEMENT_ROLES) as EntitlementRole[])
    for (const where of role === "catalogCreator" ? (["/"] as const) : (["mine", "other"] as const))
      for (const make of [person, application]) {
        const catalog = where === "/" ? null : (ids[where === "mine" ? "catalogId" : "otherCatalogId"] ?? "");
        const who = make(`${role} ${where}`, [], [{ role, catalog }]);
        await giveTo(who.caller.objectId, role, catalog);
        everybody.push(who);
      }
});
afterAll(() => surface.close());

function person(name: string, directoryRoleIds: readonly string[], roles: ModelCaller["roles"]): Who {
  const caller: Caller = {
    kind: "user",
    objectId: surface.ports.ids.next(),
    tenantId: "7e4a0000-0000-4000-8000-000000000001",
    ...{ displayName: name, userPrincipalName: `${name}@example.org`, appId: null },
    ...{ scopes: ALL_SCOPES, directoryRoleIds },
  };
  return {
    name,
    caller,
    model: { isPerson: true, permissions: ALL_SCOPES, directoryRoleIds, isMember: false, roles },
  };
}

function application(name: string, _: readonly string[], roles: ModelCaller["roles"]): Who {
  const caller: Caller = {
    kind: "application",
    objectId: surface.ports.ids.next(),
    tenantId: "7e4a0000-0000-4000-8000-000000000001",
    ...{ displayName: name, appId: "app", appRoles: [] },
  };
  const model = { isPerson: false, permissions: [], directoryRoleIds: [], isMember: false, roles };
  return { name: `application, ${name}`, caller, model };
}

async function giveTo(principalId: string, role: EntitlementRole, catalogId: string | null): Promise<void> {
  const document: RoleAssignment = {
    kind: "roleAssignment",
    id: surface.ports.ids.next(),
    ...{ principalId, roleDefinitionId: ENTITLEMENT_ROLES[role].id, catalogId, createdDateTime: NOW },
    appScopeId: catalogId === null ? "/" : `/AccessPackageCatalog/${catalogId}`,
  };
  const partition = catalogId === null ? "tenant" : `catalog/${catalogId}`;
  await surface.ports.documents.batch("governance", partition, [{ op: "create", document }]);
}

const post = (path: string, body: unknown, as = "admin") =>
  surface.call("POST", `${EM}${path}`, { as, body });
const get = (path: string) => surface.call("GET", `${EM}${path}`, { as: "admin" });
const objectId = (name: string) => surface.people[name]?.objectId ?? "";
const scopeOf = (id: string) => `/AccessPackageCatalog/${id}`;

/** One of everything in a catalog of its own, and another catalog. */
async function makeObjects(): Promise<Readonly<Record<string, string>>> {
  const catalogId = idOf(await post("/catalogs", { displayName: "Mine" }));
  const otherCatalogId = idOf(await post("/catalogs", { displayName: "Other" }));
  const resource = { originId: surface.groups["engineers"], originSystem: "AadGroup" };
  const resourceRequestId = idOf(
    await post("/resourceRequests", { requestType: "adminAdd", catalog: { id: catalogId }, resource }),
  );
  const resourceId = String(at((await get(`/catalogs/${catalogId}/resources`)).body, "value/0/id"));
  const accessPackageId = idOf(
    await post("/accessPackages", { displayName: "A", catalog: { id: catalogId } }),
  );
  const incompatibleId = idOf(
    await post("/accessPackages", { displayName: "B", catalog: { id: catalogId } }),
  );
  const policyId = idOf(await post("/assignmentPolicies", aPolicy(accessPackageId, objectId("approver"))));
  const asked = { requestType: "userAdd", assignment: { accessPackageId } };
  const requestId = idOf(await post("/assignmentRequests", asked, "somebody"));
  const stages = await get(`/accessPackageAssignmentApprovals/${requestId}/stages`);
  const request = await surface.ports.documents.find<AssignmentRequest>(
    "access",
    "assignmentRequest",
    requestId,
  );
  if (request === undefined) throw new Error("The request is there.");
  const { target } = request.document;
  const assignment: Assignment = {
    kind: "assignment",
    id: surface.ports.ids.next(),
    ...{ accessPackageId: incompatibleId, catalogId, assignmentPolicyId: policyId, requestId, target },
    ...{
      requestorObjectId: null,
      state: "delivered",
      status: "Delivered",
      startDateTime: NOW,
      endDateTime: null,
    },
    ...{ expiredDateTime: null, answers: [], createdDateTime: NOW, modifiedDateTime: NOW },
  };
  await surface.ports.documents.batch("access", target.id, [{ op: "create", document: assignment }]);
  const given = await surface.call("POST", `${ROLES}/roleAssignments`, {
    as: "admin",
    body: {
      principalId: objectId("reader"),
      roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
      appScopeId: scopeOf(catalogId),
    },
  });
  const organizationId = idOf(
    await post("/connectedOrganizations", organization("Partner", "partner.example.com")),
  );
  const extensionId = idOf(await post(`/catalogs/${catalogId}/customWorkflowExtensions`, EXTENSION));
  return {
    ...{
      catalogId,
      otherCatalogId,
      resourceId,
      resourceRequestId,
      accessPackageId,
      incompatibleId,
      policyId,
    },
    ...{ requestId, assignmentId: assignment.id, organizationId, extensionId, roleAssignmentId: idOf(given) },
    stageId: String(at(stages.body, "value/0/id")),
    subjectId: target.id,
    objectId: objectId("somebody"),
    incompatibleAccessPackageId: incompatibleId,
    groupId: surface.groups["designers"] ?? "",
    roleDefinitionId: ENTITLEMENT_ROLES.catalogOwner.id,
    sponsorId: objectId("owner"),
    roleScopeId: `${resourceId}_${resourceId}`,
  };
}

const organization = (displayName: string, domainName: string) => ({
  displayName,
  identitySources: [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName, displayName }],
});
const EXTENSION = {
  "@odata.type": "#microsoft.graph.accessPackageAssignmentWorkflowExtension",
  displayName: "Remind",
  endpointConfiguration: {
    "@odata.type": "#microsoft.graph.httpRequestEndpoint",
    targetUrl: "https://hooks.example.org/remind",
  },
  authenticationConfiguration: {
    "@odata.type": "#microsoft.graph.azureAdTokenAuthentication",
    resourceId: "f604bd15-f785-4309-ad7c-6fad18ddb6cb",
  },
};

/** What each row takes that takes something: whole and valid, so that nothing but the right can be missing. */
function makeBodies(): Readonly<Record<string, JsonObject>> {
  const { catalogId = "", accessPackageId = "", policyId = "", resourceId = "" } = ids;
  const engineers = surface.groups["engineers"] ?? "";
  const policy = aPolicy(accessPackageId, objectId("approver"));
  const reference = (path: string) => ({ "@odata.id": `https://graph.microsoft.com/v1.0/${path}` });
  const sponsor = reference(`users/${objectId("owner")}`);
  const organizations = "connectedOrganizations/{organizationId}";
  const group = { originId: engineers, originSystem: "AadGroup" };
  return {
    "POST catalogs": { displayName: "New" },
    "PATCH catalogs/{catalogId}": { description: "x" },
    "POST resourceRequests": {
      requestType: "adminAdd",
      catalog: { id: catalogId },
      resource: { originId: surface.groups["auditors"], originSystem: "AadGroup" },
    },
    "POST accessPackages": { displayName: "New", catalog: { id: catalogId } },
    "PATCH accessPackages/{accessPackageId}": { description: "x" },
    "POST accessPackages/{accessPackageId}/resourceRoleScopes": {
      role: { ...group, originId: `Member_${engineers}`, resource: { id: resourceId } },
      scope: group,
    },
    "POST accessPackages/{accessPackageId}/incompatibleAccessPackages/$ref": reference(
      `identityGovernance/entitlementManagement/accessPackages/${ids["incompatibleId"]}`,
    ),
    "POST accessPackages/{accessPackageId}/incompatibleGroups/$ref": reference(`groups/${engineers}`),
    "POST assignmentPolicies": policy,
    "PUT assignmentPolicies/{policyId}": policy,
    "PATCH assignmentPolicies/{policyId}": policy,
    "POST assignmentRequests": {
      requestType: "adminAdd",
      assignment: { targetId: objectId("reader"), accessPackageId, assignmentPolicyId: policyId },
    },
    "POST assignmentRequests/{requestId}/resume": {
      data: { customExtensionStageInstanceId: policyId, stage: "assignmentRequestCreated" },
    },
    "PATCH subjects/{subjectId}": { subjectLifecycle: "governed" },
    "PATCH subjects(objectId={objectId})": { subjectLifecycle: "governed" },
    "POST roleAssignments": {
      principalId: objectId("somebody"),
      roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
      appScopeId: scopeOf(catalogId),
    },
    "POST connectedOrganizations": organization("New", "new.example.com"),
    [`PATCH ${organizations}`]: { description: "x" },
    [`POST ${organizations}/internalSponsors/$ref`]: sponsor,
    [`POST ${organizations}/externalSponsors/$ref`]: sponsor,
    "PATCH settings": { externalUserLifecycleAction: "none" },
    "PUT controlConfigurations/endUserSettings": { isEnabled: true },
    "PATCH controlConfigurations/endUserSettings": { isEnabled: true },
    "POST catalogs/{catalogId}/customWorkflowExtensions": EXTENSION,
    "PUT catalogs/{catalogId}/customWorkflowExtensions/{extensionId}": EXTENSION,
  };
}

const nameOf = ({ method, path }: Endpoint) => `${method} ${path.replace(/^.*entitlementManagement\//, "")}`;

function addressOf({ path }: Endpoint): string {
  const filled = path.replaceAll(/(=?)\{(\w+)\}/g, (_, quoted: string, key: string) => {
    const id = ids[key];
    if (id === undefined) throw new Error(`The matrix has no ${key} for ${path}: make one in makeObjects.`);
    return quoted === "" ? id : `='${id}'`;
  });
  const [, asked = ""] = queries().find(([end]) => path.endsWith(end)) ?? [];
  return `/v1.0${filled}${asked}`;
}

/** What rows need that ask for something in the query; about somebody else, since anybody may ask about themselves. */
const queries = () =>
  [
    [
      "/entitlementManagement/explain",
      `?action=editCatalog&catalogId=${ids["catalogId"]}&principalId=${objectId("reader")}`,
    ],
    ["/accessPackages/{accessPackageId}/explain", `?target=${objectId("reader")}`],
    ["/resourceEnvironments", "?$filter=originSystem eq 'SharePointOnline'"],
  ] as const;

/** What the matrix says of the row: for the catalog of the objects, for the tenant, or for any catalog at all (lists). */
function allowed(endpoint: Endpoint, { model }: Who): boolean {
  const { path, action, method } = endpoint;
  const mine = ids["catalogId"] ?? "";
  const catalogs = [null, mine, ids["otherCatalogId"] ?? ""];
  if (OF_TENANT.test(path)) return modelMay(model, action, null);
  const isList = method === "GET" && !/\{|explain/.test(path);
  if (isList || OF_ANY_CATALOG.test(path))
    return catalogs.some((catalog) => modelMay(model, action, catalog));
  return modelMay(model, action, action === "createCatalog" ? null : mine);
}

async function call(endpoint: Endpoint, { caller }: Who): Promise<Answered> {
  const body = endpoint.body === undefined ? undefined : bodies[nameOf(endpoint)];
  const isMissing = endpoint.body !== undefined && body === undefined && endpoint.bodyOptional !== true;
  if (isMissing) throw new Error(`The matrix has no body for ${nameOf(endpoint)}: write one in makeBodies.`);
  return surface.call(endpoint.method, addressOf(endpoint), { as: caller, body });
}

describe("every role against every route", () => {
  it("refuses with 403 whatever the matrix does not allow", async () => {
    const wrong: string[] = [];
    let refused = 0;
    for (const who of everybody)
      for (const endpoint of ROWS) {
        if (endpoint.permission.application !== "notSupported" || who.model.isPerson) {
          if (allowed(endpoint, who)) continue;
        }
        const { status, body, text } = await call(endpoint, who);
        refused++;
        // Whoever may create catalogs sees that they own none yet.
        const isEmpty =
          status === 200 &&
          JSON.stringify(body["value"]) === "[]" &&
          /^catalogCreator|, catalogCreator/.test(who.name);
        const isDefinition =
          status < 300 && /roleDefinitions/.test(endpoint.path) && /catalogCreator/.test(who.name);
        if (status !== 403 && !isEmpty && !isDefinition)
          wrong.push(`${who.name}: ${nameOf(endpoint)} gave ${status} ${text?.slice(0, 200)}`);
      }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(1_500);
  });

  it("shows whatever the matrix lets somebody look at", async () => {
    const wrong: string[] = [];
    let looked = 0;
    for (const who of everybody)
      for (const endpoint of ROWS) {
        const isOpen = endpoint.permission.application !== "notSupported" || who.model.isPerson;
        if (endpoint.method !== "GET" || !isOpen || !allowed(endpoint, who)) continue;
        const { status, text } = await call(endpoint, who);
        looked++;
        if (status === 403)
          wrong.push(`${who.name}: ${nameOf(endpoint)} gave ${status} ${text?.slice(0, 200)}`);
      }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(300);
  });
});
