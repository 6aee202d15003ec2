import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { aPolicy } from "../builders/policy-body.js";
import type { World } from "../builders/world.js";
import { type Answered, at, EM, idOf, ROLES } from "./surface-fixture.js";
import { type CallingWorld, openCallingWorld } from "./world-callers.js";

const GRANTS = `${EM.replace("/v1.0", "/beta")}/accessPackageAssignmentResourceRoles`;

describe("which roles people have through packages (/beta, accessPackageAssignmentResourceRoles)", () => {
  const groups: Record<string, string> = {};
  const packages: Record<
    string,
    { readonly catalogId: string; readonly packageId: string; readonly policyId: string }
  > = {};
  const names = ["admin", "ada", "ben", "reader", "stranger"];
  let calling: CallingWorld;
  let world: World;

  beforeEach(async () => {
    calling = await openCallingWorld(names, names);
    ({ world } = calling);
    for (const name of ["Sales", "Research"]) await createPackage(name);
    for (const [who, what] of [
      ["ada", "Sales"],
      ["ada", "Research"],
      ["ben", "Research"],
    ] as const)
      await give(who, what);
    await world.settle();
  });
  afterEach(() => calling.end());

  const id = (name: string) => calling.people[name]?.objectId ?? "";
  const post = (path: string, body: unknown) => calling.call("POST", `${EM}${path}`, { as: "admin", body });
  const get = (query: string, as = "admin") => calling.call("GET", `${GRANTS}${query}`, { as });
  const createPackage = async (name: string) => {
    const groupId = world.ports.ids.next();
    groups[name] = groupId;
    await world.group(groupId);
    const resource = { originId: groupId, originSystem: "AadGroup" };
    const catalogId = idOf(await post("/catalogs", { displayName: name }));
    idOf(await post("/resourceRequests", { requestType: "adminAdd", catalog: { id: catalogId }, resource }));
    const packageId = idOf(await post("/accessPackages", { displayName: name, catalog: { id: catalogId } }));
    const role = { originId: `Member_${groupId}`, originSystem: "AadGroup", resource };
    idOf(
      await post(`/accessPackages/${packageId}/resourceRoleScopes`, { role, scope: { isRootScope: true } }),
    );
    const policyId = idOf(await post("/assignmentPolicies", aPolicy(packageId, id("admin"))));
    packages[name] = { catalogId, packageId, policyId };
  };
  const give = async (who: string, what: string) => {
    const { packageId, policyId } = packages[what] ?? {};
    const assignment = { targetId: id(who), assignmentPolicyId: policyId, accessPackageId: packageId };
    idOf(await post("/assignmentRequests", { requestType: "adminAdd", assignment }));
  };
  const originsOf = (answered: Answered): readonly unknown[] => {
    const { value } = answered.body;
    if (!Array.isArray(value)) return [answered.text];
    return value.map((grant) => String(at(grant, "originId"))).toSorted(inOrder);
  };
  const inOrder = (a: string, b: string) => (a < b ? -1 : 1);
  const members = (...names: readonly string[]) =>
    names.map((name) => `Member_${groups[name]}`).toSorted(inOrder);

  it("are listed for a person, with the package that gives each", async () => {
    const answered = await get(
      `?$filter=accessPackageSubject/objectId eq '${id("ada")}'&$expand=accessPackageResourceRole($expand=accessPackageResource),accessPackageResourceScope,accessPackageSubject,accessPackageAssignments`,
    );
    expect(originsOf(answered)).toEqual(members("Sales", "Research"));
    const { value } = answered.body;
    for (const grant of Array.isArray(value) ? value : []) {
      expect(grant).toMatchObject({
        originSystem: "AadGroup",
        status: "Fulfilled",
        accessPackageResourceRole: { originId: at(grant, "originId"), displayName: "Member" },
        accessPackageSubject: { objectId: id("ada"), subjectType: "User" },
      });
      expect(at(grant, "accessPackageResourceRole/accessPackageResource/originId")).toBe(
        at(grant, "accessPackageResourceScope/originId"),
      );
      expect(at(grant, "accessPackageAssignments/0/assignmentState")).toBe("Delivered");
      expect(at(grant, "accessPackageAssignments/1")).toBeUndefined();
    }
    const [one] = Array.isArray(value) ? value : [];
    const read = await get(`/${String(at(one, "id"))}`);
    expect(at(read.body, "originId")).toBe(at(one, "originId"));
  });

  it("are filtered by role and counted", async () => {
    const ofResearch = await get(
      `?$count=true&$filter=originId eq 'Member_${groups["Research"]}' and originSystem eq 'AadGroup'`,
    );
    expect([ofResearch.body["@odata.count"], originsOf(ofResearch)]).toEqual([
      2,
      [...members("Research"), ...members("Research")],
    ]);
  });

  it("are shown to whoever may see assignments of a catalog as far as that catalog gives them", async () => {
    expect((await get("", "stranger")).status).toBe(403);
    const { catalogId } = packages["Sales"] ?? {};
    await calling.call("POST", `${ROLES}/roleAssignments`, {
      as: "admin",
      body: {
        principalId: id("reader"),
        roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
        appScopeId: `/AccessPackageCatalog/${catalogId}`,
      },
    });
    const seen = await get("?$count=true&$top=1", "reader");
    expect([seen.body["@odata.count"], originsOf(seen)]).toEqual([1, members("Sales")]);
    const all = await get("");
    const { value } = all.body;
    const hidden = (Array.isArray(value) ? value : []).find(
      (grant) => at(grant, "originId") === members("Research")[0],
    );
    expect((await get(`/${String(at(hidden, "id"))}`, "reader")).status).toBe(404);
  });

  it("are gone when the access is", async () => {
    const assignments = await calling.call(
      "GET",
      `${EM}/assignments?$filter=target/objectId eq '${id("ben")}'`,
      {
        as: "admin",
      },
    );
    await post("/assignmentRequests", {
      requestType: "adminRemove",
      assignment: { id: at(assignments.body, "value/0/id") },
    });
    await world.settle();
    expect(originsOf(await get(`?$filter=accessPackageSubject/objectId eq '${id("ben")}'`))).toEqual([]);
  });
});
