import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAll } from "../../src/application/queries/read-all.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { at, EM, openSurface, type Sent, type Surface } from "./surface-fixture.js";

const SETTINGS = `${EM}/settings`;
const CONFIGURATIONS = `${EM}/controlConfigurations`;
const END_USER = `${CONFIGURATIONS}/endUserSettings`;

describe("settings of the tenant", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await openSurface();
  });
  afterEach(() => surface.close());

  const send = (method: string, path: string, body?: unknown, sent: Sent = {}) =>
    surface.call(method, path, { as: "admin", ...(body === undefined ? {} : { body }), ...sent });
  const lastChanges = async () => {
    const all: EntitlementEvent[] = [];
    for await (const { document } of readAll<EntitlementEvent>(surface.ports, {
      container: "governance",
      kind: "event",
    }))
      if (document.type === "tenantSettingsUpdated") all.push(document);
    return all.map(({ changes = [] }) => changes.map(({ property }) => property));
  };

  it("have their defaults until somebody changes something", async () => {
    const { status, body } = await send("GET", SETTINGS);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      "@odata.context": expect.stringMatching(/#identityGovernance\/entitlementManagement\/settings$/),
      id: "singleton",
      externalUserLifecycleAction: "blockSignInAndDelete",
      durationUntilExternalUserDeletedAfterBlocked: "P30D",
      isApprovalEnforcedForDirectAssignment: false,
      arePackagesForSpecificPeopleListedToMembers: true,
      knownTenants: [],
      externalDomains: { allowed: [], blocked: [] },
    });
    expect(at(body, "limits/catalogs")).toBe(7_500);
  });

  it("change what is sent and keep the rest", async () => {
    const answered = await send("PATCH", SETTINGS, {
      externalUserLifecycleAction: "None",
      durationUntilExternalUserDeletedAfterBlocked: "P0D",
    });
    expect(answered.status).toBe(204);
    await send("PATCH", SETTINGS, { isApprovalEnforcedForDirectAssignment: "true" });
    expect((await send("GET", SETTINGS)).body).toMatchObject({
      externalUserLifecycleAction: "none",
      durationUntilExternalUserDeletedAfterBlocked: "P0D",
      isApprovalEnforcedForDirectAssignment: true,
    });
    expect(await lastChanges()).toEqual(
      expect.arrayContaining([
        ["externalUserLifecycleAction", "durationUntilExternalUserDeletedAfterBlocked"],
        ["isApprovalEnforcedForDirectAssignment"],
      ]),
    );
  });

  it("raise a limit, leave the others, and restore its default by null", async () => {
    await send("PATCH", SETTINGS, { limits: { catalogs: 9 } });
    await send("PATCH", SETTINGS, { limits: { accessPackages: 8 } });
    expect((await send("GET", SETTINGS)).body["limits"]).toMatchObject({ catalogs: 9, accessPackages: 8 });
    await send("PATCH", SETTINGS, { limits: { catalogs: null } });
    expect((await send("GET", SETTINGS)).body["limits"]).toMatchObject({
      catalogs: 7_500,
      accessPackages: 8,
    });
  });

  it("refuse what cannot be, and name the place", async () => {
    const wrong = [
      ["an unknown action", { externalUserLifecycleAction: "vanish" }, "externalUserLifecycleAction"],
      [
        "months",
        { durationUntilExternalUserDeletedAfterBlocked: "P1M" },
        "durationUntilExternalUserDeletedAfterBlocked",
      ],
      [
        "eleven years",
        { durationUntilExternalUserDeletedAfterBlocked: "P4000D" },
        "durationUntilExternalUserDeletedAfterBlocked",
      ],
      ["a negative limit", { limits: { catalogs: -1 } }, "limits/catalogs"],
      [
        "a domain of two tenants",
        {
          knownTenants: [
            { tenantId: "0a0a0a0a-1111-4111-8111-000000000001", domains: ["a.example"] },
            { tenantId: "0a0a0a0a-1111-4111-8111-000000000002", domains: ["A.example"] },
          ],
        },
        "knownTenants/1/domains",
      ],
      [
        "a tenant twice",
        {
          knownTenants: [
            { tenantId: "0a0a0a0a-1111-4111-8111-000000000001", domains: [] },
            { tenantId: "0A0a0a0a-1111-4111-8111-000000000001", domains: [] },
          ],
        },
        "knownTenants/1",
      ],
      [
        "a domain both allowed and blocked",
        { externalDomains: { allowed: ["a.example"], blocked: ["a.example"] } },
        "externalDomains",
      ],
    ] as const;
    for (const [what, body, target] of wrong) {
      const answered = await send("PATCH", SETTINGS, body);
      expect([what, answered.status, at(answered.body, "error/target")]).toEqual([what, 400, target]);
    }
  });

  it("say what end users see, as the one control configuration", async () => {
    expect((await send("GET", END_USER)).body).toMatchObject({
      "@odata.type": "#microsoft.graph.endUserSettings",
      id: "endUserSettings",
      isEnabled: true,
      showApproverDetailsToMembers: false,
      relatedPeopleInsightLevel: "count",
      createdBy: null,
    });
    const put = await send("PUT", END_USER, { showApproverDetailsToMembers: true });
    expect([put.status, put.body["showApproverDetailsToMembers"], put.body["isEnabled"]]).toEqual([
      200,
      true,
      true,
    ]);
    const patched = await send("PATCH", END_USER, { relatedPeopleInsightLevel: "CountAndNames" });
    expect(patched.body).toMatchObject({
      showApproverDetailsToMembers: true,
      relatedPeopleInsightLevel: "countAndNames",
      modifiedBy: surface.people["admin"]?.objectId,
    });
    // PUT replaces: what is left out has its default again.
    expect((await send("PUT", END_USER, {})).body).toMatchObject({ showApproverDetailsToMembers: false });
    expect((await send("GET", CONFIGURATIONS)).body["value"]).toMatchObject([{ id: "endUserSettings" }]);
  });

  it("are not changed by whoever saw another version", async () => {
    await send("PATCH", SETTINGS, { limits: { catalogs: 9 } });
    const { headers } = await send("GET", SETTINGS);
    const tag = { headers: { "if-match": headers["ETag"] ?? "" } };
    expect((await send("PATCH", SETTINGS, { limits: { catalogs: 8 } }, tag)).status).toBe(204);
    expect((await send("PATCH", SETTINGS, { limits: { catalogs: 7 } }, tag)).status).toBe(412);
    expect((await send("PUT", END_USER, {}, tag)).status).toBe(412);
  });

  it("are for administrators to change and for tenant readers to see", async () => {
    expect((await send("GET", SETTINGS, undefined, { as: "auditor" })).status).toBe(200);
    expect((await send("PATCH", SETTINGS, {}, { as: "auditor" })).status).toBe(403);
    expect((await send("GET", SETTINGS, undefined, { as: "somebody" })).status).toBe(403);
    expect((await send("PUT", END_USER, {}, { as: "somebody" })).status).toBe(403);
    expect((await send("PATCH", SETTINGS, {}, { as: "governor" })).status).toBe(204);
  });
});
