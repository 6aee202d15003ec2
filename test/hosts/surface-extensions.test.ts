import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { aPolicy } from "../builders/policy-body.js";
import { at, EM, idOf, openSurface, ROLES, type Surface } from "./surface-fixture.js";

const SECRET = "S3cr3tSignature";
const ADDRESS = `https://prod-1.logic.azure.com/triggers/manual/run?sp=run&sig=${SECRET}`;

const forRequests = (says: object = {}) => ({
  "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
  displayName: "Check the licence",
  description: "Asks the licence server",
  endpointConfiguration: {
    "@odata.type": "#microsoft.graph.logicAppTriggerEndpointConfiguration",
    subscriptionId: "38ab2ccc-3747-4567-b36b-9478f5602f0d",
    resourceGroupName: "licences",
    logicAppWorkflowName: "check",
    url: ADDRESS,
  },
  authenticationConfiguration: { "@odata.type": "#microsoft.graph.azureAdPopTokenAuthentication" },
  callbackConfiguration: { durationBeforeTimeout: "PT2H" },
  ...says,
});
const forAssignments = {
  "@odata.type": "microsoft.graph.accessPackageAssignmentWorkflowExtension",
  displayName: "Remind the team",
  endpointConfiguration: {
    "@odata.type": "#microsoft.graph.httpRequestEndpoint",
    targetUrl: "https://hooks.example.org/remind",
  },
  authenticationConfiguration: {
    "@odata.type": "#microsoft.graph.azureAdTokenAuthentication",
    resourceId: "f604bd15-f785-4309-ad7c-6fad18ddb6cb",
  },
};

