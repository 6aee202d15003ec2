import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAll } from "../../src/application/queries/read-all.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { aPolicy } from "../builders/policy-body.js";
import { at, EM, idOf, openSurface, type Sent, type Surface } from "./surface-fixture.js";

const ORGANIZATIONS = `${EM}/connectedOrganizations`;
const TENANT = "0a0a0a0a-1111-4111-8111-000000000001";
const tenantSource = (tenantId = TENANT) => ({
  "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
  tenantId,
  displayName: "Partner",
});
const domainSource = (domainName: string) => ({
  "@odata.type": "microsoft.graph.domainIdentitySource",
  domainName,
  displayName: domainName,
});

describe("connected organizations", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await openSurface();
  });
  afterEach(() => surface.close());

  const send = (method: string, path: string, body?: unknown, sent: Sent = {}) =>
    surface.call(method, path, { as: "admin", ...(body === undefined ? {} : { body }), ...sent });
  const create = async (body: object) => idOf(await send("POST", ORGANIZATIONS, body));
  const codeOf = async (...args: Parameters<typeof send>) => {
    const { status, body } = await send(...args);
    return [status, at(body, "error/code"), at(body, "error/target")];
  };
  const events = async () => {
    const all: EntitlementEvent[] = [];
    for await (const { document } of readAll<EntitlementEvent>(surface.ports, {
      container: "governance",
      kind: "event",
    }))
      all.push(document);
    return all;
  };
  const setKnownTenant = () =>
    send("PATCH", `${EM}/settings`, { knownTenants: [{ tenantId: TENANT, domains: ["Partner.example"] }] });

  it("are configured when an administrator makes them, and answered whole", async () => {
    const made = await send("POST", `${ORGANIZATIONS}/`, {
      displayName: " Partner ",
      identitySources: [tenantSource()],
    });
    expect(made.status).toBe(201);
    expect(made.headers["Location"]).toMatch(/\/connectedOrganizations\/[0-9a-f-]{36}$/);
    expect(made.body).toMatchObject({
      displayName: "Partner",
      description: null,
      state: "configured",
      identitySources: [
        {
          "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
          tenantId: TENANT,
          displayName: "Partner",
        },
      ],
    });
    expect((await send("GET", `${ORGANIZATIONS}/${idOf(made)}`)).body).toMatchObject({
      displayName: "Partner",
    });
  });

  it("have identity sources of all five kinds", async () => {
    const id = await create({
      displayName: "Everything",
      identitySources: [
        tenantSource(),
        {
          "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
          cloudInstance: "microsoftonline.us",
          tenantId: TENANT.replace("1111", "2222"),
        },
        domainSource("One.Example"),
        {
          "@odata.type": "#microsoft.graph.externalDomainFederation",
          domainName: "two.example",
          issuerUri: "https://login.two.example",
        },
        { "@odata.type": "#microsoft.graph.socialIdentitySource", socialIdentitySourceType: "Facebook" },
      ],
    });
    const { body } = await send("GET", `${ORGANIZATIONS}/${id}`);
    expect(body["identitySources"]).toMatchObject([
      { tenantId: TENANT },
      { cloudInstance: "microsoftonline.us" },
      { domainName: "one.example" },
      { issuerUri: "https://login.two.example" },
      { socialIdentitySourceType: "facebook" },
    ]);
  });

  it("are refused with what cannot be, and the place is named", async () => {
    const wrong = [
      ["no name", { identitySources: [] }, "displayName"],
      [
        "an unknown kind",
        { displayName: "x", identitySources: [{ domainName: "a.b" }] },
        "identitySources/0/@odata.type",
      ],
      [
        "no domain",
        { displayName: "x", identitySources: [domainSource("nodots")] },
        "identitySources/0/domainName",
      ],
      ["no GUID", { displayName: "x", identitySources: [tenantSource("7")] }, "identitySources/0/tenantId"],
      [
        "the same twice",
        { displayName: "x", identitySources: [domainSource("a.example"), domainSource("A.Example")] },
        "identitySources/1",
      ],
      ["an unknown state", { displayName: "x", state: "maybe" }, "state"],
    ] as const;
    for (const [what, body, target] of wrong)
      expect([what, ...(await codeOf("POST", ORGANIZATIONS, body))]).toEqual([
        what,
        400,
        "InvalidModel",
        target,
      ]);
  });

  it("have names of their own, and a name that was given up is free again", async () => {
    const id = await create({ displayName: "Partner" });
    expect(await codeOf("POST", ORGANIZATIONS, { displayName: "PARTNER" })).toEqual([
      400,
      "DuplicateConnectedOrganization",
      "displayName",
    ]);
    expect((await send("PATCH", `${ORGANIZATIONS}/${id}`, { displayName: "Another" })).status).toBe(202);
    await create({ displayName: "partner" });
  });

  it("share no domain and no tenant: each belongs to one organization only", async () => {
    const first = await create({ displayName: "First", identitySources: [domainSource("a.example")] });
    const second = await create({ displayName: "Second", identitySources: [tenantSource()] });
    const taken = [400, "DuplicateConnectedOrganization", "identitySources"];
    expect(
      await codeOf("POST", ORGANIZATIONS, { displayName: "x", identitySources: [domainSource("A.example")] }),
    ).toEqual(taken);
    expect(await codeOf("PATCH", `${ORGANIZATIONS}/${first}`, { identitySources: [tenantSource()] })).toEqual(
      taken,
    );
    await send("PATCH", `${ORGANIZATIONS}/${second}`, { identitySources: [] });
    expect(
      (await send("PATCH", `${ORGANIZATIONS}/${first}`, { identitySources: [tenantSource()] })).status,
    ).toBe(202);
    // What the change gave up is free.
    await create({ displayName: "Third", identitySources: [domainSource("a.example")] });
  });

  it("are one when several ask for the same name or the same domain at once", async () => {
    const made = async (body: (index: number) => object) => {
      const answers = await Promise.all(
        [0, 1, 2, 3, 4].map((index) => send("POST", ORGANIZATIONS, body(index))),
      );
      return answers.map(({ status }) => status).toSorted((a, b) => a - b);
    };
    expect(await made(() => ({ displayName: "Same" }))).toEqual([201, 400, 400, 400, 400]);
    const identitySources = [domainSource("same.example")];
    expect(await made((index) => ({ displayName: `Other ${index}`, identitySources }))).toEqual([
      201, 400, 400, 400, 400,
    ]);
  });

  it("take a domain of a known tenant for the tenant", async () => {
    expect((await setKnownTenant()).status).toBe(204);
    const id = await create({ displayName: "Partner", identitySources: [domainSource("partner.example")] });
    expect((await send("GET", `${ORGANIZATIONS}/${id}`)).body["identitySources"]).toMatchObject([
      { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: TENANT },
    ]);
  });

  it("answer a change with 202 and the whole organization, unless somebody else was first", async () => {
    const id = await create({ displayName: "Partner", description: "Builds ships" });
    const { headers } = await send("GET", `${ORGANIZATIONS}/${id}`);
    const tag = { headers: { "if-match": headers["ETag"] ?? "" } };
    const changed = await send(
      "PATCH",
      `${ORGANIZATIONS}/${id}`,
      { state: "Proposed", description: null },
      tag,
    );
    expect([changed.status, changed.body["state"], changed.body["description"]]).toEqual([
      202,
      "proposed",
      null,
    ]);
    expect((await send("PATCH", `${ORGANIZATIONS}/${id}`, { state: "configured" }, tag)).status).toBe(412);
  });

  it("are found by state and by name", async () => {
    await create({ displayName: "Alpha", state: "proposed" });
    await create({ displayName: "Beta" });
    const names = async (query: string) => {
      const { body } = await send("GET", `${ORGANIZATIONS}?${query}`);
      return [at(body, "value/0/displayName"), at(body, "value/1/displayName")];
    };
    expect(await names("$filter=state eq 'proposed'")).toEqual(["Alpha", undefined]);
    expect(await names("$filter=displayName eq 'Beta'")).toEqual(["Beta", undefined]);
    expect(await names("$search=alp")).toEqual(["Alpha", undefined]);
    expect(await names("$orderby=displayName desc")).toEqual(["Beta", "Alpha"]);
  });

  it("cannot be deleted while a policy names them", async () => {
    const id = await create({ displayName: "Partner", identitySources: [tenantSource()] });
    const catalogId = idOf(await send("POST", `${EM}/catalogs`, { displayName: "Ships" }));
    const packageId = idOf(
      await send("POST", `${EM}/accessPackages`, { displayName: "Plans", catalog: { id: catalogId } }),
    );
    const approver = surface.people["approver"]?.objectId ?? "";
    const policyId = idOf(
      await send("POST", `${EM}/assignmentPolicies`, {
        ...aPolicy(packageId, approver),
        allowedTargetScope: "specificConnectedOrganizationUsers",
        specificAllowedTargets: [
          {
            "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
            connectedOrganizationId: id,
          },
        ],
      }),
    );
    const refused = await send("DELETE", `${ORGANIZATIONS}/${id}`);
    expect([refused.status, at(refused.body, "error/code")]).toEqual([400, "ResourceInUse"]);
    expect(String(at(refused.body, "error/message"))).toContain(policyId);
    await send("DELETE", `${EM}/assignmentPolicies/${policyId}`);
    expect((await send("DELETE", `${ORGANIZATIONS}/${id}`)).status).toBe(204);
    expect((await send("GET", `${ORGANIZATIONS}/${id}`)).status).toBe(404);
    // Name and tenant are free again.
    await create({ displayName: "Partner", identitySources: [tenantSource()] });
  });

  it("are not named by a policy while they are being deleted", async () => {
    const id = await create({ displayName: "Partner" });
    const catalogId = idOf(await send("POST", `${EM}/catalogs`, { displayName: "Ships" }));
    const packageId = idOf(
      await send("POST", `${EM}/accessPackages`, { displayName: "Plans", catalog: { id: catalogId } }),
    );
    const save = () =>
      codeOf("POST", `${EM}/assignmentPolicies`, {
        ...aPolicy(packageId, surface.people["approver"]?.objectId ?? ""),
        allowedTargetScope: "specificConnectedOrganizationUsers",
        specificAllowedTargets: [
          { "@odata.type": "#microsoft.graph.connectedOrganizationMembers", connectedOrganizationId: id },
        ],
      });
    const createdDateTime = surface.ports.clock.now();
    const closing = { kind: "closing", id: `closing.${id}`, objectId: id, createdDateTime };
    await surface.ports.documents.batch("governance", "tenant", [{ op: "create", document: closing }]);
    expect((await save())[0]).toBe(400);
    // A deletion that a crash left behind stands in nobody's way.
    await surface.passes(120_000);
    expect((await save())[0]).toBe(201);
  });

  it("have members as internal sponsors, guests as external ones, and groups as either", async () => {
    const id = await create({ displayName: "Partner" });
    const person = (name: string) => surface.people[name]?.objectId ?? "";
    const add = (kind: string, address: string) =>
      codeOf("POST", `${ORGANIZATIONS}/${id}/${kind}/$ref`, { "@odata.id": `https://graph/v1.0/${address}` });
    const added = [204, undefined, undefined];
    expect(await add("internalSponsors", `users/${person("owner")}`)).toEqual(added);
    expect(await add("internalSponsors", `users/${person("owner")}`)).toEqual(added);
    expect(await add("internalSponsors", `groups/${surface.groups["engineers"]}`)).toEqual(added);
    expect(await add("externalSponsors", `users/${person("guest")}`)).toEqual(added);
    expect(await add("externalSponsors", `users/${person("owner")}`)).toEqual([
      400,
      "InvalidModel",
      "@odata.id",
    ]);
    expect(await add("internalSponsors", `users/${person("guest")}`)).toEqual([
      400,
      "InvalidModel",
      "@odata.id",
    ]);
    expect((await add("internalSponsors", `users/${surface.ports.ids.next()}`))[0]).toBe(404);
    const { body } = await send("GET", `${ORGANIZATIONS}/${id}?$expand=internalSponsors,externalSponsors`);
    expect([
      at(body, "internalSponsors/0/displayName"),
      at(body, "internalSponsors/1/displayName"),
      at(body, "internalSponsors/2"),
      at(body, "externalSponsors/0/displayName"),
    ]).toEqual(["owner", "engineers", undefined, "guest"]);
    const path = `${ORGANIZATIONS}/${id}/internalSponsors`;
    expect(await codeOf("DELETE", `${path}/${person("owner")}/$ref`)).toEqual(added);
    expect((await codeOf("DELETE", `${path}/${person("owner")}/$ref`))[0]).toBe(404);
    expect(at((await send("GET", path)).body, "value/0/displayName")).toBe("engineers");
    expect(
      (await events())
        .map(({ type }) => type)
        .filter((type) => type.includes("Sponsor"))
        .toSorted(),
    ).toEqual([
      "externalSponsorAdded",
      "internalSponsorAdded",
      "internalSponsorAdded",
      "internalSponsorRemoved",
    ]);
  });

  it("are changed by Global and Identity Governance Administrators alone, and seen by whoever has a catalog role", async () => {
    const id = await create({ displayName: "Partner" });
    expect((await send("GET", ORGANIZATIONS, undefined, { as: "auditor" })).status).toBe(200);
    expect((await send("GET", ORGANIZATIONS, undefined, { as: "owner" })).status).toBe(403);
    const catalogId = idOf(await send("POST", `${EM}/catalogs`, { displayName: "Ships" }));
    await send("POST", "/v1.0/roleManagement/entitlementManagement/roleAssignments", {
      principalId: surface.people["owner"]?.objectId,
      roleDefinitionId: "ae79f266-94d4-4dab-b730-feca7e132178",
      appScopeId: `/AccessPackageCatalog/${catalogId}`,
    });
    expect((await send("GET", `${ORGANIZATIONS}/${id}`, undefined, { as: "owner" })).status).toBe(200);
    for (const as of ["owner", "auditor"])
      for (const [method, path, body] of [
        ["POST", ORGANIZATIONS, { displayName: "Mine" }],
        ["PATCH", `${ORGANIZATIONS}/${id}`, { state: "proposed" }],
        ["DELETE", `${ORGANIZATIONS}/${id}`, undefined],
        ["POST", `${ORGANIZATIONS}/${id}/internalSponsors/$ref`, { "@odata.id": `/users/${id}` }],
        ["DELETE", `${ORGANIZATIONS}/${id}/externalSponsors/${id}/$ref`, undefined],
      ] as const)
        expect((await send(method, path, body, { as })).status, `${as} ${method}`).toBe(403);
    expect(
      (await send("PATCH", `${ORGANIZATIONS}/${id}`, { state: "proposed" }, { as: "governor" })).status,
    ).toBe(202);
  });

  it("leave their traces in the audit log", async () => {
    const id = await create({ displayName: "Partner" });
    await send("PATCH", `${ORGANIZATIONS}/${id}`, { displayName: "Partners" });
    await send("DELETE", `${ORGANIZATIONS}/${id}`);
    const told = (await events()).filter(({ object }) => object.id === id);
    expect(told.map(({ type }) => type).toSorted()).toEqual([
      "connectedOrganizationCreated",
      "connectedOrganizationDeleted",
      "connectedOrganizationUpdated",
    ]);
    expect(told.find(({ changes }) => changes !== undefined)?.changes).toEqual([
      { property: "displayName", oldValue: "Partner", newValue: "Partners" },
    ]);
  });
});
