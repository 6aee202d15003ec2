/** Who may do what, over HTTP: spec/domain.md 15 and 16, and the scenarios of spec/scenarios.md that are about delegation. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DIRECTORY_ROLES, ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import {
  authorityCalls,
  code,
  FORBIDDEN,
  listOf,
  READ_ALL,
  SELF_ACCESS,
  WRITE_ALL,
} from "./authority-calls.js";
import { at, EM, idOf, must, openSurface, ROLES, type Surface } from "./surface-fixture.js";

let surface: Surface;
beforeEach(async () => {
  surface = await openSurface();
});
afterEach(() => surface.close());

const {
  post,
  get,
  patchCatalog,
  objectId,
  give,
  take,
  newCatalog,
  newPackage,
  newPolicy,
  addGroup,
  holding,
} = authorityCalls(() => surface);
const USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1";

describe("scenarios of delegation (spec/scenarios.md)", () => {
  it("1: an administrator delegates creating catalogs; without the role it is 403, with it 201", async () => {
    const definitions = await surface.call("GET", `${ROLES}/roleDefinitions`, { as: "admin" });
    expect(listOf(definitions, "id")).toContain("ba92d953-d8e0-4e39-a797-0cbedb0a89e8");
    expect(listOf(definitions, "id")).toHaveLength(5);
    expect(code(await post("/catalogs", { displayName: "Mine" }, "creator"))).toEqual(FORBIDDEN);
    expect((await give("catalogCreator", "creator")).status).toBe(201);
    expect((await post("/catalogs", { displayName: "Mine" }, "creator")).status).toBe(201);
  });

  it("2: whoever creates a catalog becomes its owner, and sees no other", async () => {
    await give("catalogCreator", "creator");
    const others = await newCatalog("Others");
    const mine = await newCatalog("Mine", "creator");
    expect(listOf(await get("/catalogs", "creator"), "id")).toEqual([mine]);
    expect(code(await get(`/catalogs/${others}`, "creator"))).toEqual(FORBIDDEN);
    const owners = await surface.call("GET", `${ROLES}/roleAssignments`, { as: "creator" });
    expect(listOf(owners, "principalId")).toEqual([objectId("creator")]);
    expect(listOf(owners, "roleDefinitionId")).toEqual([ENTITLEMENT_ROLES.catalogOwner.id]);
  });

  it("3: an owner adds a second owner, who can then change the catalog", async () => {
    await give("catalogCreator", "creator");
    const mine = await newCatalog("Mine", "creator");
    expect(code(await patchCatalog(mine, "somebody"))).toEqual(FORBIDDEN);
    expect((await give("catalogOwner", "somebody", mine, "creator")).status).toBe(201);
    expect((await patchCatalog(mine, "somebody")).status).toBe(204);
  });

  it("4: an owner of the catalog who does not own the group cannot add it: 400 CallerNotResourceOwner", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    expect((await addGroup(id, "engineers", "owner")).status).toBe(201);
    expect(code(await addGroup(id, "auditors", "owner"))).toEqual([400, "CallerNotResourceOwner"]);
  });

  it("5: an access package manager makes packages and policies, and adds no resources, not even a group of their own", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "creator", id);
    expect((await give("accessPackageManager", "owner", id, "creator")).status).toBe(201);
    const made = await newPackage(id, "owner");
    expect(made.status).toBe(201);
    expect((await newPolicy(idOf(made), "owner")).status).toBe(201);
    expect(code(await addGroup(id, "engineers", "owner"))).toEqual(FORBIDDEN);
  });

  it("45: a person's token needs the Graph permission and the role; either alone does nothing", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    const reading = holding("owner", { scopes: [READ_ALL] });
    expect((await get(`/catalogs/${id}`, reading)).status).toBe(200);
    expect(code(await patchCatalog(id, reading))).toEqual(FORBIDDEN);
    expect((await patchCatalog(id, holding("owner", { scopes: [WRITE_ALL] }))).status).toBe(204);
    expect(code(await get(`/catalogs/${id}`, holding("somebody", { scopes: [WRITE_ALL] })))).toEqual(
      FORBIDDEN,
    );
    expect(code(await get(`/catalogs/${id}`, holding("owner", { scopes: [SELF_ACCESS] })))).toEqual(
      FORBIDDEN,
    );
  });

  it("46: an application works in all catalogs by permission alone, but adds a group only with a permission for groups", async () => {
    const robot = holding("robot", { appRoles: [WRITE_ALL] });
    const id = await newCatalog("Sales", robot);
    expect((await newPackage(id, robot)).status).toBe(201);
    expect(code(await addGroup(id, "engineers", robot))).toEqual([400, "CallerNotResourceOwner"]);
    const strong = holding("robot", { appRoles: [WRITE_ALL, "Group.ReadWrite.All"] });
    expect((await addGroup(id, "engineers", strong)).status).toBe(201);
    const reader = holding("robot", { appRoles: [READ_ALL] });
    expect((await get(`/catalogs/${id}`, reader)).status).toBe(200);
    expect(code(await patchCatalog(id, reader))).toEqual(FORBIDDEN);
  });

  it("47: an application without any Graph permission works with its catalog role inside that catalog only", async () => {
    const [inside, outside] = [await newCatalog("Inside"), await newCatalog("Outside")];
    const robot = holding("robot", { appRoles: [] });
    expect(code(await patchCatalog(inside, robot))).toEqual(FORBIDDEN);
    await give("catalogReader", "robot", inside);
    expect(listOf(await get("/catalogs", robot), "id")).toEqual([inside]);
    expect(code(await patchCatalog(inside, robot))).toEqual(FORBIDDEN);
    await give("catalogOwner", "robot", inside);
    expect((await patchCatalog(inside, robot)).status).toBe(204);
    expect((await newPackage(inside, robot)).status).toBe(201);
    expect(code(await patchCatalog(outside, robot))).toEqual(FORBIDDEN);
    expect(code(await post("/catalogs", { displayName: "Third" }, robot))).toEqual(FORBIDDEN);
  });
});

describe("roles (spec/domain.md 15)", () => {
  it("nobody but an administrator gives or takes the role of catalog creator", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    await give("catalogCreator", "creator");
    for (const name of ["owner", "creator", "auditor", "somebody"])
      expect(code(await give("catalogCreator", "somebody", undefined, name))).toEqual(FORBIDDEN);
    for (const name of ["admin", "governor"]) {
      const given = await give("catalogCreator", "somebody", undefined, name);
      expect(code(await take(idOf(given), "owner"))).toEqual(FORBIDDEN);
      expect((await take(idOf(given), name)).status).toBe(204);
    }
  });

  it("only administrators give a catalog role in all catalogs at once, and it counts in all of them", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    expect(code(await give("catalogReader", "somebody", undefined, "owner"))).toEqual(FORBIDDEN);
    await give("catalogReader", "somebody");
    expect((await get(`/catalogs/${id}`, "somebody")).status).toBe(200);
    expect(
      listOf(await get("/catalogs", "somebody"), "displayName").toSorted((a, b) =>
        String(a).localeCompare(String(b)),
      ),
    ).toEqual(["General", "Sales"]);
    expect(code(await patchCatalog(id, "somebody"))).toEqual(FORBIDDEN);
  });

  it("an owner gives and takes the roles of their own catalog and of no other; other roles give none", async () => {
    const [mine, other] = [await newCatalog("Mine"), await newCatalog("Other")];
    await give("catalogOwner", "owner", mine);
    for (const role of ["accessPackageManager", "assignmentManager", "catalogReader"] as const) {
      const given = await give(role, "somebody", mine, "owner");
      expect(given.status).toBe(201);
      expect(code(await give("catalogReader", "reader", mine, "somebody"))).toEqual(FORBIDDEN);
      expect(code(await take(idOf(given), "somebody"))).toEqual(FORBIDDEN);
      expect((await take(idOf(given), "owner")).status).toBe(204);
      expect(code(await give(role, "somebody", other, "owner"))).toEqual(FORBIDDEN);
    }
  });

  it("a role that a group has counts for everybody in it, through groups in the group too, and ends with the membership", async () => {
    const id = await newCatalog("Design");
    const { directoryAdministration: directory } = surface.ports;
    if (directory === undefined) throw new Error("The surface keeps a directory.");
    must(
      await directory.groups.addMember(surface.groups["auditors"] ?? "", surface.groups["designers"] ?? ""),
    );
    await give("catalogOwner", "auditors", id);
    expect((await patchCatalog(id, "somebody")).status).toBe(204);
    must(await directory.groups.removeMember(surface.groups["designers"] ?? "", objectId("somebody")));
    expect(code(await patchCatalog(id, "somebody"))).toEqual(FORBIDDEN);
  });

  it("a User Administrator has no power, except in catalogs that they own", async () => {
    const [mine, other] = [await newCatalog("Mine"), await newCatalog("Other")];
    const administrator = holding("somebody", { directoryRoleIds: [USER_ADMINISTRATOR] });
    expect(code(await post("/catalogs", { displayName: "New" }, administrator))).toEqual(FORBIDDEN);
    expect(code(await get("/catalogs", administrator))).toEqual(FORBIDDEN);
    await give("catalogOwner", "somebody", mine);
    expect((await patchCatalog(mine, administrator)).status).toBe(204);
    expect(code(await patchCatalog(other, administrator))).toEqual(FORBIDDEN);
  });

  it.each(["globalReader", "securityReader", "securityAdministrator", "complianceAdministrator"] as const)(
    "%s reads everything and changes nothing",
    async (role) => {
      const id = await newCatalog("Sales");
      const packageId = idOf(await newPackage(id));
      const reader = holding("somebody", { directoryRoleIds: [DIRECTORY_ROLES[role].templateId] });
      for (const path of [
        `/catalogs/${id}`,
        "/accessPackages",
        "/assignmentPolicies",
        "/assignments",
        "/assignmentRequests",
      ])
        expect((await get(path, reader)).status).toBe(200);
      expect((await surface.call("GET", `${ROLES}/roleAssignments`, { as: reader })).status).toBe(200);
      expect(code(await patchCatalog(id, reader))).toEqual(FORBIDDEN);
      expect(code(await post("/catalogs", { displayName: "New" }, reader))).toEqual(FORBIDDEN);
      expect(code(await newPackage(id, reader))).toEqual(FORBIDDEN);
      expect(code(await newPolicy(packageId, reader))).toEqual(FORBIDDEN);
      expect(code(await give("catalogReader", "reader", id, reader))).toEqual(FORBIDDEN);
    },
  );

  it("policies that assign automatically are for administrators, not for owners of the catalog", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    const packageId = idOf(await newPackage(id));
    const automatic = {
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [
        {
          "@odata.type": "#microsoft.graph.attributeRuleMembers",
          membershipRule: '(user.department -eq "Sales")',
        },
      ],
      automaticRequestSettings: { requestAccessForAllowedTargets: true },
      requestorSettings: { enableTargetsToSelfAddAccess: false },
      requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [] },
      questions: [],
    };
    expect(code(await newPolicy(packageId, "owner", automatic))).toEqual(FORBIDDEN);
    expect(code(await newPolicy(packageId, "governor", automatic))).toEqual([201, "done"]);
  });

  it("settings of the tenant and connected organizations are changed by administrators alone", async () => {
    const id = await newCatalog("Sales");
    await give("catalogOwner", "owner", id);
    const settings = (as: string) =>
      surface.call("PATCH", `${EM}/settings`, { as, body: { externalUserLifecycleAction: "none" } });
    const organization = (as: string) =>
      post(
        "/connectedOrganizations",
        {
          displayName: `Of ${as}`,
          identitySources: [
            {
              "@odata.type": "#microsoft.graph.domainIdentitySource",
              domainName: `${as}.example.net`,
              displayName: as,
            },
          ],
        },
        as,
      );
    for (const name of ["owner", "auditor", "somebody"]) {
      expect(code(await settings(name))).toEqual(FORBIDDEN);
      expect(code(await organization(name))).toEqual(FORBIDDEN);
    }
    for (const name of ["admin", "governor"]) {
      expect((await settings(name)).status).toBe(204);
      expect((await organization(name)).status).toBe(201);
    }
  });

  it("asking for access and approving it are rights by policy: no role gives them, not even to administrators", async () => {
    const id = await newCatalog("Sales");
    const packageId = idOf(await newPackage(id));
    const policy = await newPolicy(packageId, "admin", {
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [
        { "@odata.type": "#microsoft.graph.singleUser", userId: objectId("somebody") },
      ],
    });
    const ask = (as: string) =>
      post("/assignmentRequests", { requestType: "userAdd", assignment: { accessPackageId: packageId } }, as);
    expect([policy.status, ...code(await ask("admin"))]).toEqual([201, 400, "PolicyNotApplicable"]);
    const requestId = idOf(await ask("somebody"));
    const approval = await get(`/accessPackageAssignmentApprovals/${requestId}`);
    const stage = String(at(approval.body, "stages/0/id"));
    const decided = await surface.call(
      "PATCH",
      `${EM}/accessPackageAssignmentApprovals/${requestId}/stages/${stage}`,
      { as: "admin", body: { reviewResult: "Approve" } },
    );
    expect(decided.status).toBeGreaterThanOrEqual(400);
    expect(decided.status).toBeLessThan(500);
  });

  it("an assignment manager assigns and sees, and changes no package and no policy; a reader only sees", async () => {
    const id = await newCatalog("Sales");
    const packageId = idOf(await newPackage(id));
    const policyId = idOf(await newPolicy(packageId));
    await give("assignmentManager", "owner", id);
    await give("catalogReader", "reader", id);
    const assign = (as: string) =>
      post(
        "/assignmentRequests",
        {
          requestType: "adminAdd",
          assignment: {
            targetId: objectId("somebody"),
            assignmentPolicyId: policyId,
            accessPackageId: packageId,
          },
        },
        as,
      );
    expect(code(await assign("reader"))).toEqual(FORBIDDEN);
    const requestId = idOf(await assign("owner"));
    for (const name of ["owner", "reader"]) {
      expect(code(await newPackage(id, name))).toEqual(FORBIDDEN);
      expect(code(await newPolicy(packageId, name))).toEqual(FORBIDDEN);
      // Without a filter the list is narrowed to their catalogs; with the filter that Graph asks for it is the same.
      for (const filter of ["", `?$filter=accessPackage/id eq '${packageId}'`])
        expect(listOf(await get(`/assignmentRequests${filter}`, name), "id")).toEqual([requestId]);
    }
    const cancel = (as: string) =>
      surface.call("POST", `${EM}/assignmentRequests/${requestId}/cancel`, { as });
    expect(code(await cancel("reader"))).toEqual(FORBIDDEN);
    expect((await cancel("owner")).status).toBe(204);
  });
});

describe("Graph permissions (spec/domain.md 16)", () => {
  it("SubjectAccess lets people look after their own access and administers nothing, whatever their role", async () => {
    const self = holding("admin", { scopes: [SELF_ACCESS] });
    for (const path of [
      "/accessPackages/filterByCurrentUser(on='allowedRequestor')",
      "/assignments/filterByCurrentUser(on='target')",
      "/assignmentRequests/filterByCurrentUser(on='createdBy')",
      "/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')",
    ])
      expect((await get(path, self)).status).toBe(200);
    for (const path of ["/catalogs", "/accessPackages", "/assignments", "/assignmentRequests"])
      expect(code(await get(path, self))).toEqual(FORBIDDEN);
  });

  it("applications have no lists of their own, no requirements to ask for, and no approvals, whatever their permission", async () => {
    const packageId = idOf(await newPackage(await newCatalog("Sales")));
    const unknown = "99999999-9999-4999-8999-999999999999";
    for (const path of [
      "/accessPackages/filterByCurrentUser(on='allowedRequestor')",
      "/assignments/filterByCurrentUser(on='target')",
      "/assignmentRequests/filterByCurrentUser(on='target')",
      "/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')",
      `/accessPackageAssignmentApprovals/${unknown}`,
      `/accessPackageAssignmentApprovals/${unknown}/stages`,
      `/assignments/additionalAccess(accessPackageId='${packageId}',incompatibleAccessPackageId='${unknown}')`,
    ])
      expect(code(await get(path, "robot"))).toEqual(FORBIDDEN);
    expect(
      code(await post(`/accessPackages/${packageId}/getApplicablePolicyRequirements`, {}, "robot")),
    ).toEqual(FORBIDDEN);
  });
});
