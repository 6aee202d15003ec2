/** Resources of every kind of origin in catalogs, and their roles in packages (spec/domain.md 3, spec/api.md 2.2 and 2.3). */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { DIRECTORY_ROLES, ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { aPolicy } from "../builders/policy-body.js";
import { ALL_SCOPES, at, EM, idOf, openSurface, ROLES, type Surface } from "./surface-fixture.js";

const NO_ID = "00000000-0000-0000-0000-000000000000";
const SUBSCRIPTION = "/subscriptions/38ab2ccc-3747-4567-b36b-9478f5602f0d";
const MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/landing-zones";
const READER = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7";
const SITE = "https://contoso.sharepoint.com/sites/Marketing";

describe("resources over HTTP", () => {
  let surface: Surface;
  let catalogId: string;
  beforeEach(async () => {
    surface = await openSurface();
    catalogId = idOf(await post("/catalogs", { displayName: "Engineering" }));
    for (const to of ["owner", "somebody"]) await give("catalogOwner", to);
  });
  afterEach(() => surface.close());

  const call = (method: string, path: string, body?: unknown, as: Parameters<Surface["call"]>[2] = {}) =>
    surface.call(method, path, { as: "admin", body, ...as });
  type As = string | Caller;
  const post = (path: string, body: unknown, as: As = "admin") => call("POST", `${EM}${path}`, body, { as });
  const get = (path: string, as = "admin") => call("GET", `${EM}${path}`, undefined, { as });
  const made = async (path: string, body: unknown) => idOf(await call("POST", `/v1.0${path}`, body));
  const give = (role: keyof typeof ENTITLEMENT_ROLES, to: string) =>
    call("POST", `${ROLES}/roleAssignments`, {
      principalId: surface.people[to]?.objectId,
      roleDefinitionId: ENTITLEMENT_ROLES[role].id,
      appScopeId: `/AccessPackageCatalog/${catalogId}`,
    });
  type Sent = Record<string, unknown>;
  const request = (requestType: string, resource: Sent, as: As = "admin", catalog = catalogId) =>
    post("/resourceRequests", { requestType, catalog: { id: catalog }, resource }, as);
  const add = (originSystem: string, originId: string | undefined, as: As = "admin", more: Sent = {}) =>
    request("adminAdd", { originSystem, originId, ...more }, as);
  const said = (answer: { readonly status: number; readonly body: unknown }) => [
    answer.status,
    at(answer.body, "error/code"),
  ];
  const DONE = [201, undefined];
  const LACKS_RIGHT = [400, "CallerNotResourceOwner"];
  const REFUSED = [400, "BadRequest"];
  const resource = async (originId: string) => {
    const found = await get(
      `/catalogs/${catalogId}/resources?$filter=originId eq '${originId}'&$expand=roles,scopes,environment`,
    );
    return at(found.body, "value/0");
  };
  const roles = async (originId: string) =>
    (at(await resource(originId), "roles") as readonly Sent[]).map(({ displayName, originId: id, type }) => [
      displayName,
      id,
      type,
    ]);
  const aGroup = (says: Sent = {}) =>
    made("/groups", { displayName: "Group", mailEnabled: false, mailNickname: "g", ...says });
  const role = (name: keyof typeof DIRECTORY_ROLES) => DIRECTORY_ROLES[name].templateId;
  /** Owns the catalog, and nothing else than it has this role of the directory. */
  const withRole = (held: keyof typeof DIRECTORY_ROLES): Caller => ({
    kind: "user",
    objectId: surface.people["owner"]?.objectId ?? "",
    tenantId: "tenant",
    displayName: "Owner",
    userPrincipalName: "owner@example.org",
    appId: null,
    scopes: ALL_SCOPES,
    directoryRoleIds: [role(held)],
  });

  describe("of groups", () => {
    it("offer Member and Owner, whether security group, Microsoft 365 group or team", async () => {
      for (const [says, type] of [
        [{ securityEnabled: true }, "Security Group"],
        [{ groupTypes: ["Unified"], mailEnabled: true }, "Microsoft 365 Group"],
        [{ groupTypes: ["Unified"], resourceProvisioningOptions: ["Team"] }, "Team"],
      ] as const) {
        const id = await aGroup(says);
        expect(said(await add("AadGroup", id))).toEqual(DONE);
        expect(at(await resource(id), "resourceType")).toBe(type);
        expect(await roles(id)).toEqual([
          ["Member", `Member_${id}`, "active"],
          ["Owner", `Owner_${id}`, "active"],
        ]);
      }
    });

    it("that PIM manages offer the eligible roles too", async () => {
      const id = await aGroup({ isPimManaged: true });
      await add("AadGroup", id);
      expect((await roles(id)).slice(2)).toEqual([
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
        expect(said(await add("AadGroup", await aGroup(says)))).toEqual(REFUSED);
    });

    it("with a membership rule offer the Owner role only", async () => {
      const id = await aGroup({ groupTypes: ["DynamicMembership"], membershipRule: "user.city -eq 'Rome'" });
      expect(said(await add("AadGroup", id))).toEqual(DONE);
      expect((await roles(id)).map(([name]) => name)).toEqual(["Owner"]);
    });

    it("are added by their owners who own the catalog, or with the role for their kind", async () => {
      const id = surface.groups["engineers"];
      expect(said(await add("AadGroup", id, "owner"))).toEqual(DONE);
      expect(said(await add("AadGroup", id, "somebody"))).toEqual(LACKS_RIGHT);
      expect((await add("AadGroup", id, "reader")).status).toBe(403);
      expect(said(await add("AadGroup", surface.groups["auditors"], "governor"))).toEqual(LACKS_RIGHT);
      const designers = surface.groups["designers"];
      const unified = await aGroup({ groupTypes: ["Unified"] });
      for (const name of ["groupsAdministrator", "intuneAdministrator"] as const) {
        expect(said(await add("AadGroup", designers, withRole(name)))).toEqual(DONE);
        expect(said(await add("AadGroup", unified, withRole(name)))).toEqual(DONE);
      }
      for (const name of ["exchangeAdministrator", "sharePointAdministrator"] as const) {
        expect(said(await add("AadGroup", designers, withRole(name)))).toEqual(LACKS_RIGHT);
        expect(said(await add("AadGroup", unified, withRole(name)))).toEqual(DONE);
      }
    });

    it("to which directory roles can be given need somebody who may give these", async () => {
      const id = await aGroup({ isAssignableToRole: true });
      await call("POST", `/v1.0/groups/${id}/owners/$ref`, {
        "@odata.id": `https://graph.example/v1.0/users/${surface.people["owner"]?.objectId}`,
      });
      const refused = await add("AadGroup", id, "owner");
      expect(said(refused)).toEqual(LACKS_RIGHT);
      expect(String(at(refused.body, "error/message"))).toContain("Privileged Role Administrator");
      expect(said(await add("AadGroup", id, withRole("privilegedRoleAdministrator")))).toEqual(DONE);
    });

    it("need Group.ReadWrite.All of an application, beside the right to the catalog", async () => {
      const robot = surface.people["robot"];
      if (robot?.kind !== "application") throw new Error("The robot is an application.");
      const id = surface.groups["engineers"];
      expect(said(await add("AadGroup", id, "robot"))).toEqual(LACKS_RIGHT);
      const strong = { ...robot, appRoles: [...robot.appRoles, "Group.ReadWrite.All"] };
      expect(said(await add("AadGroup", id, strong))).toEqual(DONE);
    });
  });

  describe("of applications", () => {
    const principal = async (says: Sent = {}, more: Sent = {}) => {
      const application = await call("POST", "/v1.0/applications", { displayName: "App", ...says });
      return made("/servicePrincipals", { appId: application.body["appId"], ...more });
    };

    it("offer the roles that people can be given, or Default Access when there are none", async () => {
      expect(said(await add("AadApplication", surface.application.id))).toEqual(DONE);
      expect(await roles(surface.application.id)).toEqual([["Reader", surface.application.roleId, "active"]]);
      const plain = await principal();
      await add("AadApplication", plain);
      expect(await roles(plain)).toEqual([["Default Access", NO_ID, "active"]]);
    });

    it("are refused when nobody could be given anything: Exchange, SharePoint, personal accounts only, roles for applications only", async () => {
      for (const appId of ["00000002-0000-0ff1-ce00-000000000000", "00000003-0000-0ff1-ce00-000000000000"]) {
        const id = await made("/servicePrincipals", { appId, displayName: "Office" });
        expect(said(await add("AadApplication", id))).toEqual(REFUSED);
      }
      const personal = await principal({ signInAudience: "PersonalMicrosoftAccount" });
      expect(said(await add("AadApplication", personal))).toEqual(REFUSED);
      const daemon = await principal({
        appRoles: [
          {
            id: "11111111-2222-4333-8444-555555555555",
            displayName: "Daemon",
            allowedMemberTypes: ["Application"],
          },
        ],
      });
      expect(said(await add("AadApplication", daemon))).toEqual(REFUSED);
    });

    it("are added by Identity Governance and application administrators, and by owners who own the catalog", async () => {
      const { id } = surface.application;
      expect(said(await add("AadApplication", id, "governor"))).toEqual(DONE);
      expect(said(await add("AadApplication", id, "somebody"))).toEqual(LACKS_RIGHT);
      for (const name of ["applicationAdministrator", "cloudApplicationAdministrator"] as const)
        expect(said(await add("AadApplication", id, withRole(name)))).toEqual(DONE);
    });
  });

  describe("of sites", () => {
    const geography = "https://contoso-eu.sharepoint.com/";
    const environments = (filter = "originSystem eq 'SharePointOnline'") =>
      get(`/resourceEnvironments?$filter=${filter}`);
    beforeEach(async () => {
      await made("/sites", { displayName: "Marketing", webUrl: SITE });
      await surface.passes(1_000);
      await made("/sites", {
        displayName: "Verkauf",
        webUrl: "https://contoso.sharepoint.com/sites/Verkauf",
        environmentUrl: geography,
      });
    });

    it("offer their permission roles by number, whatever the case of the address", async () => {
      expect(said(await add("SharePointOnline", `${SITE.toUpperCase()}/`))).toEqual(DONE);
      expect(await roles(SITE)).toEqual([
        ["Owners", "3", "active"],
        ["Contributors", "4", "active"],
        ["Visitors", "5", "active"],
      ]);
    });

    it("are added by SharePoint administrators, and by whoever manages the site's permissions and owns the catalog", async () => {
      const administrator = withRole("sharePointAdministrator");
      expect(said(await add("SharePointOnline", SITE, administrator))).toEqual(DONE);
      expect(said(await add("SharePointOnline", SITE, "somebody"))).toEqual(LACKS_RIGHT);
      expect(said(await add("SharePointOnline", SITE, "governor"))).toEqual(LACKS_RIGHT);
      const site = await call("GET", `/v1.0/sites?$filter=webUrl eq '${SITE}'`);
      await call("POST", `/v1.0/sites/${String(at(site.body, "value/0/id"))}/permissions`, {
        roles: ["3"],
        grantedToV2: { group: { id: surface.groups["designers"] } },
      });
      // "somebody" is a designer.
      expect(said(await add("SharePointOnline", SITE, "somebody"))).toEqual(DONE);
    });

    it("lie in environments: the default one, and those that sites name", async () => {
      expect((await get("/resourceEnvironments")).status).toBe(400);
      expect((await environments("originId eq 'x'")).status).toBe(400);
      const all = at((await environments()).body, "value") as readonly Sent[];
      expect(
        Object.fromEntries(
          all.map(({ originId, isDefaultEnvironment }) => [String(originId), isDefaultEnvironment]),
        ),
      ).toEqual({ "https://contoso.sharepoint.com/": true, [geography]: false });
      const other = all.find(({ originId }) => originId === geography);
      expect(other).toMatchObject({ connectionInfo: { url: geography }, originSystem: "SharePointOnline" });
      const legacy = await get(
        `/accessPackageResourceEnvironments?$filter=originSystem+eq+%27sharepointonline%27+and+originId+eq+%27${geography}%27`,
      );
      expect(at(legacy.body, "value/0/id")).toBe(other?.["id"]);
      expect(at(legacy.body, "value/1")).toBeUndefined();
      const where = "https://contoso.sharepoint.com/sites/Verkauf";
      const bind = (id: unknown) => ({
        "environment@odata.bind": `https://graph.microsoft.com/v1.0/identityGovernance/entitlementManagement/resourceEnvironments/${String(id)}`,
      });
      const wrong = all.find(({ originId }) => originId !== geography)?.["id"];
      expect(said(await add("SharePointOnline", where, "admin", bind(wrong)))).toEqual([400, "InvalidModel"]);
      expect(said(await add("SharePointOnline", where, "admin", bind(other?.["id"])))).toEqual(DONE);
      const again = { environment: { originId: geography.slice(0, -1) } };
      expect(said(await add("SharePointOnline", where, "admin", again))).toEqual(DONE);
      expect(at(await resource(where), "environment/originId")).toBe(geography);
      const one = await get(`/resourceEnvironments/${String(other?.["id"])}?$expand=resources`);
      expect(at(one.body, "resources/0/displayName")).toBe("Verkauf");
      expect((await get(`/resourceEnvironments/${NO_ID}`)).status).toBe(404);
      const resourceId = String(at(await resource(where), "id"));
      const own = await get(`/catalogs/${catalogId}/resources/${resourceId}/environment`);
      expect(own.body["id"]).toBe(other?.["id"]);
      const group = surface.groups["engineers"] ?? "";
      expect(said(await add("AadGroup", group, "admin", again))).toEqual([400, "InvalidModel"]);
      await add("AadGroup", group);
      const none = await get(
        `/catalogs/${catalogId}/resources/${String(at(await resource(group), "id"))}/environment`,
      );
      expect(said(none)).toEqual([404, "ResourceNotFound"]);
    });
  });

  describe("of directory roles", () => {
    it("offer Eligible and Active, privileged ones Eligible only", async () => {
      for (const name of ["reportsReader", "securityAdministrator"] as const) {
        expect(said(await add("DirectoryRole", role(name)))).toEqual(DONE);
        expect(await roles(role(name))).toEqual([
          ["Eligible Member", "Eligible", "eligible"],
          ...(name === "reportsReader" ? [["Active Member", "Active", "active"]] : []),
        ]);
      }
      expect(said(await add("DirectoryRole", NO_ID))).toEqual([404, "ResourceNotFound"]);
    });

    it("are added by Global Administrators, or by Privileged Role Administrators who own the catalog", async () => {
      const id = role("reportsReader");
      expect(said(await add("DirectoryRole", id, withRole("privilegedRoleAdministrator")))).toEqual(DONE);
      expect(said(await add("DirectoryRole", id, "owner"))).toEqual(LACKS_RIGHT);
      expect(said(await add("DirectoryRole", id, "governor"))).toEqual(LACKS_RIGHT);
    });
  });

  describe("of Azure", () => {
    beforeEach(async () => {
      await made("/azureResources", {
        displayName: "Production",
        armId: SUBSCRIPTION,
        roleDefinitions: [{ id: `${SUBSCRIPTION}${READER}`, displayName: "Reader" }],
        scopes: [{ armId: `${SUBSCRIPTION}/resourceGroups/rg`, displayName: "/resourceGroups/rg" }],
      });
      await made("/azureResources", {
        displayName: "Landing zones",
        armId: MANAGEMENT_GROUP,
        roleDefinitions: [{ id: READER, displayName: "Reader" }],
      });
    });

    it("are subscriptions and management groups, with active and eligible roles, and scopes inside", async () => {
      expect(
        said(await add("AzureResources", SUBSCRIPTION, "admin", { resourceType: "Subscription" })),
      ).toEqual(DONE);
      expect(said(await add("AzureResources", MANAGEMENT_GROUP))).toEqual(DONE);
      expect(await roles(SUBSCRIPTION)).toEqual([
        ["Reader", `${SUBSCRIPTION}${READER}`, "active"],
        ["Eligible Reader", `${SUBSCRIPTION}${READER}`, "eligible"],
      ]);
      expect(await resource(SUBSCRIPTION)).toMatchObject({
        resourceType: "Subscription",
        scopes: [
          { displayName: "Root", isRootScope: true },
          { displayName: "/resourceGroups/rg", isRootScope: false },
        ],
      });
      expect(await resource(MANAGEMENT_GROUP)).toMatchObject({ resourceType: "ManagementGroup" });
      expect(said(await add("AzureResources", SUBSCRIPTION, "owner"))).toEqual(LACKS_RIGHT);
    });

    it("are written down once, with scopes that lie inside, and found by whoever reads the directory", async () => {
      const wrong = (says: Sent) =>
        call("POST", "/v1.0/azureResources", { displayName: "X", roleDefinitions: [], ...says });
      expect(said(await wrong({ armId: SUBSCRIPTION.toUpperCase() }))).toEqual(REFUSED);
      expect(said(await wrong({ armId: "/subscriptions/one" }))).toEqual(REFUSED);
      const other = "/subscriptions/48ab2ccc-3747-4567-b36b-9478f5602f0d";
      expect(
        said(await wrong({ armId: other, scopes: [{ armId: `${SUBSCRIPTION}/x`, displayName: "x" }] })),
      ).toEqual(REFUSED);
      const list = await call("GET", "/v1.0/azureResources?$orderby=displayName");
      const id = String(at(list.body, "value/1/id"));
      expect(at(list.body, "value/1/armId")).toBe(SUBSCRIPTION);
      expect((await call("PATCH", `/v1.0/azureResources/${id}`, { displayName: "Renamed" })).status).toBe(
        204,
      );
      expect((await call("GET", `/v1.0/azureResources/${id}`)).body["displayName"]).toBe("Renamed");
      expect((await call("DELETE", `/v1.0/azureResources/${id}`)).status).toBe(204);
    });
  });

  describe("and the requests about them", () => {
    const engineers = () => surface.groups["engineers"] ?? "";

    it("succeed again when all is as wanted already, and record each time what was done", async () => {
      const first = await add("AadGroup", engineers());
      expect(first.body).toMatchObject({ requestType: "adminAdd", state: "delivered" });
      expect(said(await add("AadGroup", engineers()))).toEqual(DONE);
      const list = await get(`/resourceRequests?$filter=catalog/id eq ${catalogId}&$expand=catalog,resource`);
      expect(at(list.body, "value/1/resource/originId")).toBe(engineers());
      expect(at(list.body, "value/1/catalog/displayName")).toBe("Engineering");
      expect(at((await get(`/catalogs/${catalogId}/resources`)).body, "value/1")).toBeUndefined();
    });

    it("name the resource by its id or by its origin", async () => {
      await add("AadGroup", engineers());
      const origin = { originSystem: "AadGroup", originId: engineers() };
      expect(said(await request("adminUpdate", { ...origin, displayName: "The engineers" }))).toEqual(DONE);
      expect(at(await resource(engineers()), "displayName")).toBe("The engineers");
      const id = at(await resource(engineers()), "id");
      expect(said(await request("adminUpdate", { id, description: "Ours" }))).toEqual(DONE);
      expect(said(await request("adminRemove", origin))).toEqual(DONE);
      expect(await resource(engineers())).toBeUndefined();
      expect(said(await request("adminRemove", origin))).toEqual([404, "ResourceNotFound"]);
      expect(said(await request("adminRemove", {}))).toEqual([400, "InvalidModel"]);
    });

    it("need the same right to remove as to add", async () => {
      await add("AadGroup", engineers());
      const origin = { originSystem: "AadGroup", originId: engineers() };
      expect(said(await request("adminRemove", origin, "somebody"))).toEqual(LACKS_RIGHT);
      expect(said(await request("adminRemove", origin, "owner"))).toEqual(DONE);
    });

    it("do not remove what a package of the catalog uses", async () => {
      await add("AadGroup", engineers());
      const packageId = idOf(
        await post("/accessPackages", { displayName: "Tools", catalog: { id: catalogId } }),
      );
      await post(`/accessPackages/${packageId}/resourceRoleScopes`, {
        role: { originId: `Member_${engineers()}`, originSystem: "AadGroup" },
        scope: { isRootScope: true },
      });
      const origin = { originSystem: "AadGroup", originId: engineers() };
      expect(said(await request("adminRemove", origin))).toEqual([400, "ResourceInUse"]);
    });

    it("put one object into several catalogs, as a resource of its own in each", async () => {
      const other = idOf(await post("/catalogs", { displayName: "Other" }));
      const origin = { originSystem: "AadGroup", originId: engineers() };
      await request("adminAdd", origin);
      await request("adminAdd", origin, "admin", other);
      const all = await get(`/resources?$filter=originId eq '${engineers()}'`);
      expect(at(all.body, "value/1/id")).not.toBe(at(all.body, "value/0/id"));
    });

    it("read names and roles from the origin again when they are refreshed", async () => {
      const { id } = surface.application;
      await add("AadApplication", id);
      await call("PATCH", `/v1.0/servicePrincipals/${id}`, {
        displayName: "Payroll 2",
        appRoles: [{ id: surface.application.roleId, displayName: "Read only" }],
      });
      const resourceId = String(at(await resource(id), "id"));
      const path = `${EM}/catalogs/${catalogId}/resources/${resourceId}/refresh`;
      expect((await call("POST", path)).status).toBe(200);
      expect(at(await resource(id), "displayName")).toBe("Payroll 2");
      expect(await roles(id)).toEqual([["Read only", surface.application.roleId, "active"]]);
    });

    it("say which attributes are asked for, which then stand among the requirements of the packages", async () => {
      const packageId = idOf(
        await post("/accessPackages", { displayName: "Tools", catalog: { id: catalogId } }),
      );
      const attribute = (name: string) => ({
        name,
        isEditable: false,
        isPersistedOnAssignmentRemoval: true,
        source: {
          "@odata.type": "#microsoft.graph.accessPackageResourceAttributeQuestion",
          question: {
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
            text: "Which department?",
          },
        },
        destination: { "@odata.type": "#microsoft.graph.accessPackageUserDirectoryAttributeStore" },
      });
      const more = (...names: readonly string[]) => ({ attributes: names.map(attribute) });
      expect(at((await add("AadGroup", engineers(), "admin", more("password"))).body, "error/target")).toBe(
        "resource/attributes/0/name",
      );
      expect(said(await add("AadGroup", engineers()))).toEqual(DONE);
      const origin = { originSystem: "AadGroup", originId: engineers() };
      expect(said(await request("adminUpdate", { ...origin, ...more("Department") }))).toEqual(DONE);
      expect(at(await resource(engineers()), "attributes/0")).toMatchObject({
        ...attribute("department"),
        source: { question: { text: "Which department?", id: expect.any(String) } },
      });
      await post(`/accessPackages/${packageId}/resourceRoleScopes`, {
        role: { originId: `Member_${engineers()}`, originSystem: "AadGroup" },
      });
      const approver = surface.people["approver"]?.objectId ?? "";
      idOf(await post("/assignmentPolicies", aPolicy(packageId, approver)));
      const requirements = () =>
        post(`/accessPackages/${packageId}/getApplicablePolicyRequirements`, {}, "somebody");
      expect(at((await requirements()).body, "value/0/questions/1")).toMatchObject({
        text: "Which department?",
        isRequired: true,
      });
      expect(at((await requirements()).body, "value/0/existingAnswers")).toEqual([]);
      await call("PATCH", `/v1.0/users/${surface.people["somebody"]?.objectId}`, { department: "Sales" });
      expect(at((await requirements()).body, "value/0/existingAnswers/0/value")).toBe("Sales");
      const ask = (answers: readonly unknown[]) =>
        post(
          "/assignmentRequests",
          { requestType: "userAdd", assignment: { accessPackageId: packageId }, answers },
          "somebody",
        );
      const questionId = at(await resource(engineers()), "attributes/0/source/question/id");
      const other = { value: "Board", answeredQuestion: { id: questionId } };
      expect(said(await ask([other]))).toEqual([400, "InvalidAnswer"]);
      expect(at((await ask([])).body, "answers/0/value")).toBe("Sales");
    });
  });

  describe("in packages", () => {
    let packageId: string;
    const addRole = (body: unknown) => post(`/accessPackages/${packageId}/resourceRoleScopes`, body);
    const given = async () =>
      at(
        (
          await get(
            `/accessPackages/${packageId}?$expand=resourceRoleScopes($expand=role($expand=resource),scope)`,
          )
        ).body,
        "resourceRoleScopes",
      ) as readonly Sent[];
    beforeEach(async () => {
      packageId = idOf(await post("/accessPackages", { displayName: "All", catalog: { id: catalogId } }));
    });

    it("are named in the six documented ways, and a repeat changes nothing", async () => {
      await made("/sites", { displayName: "Marketing", webUrl: SITE });
      await made("/azureResources", {
        displayName: "Production",
        armId: SUBSCRIPTION,
        roleDefinitions: [{ id: `${SUBSCRIPTION}${READER}`, displayName: "Reader" }],
        scopes: [{ armId: `${SUBSCRIPTION}/resourceGroups/rg`, displayName: "/resourceGroups/rg" }],
      });
      await made("/azureResources", {
        displayName: "Landing zones",
        armId: MANAGEMENT_GROUP,
        roleDefinitions: [{ id: READER, displayName: "Reader" }],
      });
      const group = surface.groups["engineers"] ?? "";
      for (const [system, origin] of [
        ["SharePointOnline", SITE],
        ["AadApplication", surface.application.id],
        ["AadGroup", group],
        ["AzureResources", SUBSCRIPTION],
        ["AzureResources", MANAGEMENT_GROUP],
      ] as const)
        expect(said(await add(system, origin))).toEqual(DONE);
      const idOfResource = async (originId: string) => at(await resource(originId), "id");
      const app = await resource(surface.application.id);
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
      const group = surface.groups["engineers"] ?? "";
      await add("AadGroup", group);
      const resourceId = at(await resource(group), "id");
      const named = (says: Sent, scope: Sent = {}) =>
        addRole({ role: { originSystem: "AadGroup", resource: { id: resourceId }, ...says }, scope });
      const member = { originId: `Member_${group}` };
      expect(said(await named({ ...member, resource: { id: NO_ID.replace("0", "1") } }))).toEqual([
        404,
        "ResourceNotFound",
      ]);
      expect(said(await named({ originId: "Janitor" }))).toEqual([404, "RoleNotFound"]);
      expect(said(await named(member, { originId: "elsewhere" }))).toEqual([404, "ResourceNotFound"]);
      await made("/azureResources", {
        displayName: "Landing zones",
        armId: MANAGEMENT_GROUP,
        roleDefinitions: [{ id: READER, displayName: "Reader" }],
      });
      await add("AzureResources", MANAGEMENT_GROUP);
      const azure = { resource: { originId: MANAGEMENT_GROUP, originSystem: "AzureResources" } };
      const two = await named({ ...azure, originId: READER });
      expect([...said(two), at(two.body, "error/target")]).toEqual([400, "InvalidModel", "role/type"]);
    });

    it("are taken out by their id, once", async () => {
      const group = surface.groups["engineers"] ?? "";
      await add("AadGroup", group);
      const id = idOf(await addRole({ role: { originId: `Member_${group}`, originSystem: "AadGroup" } }));
      const path = `${EM}/accessPackages/${packageId}/resourceRoleScopes/${id}`;
      expect((await call("DELETE", path)).status).toBe(204);
      expect(await given()).toEqual([]);
      expect(said(await call("DELETE", path))).toEqual([404, "ResourceNotFound"]);
    });
  });
});
