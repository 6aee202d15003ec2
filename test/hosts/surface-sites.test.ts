/** Over HTTP: sites and the environments in which they lie (spec/domain.md 3.1 and 3.3, spec/api.md 2.2). */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DONE, LACKS_RIGHT, NO_ID, ResourceCalls, type Sent, SITE, said } from "./resource-calls.js";
import { at } from "./surface-fixture.js";

describe("sites in catalogs", () => {
  let r: ResourceCalls;
  beforeEach(async () => {
    r = await ResourceCalls.open();
  });
  afterEach(() => r.surface.close());

  describe("of sites", () => {
    const geography = "https://contoso-eu.sharepoint.com/";
    const environments = (filter = "originSystem eq 'SharePointOnline'") =>
      r.get(`/resourceEnvironments?$filter=${filter}`);
    beforeEach(async () => {
      await r.made("/sites", { displayName: "Marketing", webUrl: SITE });
      await r.surface.passes(1_000);
      await r.made("/sites", {
        displayName: "Verkauf",
        webUrl: "https://contoso.sharepoint.com/sites/Verkauf",
        environmentUrl: geography,
      });
    });

    it("offer their permission roles by number, whatever the case of the address", async () => {
      expect(said(await r.add("SharePointOnline", `${SITE.toUpperCase()}/`))).toEqual(DONE);
      expect(await r.roles(SITE)).toEqual([
        ["Owners", "3", "active"],
        ["Contributors", "4", "active"],
        ["Visitors", "5", "active"],
      ]);
    });

    it("are added by SharePoint administrators, and by whoever manages the site's permissions and owns the catalog", async () => {
      const administrator = r.withRole("sharePointAdministrator");
      expect(said(await r.add("SharePointOnline", SITE, administrator))).toEqual(DONE);
      expect(said(await r.add("SharePointOnline", SITE, "somebody"))).toEqual(LACKS_RIGHT);
      expect(said(await r.add("SharePointOnline", SITE, "governor"))).toEqual(LACKS_RIGHT);
      const site = await r.call("GET", `/v1.0/sites?$filter=webUrl eq '${SITE}'`);
      await r.call("POST", `/v1.0/sites/${String(at(site.body, "value/0/id"))}/permissions`, {
        roles: ["3"],
        grantedToV2: { group: { id: r.surface.groups["designers"] } },
      });
      // "somebody" is a designer.
      expect(said(await r.add("SharePointOnline", SITE, "somebody"))).toEqual(DONE);
    });

    it("lie in environments: the default one, and those that sites name", async () => {
      expect((await r.get("/resourceEnvironments")).status).toBe(400);
      expect((await environments("originId eq 'x'")).status).toBe(400);
      const all = at((await environments()).body, "value") as readonly Sent[];
      expect(
        Object.fromEntries(
          all.map(({ originId, isDefaultEnvironment }) => [String(originId), isDefaultEnvironment]),
        ),
      ).toEqual({ "https://contoso.sharepoint.com/": true, [geography]: false });
      const other = all.find(({ originId }) => originId === geography);
      expect(other).toMatchObject({ connectionInfo: { url: geography }, originSystem: "SharePointOnline" });
      const legacy = await r.get(
        `/accessPackageResourceEnvironments?$filter=originSystem+eq+%27sharepointonline%27+and+originId+eq+%27${geography}%27`,
      );
      expect(at(legacy.body, "value/0/id")).toBe(other?.["id"]);
      expect(at(legacy.body, "value/1")).toBeUndefined();
      const where = "https://contoso.sharepoint.com/sites/Verkauf";
      const bind = (id: unknown) => ({
        "environment@odata.bind": `https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/resourceEnvironments/${String(id)}`,
      });
      const wrong = all.find(({ originId }) => originId !== geography)?.["id"];
      expect(said(await r.add("SharePointOnline", where, "admin", bind(wrong)))).toEqual([
        400,
        "InvalidModel",
      ]);
      expect(said(await r.add("SharePointOnline", where, "admin", bind(other?.["id"])))).toEqual(DONE);
      const again = { environment: { originId: geography.slice(0, -1) } };
      expect(said(await r.add("SharePointOnline", where, "admin", again))).toEqual(DONE);
      expect(at(await r.resource(where), "environment/originId")).toBe(geography);
      const one = await r.get(`/resourceEnvironments/${String(other?.["id"])}?$expand=resources`);
      expect(at(one.body, "resources/0/displayName")).toBe("Verkauf");
      expect((await r.get(`/resourceEnvironments/${NO_ID}`)).status).toBe(404);
      await r.surface.passes(1_000);
      const past = await r.get(
        "/resourceEnvironments?$filter=originSystem eq 'SharePointOnline'&asOf=2026-11-22T19:00:00Z",
      );
      expect([past.status, at(past.body, "value")]).toEqual([200, []]);
      const resourceId = String(at(await r.resource(where), "id"));
      const own = await r.get(`/catalogs/${r.catalogId}/resources/${resourceId}/environment`);
      expect(own.body["id"]).toBe(other?.["id"]);
      const group = r.surface.groups["engineers"] ?? "";
      expect(said(await r.add("AadGroup", group, "admin", again))).toEqual([400, "InvalidModel"]);
      await r.add("AadGroup", group);
      const none = await r.get(
        `/catalogs/${r.catalogId}/resources/${String(at(await r.resource(group), "id"))}/environment`,
      );
      expect(said(none)).toEqual([404, "ResourceNotFound"]);
    });
  });
});
