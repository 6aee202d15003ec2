/**
 * Microsoft's own clients, and PnPjs, against the product: over https, with its CA, used as their documentation says.
 * What they cannot do here, their users could not do.
 */
import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  GraphError,
  PageIterator,
  ResponseType,
} from "@microsoft/microsoft-graph-client";
import type { AccessPackage } from "@microsoft/microsoft-graph-types";
import { createAccessPackageAssignmentRequestRequirementsFromDiscriminatorValue } from "@microsoft/msgraph-sdk/models/index.js";
import {
  DefaultHeaders,
  DefaultInit,
  GraphCollection,
  GraphQueryable,
  graphDelete,
  graphPatch,
  graphPost,
} from "@pnp/graph";
import { BearerToken, BrowserFetch, body, DefaultParse, HttpRequestError } from "@pnp/queryable";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fetchTrusting } from "../outsider/fetch-trusting.js";
import { inParallel } from "../outsider/in-parallel.js";
import { type Outsider, startOutsider } from "../outsider/outsider.js";
import { createCatalog, createGroupResource, createPackage, createPolicy, EM } from "../outsider/packages.js";
import { MODELS } from "./official-clients/models.js";
import { extensionBySdk, policyBySdk, requestBySdk } from "./official-clients/sdk-bodies.js";
import { readBySdk } from "./official-clients/through-sdk.js";

const PACKAGES = 250;

let outsider: Outsider;
let origin = "";
let catalogId = "";
let trusting: ReturnType<typeof fetchTrusting>;

beforeAll(async () => {
  outsider = await startOutsider("clients", { httpsPort: 0 });
  const { https = "", ca = "" } = outsider.server().ready;
  origin = https;
  trusting = fetchTrusting(ca);
  vi.stubGlobal("fetch", trusting.fetch);
  catalogId = await createCatalog(outsider.admin, "Clients");
  await inParallel(16, [...Array(PACKAGES).keys()], async (index) => {
    await outsider.admin.post(`${EM}/accessPackages`, {
      displayName: `Package ${String(index).padStart(3, "0")}`,
      description: "one of many",
      catalog: { id: catalogId },
    });
  });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  trusting?.close();
  await outsider?.end();
});

