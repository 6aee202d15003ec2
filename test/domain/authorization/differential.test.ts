/**
 * The product against an independent model (model.ts): first every cell, then random role graphs. `AUTHORITY_CASES=5000000 npx vitest run
 * --project unit test/domain/authorization/differential.test.ts` runs more of the latter.
 */
import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/domain/authorization/action.js";
import type { Credentials, HeldRole } from "../../../src/domain/authorization/checks.js";
import { explain } from "../../../src/domain/authorization/explain.js";
import { may, mayWhere } from "../../../src/domain/authorization/may.js";
import { PERMISSION_TABLE } from "../../../src/domain/authorization/permission-table.js";
import {
  DIRECTORY_ROLES,
  ENTITLEMENT_ROLES,
  type EntitlementRole,
} from "../../../src/domain/authorization/role.js";
import { heldRoles, type RoleAssignment } from "../../../src/domain/authorization/role-assignment.js";
import { NOW } from "../../builders/instants.js";
import { seededRandom } from "../../simulation/random.js";
import { MODEL_ACTIONS, type ModelCaller, modelMay } from "./model.js";

// The keys of the tables are the actions and roles, which Object.keys does not say.
const ACTIONS = Object.keys(PERMISSION_TABLE) as Action[];
const ROLES = Object.keys(ENTITLEMENT_ROLES) as EntitlementRole[];
/** With one that plays no part, and one that the table has never heard of: User Administrator. */
const DIRECTORY_ROLE_IDS: readonly string[] = [
  ...Object.values(DIRECTORY_ROLES).map(({ templateId }) => templateId),
  "fe930be7-5e62-47db-91af-98c3a49a38b1",
];
const PERMISSIONS: readonly string[] = [
  ...new Set(
    Object.values(PERMISSION_TABLE).flatMap(({ delegated, application }) => [...delegated, ...application]),
  ),
  "EntitlementMgmt-SubjectAccess.ReadWrite",
  "openid",
];
const CATALOGS = ["own", "other", "third"] as const;
const CASES = Number(process.env["AUTHORITY_CASES"] ?? 200_000);

function credentialsOf({ isPerson, permissions, directoryRoleIds }: ModelCaller): Credentials {
  return isPerson
    ? { kind: "user", scopes: permissions, directoryRoleIds }
    : { kind: "application", appRoles: permissions };
}

/** Undefined when the product and the model agree on these relations and on the list. */
function difference(
  caller: ModelCaller,
  held: readonly HeldRole[],
  action: Action,
  relations: readonly (string | null)[] = [...CATALOGS, null],
): string | undefined {
  const credentials = credentialsOf(caller);
  const where = mayWhere(credentials, held, action);
  const stranger = { ...caller, isMember: false };
  for (const catalog of relations) {
    const said = may(credentials, held, caller.isMember, action, catalog) === "allowed";
    if (said !== modelMay(caller, action, catalog)) return told(caller, action, catalog, said);
    if (catalog === null) continue;
    const listed = where === "all" || where.includes(catalog);
    if (listed !== modelMay(stranger, action, catalog))
      return `list: ${told(caller, action, catalog, listed)}`;
  }
  return undefined;
}

function told(caller: ModelCaller, action: Action, catalog: string | null, said: boolean): string {
  return `${JSON.stringify(caller)} ${action} in ${catalog ?? "the tenant"}: the product says ${said}`;
}

function assigned(principalId: string, role: EntitlementRole, catalogId: string | null): RoleAssignment {
  return {
    kind: "roleAssignment",
    id: "assignment",
    principalId,
    roleDefinitionId: ENTITLEMENT_ROLES[role].id,
    appScopeId: catalogId === null ? "/" : `/AccessPackageCatalog/${catalogId}`,
    catalogId,
    createdDateTime: NOW,
  };
}

