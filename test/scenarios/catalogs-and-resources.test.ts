/** Rows 2, 4, 7 and 34 of spec/scenarios.md: whose a catalog is, what may be put into it, every kind of role in a package; and an extension that is waited for. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OutsidePerson, type Outsider, startOutsider } from "../outsider/outsider.js";
import {
  createCatalog,
  createGroup,
  createGroupResource,
  createPackage,
  createPolicy,
  EM,
  policyBody,
} from "../outsider/packages.js";

const CATALOG_CREATOR = "ba92d953-d8e0-4e39-a797-0cbedb0a89e8";
const CATALOG_OWNER = "ae79f266-94d4-4dab-b730-feca7e132178";
const SITE = "https://harbor.sharepoint.example/sites/tender";
const SUBSCRIPTION = "/subscriptions/38ab2ccc-3747-4567-b36b-9478f5602f0d";
const READER = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/reader`;
const REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf";

type Identified = { readonly id: string };
type Failed = { readonly error: { readonly code: string } };

describe("catalogs and what is in them", () => {
  let outsider: Outsider;
  let owner: OutsidePerson;
  let member: OutsidePerson;

  beforeAll(async () => {
    outsider = await startOutsider("catalogs", { simulatedClock: "2026-03-02T09:00:00Z" });
    const [first, second] = await outsider.people(2);
    if (first === undefined || second === undefined) throw new Error("The directory has too few people.");
    [owner, member] = [first, second];
  });
  afterAll(() => outsider?.end());

  const settled = () => outsider.admin.post("/test/quiet", {});
  const give = (roleDefinitionId: string, appScopeId: string) =>
    outsider.admin.post("/roleManagement/entitlementManagement/roleAssignments", {
      principalId: owner.id,
      roleDefinitionId,
      appScopeId,
    });
  const add = (catalogId: string, originSystem: string, originId: string) =>
    outsider.admin.post(`${EM}/resourceRequests`, {
      requestType: "adminAdd",
      catalog: { id: catalogId },
      resource: { originSystem, originId },
    });
  const ask = async (accessPackageId: string, more: object = {}) => {
    const { id } = await member.caller.post<Identified>(`${EM}/assignmentRequests`, {
      requestType: "userAdd",
      assignment: { accessPackageId },
      ...more,
    });
    await settled();
    return id;
  };
  const request = (id: string) =>
    outsider.admin.get<{
      readonly state: string;
      readonly status: string;
      readonly customExtensionCalloutInstances: readonly (Identified & { readonly status: string })[];
    }>(`${EM}/assignmentRequests/${id}`);

  it("scenario 2: whoever may create catalogs owns those they make, and sees no others", async () => {
    const other = await createCatalog(outsider.admin, "Not theirs");
    const refused = await owner.caller.call("POST", `${EM}/catalogs`, { body: { displayName: "Mine" } });
    expect(refused.status).toBe(403);
    await give(CATALOG_CREATOR, "/");
    const mine = await createCatalog(owner.caller, "Mine");
    const seen = await owner.caller.list<Identified>(`${EM}/catalogs`);
    expect(seen.map(({ id }) => id)).toEqual([mine]);
    expect((await owner.caller.call("GET", `${EM}/catalogs/${other}`)).status).toBe(403);
    const changed = await owner.caller.call("PATCH", `${EM}/catalogs/${mine}`, {
      body: { description: "!" },
    });
    expect(changed.status).toBe(204);
  });

  it("scenario 4: a catalog owner adds the groups they own, and no others", async () => {
    const catalogId = await createCatalog(outsider.admin, "Delegated");
    await give(CATALOG_OWNER, `/AccessPackageCatalog/${catalogId}`);
    const groupId = await createGroup(outsider.admin, "Somebody's group");
    const attempt = () =>
      owner.caller.call<Failed>("POST", `${EM}/resourceRequests`, {
        body: {
          requestType: "adminAdd",
          catalog: { id: catalogId },
          resource: { originSystem: "AadGroup", originId: groupId },
        },
      });
    const foreign = await attempt();
    expect([foreign.status, foreign.body.error.code]).toEqual([400, "CallerNotResourceOwner"]);
    await outsider.admin.post(`/groups/${groupId}/owners/$ref`, {
      "@odata.id": `https://graph.microsoft.com/v1.0/users/${owner.id}`,
    });
    expect((await attempt()).status).toBe(201);
    const resources = await owner.caller.list<{ originId: string }>(`${EM}/catalogs/${catalogId}/resources`);
    expect(resources.map(({ originId }) => originId)).toEqual([groupId]);
  });

  it("scenario 7: one package gives roles of every kind of origin, all of them arrive and all of them go", async () => {
    const { admin } = outsider;
    const catalogId = await createCatalog(admin, "Every kind");
    const groupId = await createGroup(admin, "Tender");
    const { appId } = await admin.post<{ appId: string }>("/applications", { displayName: "Tender" });
    const { id: appObjectId } = await admin.post<Identified>("/servicePrincipals", { appId });
    const { id: siteId } = await admin.post<Identified>("/sites", { displayName: "Tender", webUrl: SITE });
    const { id: azureId } = await admin.post<Identified>("/azureResources", {
      displayName: "Production",
      armId: SUBSCRIPTION,
      roleDefinitions: [{ id: READER, displayName: "Reader" }],
    });
    const kinds = [
      ["AadGroup", groupId, `Member_${groupId}`],
      ["AadApplication", appObjectId, "00000000-0000-0000-0000-000000000000"],
      ["SharePointOnline", SITE, "4"],
      ["DirectoryRole", REPORTS_READER, "Active"],
      ["AzureResources", SUBSCRIPTION, READER],
    ] as const;
    const packageId = await createPackage(admin, catalogId, "Everything for the tender", []);
    await createPolicy(admin, packageId, { stages: [] });
    for (const [originSystem, originId, roleId] of kinds) {
      await add(catalogId, originSystem, originId);
      await admin.post(`${EM}/accessPackages/${packageId}/resourceRoleScopes`, {
        role: {
          originId: roleId,
          originSystem,
          type: "active",
          resource: { originId, originSystem },
        },
        scope: { originId, originSystem, isRootScope: true },
      });
    }
    const holders = async () => {
      const lists = await Promise.all([
        admin.list<Identified>(`/groups/${groupId}/members`),
        admin.list<{ principalId: string }>(`/servicePrincipals/${appObjectId}/appRoleAssignedTo`),
        admin.list<{ grantedToV2: { user?: Identified } }>(`/sites/${siteId}/permissions`),
        admin.list<Identified>(`/directoryRoles/${REPORTS_READER}/members`),
        admin.list<{ principalId: string }>(`/azureResources/${azureId}/roleAssignments`),
      ]);
      return lists.map((list) => JSON.stringify(list).includes(member.id));
    };
    expect(await holders()).toEqual([false, false, false, false, false]);
    const requestId = await ask(packageId);
    expect((await request(requestId)).state).toBe("delivered");
    expect(await holders()).toEqual([true, true, true, true, true]);
    const [assignment] = await admin.list<Identified>(
      `${EM}/assignments?$filter=accessPackage/id eq '${packageId}'`,
    );
    await member.caller.post(`${EM}/assignmentRequests`, {
      requestType: "userRemove",
      assignment: { id: assignment?.id },
    });
    await settled();
    expect(await holders()).toEqual([false, false, false, false, false]);
  });

  it("scenario 34: the resources of a project change, and so do the roles of everybody who is on it", async () => {
    const { admin } = outsider;
    const catalogId = await createCatalog(admin, "Project");
    const before = await createGroupResource(admin, catalogId, "Before");
    const after = await createGroupResource(admin, catalogId, "After");
    const packageId = await createPackage(admin, catalogId, "On the project", [before]);
    await createPolicy(admin, packageId, { stages: [] });
    await ask(packageId);
    const isIn = async ({ groupId }: { readonly groupId: string }) =>
      (await admin.list<Identified>(`/groups/${groupId}/members`)).some(({ id }) => id === member.id);
    expect([await isIn(before), await isIn(after)]).toEqual([true, false]);
    const scopes = `${EM}/accessPackages/${packageId}/resourceRoleScopes`;
    const [old] = await admin.list<Identified>(scopes);
    await admin.post(scopes, { role: { originId: `Member_${after.groupId}`, originSystem: "AadGroup" } });
    await settled();
    expect([await isIn(before), await isIn(after)]).toEqual([true, true]);
    expect((await admin.call("DELETE", `${scopes}/${old?.id}`)).status).toBe(204);
    await settled();
    expect([await isIn(before), await isIn(after)]).toEqual([false, true]);
  });

  it("waits for an extension before anybody is asked, goes on with its answer, and fails without one", async () => {
    const { admin } = outsider;
    const catalogId = await createCatalog(admin, "Checked");
    const group = await createGroupResource(admin, catalogId, "Licensed");
    const extension = await admin.post<Identified>(`${EM}/catalogs/${catalogId}/customWorkflowExtensions`, {
      "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
      displayName: "Check the licence",
      endpointConfiguration: {
        "@odata.type": "#microsoft.graph.httpRequestEndpoint",
        targetUrl: "https://licences.example.org/check",
      },
      authenticationConfiguration: { "@odata.type": "#microsoft.graph.azureAdPopTokenAuthentication" },
      callbackConfiguration: { timeoutDuration: "PT2H" },
    });
    const packageId = await createPackage(admin, catalogId, "Licensed work", [group]);
    await admin.post(`${EM}/assignmentPolicies`, {
      ...policyBody(packageId, { stages: [{ approverIds: [owner.id] }] }),
      customExtensionStageSettings: [
        { stage: "assignmentRequestCreated", customExtension: { id: extension.id } },
      ],
    });
    const requestId = await ask(packageId);
    const waits = await request(requestId);
    expect(waits).toMatchObject({ state: "submitted", status: "WaitingForCallback" });
    const [callout] = waits.customExtensionCalloutInstances;
    expect(callout?.status).toBe("waitingForCallback");
    const answered = await admin.call("POST", `${EM}/assignmentRequests/${requestId}/resume`, {
      body: {
        source: "Licences",
        type: "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated",
        data: {
          "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
          stage: "assignmentRequestCreated",
          customExtensionStageInstanceId: callout?.id,
          customExtensionStageInstanceDetail: "One licence left",
        },
      },
    });
    expect(answered.status).toBe(204);
    await settled();
    expect((await request(requestId)).state).toBe("pendingApproval");
    const shown = await owner.caller.get(`${EM}/assignmentRequests/${requestId}`);
    expect(JSON.stringify(shown)).toContain("One licence left");
    await member.caller.post(`${EM}/assignmentRequests/${requestId}/cancel`, {});

    const late = await ask(packageId);
    await admin.post("/test/clock", { advance: "PT2H" });
    expect(await request(late)).toMatchObject({ state: "deliveryFailed", status: "CallbackTimedOut" });
  });
});