describe("the Graph client (@microsoft/microsoft-graph-client)", () => {
  const client = () =>
    Client.init({
      baseUrl: `${origin}/`,
      customHosts: new Set([new URL(origin).hostname]),
      authProvider: (done) => done(null, outsider.adminToken),
    });

  it("makes, reads, changes and deletes a catalog, and is told where the new one is", async () => {
    const response: Response = await client()
      .api(`${EM}/catalogs`)
      .responseType(ResponseType.RAW)
      .post({ displayName: "Made by the client", description: "d", isExternallyVisible: false });
    expect(response.status).toBe(201);
    const made = (await response.json()) as { id: string };
    expect(response.headers.get("location")).toBe(`${origin}/v1.0${EM}/catalogs/${made.id}`);
    const one = client().api(`${EM}/catalogs/${made.id}`);
    await one.patch({ description: "changed" });
    expect(await one.select(["description"]).get()).toMatchObject({ id: made.id, description: "changed" });
    await client().api(`${EM}/catalogs/${made.id}`).delete();
    await expect(one.get()).rejects.toMatchObject({ statusCode: 404 });
  });

  it("goes through 250 packages with its page iterator and meets each once", async () => {
    const first = await client().api(`${EM}/catalogs/${catalogId}/accessPackages`).top(40).get();
    const met: string[] = [];
    const pages = new PageIterator(client(), first, (item: AccessPackage) => {
      met.push(item.displayName ?? "");
      return true;
    });
    await pages.iterate();
    expect(met).toHaveLength(PACKAGES);
    expect(new Set(met).size).toBe(PACKAGES);
    expect(pages.isComplete()).toBe(true);
  });

  it("gets an error with the status, code, message and request id that it knows how to read", async () => {
    const error: unknown = await client()
      .api(`${EM}/catalogs`)
      .post({ description: "no name" })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GraphError);
    expect(error).toMatchObject({
      statusCode: 400,
      code: "InvalidModel",
      message: expect.stringContaining("displayName"),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const { date, body: text } = error as GraphError;
    expect(Math.abs(date.getTime() - Date.now())).toBeLessThan(120_000);
    expect(JSON.parse(text)).toMatchObject({ code: "InvalidModel", target: "displayName" });
  });

  it("sends a batch whose requests wait for one another, and a failed one takes those with it that depend on it", async () => {
    const step = (id: string, method: string, path: string, dependsOn: readonly string[], sent?: object) => ({
      id,
      dependsOn: [...dependsOn],
      request: new Request(`${origin}/v1.0${path}`, {
        method,
        ...(sent === undefined
          ? {}
          : { body: JSON.stringify(sent), headers: { "Content-Type": "application/json" } }),
      }),
    });
    const content = new BatchRequestContent([
      step("1", "POST", `${EM}/catalogs`, [], { displayName: "Batched", description: "d" }),
      step("2", "GET", `${EM}/catalogs?$filter=displayName eq 'Batched'`, ["1"]),
      step("3", "POST", `${EM}/catalogs`, ["2"], { description: "no name" }),
      step("4", "GET", `${EM}/catalogs`, ["3"]),
    ]);
    const answered = new BatchResponseContent(
      await client()
        .api("/$batch")
        .post(await content.getContent()),
    );
    const of = (id: string) => answered.getResponseById(id);
    expect(["1", "2", "3", "4"].map((id) => of(id).status)).toEqual([201, 200, 400, 424]);
    const { value } = (await of("2").json()) as { value: [{ id: string }] };
    expect(value).toMatchObject([{ displayName: "Batched" }]);
    expect(of("1").headers.get("location")).toBe(`${origin}/v1.0${EM}/catalogs/${value[0].id}`);
  });
});

describe("PnPjs (@pnp/graph)", () => {
  const at = (path: string) =>
    GraphCollection(`${origin}/v1.0`, path.slice(1)).using(
      DefaultHeaders(),
      DefaultInit(`${origin}/v1.0`),
      BrowserFetch(),
      DefaultParse(),
      BearerToken(outsider.adminToken),
    );

  it("pages through 250 packages with its async iterator", async () => {
    const met = new Set<string>();
    const sizes: number[] = [];
    for await (const page of at(`${EM}/accessPackages`).filter(`catalog/id eq '${catalogId}'`).top(100)) {
      sizes.push(page.length);
      for (const { displayName } of page) met.add(displayName);
    }
    expect(sizes).toEqual([100, 100, 50]);
    expect(met.size).toBe(PACKAGES);
  });

  it("makes, reads, changes and deletes a catalog, and throws the refusal of what is not there", async () => {
    const made = await graphPost(at(`${EM}/catalogs`), body({ displayName: "By PnP", description: "d" }));
    const one = () => GraphQueryable(at(`${EM}/catalogs`), made.id);
    await graphPatch(one(), body({ isExternallyVisible: true }));
    expect(await one().select("isExternallyVisible")()).toMatchObject({ isExternallyVisible: true });
    await graphDelete(one());
    await expect(one()()).rejects.toThrow(HttpRequestError);
    await expect(one()()).rejects.toThrow("[404]");
  });
});

describe("the models of the newer SDK (@microsoft/msgraph-sdk)", () => {
  const admin = () => outsider.admin;
  let packageId = "";
  let approvedPackageId = "";
  let requestId = "";
  let personId = "";

  beforeAll(async () => {
    const [approver] = await outsider.people(1);
    personId = approver?.id ?? "";
    approvedPackageId = await createPackage(admin(), catalogId, "To be approved", []);
    await createPolicy(admin(), approvedPackageId, { stages: [{ approverIds: [personId] }] });
    const { groupId, resourceId } = await createGroupResource(admin(), catalogId, "SDK engineers");
    ({ id: packageId } = await admin().post<{ id: string }>(`${EM}/accessPackages`, {
      displayName: "For the SDK",
      description: "d",
      catalog: { id: catalogId },
    }));
    await admin().post(`${EM}/accessPackages/${packageId}/resourceRoleScopes`, {
      role: {
        originId: `Member_${groupId}`,
        originSystem: "AadGroup",
        resource: { id: resourceId, originId: groupId, originSystem: "AadGroup" },
      },
      scope: { originId: groupId, originSystem: "AadGroup" },
    });
  });

  it("write a policy with stages, questions and sets of people that we take whole", async () => {
    const sent = policyBySdk(packageId, personId);
    const made = await admin().post<Record<string, unknown>>(`${EM}/assignmentPolicies`, sent);
    expect(made).toMatchObject({
      displayName: "Written by the SDK",
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [{ "@odata.type": "#microsoft.graph.singleUser", userId: personId }],
      expiration: { type: "afterDuration", duration: "P30D" },
      requestApprovalSettings: {
        stages: [
          {
            durationBeforeAutomaticDenial: "P14D",
            primaryApprovers: [{ "@odata.type": "#microsoft.graph.requestorManager", managerLevel: 1 }],
            fallbackPrimaryApprovers: [{ "@odata.type": "#microsoft.graph.singleUser", userId: personId }],
          },
        ],
      },
      questions: [
        { "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", text: "Why?" },
        {
          "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion",
          text: "Where?",
          choices: [{ actualValue: "H" }, { actualValue: "O" }],
        },
      ],
    });
  });

  it("write a direct assignment with the open properties that Graph's samples put into additionalData", async () => {
    const policies = await admin().list<{ id: string; questions: readonly { id: string }[] }>(
      `${EM}/accessPackages/${packageId}/assignmentPolicies`,
    );
    const [{ id, questions } = { id: "", questions: [] }] = policies;
    const sent = requestBySdk(
      packageId,
      id,
      personId,
      questions.map((question) => question.id),
    );
    const made = await admin().post<{ id: string }>(`${EM}/assignmentRequests`, sent);
    expect(made).toMatchObject({ requestType: "adminAdd", answers: [{ value: "because" }, { value: "H" }] });
    requestId = made.id;
  });

  it("read everything that we write, and lose nothing of it", async () => {
    // Somebody asked for it, so that there is an approval too.
    const [{ caller } = await Promise.reject(new Error("The directory has nobody."))] =
      await outsider.people(1);
    const asked = await caller.post<{ id: string }>(`${EM}/assignmentRequests`, {
      requestType: "userAdd",
      assignment: { accessPackageId: approvedPackageId },
      justification: "for the test",
    });
    const { id: organizationId } = await admin().post<{ id: string }>(`${EM}/connectedOrganizations`, {
      displayName: "Partner",
      identitySources: [
        { "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "partner.example" },
        {
          "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
          tenantId: "38ab2ccc-3747-4567-b36b-9478f5602f0d",
          displayName: "Partner",
        },
      ],
    });
    await admin().post(`${EM}/connectedOrganizations/${organizationId}/internalSponsors/$ref`, {
      "@odata.id": `https://graph.microsoft.com/v1.0/users/${personId}`,
    });
    await admin().post(`${EM}/catalogs/${catalogId}/customWorkflowExtensions`, extensionBySdk());
    const ids: Readonly<Record<string, string>> = {
      organization: organizationId,
      catalog: catalogId,
      package: packageId,
      request: requestId,
      approval: asked.id,
      person: personId,
    };
    for (const { path, create, ours } of MODELS) {
      const below = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
      const answer = await admin().call("GET", below.startsWith("/") ? below : `${EM}/${below}`);
      expect([below, answer.status]).toEqual([below, 200]);
      const { lost, unknown } = readBySdk(create, answer.text);
      expect([below, lost, unknown.filter((name) => !ours.includes(name))]).toEqual([below, [], []]);
    }
  });

  it("read what asking for a package will need", async () => {
    const [{ caller } = await Promise.reject(new Error("The directory has nobody."))] =
      await outsider.people(1);
    const { value } = await caller.post<{ value: readonly object[] }>(
      `${EM}/accessPackages/${approvedPackageId}/getApplicablePolicyRequirements`,
      {},
    );
    const [requirements] = value;
    const create = createAccessPackageAssignmentRequestRequirementsFromDiscriminatorValue;
    // What was answered before is ours.
    expect(readBySdk(create, JSON.stringify(requirements))).toEqual({
      lost: [],
      unknown: ["existingAnswers"],
    });
  });
});
