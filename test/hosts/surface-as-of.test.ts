/** `asOf`: the past over HTTP. What a GET answered then, it answers again, whatever has happened since. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { type Answered, at, EM, idOf, openSurface, ROLES, type Surface } from "./surface-fixture.js";

const HOUR = 3_600_000;

describe("a GET with asOf", () => {
  let surface: Surface;
  let catalogId = "";
  let packageId = "";
  let policyId = "";
  let requestId = "";
  let roleAssignmentId = "";
  let then = "";
  const before = new Map<string, Answered>();
  const idOfPerson = (name: string) => (surface.people[name] as Extract<Caller, { kind: "user" }>).objectId;
  const post = (path: string, body: unknown, as = "admin") => surface.call("POST", path, { as, body });
  const get = (path: string, as = "admin") => surface.call("GET", path, { as });
  const asOf = (path: string, instant = then) => `${path}${path.includes("?") ? "&" : "?"}asOf=${instant}`;

  const addresses = () => [
    `${EM}/catalogs?$orderby=displayName desc&$count=true`,
    `${EM}/catalogs/${catalogId}?$expand=accessPackages,resources`,
    `${EM}/catalogs/${catalogId}/accessPackages?$filter=contains(tolower(displayName),'market')`,
    `${EM}/catalogs/${catalogId}/resources`,
    `${EM}/catalogs/${catalogId}/resourceRoles`,
    `${EM}/resourceRequests?$expand=catalog,resource`,
    `${EM}/accessPackages?$filter=isHidden eq false&$expand=catalog`,
    `${EM}/accessPackages/${packageId}?$expand=resourceRoleScopes($expand=role,scope),assignmentPolicies`,
    `${EM}/accessPackages/${packageId}/resourceRoleScopes`,
    `${EM}/accessPackages/${packageId}/incompatibleGroups`,
    `${EM}/accessPackages/${packageId}/assignmentPolicies`,
    `${EM}/assignmentPolicies/${policyId}`,
    `${EM}/assignmentRequests?$filter=accessPackage/id eq '${packageId}'&$expand=requestor,accessPackage`,
    `${EM}/assignmentRequests/${requestId}`,
    `${EM}/accessPackageAssignmentApprovals/${requestId}`,
    `${EM}/subjects(objectId='${idOfPerson("somebody")}')`,
    `${EM}/settings`,
    `${ROLES}/roleAssignments?$filter=principalId eq '${idOfPerson("reader")}'`,
  ];

  beforeAll(async () => {
    surface = await openSurface();
    catalogId = idOf(await post(`${EM}/catalogs`, { displayName: "Sales" }));
    const resource = await post(`${EM}/resourceRequests`, {
      requestType: "adminAdd",
      catalog: { id: catalogId },
      resource: { originId: surface.groups["engineers"], originSystem: "AadGroup" },
    });
    idOf(resource);
    const listed = await get(`${EM}/catalogs/${catalogId}/resources?$expand=roles,scopes`);
    const role = at(listed.body, "value/0/roles/0");
    packageId = idOf(
      await post(`${EM}/accessPackages`, { displayName: "Marketing", catalog: { id: catalogId } }),
    );
    const added = await post(`${EM}/accessPackages/${packageId}/resourceRoleScopes`, {
      role: {
        originId: at(role, "originId"),
        originSystem: "AadGroup",
        resource: {
          id: at(listed.body, "value/0/id"),
          originId: surface.groups["engineers"],
          originSystem: "AadGroup",
        },
      },
      scope: { originId: surface.groups["engineers"], originSystem: "AadGroup", isRootScope: true },
    });
    if (added.status !== 201) throw new Error(added.text);
    const stage = {
      durationBeforeAutomaticDenial: "P14D",
      primaryApprovers: [{ "@odata.type": "#microsoft.graph.singleUser", userId: idOfPerson("approver") }],
    };
    policyId = idOf(
      await post(`${EM}/assignmentPolicies`, {
        displayName: "Everybody",
        accessPackage: { id: packageId },
        allowedTargetScope: "allMemberUsers",
        expiration: { type: "noExpiration" },
        requestorSettings: { enableTargetsToSelfAddAccess: true },
        requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [stage] },
      }),
    );
    const asked = await post(
      `${EM}/assignmentRequests`,
      { requestType: "userAdd", assignment: { accessPackageId: packageId } },
      "somebody",
    );
    requestId = idOf(asked);
    roleAssignmentId = idOf(
      await post(`${ROLES}/roleAssignments`, {
        principalId: idOfPerson("reader"),
        roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
        appScopeId: `/AccessPackageCatalog/${catalogId}`,
      }),
    );
    await surface.passes(HOUR);
    then = surface.ports.clock.now();
    for (const address of addresses()) before.set(address, await get(address));
    await surface.passes(HOUR);
    await change();
    await surface.passes(HOUR);
  });
  afterAll(() => surface.close());

  const withoutEtags = (body: unknown): unknown =>
    JSON.parse(JSON.stringify(body, (name, value: unknown) => (name === "@odata.etag" ? undefined : value)));
  const must = (status: number) => {
    if (status >= 300) throw new Error(`Answered ${status}.`);
  };

  async function change(): Promise<void> {
    const patch = async (path: string, body: unknown) =>
      must((await surface.call("PATCH", path, { as: "admin", body })).status);
    await patch(`${EM}/catalogs/${catalogId}`, { displayName: "Renamed", isExternallyVisible: false });
    await patch(`${EM}/accessPackages/${packageId}`, { displayName: "Other", isHidden: true });
    await patch(`${EM}/settings`, { durationUntilExternalUserDeletedAfterBlocked: "P5D" });
    const cancelled = await surface.call("POST", `${EM}/assignmentRequests/${requestId}/cancel`, {
      as: "somebody",
    });
    must(cancelled.status);
    const scopes = await get(`${EM}/accessPackages/${packageId}/resourceRoleScopes`);
    const address = `${EM}/accessPackages/${packageId}/resourceRoleScopes/${String(at(scopes.body, "value/0/id"))}`;
    must((await surface.call("DELETE", address, { as: "admin" })).status);
    await post(`${EM}/catalogs`, { displayName: "Brand new" });
    const gone = await surface.call("DELETE", `${ROLES}/roleAssignments/${roleAssignmentId}`, {
      as: "admin",
    });
    must(gone.status);
    await surface.call("DELETE", `${EM}/assignmentPolicies/${policyId}`, { as: "admin" });
  }

  it("answers what the same GET answered then, on every collection and object of the past", async () => {
    for (const [address, answer] of before) {
      expect([address, answer.status]).toEqual([address, 200]);
      const again = await get(asOf(address));
      // What was written again with the same content has a later version.
      expect([address, withoutEtags(again.body)]).toEqual([address, withoutEtags(answer.body)]);
    }
    const changed = await Promise.all(
      [...before].map(async ([address, { text }]) => (await get(address)).text !== text),
    );
    expect(changed.filter(Boolean).length).toBeGreaterThan(9);
  });

  it("takes offsets and dates, in any case of the name, with or without $", async () => {
    for (const query of [
      `$asof=${then}`,
      `ASOF=${then.replace("Z", "%2B00:00")}`,
      `asOf=${then.replace("Z", "+00:00")}`,
    ]) {
      const answer = await get(`${EM}/catalogs/${catalogId}?${query}`);
      expect([query, at(answer.body, "displayName")]).toEqual([query, "Sales"]);
    }
    const earlier = await get(`${EM}/catalogs/${catalogId}?asOf=2026-11-22`);
    expect([earlier.status, at(earlier.body, "error/code")]).toEqual([404, "ResourceNotFound"]);
  });

  it("keeps the instant in the links to the next pages", async () => {
    const names: unknown[] = [];
    let next = `${asOf(`${EM}/catalogs`)}&$top=1`;
    for (;;) {
      const { body } = await get(next);
      names.push(at(body, "value/0/displayName"));
      const link = at(body, "@odata.nextLink");
      if (typeof link !== "string") break;
      next = link.replace("http://localhost:7071", "");
    }
    expect(names.map(String).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["General", "Sales"]);
    const { body } = await get(`${asOf(`${EM}/catalogs`)}&$top=1`);
    const present = String(at(body, "@odata.nextLink"))
      .replace("http://localhost:7071", "")
      .replace(/asOf=[^&]*&/, "");
    expect((await get(present)).status).toBe(400);
  });

  it("refuses somebody who had a role then and has lost it since", async () => {
    for (const path of [`/catalogs/${catalogId}`, "/catalogs", `/accessPackages/${packageId}`]) {
      const answer = await get(asOf(`${EM}${path}`), "reader");
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  it("shows the past to somebody who has a role now, and had none then", async () => {
    expect((await get(asOf(`${EM}/catalogs/${catalogId}`), "creator")).status).toBe(403);
    await post(`${ROLES}/roleAssignments`, {
      principalId: idOfPerson("creator"),
      roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
      appScopeId: `/AccessPackageCatalog/${catalogId}`,
    });
    const answer = await get(asOf(`${EM}/catalogs/${catalogId}`), "creator");
    expect([answer.status, at(answer.body, "displayName")]).toEqual([200, "Sales"]);
  });

  it("shows people their own requests as they were, and nobody else's", async () => {
    const mine = await get(asOf(`${EM}/assignmentRequests/filterByCurrentUser(on='target')`), "somebody");
    expect(at(mine.body, "value/0/state")).not.toBe("canceled");
    const others = await get(asOf(`${EM}/assignmentRequests/filterByCurrentUser(on='target')`), "reader");
    expect(at(others.body, "value")).toEqual([]);
  });

  it.each([
    ["GET", `${EM}/catalogs?asOf=yesterday`, "asOf is an instant such as"],
    ["GET", `${EM}/catalogs?asOf=`, "asOf is an instant such as"],
    ["GET", `${EM}/catalogs?asOf=2026-02-30`, "asOf is an instant such as"],
    ["GET", `${EM}/catalogs?asOf=2099-01-01`, "which is not past yet"],
    ["POST", `${EM}/catalogs?asOf=2026-11-22`, "use it with GET"],
    [
      "GET",
      `${EM}/assignments/11111111-2222-4333-8444-555555555555/explain?asOf=2026-11-22`,
      "shows the present only",
    ],
    ["GET", "/v1.0/users?asOf=2026-11-22", '"asOf" is not supported by /users'],
    [
      "GET",
      "/v1.0/auditLogs/directoryAudits?asOf=2026-11-22",
      '"asOf" is not supported by /auditLogs/directoryAudits',
    ],
    [
      "GET",
      `${EM}/accessPackages/filterByCurrentUser(on='allowedRequestor')?asOf=2026-11-22`,
      "shows the present only",
    ],
  ])("refuses %s %s", async (method, address, message) => {
    const answer = await surface.call(method, address, {
      as: "admin",
      ...(method === "POST" ? { body: { displayName: "Never" } } : {}),
    });
    expect([answer.status, at(answer.body, "error/target")]).toEqual([400, "asOf"]);
    expect(at(answer.body, "error/message")).toContain(message);
  });
});
