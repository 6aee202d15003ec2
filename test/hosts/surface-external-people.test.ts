import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureGeneralCatalog } from "../../src/application/commands/create-catalog.js";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { DIRECTORY_ROLES } from "../../src/domain/authorization/role.js";
import { plus } from "../../src/domain/time/duration.js";
import { lasting } from "../builders/instants.js";
import { aPolicy } from "../builders/policy-body.js";
import { must, World } from "../builders/world.js";
import { ALL_SCOPES, type Answered, at, EM, idOf, type Surface, surfaceOn } from "./surface-fixture.js";

type Person = Caller & { kind: "user" };

const PARTNER_TENANT = "0a0a0a0a-1111-4111-8111-000000000001";
const OTHER_TENANT = "0a0a0a0a-1111-4111-8111-000000000002";
const TENANT_SOURCE = {
  "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
  tenantId: PARTNER_TENANT,
  displayName: "Partner",
};
const DOMAIN_SOURCE = {
  "@odata.type": "#microsoft.graph.domainIdentitySource",
  domainName: "partner.example",
  displayName: "Partner",
};

describe("people of other organizations", () => {
  let world: World;
  let call: Surface["call"];
  let bugs: readonly unknown[];
  const people: Record<string, Person> = {};
  let groupId = "";
  let catalogId = "";
  let packageId = "";

  beforeEach(async () => {
    world = World.open();
    ({ call, bugs } = surfaceOn(world.ports, people));
    await ensureGeneralCatalog(world.ports);
    await person("admin", { admin: true });
    await person("approver");
    await person("member");
    outsider("pat", "Pat@Partner.example", PARTNER_TENANT);
    groupId = world.ports.ids.next();
    await world.group(groupId);
    ({ catalogId, packageId } = await aPackageIn({ isExternallyVisible: true }));
  });
  afterEach(async () => {
    await world.close();
    if (bugs.length > 0) throw bugs[0];
  });

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
  const values = ({ body }: Answered): readonly unknown[] => {
    const value = body["value"];
    return Array.isArray(value) ? value : [];
  };
  const names = (answered: Answered) => values(answered).map((one) => at(one, "displayName"));
  const outcome = ({ status, body }: Answered) => (status < 300 ? status : at(body, "error/code"));
  const organization = async (body: object = {}) =>
    idOf(
      await post("/connectedOrganizations", {
        displayName: "Partner",
        identitySources: [TENANT_SOURCE],
        ...body,
      }),
    );
  const naming = (organizationId: string) => ({
    allowedTargetScope: "specificConnectedOrganizationUsers",
    specificAllowedTargets: [
      {
        "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
        connectedOrganizationId: organizationId,
      },
    ],
  });
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
  const ALL_EXTERNAL = { allowedTargetScope: "allExternalUsers", specificAllowedTargets: [] };
  const ALL_CONFIGURED = {
    allowedTargetScope: "allConfiguredConnectedOrganizationUsers",
    specificAllowedTargets: [],
  };
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

  it("row 24: a connected organization is added, with its sponsors", async () => {
    const organizationId = await organization();
    const ref = (address: string) => ({ "@odata.id": `https://graph/v1.0/users/${address}` });
    const path = `/connectedOrganizations/${organizationId}/internalSponsors`;
    expect((await post(`${path}/$ref`, ref(id("member")))).status).toBe(204);
    expect(values(await get(path)).map((one) => at(one, "id"))).toEqual([id("member")]);
    expect((await remove(`${path}/${id("member")}/$ref`)).status).toBe(204);
    expect(values(await get(path))).toEqual([]);
  });

  it("row 25: a manager's package is offered to the people of the organization that its policy names, and to nobody else", async () => {
    await policy(naming(await organization()));
    outsider("stranger", "sam@stranger.example", OTHER_TENANT);
    outsider("impostor", "pat@partner.example", OTHER_TENANT);
    const offered = async (as: string) =>
      names(await get("/accessPackages/filterByCurrentUser(on='allowedRequestor')", as));
    const needs = async (as: string) =>
      values(await post(`/accessPackages/${packageId}/getApplicablePolicyRequirements`, {}, as)).length;
    expect([await offered("pat"), await needs("pat")]).toEqual([["Plans"], 1]);
    for (const as of ["stranger", "impostor", "member"])
      expect([await offered(as), await needs(as)]).toEqual([[], 0]);
    expect(outcome(await ask("stranger"))).toBe("PolicyNotApplicable");
    expect(outcome(await ask("impostor"))).toBe("PolicyNotApplicable");
    expect(outcome(await ask("member"))).toBe("PolicyNotApplicable");
    expect(outcome(await ask("pat"))).toBe(201);
  });

  it("row 26: a proposed organization is not among all configured ones, counts where it is named, and is in once it is confirmed", async () => {
    const organizationId = await organization({ state: "proposed" });
    await policy(ALL_CONFIGURED);
    expect(outcome(await ask())).toBe("PolicyNotApplicable");
    const { packageId: second } = await aPackageIn({ isExternallyVisible: true });
    await policy(naming(organizationId), {}, second);
    expect(outcome(await ask("pat", second))).toBe(201);
    await patch(`/connectedOrganizations/${organizationId}`, { state: "configured" });
    expect(outcome(await ask())).toBe(201);
  });

  it("rows 30 and 33: an organization that nobody knew comes up as proposed when its first person asks, once, and is listed so", async () => {
    await policy(ALL_EXTERNAL);
    outsider("paul", "paul@partner.example", PARTNER_TENANT);
    expect(await Promise.all([ask("pat"), ask("paul")]).then((all) => all.map(outcome))).toEqual([201, 201]);
    const proposed = await get("/connectedOrganizations?$filter=state eq 'proposed'");
    expect(names(proposed)).toEqual(["partner.example"]);
    expect(at(values(proposed)[0], "identitySources/0/tenantId")).toBe(PARTNER_TENANT);
    expect(at(await subjectOf("pat@partner.example"), "connectedOrganization/displayName")).toBe(
      "partner.example",
    );
    await world.settle();
    expect(world.published.filter(({ type }) => type === "connectedOrganizationCreated")).toHaveLength(1);
    // Known by now, and still only proposed.
    const { packageId: second } = await aPackageIn({ isExternallyVisible: true });
    await policy(ALL_CONFIGURED, {}, second);
    expect(outcome(await ask("pat", second))).toBe("PolicyNotApplicable");
  });

  it("come to an organization of their domain when they are known by their mailbox alone, whatever is already named like it", async () => {
    await organization({ displayName: "stranger.example" });
    await policy(ALL_EXTERNAL);
    outsider("sam", "sam@stranger.example");
    expect(outcome(await ask("sam"))).toBe(201);
    const [proposed] = values(await get("/connectedOrganizations?$filter=state eq 'proposed'"));
    expect(String(at(proposed, "displayName"))).toMatch(/^stranger\.example \([0-9a-f]{8}\)$/);
    expect(at(proposed, "identitySources/0/domainName")).toBe("stranger.example");
  });

  it("ask only where the catalog is enabled for external users; a guest can still ask for what is for the whole directory", async () => {
    await patch(`/catalogs/${catalogId}`, { isExternallyVisible: false });
    const external = await policy(ALL_EXTERNAL);
    const refused = await ask();
    expect(outcome(refused)).toBe("PolicyNotApplicable");
    expect(String(at(refused.body, "error/message"))).toContain("people of other organizations");
    expect(names(await get("/accessPackages/filterByCurrentUser(on='allowedRequestor')", "pat"))).toEqual([]);
    expect(outcome(await assignTo("new@partner.example", external))).toBe("PolicyNotApplicable");
    await person("inside", { userType: "Guest" });
    expect(outcome(await ask("inside"))).toBe("PolicyNotApplicable");
    await policy({ allowedTargetScope: "allDirectoryUsers", specificAllowedTargets: [] });
    expect(outcome(await ask("inside"))).toBe(201);
  });

  it("see and cancel their own requests, and nobody else's", async () => {
    await policy(ALL_EXTERNAL, {
      requestApprovalSettings: aPolicy(packageId, id("approver")).requestApprovalSettings,
    });
    outsider("paul", "paul@partner.example", PARTNER_TENANT);
    outsider("impostor", "pat@partner.example", OTHER_TENANT);
    const requestId = idOf(await ask("pat"));
    idOf(await ask("paul"));
    await world.settle();
    for (const on of ["target", "createdBy", "targetOrRequestor"])
      expect(
        values(await get(`/assignmentRequests/filterByCurrentUser(on='${on}')`, "pat")).map((one) =>
          at(one, "id"),
        ),
      ).toEqual([requestId]);
    for (const on of ["approver", "requestForOthers", "targetManager"])
      expect(values(await get(`/assignmentRequests/filterByCurrentUser(on='${on}')`, "pat"))).toEqual([]);
    expect(values(await get("/assignmentRequests/filterByCurrentUser(on='target')", "impostor"))).toEqual([]);
    expect((await get(`/assignmentRequests/${requestId}`, "pat")).status).toBe(200);
    for (const as of ["paul", "impostor", "member"]) {
      expect((await get(`/assignmentRequests/${requestId}`, as)).status).toBe(403);
      expect((await post(`/assignmentRequests/${requestId}/cancel`, {}, as)).status).toBe(403);
    }
    expect((await post(`/assignmentRequests/${requestId}/cancel`, {}, "pat")).status).toBe(204);
  });

  it("decide nothing, their own request least of all: somebody without a directory object is nobody's approver", async () => {
    await policy(ALL_EXTERNAL, {
      requestApprovalSettings: aPolicy(packageId, id("approver")).requestApprovalSettings,
    });
    const requestId = idOf(await ask("pat"));
    await world.settle();
    // Another tenant can give out any object id, also the approver's.
    outsider("impostor", "imp@other.example", OTHER_TENANT, id("approver"));
    const approvals = `/accessPackageAssignmentApprovals/${requestId}/stages`;
    const stageId = String(at((await get(approvals, "approver")).body, "value/0/id"));
    const decide = (as: string) =>
      patch(`${approvals}/${stageId}`, { reviewResult: "Approve", justification: "fine" }, as);
    for (const as of ["pat", "impostor"]) expect((await decide(as)).status).toBe(403);
    expect((await get(`/assignmentRequests/${requestId}`, "impostor")).status).toBe(403);
    expect((await decide("approver")).status).toBe(204);
    const { packageId: second } = await aPackageIn({});
    await policy(
      { allowedTargetScope: "allMemberUsers", specificAllowedTargets: [] },
      { requestApprovalSettings: aPolicy(second, id("approver")).requestApprovalSettings },
      second,
    );
    const members = idOf(await ask("member", second));
    await world.settle();
    const stages = `/accessPackageAssignmentApprovals/${members}/stages`;
    const [stage] = values(await get(stages, "approver"));
    expect(
      (await patch(`${stages}/${String(at(stage, "id"))}`, { reviewResult: "Deny" }, "impostor")).status,
    ).toBe(403);
  });

  it("decide as external sponsors, with the account of their own organization", async () => {
    const organizationId = await organization();
    const guestId = await guest("sue@partner.example", PARTNER_TENANT);
    outsider("sue", "sue@partner.example", PARTNER_TENANT);
    await post(`/connectedOrganizations/${organizationId}/externalSponsors/$ref`, {
      "@odata.id": `https://graph/v1.0/users/${guestId}`,
    });
    await policy(naming(organizationId), {
      requestApprovalSettings: {
        isApprovalRequiredForAdd: true,
        stages: [
          {
            durationBeforeAutomaticDenial: "P14D",
            primaryApprovers: [{ "@odata.type": "#microsoft.graph.externalSponsors" }],
          },
        ],
      },
    });
    // Nobody decides on their own request, sponsors neither.
    const own = idOf(await ask("sue"));
    const requestId = idOf(await ask("pat"));
    await world.settle();
    const waiting = await get("/assignmentRequests/filterByCurrentUser(on='approver')", "sue");
    expect(values(waiting).map((one) => at(one, "id"))).toEqual([requestId]);
    const approve = async (id: string) => {
      const stages = `/accessPackageAssignmentApprovals/${id}/stages`;
      const [stage] = values(await get(stages, "admin"));
      return patch(`${stages}/${String(at(stage, "id"))}`, { reviewResult: "Approve" }, "sue");
    };
    expect((await approve(own)).status).toBe(403);
    expect((await approve(requestId)).status).toBe(204);
    await world.settle();
    expect((await get(`/assignmentRequests/${requestId}`, "pat")).body["state"]).toBe("delivering");
  });

  it("have it explained why they may not ask", async () => {
    await policy(ALL_CONFIGURED);
    const explained = async () => {
      const { body } = await get(`/accessPackages/${packageId}/explain`, "pat");
      return at(body, "canRequest/answer");
    };
    expect(await explained()).toBe(false);
    await organization();
    expect(await explained()).toBe(true);
  });

  it("are told by mail, at the address that they asked with, what became of their request", async () => {
    await policy(ALL_EXTERNAL, {
      requestApprovalSettings: aPolicy(packageId, id("approver")).requestApprovalSettings,
    });
    const requestId = idOf(await ask("pat"));
    await world.settle();
    const stages = `/accessPackageAssignmentApprovals/${requestId}/stages`;
    const stageId = String(at(values(await get(stages, "approver"))[0], "id"));
    await patch(`${stages}/${stageId}`, { reviewResult: "Deny" }, "approver");
    await world.settle();
    const { mails } = await world.mailbox.list({ to: "pat@partner.example", top: 10 });
    expect(mails).toHaveLength(1);
  });

  it("stand in the audit log by their name: the id of another tenant would point at somebody else", async () => {
    await policy(ALL_EXTERNAL);
    idOf(await ask("pat"));
    await world.settle();
    const asked = world.published.find(({ type }) => type === "assignmentRequestSubmitted");
    expect(asked?.actor).toMatchObject({ kind: "user", id: null, userPrincipalName: "Pat@Partner.example" });
    const proposed = world.published.find(
      ({ type, actor }) => type === "connectedOrganizationCreated" && actor.kind === "system",
    );
    expect(proposed?.object.displayName).toBe("partner.example");
  });

  it("have no role by the object id that their tenant gave them", async () => {
    outsider("impostor", "imp@other.example", OTHER_TENANT, id("admin"));
    expect((await get("/catalogs", "impostor")).status).toBe(403);
    expect((await post("/catalogs", { displayName: "Mine" }, "impostor")).status).toBe(403);
    expect((await patch("/settings", {}, "impostor")).status).toBe(403);
    expect((await call("GET", "/v1.0/me", { as: "impostor" })).status).toBe(404);
    expect((await call("GET", "/v1.0/users", { as: "impostor" })).status).toBe(403);
  });

  it("wait for their account without failing, and get what they were given when it is there", async () => {
    await policy(naming(await organization()));
    const requestId = idOf(await ask("pat"));
    await world.settle();
    await world.advanceTo(plus(world.now(), lasting("P3D")));
    const waiting = await mine();
    expect(values(waiting)).toMatchObject([{ state: "delivering", status: "WaitingForGuestAccount" }]);
    expect((await get(`/assignmentRequests/${requestId}`, "pat")).body["state"]).toBe("delivering");
    await patch("/settings", { knownTenants: [{ tenantId: PARTNER_TENANT, domains: ["partner.example"] }] });
    const guestId = await guest("pat@partner.example");
    await laterThatDay();
    expect(await world.isMember(groupId, guestId)).toBe(true);
    const [assignment] = values(await mine());
    expect(assignment).toMatchObject({ state: "delivered", status: "Delivered" });
    const target = await get(`/assignments/${String(at(assignment, "id"))}/target`);
    expect([target.body["objectId"], target.body["email"]]).toEqual([guestId, "pat@partner.example"]);
    expect(values(await get(`/assignments?$filter=target/objectId eq '${guestId}'`))).toHaveLength(1);
  });

  it("keep one subject: the account that appears has what they asked for, and no second assignment is made", async () => {
    await policy(naming(await organization()), { expiration: { type: "noExpiration" } });
    const requestId = idOf(await ask("pat"));
    await world.settle();
    const guestId = await guest("pat@partner.example", `https://sts.windows.net/${PARTNER_TENANT}/`);
    // The guest signs in to this organization, with the account here.
    people["guest"] = {
      ...(people["approver"] as Person), // the approver was made above
      objectId: guestId,
      userPrincipalName: "pat@partner.example",
    };
    expect(outcome(await ask("guest"))).toBe("ExistingOpenRequest");
    expect((await get(`/assignmentRequests/${requestId}`, "guest")).status).toBe(200);
    for (const as of ["pat", "guest"]) expect(values(await mine(as))).toHaveLength(1);
    await laterThatDay();
    expect(outcome(await ask("guest"))).toBe("ExistingAssignment");
    expect(outcome(await ask("pat"))).toBe("ExistingAssignment");
    await subjectOf("pat@partner.example");
  });

  it("cannot become a guest by having the same address in another tenant", async () => {
    await policy(ALL_EXTERNAL);
    const guestId = await guest("pat@partner.example", PARTNER_TENANT);
    outsider("impostor", "pat@partner.example", OTHER_TENANT);
    expect(outcome(await ask("pat"))).toBe(201);
    await world.settle();
    expect(await world.isMember(groupId, guestId)).toBe(true);
    expect(values(await mine("impostor"))).toEqual([]);
    expect(values(await mine("pat"))).toHaveLength(1);
  });

  it("are told to use their own account when they are members, and why when their guest account is blocked", async () => {
    await policy(ALL_EXTERNAL);
    outsider("double", `${id("member")}@example.org`, OTHER_TENANT);
    const double = await ask("double");
    expect([outcome(double), String(at(double.body, "error/message"))]).toEqual([
      "Forbidden",
      expect.stringContaining("Sign in with it"),
    ]);
    const guestId = await guest("pat@partner.example", PARTNER_TENANT);
    must(await world.directory.users.update(guestId, { accountEnabled: false }));
    const blocked = await ask("pat");
    expect([outcome(blocked), String(at(blocked.body, "error/message"))]).toEqual([
      "Forbidden",
      expect.stringContaining("is blocked"),
    ]);
    expect(outcome(await get("/accessPackages/filterByCurrentUser(on='allowedRequestor')", "pat"))).toBe(
      "Forbidden",
    );
  });

  it("are assigned directly by their address, if the policy is for their organization", async () => {
    await organization({ identitySources: [DOMAIN_SOURCE] });
    const policyId = await policy(ALL_CONFIGURED);
    expect(outcome(await assignTo("nobody@stranger.example", policyId))).toBe("PolicyNotApplicable");
    expect(outcome(await assignTo("no address", policyId))).toBe("InvalidModel");
    expect(outcome(await assignTo("New@Partner.example", policyId))).toBe(201);
    await world.settle();
    expect(await subjectOf("new@partner.example")).toMatchObject({
      objectId: null,
      displayName: "new@partner.example",
      connectedOrganization: { displayName: "Partner" },
    });
    expect(outcome(await assignTo("new@partner.example", policyId))).toBe("ExistingOpenRequest");
    // Whoever shows by the mailbox that the address is theirs has the assignment.
    outsider("new", "new@partner.example");
    expect(values(await mine("new"))).toMatchObject([{ status: "WaitingForGuestAccount" }]);
    const guestId = await guest("new@partner.example");
    await laterThatDay();
    expect(await world.isMember(groupId, guestId)).toBe(true);
    expect(values(await mine("new"))).toMatchObject([{ state: "delivered" }]);
  });

  it("a direct assignment to the address of a member is the member's", async () => {
    const policyId = await policy({ allowedTargetScope: "allMemberUsers", specificAllowedTargets: [] });
    expect(outcome(await assignTo(`${id("member")}@example.org`, policyId))).toBe(201);
    await world.settle();
    expect(await world.isMember(groupId, id("member"))).toBe(true);
  });

  it("lose what they wait for when an administrator takes it back, and can give it up themselves", async () => {
    await policy(naming(await organization()));
    const requestId = idOf(await ask("pat"));
    await world.settle();
    const assignmentId = String(at(values(await mine())[0], "id"));
    const removal = await post(
      "/assignmentRequests",
      { requestType: "userRemove", assignment: { id: assignmentId } },
      "pat",
    );
    expect(outcome(removal)).toBe(201);
    await world.settle();
    expect(values(await mine())).toMatchObject([{ state: "expired" }]);
    expect((await get(`/assignmentRequests/${idOf(removal)}`)).body["state"]).toBe("delivered");
    expect((await get(`/assignmentRequests/${requestId}`)).body["state"]).toBe("deliveryFailed");
    const guestId = await guest("pat@partner.example", PARTNER_TENANT);
    await laterThatDay();
    expect(await world.isMember(groupId, guestId)).toBe(false);
    expect(outcome(await ask("pat"))).toBe(201);
  });

  it("have their requests decided by the sponsors of their organization, groups included, or by the fallback approvers", async () => {
    const organizationId = await organization();
    const sponsorGroup = world.ports.ids.next();
    await world.group(sponsorGroup, id("member"));
    await post(`/connectedOrganizations/${organizationId}/internalSponsors/$ref`, {
      "@odata.id": `https://graph/v1.0/groups/${sponsorGroup}`,
    });
    const stages = (kind: string) => ({
      requestApprovalSettings: {
        isApprovalRequiredForAdd: true,
        stages: [
          {
            durationBeforeAutomaticDenial: "P14D",
            primaryApprovers: [{ "@odata.type": `#microsoft.graph.${kind}` }],
            fallbackPrimaryApprovers: [
              { "@odata.type": "#microsoft.graph.singleUser", userId: id("approver") },
            ],
          },
        ],
      },
    });
    await policy(naming(organizationId), stages("internalSponsors"));
    const { packageId: second } = await aPackageIn({ isExternallyVisible: true });
    await policy(naming(organizationId), stages("externalSponsors"), second);
    const waitingFor = async (as: string) =>
      values(await get("/assignmentRequests/filterByCurrentUser(on='approver')", as)).map((one) =>
        at(one, "id"),
      );
    const first = idOf(await ask("pat"));
    await world.settle();
    expect([await waitingFor("member"), await waitingFor("approver")]).toEqual([[first], []]);
    // It has no external sponsors.
    const other = idOf(await ask("pat", second));
    await world.settle();
    expect([await waitingFor("member"), await waitingFor("approver")]).toEqual([[first], [other]]);
  });

  it("count for nothing when the tenant's list of domains refuses theirs, whatever the policy says", async () => {
    const assignmentPolicyId = await policy(naming(await organization()));
    await patch("/settings", { externalDomains: { blocked: ["partner.example"] } });
    const refused = await ask("pat", packageId, { assignmentPolicyId });
    expect([outcome(refused), String(at(refused.body, "error/message"))]).toEqual([
      "PolicyNotApplicable",
      expect.stringContaining("domain"),
    ]);
  });

  it("are subjects with an organization, which deep paths lead to", async () => {
    const organizationId = await organization();
    await post(`/connectedOrganizations/${organizationId}/internalSponsors/$ref`, {
      "@odata.id": `https://graph/v1.0/users/${id("member")}`,
    });
    await policy(naming(organizationId));
    idOf(await ask("pat"));
    await world.settle();
    const [assignment] = values(await get("/assignments?$expand=target($expand=connectedOrganization)"));
    expect(at(assignment, "target/connectedOrganization/id")).toBe(organizationId);
    const target = `/assignments/${String(at(assignment, "id"))}/target`;
    expect((await get(`${target}?$expand=connectedOrganization`)).body).toMatchObject({
      email: "pat@partner.example",
      connectedOrganization: { id: organizationId },
    });
    expect((await get(`${target}/connectedOrganization`)).body["displayName"]).toBe("Partner");
    expect(values(await get(`${target}/connectedOrganization/internalSponsors`))).toMatchObject([
      { id: id("member") },
    ]);
    expect(values(await get(`${target}/connectedOrganization/externalSponsors`))).toEqual([]);
    expect((await get(`${target}/connectedOrganization`, "pat")).status).toBe(403);
    await remove(`/connectedOrganizations/${organizationId}`);
  });

  it("are governed or not as an administrator says, and only guests are", async () => {
    await policy(ALL_EXTERNAL);
    idOf(await ask("pat"));
    const subjectId = String(at(await subjectOf("pat@partner.example"), "id"));
    expect((await patch(`/subjects/${subjectId}`, { subjectLifecycle: "Governed" })).status).toBe(204);
    expect((await get(`/subjects/${subjectId}`)).body["subjectLifecycle"]).toBe("governed");
    // Asking again does not change it.
    await world.settle();
    await ask("pat");
    expect((await get(`/subjects/${subjectId}`)).body["subjectLifecycle"]).toBe("governed");
    const guestId = await guest("gil@stranger.example");
    const path = `/subjects(objectId='${guestId}')`;
    expect((await patch(path, { subjectLifecycle: "governed" })).status).toBe(204);
    expect((await get(path)).body["subjectLifecycle"]).toBe("governed");
    expect((await patch(path, { subjectLifecycle: "notGoverned" })).status).toBe(204);
    const member = await patch(`/subjects(objectId='${id("member")}')`, { subjectLifecycle: "governed" });
    expect([outcome(member), at(member.body, "error/target")]).toEqual(["InvalidModel", "subjectLifecycle"]);
    expect((await patch(path, { subjectLifecycle: "governed" }, "approver")).status).toBe(403);
    expect((await patch(path, { subjectLifecycle: "so-so" })).status).toBe(400);
    expect(
      (await patch(`/subjects/${world.ports.ids.next()}`, { subjectLifecycle: "governed" })).status,
    ).toBe(404);
    await world.settle();
    expect(world.published.filter(({ type }) => type === "subjectUpdated")).toHaveLength(3);
  });
});
