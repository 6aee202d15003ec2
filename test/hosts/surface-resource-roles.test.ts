/** Over HTTP: roles of resources in packages (spec/api.md 2.3). */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  DONE,
  MANAGEMENT_GROUP,
  NO_ID,
  READER,
  ResourceCalls,
  type Sent,
  SITE,
  SUBSCRIPTION,
  said,
} from "./resource-calls.js";
import { at, EM, idOf } from "./surface-fixture.js";

describe("roles of resources", () => {
  let r: ResourceCalls;
  beforeEach(async () => {
    r = await ResourceCalls.open();
  });
  afterEach(() => r.surface.close());

  describe("in packages", () => {
    let packageId: string;
    const addRole = (body: unknown) => r.post(`/accessPackages/${packageId}/resourceRoleScopes`, body);
    const given = async () =>
      at(
        (
          await r.get(
            `/accessPackages/${packageId}?$expand=resourceRoleScopes($expand=role($expand=resource),scope)`,
          )
        ).body,
        "resourceRoleScopes",
      ) as readonly Sent[];
    beforeEach(async () => {
      packageId = await r.aPackage();
    });

    it("are named in the six documented ways, and a repeat changes nothing", async () => {
      await r.made("/sites", { displayName: "Marketing", webUrl: SITE });
      await r.made("/azureResources", {
        displayName: "Production",
        armId: SUBSCRIPTION,
        roleDefinitions: [{ id: `${SUBSCRIPTION}${READER}`, displayName: "Reader" }],
        scopes: [{ armId: `${SUBSCRIPTION}/resourceGroups/rg`, displayName: "/resourceGroups/rg" }],
      });
      await r.made("/azureResources", {
        displayName: "Landing zones",
        armId: MANAGEMENT_GROUP,
        roleDefinitions: [{ id: READER, displayName: "Reader" }],
      });
      const group = r.surface.groups["engineers"] ?? "";
      for (const [system, origin] of [
        ["SharePointOnline", SITE],
        ["AadApplication", r.surface.application.id],
        ["AadGroup", group],
        ["AzureResources", SUBSCRIPTION],
        ["AzureResources", MANAGEMENT_GROUP],
      ] as const)
        expect(said(await r.add(system, origin))).toEqual(DONE);
      const idOfResource = async (originId: string) => at(await r.resource(originId), "id");
      const app = await r.resource(r.surface.application.id);
      const bodies = [
        // A site's role by its sequence number.
        {
          role: {
            displayName: "Contributors",
            originSystem: "SharePointOnline",
            originId: "4",
            resource: { id: await idOfResource(SITE) },
          },
          scope: { displayName: "Root", originId: SITE, originSystem: "SharePointOnline", isRootScope: true },
        },
        // An app role by the id of role and scope.
        {
          role: { id: at(app, "roles/0/id"), originId: "ignored", resource: { id: at(app, "id") } },
          scope: { id: at(app, "scopes/0/id") },
        },
        // Membership of a group, with the id that stands for none.
        {
          role: {
            id: NO_ID,
            originId: `Member_${group}`,
            displayName: "Member",
            originSystem: "AadGroup",
            resource: { id: await idOfResource(group), originId: group, originSystem: "AadGroup" },
          },
          scope: { id: NO_ID, originId: group, originSystem: "AadGroup" },
        },
        // A role in one resource group of a subscription.
        {
          role: {
            originId: `${SUBSCRIPTION}${READER}`,
            originSystem: "AzureResources",
            type: "active",
            resource: { originId: SUBSCRIPTION, originSystem: "AzureResources" },
          },
          scope: {
            originId: `${SUBSCRIPTION}/resourceGroups/RG`,
            originSystem: "AzureResources",
            isRootScope: false,
          },
        },
        // An eligible role in a management group.
        {
          role: {
            originId: READER,
            originSystem: "AzureResources",
            type: "eligible",
            resource: { id: await idOfResource(MANAGEMENT_GROUP) },
          },
          scope: { originId: MANAGEMENT_GROUP, originSystem: "AzureResources", isRootScope: true },
        },
        // An active role in a whole subscription.
        {
          role: {
            originId: `${SUBSCRIPTION}${READER}`,
            originSystem: "AzureResources",
            type: "active",
            resource: { id: await idOfResource(SUBSCRIPTION), originSystem: "AzureResources" },
          },
          scope: { originId: SUBSCRIPTION, originSystem: "AzureResources" },
        },
      ];
      for (const body of bodies) {
        const first = await addRole(body);
        expect(said(first)).toEqual(DONE);
        expect(first.body["createdDateTime"]).toBeTypeOf("string");
        expect(idOf(await addRole(body))).toBe(idOf(first));
      }
      const all = await given();
      expect(
        all.map((one) => [at(one, "role/displayName"), at(one, "role/type"), at(one, "scope/displayName")]),
      ).toEqual([
        ["Contributors", "active", "Root"],
        ["Reader", "active", "Root"],
        ["Member", "active", "Root"],
        ["Reader", "active", "/resourceGroups/rg"],
        ["Eligible Reader", "eligible", "Root"],
        ["Reader", "active", "Root"],
      ]);
      for (const one of all)
        expect(one["id"]).toBe(["role", "scope"].map((part) => at(one, `${part}/id`)).join("_"));
    });

    it("are refused when resource, role or scope is not there, or two are meant", async () => {
      const group = r.surface.groups["engineers"] ?? "";
      await r.add("AadGroup", group);
      const resourceId = at(await r.resource(group), "id");
      const named = (says: Sent, scope: Sent = {}) =>
        addRole({ role: { originSystem: "AadGroup", resource: { id: resourceId }, ...says }, scope });
      const member = { originId: `Member_${group}` };
      expect(said(await named({ ...member, resource: { id: NO_ID.replace("0", "1") } }))).toEqual([
        404,
        "ResourceNotFound",
      ]);
      expect(said(await named({ originId: "Janitor" }))).toEqual([404, "RoleNotFound"]);
      expect(said(await named(member, { originId: "elsewhere" }))).toEqual([404, "ResourceNotFound"]);
      await r.made("/azureResources", {
        displayName: "Landing zones",
        armId: MANAGEMENT_GROUP,
        roleDefinitions: [{ id: READER, displayName: "Reader" }],
      });
      await r.add("AzureResources", MANAGEMENT_GROUP);
      const azure = { resource: { originId: MANAGEMENT_GROUP, originSystem: "AzureResources" } };
      const two = await named({ ...azure, originId: READER });
      expect([...said(two), at(two.body, "error/target")]).toEqual([400, "InvalidModel", "role/type"]);
    });

    it("are taken out by their id, once", async () => {
      const group = r.surface.groups["engineers"] ?? "";
      await r.add("AadGroup", group);
      const id = idOf(await addRole({ role: { originId: `Member_${group}`, originSystem: "AadGroup" } }));
      const path = `${EM}/accessPackages/${packageId}/resourceRoleScopes/${id}`;
      expect((await r.call("DELETE", path)).status).toBe(204);
      expect(await given()).toEqual([]);
      expect(said(await r.call("DELETE", path))).toEqual([404, "ResourceNotFound"]);
    });
  });
});
