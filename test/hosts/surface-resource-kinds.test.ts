/** Over HTTP: which resources there are (spec/domain.md 3.1 to 3.3). */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  DONE,
  directoryRole,
  LACKS_RIGHT,
  MANAGEMENT_GROUP,
  NO_ID,
  READER,
  REFUSED,
  ResourceCalls,
  type Sent,
  SUBSCRIPTION,
  said,
} from "./resource-calls.js";
import { at } from "./surface-fixture.js";

describe("resources over HTTP", () => {
  let r: ResourceCalls;
  beforeEach(async () => {
    r = await ResourceCalls.open();
  });
  afterEach(() => r.surface.close());

  describe("of groups", () => {
    it("offer Member and Owner, whether security group, Microsoft 365 group or team", async () => {
      for (const [says, type] of [
        [{ securityEnabled: true }, "Security Group"],
        [{ groupTypes: ["Unified"], mailEnabled: true }, "Microsoft 365 Group"],
        [{ groupTypes: ["Unified"], resourceProvisioningOptions: ["Team"] }, "Team"],
      ] as const) {
        const id = await r.aGroup(says);
        expect(said(await r.add("AadGroup", id))).toEqual(DONE);
        expect(at(await r.resource(id), "resourceType")).toBe(type);
        expect(await r.roles(id)).toEqual([
          ["Member", `Member_${id}`, "active"],
          ["Owner", `Owner_${id}`, "active"],
        ]);
      }
    });

    it("that PIM manages offer the eligible roles too", async () => {
      const id = await r.aGroup({ isPimManaged: true });
      await r.add("AadGroup", id);
      expect((await r.roles(id)).slice(2)).toEqual([
        ["Eligible Member", `EligibleMember_${id}`, "eligible"],
        ["Eligible Owner", `EligibleOwner_${id}`, "eligible"],
      ]);
    });

    it("are refused when they are synchronized, distribution lists or mail-enabled security groups", async () => {
      for (const says of [
        { onPremisesSyncEnabled: true },
        { mailEnabled: true, securityEnabled: false },
        { mailEnabled: true, securityEnabled: true },
      ])
        expect(said(await r.add("AadGroup", await r.aGroup(says)))).toEqual(REFUSED);
    });

    it("with a membership rule offer the Owner role only", async () => {
      const id = await r.aGroup({
        groupTypes: ["DynamicMembership"],
        membershipRule: "user.city -eq 'Rome'",
      });
      expect(said(await r.add("AadGroup", id))).toEqual(DONE);
      expect((await r.roles(id)).map(([name]) => name)).toEqual(["Owner"]);
    });

    it("are added by their owners who own the catalog, or with the role for their kind", async () => {
      const id = r.surface.groups["engineers"];
      expect(said(await r.add("AadGroup", id, "owner"))).toEqual(DONE);
      expect(said(await r.add("AadGroup", id, "somebody"))).toEqual(LACKS_RIGHT);
      expect((await r.add("AadGroup", id, "reader")).status).toBe(403);
      expect(said(await r.add("AadGroup", r.surface.groups["auditors"], "governor"))).toEqual(LACKS_RIGHT);
      const designers = r.surface.groups["designers"];
      const unified = await r.aGroup({ groupTypes: ["Unified"] });
      for (const name of ["groupsAdministrator", "intuneAdministrator"] as const) {
        expect(said(await r.add("AadGroup", designers, r.withRole(name)))).toEqual(DONE);
        expect(said(await r.add("AadGroup", unified, r.withRole(name)))).toEqual(DONE);
      }
      for (const name of ["exchangeAdministrator", "sharePointAdministrator"] as const) {
        expect(said(await r.add("AadGroup", designers, r.withRole(name)))).toEqual(LACKS_RIGHT);
        expect(said(await r.add("AadGroup", unified, r.withRole(name)))).toEqual(DONE);
      }
    });

    it("to which directory roles can be given need somebody who may give these", async () => {
      const id = await r.aGroup({ isAssignableToRole: true });
      await r.call("POST", `/v1.0/groups/${id}/owners/$ref`, {
        "@odata.id": `https://graph.example/v1.0/users/${r.surface.people["owner"]?.objectId}`,
      });
      const refused = await r.add("AadGroup", id, "owner");
      expect(said(refused)).toEqual(LACKS_RIGHT);
      expect(String(at(refused.body, "error/message"))).toContain("Privileged Role Administrator");
      expect(said(await r.add("AadGroup", id, r.withRole("privilegedRoleAdministrator")))).toEqual(DONE);
      const robot = r.surface.people["robot"];
      if (robot?.kind !== "application") throw new Error("The robot is an application.");
      const other = await r.aGroup({ isAssignableToRole: true });
      const groups = { ...robot, appRoles: [...robot.appRoles, "Group.ReadWrite.All"] };
      expect(said(await r.add("AadGroup", other, groups))).toEqual(LACKS_RIGHT);
      const roles = { ...robot, appRoles: [...robot.appRoles, "RoleManagement.ReadWrite.Directory"] };
      expect(said(await r.add("AadGroup", other, roles))).toEqual(DONE);
    });

    it("to which directory roles can be given have no groups in them, whose owners would give out these roles", async () => {
      const id = await r.aGroup({ isAssignableToRole: true });
      const nested = await r.call("POST", `/v1.0/groups/${id}/members/$ref`, {
        "@odata.id": `https://graph.example/v1.0/groups/${r.surface.groups["engineers"]}`,
      });
      expect([nested.status, at(nested.body, "error/code")]).toEqual([400, "BadRequest"]);
    });

    it("need Group.ReadWrite.All of an application, beside the right to the catalog", async () => {
      const robot = r.surface.people["robot"];
      if (robot?.kind !== "application") throw new Error("The robot is an application.");
      const id = r.surface.groups["engineers"];
      expect(said(await r.add("AadGroup", id, "robot"))).toEqual(LACKS_RIGHT);
      const strong = { ...robot, appRoles: [...robot.appRoles, "Group.ReadWrite.All"] };
      expect(said(await r.add("AadGroup", id, strong))).toEqual(DONE);
    });
  });

  describe("of applications", () => {
    const principal = async (says: Sent = {}, more: Sent = {}) => {
      const application = await r.call("POST", "/v1.0/applications", { displayName: "App", ...says });
      return r.made("/servicePrincipals", { appId: application.body["appId"], ...more });
    };

    it("offer the roles that people can be given, or Default Access when there are none", async () => {
      expect(said(await r.add("AadApplication", r.surface.application.id))).toEqual(DONE);
      expect(await r.roles(r.surface.application.id)).toEqual([
        ["Reader", r.surface.application.roleId, "active"],
      ]);
      const plain = await principal();
      await r.add("AadApplication", plain);
      expect(await r.roles(plain)).toEqual([["Default Access", NO_ID, "active"]]);
    });

    it("are refused when nobody could be given anything: Exchange, SharePoint, personal accounts only, roles for applications only", async () => {
      for (const appId of ["00000002-0000-0ff1-ce00-000000000000", "00000003-0000-0ff1-ce00-000000000000"]) {
        const id = await r.made("/servicePrincipals", { appId, displayName: "Office" });
        expect(said(await r.add("AadApplication", id))).toEqual(REFUSED);
      }
      const personal = await principal({ signInAudience: "PersonalMicrosoftAccount" });
      expect(said(await r.add("AadApplication", personal))).toEqual(REFUSED);
      const daemon = await principal({
        appRoles: [
          {
            id: "11111111-2222-4333-8444-555555555555",
            displayName: "Daemon",
            allowedMemberTypes: ["Application"],
          },
        ],
      });
      expect(said(await r.add("AadApplication", daemon))).toEqual(REFUSED);
    });

    it("are added by Identity Governance and application administrators, and by owners who own the catalog", async () => {
      const { id } = r.surface.application;
      expect(said(await r.add("AadApplication", id, "governor"))).toEqual(DONE);
      expect(said(await r.add("AadApplication", id, "somebody"))).toEqual(LACKS_RIGHT);
      for (const name of ["applicationAdministrator", "cloudApplicationAdministrator"] as const)
        expect(said(await r.add("AadApplication", id, r.withRole(name)))).toEqual(DONE);
    });
  });

  describe("of directory roles", () => {
    it("offer Eligible and Active, privileged ones Eligible only", async () => {
      for (const name of ["reportsReader", "securityAdministrator"] as const) {
        expect(said(await r.add("DirectoryRole", directoryRole(name)))).toEqual(DONE);
        expect(await r.roles(directoryRole(name))).toEqual([
          ["Eligible Member", "Eligible", "eligible"],
          ...(name === "reportsReader" ? [["Active Member", "Active", "active"]] : []),
        ]);
      }
      expect(said(await r.add("DirectoryRole", NO_ID))).toEqual([404, "ResourceNotFound"]);
    });

    it("and role-assignable groups are given by packages of those alone who could add them to the catalog", async () => {
      const packageId = await r.aPackage();
      const templateId = directoryRole("reportsReader");
      const groupId = await r.aGroup({ isAssignableToRole: true });
      expect(said(await r.add("DirectoryRole", templateId))).toEqual(DONE);
      expect(said(await r.add("AadGroup", groupId))).toEqual(DONE);
      const give = (originSystem: string, role: string, of: string, as: Parameters<typeof r.add>[2]) => {
        const resource = { originId: of, originSystem };
        const body = { role: { originId: role, originSystem, resource }, scope: { isRootScope: true } };
        return r.post(`/accessPackages/${packageId}/resourceRoleScopes`, body, as);
      };
      for (const [system, role, of] of [
        ["DirectoryRole", "Active", templateId],
        ["AadGroup", `Member_${groupId}`, groupId],
      ] as const) {
        expect(said(await give(system, role, of, "owner"))).toEqual(LACKS_RIGHT);
        expect(said(await give(system, role, of, "governor"))).toEqual(LACKS_RIGHT);
        expect(said(await give(system, role, of, r.withRole("privilegedRoleAdministrator")))).toEqual(DONE);
      }
    });

    it("are added by Global Administrators, or by Privileged Role Administrators who own the catalog", async () => {
      const id = directoryRole("reportsReader");
      expect(said(await r.add("DirectoryRole", id, r.withRole("privilegedRoleAdministrator")))).toEqual(DONE);
      expect(said(await r.add("DirectoryRole", id, "owner"))).toEqual(LACKS_RIGHT);
      expect(said(await r.add("DirectoryRole", id, "governor"))).toEqual(LACKS_RIGHT);
    });
  });

  describe("of Azure", () => {
    beforeEach(async () => {
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
    });

    it("are subscriptions and management groups, with active and eligible roles, and scopes inside", async () => {
      expect(
        said(await r.add("AzureResources", SUBSCRIPTION, "admin", { resourceType: "Subscription" })),
      ).toEqual(DONE);
      expect(said(await r.add("AzureResources", MANAGEMENT_GROUP))).toEqual(DONE);
      expect(await r.roles(SUBSCRIPTION)).toEqual([
        ["Reader", `${SUBSCRIPTION}${READER}`, "active"],
        ["Eligible Reader", `${SUBSCRIPTION}${READER}`, "eligible"],
      ]);
      expect(await r.resource(SUBSCRIPTION)).toMatchObject({
        resourceType: "Subscription",
        scopes: [
          { displayName: "Root", isRootScope: true },
          { displayName: "/resourceGroups/rg", isRootScope: false },
        ],
      });
      expect(await r.resource(MANAGEMENT_GROUP)).toMatchObject({ resourceType: "ManagementGroup" });
      expect(said(await r.add("AzureResources", SUBSCRIPTION, "owner"))).toEqual(LACKS_RIGHT);
    });

    it("are written down once, with scopes that lie inside, and found by whoever reads the directory", async () => {
      const wrong = (says: Sent) =>
        r.call("POST", "/v1.0/azureResources", { displayName: "X", roleDefinitions: [], ...says });
      expect(said(await wrong({ armId: SUBSCRIPTION.toUpperCase() }))).toEqual(REFUSED);
      expect(said(await wrong({ armId: "/subscriptions/one" }))).toEqual(REFUSED);
      const other = "/subscriptions/48ab2ccc-3747-4567-b36b-9478f5602f0d";
      expect(
        said(await wrong({ armId: other, scopes: [{ armId: `${SUBSCRIPTION}/x`, displayName: "x" }] })),
      ).toEqual(REFUSED);
      const list = await r.call("GET", "/v1.0/azureResources?$orderby=displayName");
      const id = String(at(list.body, "value/1/id"));
      const held = await r.call("GET", `/v1.0/azureResources/${id}/roleAssignments`);
      expect(at(held.body, "value")).toEqual([]);
      expect(at(list.body, "value/1/armId")).toBe(SUBSCRIPTION);
      expect((await r.call("PATCH", `/v1.0/azureResources/${id}`, { displayName: "Renamed" })).status).toBe(
        204,
      );
      expect((await r.call("GET", `/v1.0/azureResources/${id}`)).body["displayName"]).toBe("Renamed");
      expect((await r.call("DELETE", `/v1.0/azureResources/${id}`)).status).toBe(204);
    });
  });
});
