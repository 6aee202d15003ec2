/** Random organizations on a real store and directory: what a list shows is what one may open one by one, and both are what an independent model says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Call } from "../../src/application/call.js";
import { getAccessPackage } from "../../src/application/queries/get-access-package.js";
import { getCatalog } from "../../src/application/queries/get-catalog.js";
import { listAccessPackages } from "../../src/application/queries/list-access-packages.js";
import { listAssignments } from "../../src/application/queries/list-assignments.js";
import { listCatalogs } from "../../src/application/queries/list-catalogs.js";
import { listRoleAssignments } from "../../src/application/queries/list-role-assignments.js";
import {
  DIRECTORY_ROLES,
  ENTITLEMENT_ROLES,
  type EntitlementRole,
} from "../../src/domain/authorization/role.js";
import type { RoleAssignment } from "../../src/domain/authorization/role-assignment.js";
import { NOW } from "../builders/instants.js";
import { aCatalog, aPackage } from "../builders/packages.js";
import { callOf, must, World } from "../builders/world.js";
import { type ModelCaller, modelMay } from "../domain/authorization/model.js";
import { seededRandom } from "../simulation/random.js";

// The keys of the table are the roles, which Object.keys does not say.
const ROLES = Object.keys(ENTITLEMENT_ROLES) as EntitlementRole[];
const CATALOGS = ["c1", "c2", "c3", "c4"];
const PEOPLE = ["p1", "p2", "p3", "p4", "p5", "p6"];
const GROUPS = ["g1", "g2", "g3", "g4", "g5"];
const SCOPES = ["EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All", "User.Read"];
const WORLDS = 12;

/** Says who is in what: `edges` are [member, group]. */
type Organization = {
  readonly edges: readonly (readonly [string, string])[];
  readonly given: readonly {
    readonly to: string;
    readonly role: EntitlementRole;
    readonly catalog: string | null;
  }[];
};

