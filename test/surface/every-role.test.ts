/**
 * Every role against every route, with an independent model of the permission matrix as the judge: what the model refuses, every route of the
 * endpoint table refuses with 403, and what the model lets somebody look at, can be looked at. For a role in the catalog of the objects, in
 * another catalog, in the directory, and none; for people and for applications. matrix.txt says the same of fewer callers, for people to read.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../../src/domain/authorization/caller.js";
import {
  DIRECTORY_ROLES,
  ENTITLEMENT_ROLES,
  type EntitlementRole,
} from "../../src/domain/authorization/role.js";
import type { RoleAssignment } from "../../src/domain/authorization/role-assignment.js";
import type { Endpoint } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { NOW } from "../builders/instants.js";
import { type ModelCaller, modelMay } from "../domain/authorization/model.js";
import { ALL_SCOPES } from "../hosts/surface-fixture.js";
import { allExamples } from "./all-examples.js";
import { callExample, nameOf } from "./calls.js";
import type { Example } from "./example.js";
import { type SeededWorld, seededWorld } from "./seeded-world.js";

const TENANT = "7e4a0000-0000-4000-8000-000000000001";

/** Rows with rules of their own beside the matrix, tested where those are: delegations of one's own, uploads, which nobody has here. */
const APART = /approvalDelegations|uploadSessions/;
/** Rows that are about the tenant although they have the name of an object, or about no catalog although their action is about catalogs. */
const OF_TENANT = /\/(subjects|settings|controlConfigurations|quotas)/;
const OF_ANY_CATALOG = /\/(connectedOrganizations|roleDefinitions|resourceEnvironments)/;

type Who = { readonly name: string; readonly caller: Caller; readonly model: ModelCaller };
type Line = { readonly endpoint: Endpoint; readonly example: Example };

let world: SeededWorld;
let lines: readonly Line[];
const everybody: Who[] = [];

beforeAll(async () => {
  world = await seededWorld();
  const examples = allExamples(world.ids);
  const rows = ENDPOINTS.filter(
    ({ path, action }) => action !== "self" && /entitlementManagement/.test(path) && !APART.test(path),
  );
  // Where an example is somebody's own, taking part is what counts.
  lines = rows.flatMap((endpoint) =>
    (examples.get(nameOf(endpoint)) ?? [])
      .filter(({ as }) => as === undefined)
      .map((example) => ({ endpoint, example })),
  );
  for (const [name, { templateId }] of Object.entries(DIRECTORY_ROLES))
    if (name !== "globalAdministrator") everybody.push(person(name, [templateId], []));
  everybody.push(person("nobody in particular", [], []));
  // The keys of the table are the roles, which Object.keys does not say.
  for (const role of Object.keys(ENTITLEMENT_ROLES) as EntitlementRole[])
    for (const catalog of role === "catalogCreator" ? [null] : [world.ids.catalogId, otherCatalog()])
      for (const make of [person, application]) {
        const where = catalog === null ? "" : catalog === world.ids.catalogId ? ", here" : ", elsewhere";
        const who = make(`${role}${where}`, [], [{ role, catalog }]);
        await giveTo(who.caller.objectId, role, catalog);
        everybody.push(who);
      }
});
afterAll(async () => {
  await world?.close();
});

function otherCatalog(): string {
  const id = world.ids["otherCatalogId"];
  if (id === undefined) throw new Error("The seeded world has another catalog.");
  return id;
}

function person(name: string, directoryRoleIds: readonly string[], roles: ModelCaller["roles"]): Who {
  const caller: Caller = {
    kind: "user",
    objectId: world.ports.ids.next(),
    tenantId: TENANT,
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
  const objectId = world.ports.ids.next();
  const model = { isPerson: false, permissions: [], directoryRoleIds: [], isMember: false, roles };
  const caller = {
    kind: "application",
    objectId,
    tenantId: TENANT,
    displayName: name,
    appId: "app",
    appRoles: [],
  } as const;
  return { name: `application, ${name}`, caller, model };
}

async function giveTo(principalId: string, role: EntitlementRole, catalogId: string | null): Promise<void> {
  const document: RoleAssignment = {
    kind: "roleAssignment",
    id: world.ports.ids.next(),
    ...{ principalId, roleDefinitionId: ENTITLEMENT_ROLES[role].id, catalogId, createdDateTime: NOW },
    appScopeId: catalogId === null ? "/" : `/AccessPackageCatalog/${catalogId}`,
  };
  const partition = catalogId === null ? "tenant" : `catalog/${catalogId}`;
  await world.ports.documents.batch("governance", partition, [{ op: "create", document }]);
}

/** What the model says of the row: for the catalog of the objects, for the tenant, or for any catalog at all (lists). */
function allowed({ endpoint, example }: Line, { model }: Who): boolean {
  const { path, action, method, permission } = endpoint;
  if (permission.application === "notSupported" && !model.isPerson) return false;
  if (OF_TENANT.test(path)) return modelMay(model, action, null);
  const isList = method === "GET" && !/\{|explain/.test(path);
  if (isList || OF_ANY_CATALOG.test(path))
    return [null, world.ids.catalogId, otherCatalog()].some((one) => modelMay(model, action, one));
  const catalog = example.keys?.["catalogId"] ?? world.ids.catalogId;
  return modelMay(model, action, action === "createCatalog" ? null : catalog);
}

/** Whoever may create catalogs gets empty lists instead: they own none yet; and may read what roles and geographies there are. */
function isForCreators({ endpoint }: Line, { name }: Who, status: number, value: unknown): boolean {
  const isEmpty = Array.isArray(value) && value.length === 0;
  return (
    name.includes("catalogCreator") &&
    status === 200 &&
    (isEmpty || /roleDefinitions|resourceEnvironments/.test(endpoint.path))
  );
}

describe("every role against every route", () => {
  it("refuses with 403 whatever the matrix does not allow", { timeout: 60_000 }, async () => {
    const wrong: string[] = [];
    let refused = 0;
    for (const who of everybody)
      for (const line of lines) {
        if (allowed(line, who)) continue;
        const answer = await callExample(world, line.endpoint, line.example, { as: who.caller });
        refused++;
        if (answer.status === 403 || isForCreators(line, who, answer.status, answer.body["value"])) continue;
        wrong.push(
          `${who.name}: ${nameOf(line.endpoint)} gave ${answer.status} ${answer.text?.slice(0, 200)}`,
        );
      }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(1_500);
  });

  it("shows whatever the matrix lets somebody look at", { timeout: 60_000 }, async () => {
    const wrong: string[] = [];
    let looked = 0;
    for (const who of everybody)
      for (const line of lines) {
        if (line.endpoint.method !== "GET" || !allowed(line, who)) continue;
        const { status, text } = await callExample(world, line.endpoint, line.example, { as: who.caller });
        looked++;
        if (status >= 300)
          wrong.push(`${who.name}: ${nameOf(line.endpoint)} gave ${status} ${text?.slice(0, 200)}`);
      }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(300);
  });
});
