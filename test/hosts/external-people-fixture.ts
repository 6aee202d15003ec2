/** A stage for people of other organizations: a group, a package that gives it, an administrator, an approver, a member, and Pat of another tenant. */
import { expect } from "vitest";
import { ensureGeneralCatalog } from "../../src/application/commands/create-catalog.js";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { DIRECTORY_ROLES } from "../../src/domain/authorization/role.js";
import { plus } from "../../src/domain/time/duration.js";
import { lasting } from "../builders/instants.js";
import { aPolicy } from "../builders/policy-body.js";
import { must, World } from "../builders/world.js";
import { ALL_SCOPES, type Answered, at, EM, idOf, surfaceOn } from "./surface-fixture.js";

export type Person = Caller & { kind: "user" };

export const PARTNER_TENANT = "0a0a0a0a-1111-4111-8111-000000000001";
export const OTHER_TENANT = "0a0a0a0a-1111-4111-8111-000000000002";
const TENANT_SOURCE = {
  "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
  tenantId: PARTNER_TENANT,
  displayName: "Partner",
};
export const DOMAIN_SOURCE = {
  "@odata.type": "#microsoft.graph.domainIdentitySource",
  domainName: "partner.example",
  displayName: "Partner",
};

export const values = ({ body }: Answered): readonly unknown[] => {
  const value = body["value"];
  return Array.isArray(value) ? value : [];
};
export const names = (answered: Answered) => values(answered).map((one) => at(one, "displayName"));
export const outcome = ({ status, body }: Answered) => (status < 300 ? status : at(body, "error/code"));
export const naming = (organizationId: string) => ({
  allowedTargetScope: "specificConnectedOrganizationUsers",
  specificAllowedTargets: [
    {
      "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
      connectedOrganizationId: organizationId,
    },
  ],
});
export const ALL_EXTERNAL = { allowedTargetScope: "allExternalUsers", specificAllowedTargets: [] };
export const ALL_CONFIGURED = {
  allowedTargetScope: "allConfiguredConnectedOrganizationUsers",
  specificAllowedTargets: [],
};

export type Outside = Awaited<ReturnType<typeof openOutside>>;

export async function openOutside() {
  const world = World.open();
  const people: Record<string, Person> = {};
  const { call, bugs } = surfaceOn(world.ports, people);
  await ensureGeneralCatalog(world.ports);
  const groupId = world.ports.ids.next();
  await world.group(groupId);

  async function person(
    name: string,
    says: { readonly admin?: boolean; readonly userType?: "Member" | "Guest" } = {},
  ): Promise<string> {
    const objectId = world.ports.ids.next();
    await world.person(objectId, { userType: says.userType ?? "Member" });
    people[name] = {
      kind: "user",
      objectId,
      tenantId: "tenant",
      displayName: name,
      userPrincipalName: `${name}@example.org`,
      appId: null,
      scopes: says.admin === true ? ALL_SCOPES : ["EntitlementMgmt-SubjectAccess.ReadWrite"],
      directoryRoleIds: says.admin === true ? [DIRECTORY_ROLES.globalAdministrator.templateId] : [],
    };
    return objectId;
  }
  /** Signed in to another tenant; `tenantId` left out: by the mailbox alone. */
  function outsider(name: string, email: string, tenantId?: string, oid = world.ports.ids.next()): void {
    const domain = email.slice(email.indexOf("@") + 1).toLowerCase();
    people[name] = {
      kind: "user",
      objectId: oid,
      tenantId: tenantId ?? world.ports.ids.derive("tenant", domain),
      displayName: name,
      userPrincipalName: email,
      appId: null,
      scopes: ALL_SCOPES,
      directoryRoleIds: [],
      isForeign: true,
    };
  }
  /** The account that an invitation would make. */
  async function guest(email: string, issuer?: string): Promise<string> {
    const { document } = must(
      await world.directory.users.create({
        displayName: email,
        userPrincipalName: `${email.replace("@", "_")}#EXT#@example.org`,
        mail: email,
        userType: "Guest",
        ...(issuer === undefined
          ? {}
          : { identities: [{ signInType: "federated", issuer, issuerAssignedId: null }] }),
      }),
    );
    return document.id;
  }
  async function aPackageIn(catalog: object) {
    const inCatalog = idOf(await post("/catalogs", { displayName: world.ports.ids.next(), ...catalog }));
    await post("/resourceRequests", {
      requestType: "adminAdd",
      catalog: { id: inCatalog },
      resource: { originId: groupId, originSystem: "AadGroup" },
    });
    const made = idOf(await post("/accessPackages", { displayName: "Plans", catalog: { id: inCatalog } }));
    idOf(
      await post(`/accessPackages/${made}/resourceRoleScopes`, {
        role: {
          originId: `Member_${groupId}`,
          originSystem: "AadGroup",
          resource: { originId: groupId, originSystem: "AadGroup" },
        },
        scope: { originId: groupId, originSystem: "AadGroup", isRootScope: true },
      }),
    );
    return { catalogId: inCatalog, packageId: made };
  }
  const id = (name: string) => people[name]?.objectId ?? "";
  const post = (path: string, body: unknown, as = "admin") => call("POST", `${EM}${path}`, { as, body });
  const patch = (path: string, body: unknown, as = "admin") => call("PATCH", `${EM}${path}`, { as, body });
  const get = (path: string, as = "admin") => call("GET", `${EM}${path}`, { as });
  const remove = (path: string) => call("DELETE", `${EM}${path}`, { as: "admin" });
  const organization = async (body: object = {}) =>
    idOf(
      await post("/connectedOrganizations", {
        displayName: "Partner",
        identitySources: [TENANT_SOURCE],
        ...body,
      }),
    );
  const policy = async (scope: object, says: object = {}, forPackage = packageId) =>
    idOf(
      await post("/assignmentPolicies", {
        ...aPolicy(forPackage, id("approver")),
        questions: [],
        requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [] },
        ...scope,
        ...says,
      }),
    );
  const ask = (as = "pat", inPackage = packageId, more: object = {}) =>
    post(
      "/assignmentRequests",
      { requestType: "userAdd", assignment: { accessPackageId: inPackage, ...more }, justification: "ships" },
      as,
    );
  const assignTo = (email: string, assignmentPolicyId: string) =>
    post("/assignmentRequests", {
      requestType: "adminAdd",
      assignment: { target: { email }, accessPackageId: packageId, assignmentPolicyId },
    });
  const mine = (as = "pat") => get("/assignments/filterByCurrentUser(on='target')", as);
  const subjectOf = async (email: string) => {
    const found = await get(`/subjects?$filter=email eq '${email}'&$expand=connectedOrganization`);
    expect(values(found)).toHaveLength(1);
    return values(found)[0];
  };
  const laterThatDay = () => world.advanceTo(plus(world.now(), lasting("PT8H")));
  await person("admin", { admin: true });
  await person("approver");
  await person("member");
  outsider("pat", "Pat@Partner.example", PARTNER_TENANT);
  const { catalogId, packageId } = await aPackageIn({ isExternallyVisible: true });
  return {
    ...{ world, people, call, groupId, catalogId, packageId },
    ...{ person, outsider, guest, aPackageIn, id, post, patch, get, remove },
    ...{ organization, policy, ask, assignTo, mine, subjectOf, laterThatDay },
    close: async () => {
      await world.close();
      if (bugs.length > 0) throw bugs[0];
    },
  };
}