describe("lists and single looks", () => {
  let world: World;
  beforeAll(async () => {
    world = World.open();
    for (const id of PEOPLE) await world.person(id);
    for (const id of GROUPS) await world.group(id);
    for (const id of CATALOGS)
      await world.put(`catalog/${id}`, aCatalog({ id }), aPackage({ id: `package-${id}`, catalogId: id }));
  });
  afterAll(() => world.close());

  it(`agree with each other and with the model in ${WORLDS} random organizations`, {
    timeout: 120_000,
  }, async () => {
    const random = seededRandom(9);
    let shown = 0;
    let kept = 0;
    for (let run = 0; run < WORLDS; run++) {
      const organization = await reorganize(random);
      for (const person of PEOPLE) {
        const scopes = random.oneIn(5) ? [] : [random.pick(SCOPES)];
        const role = random.pick(["globalReader", "globalAdministrator", "groupsAdministrator"] as const);
        const directoryRoleIds = random.oneIn(5) ? [DIRECTORY_ROLES[role].templateId] : [];
        const model = modelOf(organization, person, scopes, directoryRoleIds);
        const call = as(person, scopes, directoryRoleIds);
        const visible = CATALOGS.filter((catalog) => modelMay(model, "viewCatalog", catalog));
        shown += visible.length;
        kept += CATALOGS.length - visible.length;
        expect(await listed(listCatalogs(world.ports, call, ALL))).toEqual(visible);
        expect(await listed(listAccessPackages(world.ports, call, ALL))).toEqual(
          visible.map((id) => `package-${id}`),
        );
        const roles = modelMay(model, "viewRoles", null)
          ? organization.given
          : organization.given.filter(({ catalog }) => catalog !== null && visible.includes(catalog));
        expect((await listed(listRoleAssignments(world.ports, call, ALL))).length).toBe(roles.length);
        expect(await listed(listAssignments(world.ports, call, ALL))).toEqual([]);
        for (const catalogId of CATALOGS) {
          const isVisible = visible.includes(catalogId);
          expect((await getCatalog(world.ports, call, { catalogId })).kind === "done").toBe(isVisible);
          const accessPackageId = `package-${catalogId}`;
          const opened = await getAccessPackage(world.ports, call, { accessPackageId });
          expect([accessPackageId, opened.kind === "done"]).toEqual([accessPackageId, isVisible]);
        }
      }
    }
    // Both answers occur often enough for agreement to mean something.
    expect(Math.min(shown, kept)).toBeGreaterThan(20);
  });

  /** Other memberships and other roles, with circles of groups and roles of groups in groups. */
  async function reorganize(random: ReturnType<typeof seededRandom>): Promise<Organization> {
    const { groups } = world.directory;
    for (const group of GROUPS)
      for (const member of [...PEOPLE, ...GROUPS]) await groups.removeMember(group, member);
    const old = await world.ports.documents.query<RoleAssignment>({
      container: "governance",
      kind: "roleAssignment",
      top: 999,
    });
    for (const { partition, document } of old.items)
      await world.ports.documents.batch("governance", partition, [{ op: "delete", id: document.id }]);
    const edges = new Map<string, readonly [string, string]>();
    for (let count = 0; count < 12; count++) {
      const edge = [random.pick([...PEOPLE, ...GROUPS]), random.pick(GROUPS)] as const;
      if (edge[0] !== edge[1]) edges.set(edge.join(" "), edge);
    }
    for (const [member, group] of edges.values()) must(await groups.addMember(group, member));
    const given = new Map<string, Organization["given"][number]>();
    for (let count = 0; count < 6; count++) {
      const one = {
        to: random.pick([...PEOPLE, ...GROUPS, ...GROUPS]),
        role: random.pick(ROLES),
        catalog: random.oneIn(10) ? null : random.pick(CATALOGS),
      };
      given.set(JSON.stringify(one), one);
    }
    for (const { to, role, catalog } of given.values()) {
      const scope = catalog === null ? "/" : `/AccessPackageCatalog/${catalog}`;
      const document: RoleAssignment = {
        kind: "roleAssignment",
        id: `${to}-${role}-${catalog}`,
        ...{ principalId: to, roleDefinitionId: ENTITLEMENT_ROLES[role].id },
        ...{ appScopeId: scope, catalogId: catalog, createdDateTime: NOW },
      };
      await world.put(catalog === null ? "tenant" : `catalog/${catalog}`, document);
    }
    return { edges: [...edges.values()], given: [...given.values()] };
  }
});

const ALL = { top: 999, count: false };

function as(person: string, scopes: readonly string[], directoryRoleIds: readonly string[]): Call {
  const call = callOf(person, directoryRoleIds);
  if (call.caller.kind !== "user") throw new Error("A person calls.");
  return { ...call, caller: { ...call.caller, scopes } };
}

function modelOf(
  { edges, given }: Organization,
  person: string,
  permissions: readonly string[],
  directoryRoleIds: readonly string[],
): ModelCaller {
  const counts = (to: string) => to === person || isIn(edges, person, to, GROUPS.length);
  return {
    isPerson: true,
    permissions,
    directoryRoleIds,
    isMember: true,
    roles: given.filter(({ to }) => counts(to)),
  };
}

/** Is there a way from the member to the group, over at most so many steps? */
function isIn(edges: Organization["edges"], member: string, group: string, steps: number): boolean {
  return (
    steps > 0 &&
    edges.some(([from, to]) => from === member && (to === group || isIn(edges, to, group, steps - 1)))
  );
}

/** Ids in order; nothing for who is refused. */
async function listed(
  page: Promise<
    | {
        readonly kind: "done";
        readonly value: { readonly items: readonly { readonly document: { readonly id: string } }[] };
      }
    | { readonly kind: "refused" }
  >,
): Promise<readonly string[]> {
  const outcome = await page;
  return outcome.kind === "refused" ? [] : outcome.value.items.map(({ document }) => document.id).toSorted();
}