describe("the product and an independent model of the permission matrix", () => {
  it("know the same actions", () => {
    expect(MODEL_ACTIONS.toSorted()).toEqual(ACTIONS.toSorted());
  });

  it("agree in every cell: each role alone, each permission alone, each action, own catalog, other catalog and tenant, people and applications", () => {
    const differences: string[] = [];
    let cells = 0;
    const roleSets: Pick<ModelCaller, "directoryRoleIds" | "isMember" | "roles">[] = [
      { directoryRoleIds: [], isMember: false, roles: [] },
      { directoryRoleIds: [], isMember: true, roles: [] },
      ...DIRECTORY_ROLE_IDS.map((id) => ({ directoryRoleIds: [id], isMember: false, roles: [] })),
      ...ROLES.flatMap((role) =>
        ["own", null].map((catalog) => ({
          directoryRoleIds: [],
          isMember: false,
          roles: [{ role, catalog }],
        })),
      ),
    ];
    for (const isPerson of [true, false])
      for (const permission of [undefined, ...PERMISSIONS])
        for (const roles of roleSets)
          for (const action of ACTIONS) {
            const caller = { isPerson, permissions: permission === undefined ? [] : [permission], ...roles };
            // The model's names of roles are the product's.
            const held = roles.roles.map(({ role, catalog }) => ({
              role: role as EntitlementRole,
              catalogId: catalog,
            }));
            const found = difference(caller, held, action);
            cells += 7;
            if (found !== undefined) differences.push(found);
          }
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(150_000);
  });

  it(`agree on ${CASES} random graphs of groups in groups with several roles`, { timeout: 600_000 }, () => {
    const random = seededRandom(20261122);
    const below = (count: number) => random.between(0, count - 1);
    const differences: string[] = [];
    const allowed = { yes: 0, no: 0 };
    for (let run = 0; run < CASES && differences.length < 10; run++) {
      const graph = randomGraph(below);
      const walked = reached(graph);
      const assignments: RoleAssignment[] = [];
      const roles: { role: string; catalog: string | null }[] = [];
      for (let count = below(4); count > 0; count--) {
        const principal = below(GROUPS + 1);
        const role = ROLES[below(ROLES.length)] ?? "catalogReader";
        const catalog = [...CATALOGS, null][below(CATALOGS.length + 1)] ?? null;
        // The product is given what the directory's walk would find; the model asks for a path.
        if (walked.has(principal)) assignments.push(assigned(nameOf(principal), role, catalog));
        if (hasPath(graph, principal)) roles.push({ role, catalog });
      }
      const isPerson = below(2) === 0;
      const caller: ModelCaller = {
        isPerson,
        permissions: picked(below, PERMISSIONS, 3),
        directoryRoleIds: isPerson ? picked(below, DIRECTORY_ROLE_IDS, 2) : [],
        isMember: isPerson && below(2) === 0,
        roles,
      };
      const action = ACTIONS[below(ACTIONS.length)] ?? "viewCatalog";
      const relation = [...CATALOGS, null][below(CATALOGS.length + 1)] ?? null;
      const found = difference(caller, heldRoles("me", assignments), action, [relation]);
      if (found !== undefined) differences.push(found);
      allowed[modelMay(caller, action, "own") ? "yes" : "no"]++;
    }
    expect(differences).toEqual([]);
    // Both answers occur often enough for agreement to mean something.
    expect(Math.min(allowed.yes, allowed.no)).toBeGreaterThan(CASES / 20);
  });

  it("agree with the explanation, which also names rights that do turn the answer", () => {
    const random = seededRandom(7);
    const below = (count: number) => random.between(0, count - 1);
    for (let run = 0; run < 1_000; run++) {
      const isPerson = below(2) === 0;
      const role = ROLES[below(ROLES.length)] ?? "catalogReader";
      const caller: ModelCaller = {
        isPerson,
        permissions: picked(below, PERMISSIONS, 2),
        directoryRoleIds: isPerson ? picked(below, DIRECTORY_ROLE_IDS, 1) : [],
        isMember: false,
        roles: [{ role, catalog: below(2) === 0 ? "own" : "other" }],
      };
      const held = caller.roles.map(({ catalog }) => ({ role, catalogId: catalog }));
      const action = ACTIONS[below(ACTIONS.length)] ?? "viewCatalog";
      const question = { isTokenKnown: true, held, isMember: false, action, catalog: { id: "own" } };
      const said = explain({ ...question, credentials: credentialsOf(caller) });
      expect(said.decision === "allowed").toBe(modelMay(caller, action, "own"));
      expect(said.checks.at(-1)?.verdict === "allows").toBe(said.decision === "allowed");
      expect(said.missing.length > 0).toBe(said.decision === "denied");
      for (const { code, target } of said.missing) {
        // With all the permissions that are named, or with any of the roles, the next question is closer to a yes.
        const better: ModelCaller =
          code === "MissingPermission"
            ? { ...caller, permissions: [...caller.permissions, target] }
            : withRole(caller, target);
        const then = explain({
          ...question,
          credentials: credentialsOf(better),
          // The model's names of roles are the product's.
          held: better.roles.map((one) => ({ role: one.role as EntitlementRole, catalogId: one.catalog })),
        });
        const lackedPermission = isPerson && code === "MissingPermission";
        const step = lackedPermission ? then.checks[0]?.verdict : then.decision;
        expect(step).toBe(lackedPermission ? "goesOn" : "allowed");
      }
    }
  });
});

function withRole(caller: ModelCaller, roleId: string): ModelCaller {
  const role = ROLES.find((one) => ENTITLEMENT_ROLES[one].id === roleId);
  return role === undefined
    ? { ...caller, directoryRoleIds: [...caller.directoryRoleIds, roleId] }
    : { ...caller, roles: [...caller.roles, { role, catalog: role === "catalogCreator" ? null : "own" }] };
}

/** Principals: 0 is the caller, the others are groups. An edge [a, b] says that a is in group b; circles happen. */
const GROUPS = 4;
type Graph = readonly (readonly [number, number])[];

function randomGraph(below: (count: number) => number): Graph {
  const edges: [number, number][] = [];
  for (let count = below(6); count > 0; count--) edges.push([below(GROUPS + 1), 1 + below(GROUPS)]);
  return edges;
}

/** As a directory walks: breadth first from the caller. */
function reached(graph: Graph): ReadonlySet<number> {
  const seen = new Set([0]);
  for (const from of seen) for (const [member, group] of graph) if (member === from) seen.add(group);
  return seen;
}

/** As a logician asks: is there a way from the caller to it, over at most as many steps as there are groups? */
function hasPath(graph: Graph, to: number, steps = GROUPS): boolean {
  if (to === 0) return true;
  if (steps === 0) return false;
  return graph.some(([member, group]) => group === to && hasPath(graph, member, steps - 1));
}

function nameOf(principal: number): string {
  return principal === 0 ? "me" : `group-${principal}`;
}

function picked(below: (count: number) => number, from: readonly string[], max: number): readonly string[] {
  const some: string[] = [];
  for (let count = below(max + 1); count > 0; count--) some.push(from[below(from.length)] ?? "");
  return some;
}