describe("custom extensions over HTTP", () => {
  let surface: Surface;
  let catalogId: string;
  beforeEach(async () => {
    surface = await openSurface();
    catalogId = idOf(await send("POST", "/catalogs", { displayName: "Sales" }));
  });
  afterEach(() => surface.close());

  const send = (method: string, path: string, body?: unknown, as = "admin") =>
    surface.call(method, `${EM}${path}`, { as, body });
  const extensions = () => `/catalogs/${catalogId}/customWorkflowExtensions`;
  const made = async (body: unknown = forRequests()) => idOf(await send("POST", extensions(), body));
  const code = (answer: { readonly status: number; readonly body: unknown }) => [
    answer.status,
    at(answer.body, "error/code"),
  ];

  it("makes one of either kind, also from a body in a value wrapper, and gives it back with the defaults", async () => {
    const created = await send("POST", extensions(), { value: forRequests() });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
      displayName: "Check the licence",
      endpointConfiguration: {
        "@odata.type": "#microsoft.graph.logicAppTriggerEndpointConfiguration",
        resourceGroupName: "licences",
      },
      authenticationConfiguration: { "@odata.type": "#microsoft.graph.azureAdPopTokenAuthentication" },
      clientConfiguration: { timeoutInMilliseconds: 1000, maximumRetries: 0 },
      callbackConfiguration: {
        "@odata.type": "#microsoft.graph.customExtensionCallbackConfiguration",
        timeoutDuration: "PT2H",
      },
      createdBy: surface.people["admin"]?.objectId,
    });
    const reminder = await made(forAssignments);
    expect((await send("GET", `${extensions()}/${reminder}`)).body).toMatchObject({
      "@odata.type": "#microsoft.graph.accessPackageAssignmentWorkflowExtension",
      endpointConfiguration: { targetUrl: "https://hooks.example.org/remind" },
      callbackConfiguration: null,
    });
    const list = await send("GET", `${extensions()}?$filter=displayName eq 'Remind the team'&$select=id`);
    expect(at(list.body, "value")).toEqual([expect.objectContaining({ id: reminder })]);
    const expanded = await send("GET", `/catalogs/${catalogId}?$expand=customWorkflowExtensions`);
    expect(at(expanded.body, "customWorkflowExtensions/1/id")).toBeTypeOf("string");
    const legacy = await send(
      "GET",
      `/accessPackageCatalogs/${catalogId}/accessPackageCustomWorkflowExtensions`,
    );
    expect(legacy.status).toBe(200);
  });

  it("names what is wrong with one: type, bounds, addresses, a wait that can never be", async () => {
    const target = async (says: object) => {
      const answer = await send("POST", extensions(), forRequests(says));
      return [answer.status, at(answer.body, "error/target")];
    };
    expect(await target({ "@odata.type": "#microsoft.graph.nothing" })).toEqual([400, "@odata.type"]);
    expect(await target({ endpointConfiguration: undefined })).toEqual([400, "endpointConfiguration"]);
    expect(await target({ authenticationConfiguration: null })).toEqual([400, "authenticationConfiguration"]);
    expect(await target({ clientConfiguration: { timeoutInMilliseconds: 2001 } })).toEqual([
      400,
      "clientConfiguration/timeoutInMilliseconds",
    ]);
    expect(await target({ callbackConfiguration: { timeoutDuration: "P15D" } })).toEqual([
      400,
      "callbackConfiguration/timeoutDuration",
    ]);
    const waits = { ...forAssignments, callbackConfiguration: { timeoutDuration: "PT1H" } };
    expect(at((await send("POST", extensions(), waits)).body, "error/target")).toBe("callbackConfiguration");
  });

  it("never shows or records the key in its address, and keeps it when it is sent back as shown", async () => {
    const id = await made();
    const read = await send("GET", `${extensions()}/${id}`);
    expect(read.text).not.toContain(SECRET);
    const { displayName: _, ...same } = read.body;
    const put = await send("PUT", `${extensions()}/${id}`, { ...same, displayName: "Renamed" });
    expect([put.status, put.body["displayName"]]).toEqual([200, "Renamed"]);
    expect(put.text).not.toContain(SECRET);
    const kept = await surface.ports.documents.partition("governance", `catalog/${catalogId}`);
    const [extension] = kept.filter(({ document }) => document.id === id);
    expect(JSON.stringify(extension?.document)).toContain(SECRET);
    const others = kept.filter(({ document }) => document.id !== id);
    expect(JSON.stringify(others)).not.toContain(SECRET);
    const other = await send("PUT", `${extensions()}/${id}`, forAssignments);
    expect([other.status, at(other.body, "error/target")]).toEqual([400, "@odata.type"]);
  });

  it("lets owners of the catalog manage them and readers read them", async () => {
    const give = (role: keyof typeof ENTITLEMENT_ROLES, to: string) =>
      surface.call("POST", `${ROLES}/roleAssignments`, {
        as: "admin",
        body: {
          principalId: surface.people[to]?.objectId,
          roleDefinitionId: ENTITLEMENT_ROLES[role].id,
          appScopeId: `/AccessPackageCatalog/${catalogId}`,
        },
      });
    await give("catalogOwner", "owner");
    await give("catalogReader", "reader");
    const created = await send("POST", extensions(), forRequests(), "owner");
    const id = idOf(created);
    expect((await send("GET", `${extensions()}/${id}`, undefined, "reader")).status).toBe(200);
    expect((await send("DELETE", `${extensions()}/${id}`, undefined, "reader")).status).toBe(403);
    expect((await send("GET", extensions(), undefined, "somebody")).status).toBe(403);
    expect((await send("DELETE", `${extensions()}/${id}`, undefined, "owner")).status).toBe(204);
    expect(code(await send("GET", `${extensions()}/${id}`))).toEqual([404, "ResourceNotFound"]);
  });

  it("go with their catalog", async () => {
    const id = await made();
    expect((await send("DELETE", `/catalogs/${catalogId}`)).status).toBe(204);
    expect(await surface.ports.documents.find("governance", "customExtension", id)).toBeUndefined();
  });

  describe("called by a policy", () => {
    let extensionId: string;
    let packageId: string;
    const policy = (stage: string, id: string) => ({
      ...aPolicy(packageId, surface.people["approver"]?.objectId ?? ""),
      customExtensionStageSettings: [
        {
          stage,
          customExtension: {
            "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
            id,
          },
        },
      ],
    });
    beforeEach(async () => {
      extensionId = await made();
      packageId = idOf(
        await send("POST", "/accessPackages", { displayName: "Tools", catalog: { id: catalogId } }),
      );
    });

    it("are written with their stage, cannot be deleted meanwhile, and must be of the catalog", async () => {
      const created = await send(
        "POST",
        "/assignmentPolicies",
        policy("assignmentRequestCreated", extensionId),
      );
      const policyId = idOf(created);
      const expanded = await send(
        "GET",
        `/assignmentPolicies/${policyId}?$expand=customExtensionStageSettings($expand=customExtension)`,
      );
      expect(at(expanded.body, "customExtensionStageSettings/0")).toMatchObject({
        stage: "assignmentRequestCreated",
        customExtension: { id: extensionId, displayName: "Check the licence" },
      });
      const patched = await send("PATCH", `/assignmentPolicies/${policyId}`, { displayName: "Renamed" });
      expect([patched.status, patched.body["displayName"]]).toEqual([200, "Renamed"]);
      const path = `${extensions()}/${extensionId}`;
      expect(code(await send("DELETE", path))).toEqual([400, "ResourceInUse"]);
      const put = await send("PUT", `/assignmentPolicies/${policyId}`, {
        ...aPolicy(packageId, surface.people["approver"]?.objectId ?? ""),
        customExtensionStageSettings: [],
      });
      expect(put.status).toBe(200);
      expect((await send("DELETE", path)).status).toBe(204);
      const gone = await send("POST", "/assignmentPolicies", policy("assignmentRequestCreated", extensionId));
      expect([gone.status, at(gone.body, "error/target")]).toEqual([
        400,
        "customExtensionStageSettings/0/customExtension/id",
      ]);
      const late = await made();
      const granted = await send("POST", "/assignmentPolicies", policy("assignmentRequestGranted", late));
      expect(at(granted.body, "error/target")).toBe("customExtensionStageSettings/0/stage");
    });

    it("are at most five in one policy", async () => {
      const settings = policy("assignmentRequestCreated", extensionId).customExtensionStageSettings;
      const answer = await send("POST", "/assignmentPolicies", {
        ...aPolicy(packageId, surface.people["approver"]?.objectId ?? ""),
        customExtensionStageSettings: Array.from({ length: 6 }, () => settings[0]),
      });
      expect([answer.status, at(answer.body, "error/target")]).toEqual([400, "customExtensionStageSettings"]);
    });

    it("cannot be answered for a request that does not wait", async () => {
      idOf(await send("POST", "/assignmentPolicies", policy("assignmentRequestCreated", extensionId)));
      const asked = await send(
        "POST",
        "/assignmentRequests",
        { requestType: "userAdd", assignment: { accessPackageId: packageId } },
        "somebody",
      );
      const resume = (data: object, as = "admin") =>
        send(
          "POST",
          `/assignmentRequests/${idOf(asked)}/resume`,
          {
            source: "Contoso.Licences",
            type: "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated",
            data: {
              "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
              stage: "assignmentRequestCreated",
              customExtensionStageInstanceId: "957d0c50-466b-4840-bb5b-c92cea7141ff",
              customExtensionStageInstanceDetail: "A approved",
              ...data,
            },
          },
          as,
        );
      // Nothing has moved here after the request was accepted (the fixture has no subscribers): it does not wait yet.
      expect(code(await resume({}))).toEqual([400, "InvalidCallbackState"]);
      expect((await resume({}, "somebody")).status).toBe(403);
      expect(code(await resume({ customExtensionStageInstanceId: "no-guid" }))).toEqual([
        400,
        "InvalidModel",
      ]);
      expect((await resume({ approvalStage: {} })).status).toBe(501);
      expect((await send("POST", `/assignmentRequests/${extensionId}/resume`, { data: {} })).status).toBe(
        400,
      );
    });
  });
});
