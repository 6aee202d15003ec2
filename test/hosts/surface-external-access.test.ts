import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plus } from "../../src/domain/time/duration.js";
import { lasting } from "../builders/instants.js";
import { aPolicy } from "../builders/policy-body.js";
import {
  ALL_CONFIGURED,
  ALL_EXTERNAL,
  DOMAIN_SOURCE,
  naming,
  type Outside,
  openOutside,
  outcome,
  PARTNER_TENANT,
  type Person,
  values,
} from "./external-people-fixture.js";
import { at, idOf } from "./surface-fixture.js";

describe("the access of people of other organizations", () => {
  let s: Outside;
  beforeEach(async () => {
    s = await openOutside();
  });
  afterEach(() => s.close());

  it("decide as external sponsors, with the account of their own organization", async () => {
    const organizationId = await s.organization();
    const guestId = await s.guest("sue@partner.example", PARTNER_TENANT);
    s.outsider("sue", "sue@partner.example", PARTNER_TENANT);
    await s.post(`/connectedOrganizations/${organizationId}/externalSponsors/$ref`, {
      "@odata.id": `https://graph/v1.0/users/${guestId}`,
    });
    await s.policy(naming(organizationId), {
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
    const own = idOf(await s.ask("sue"));
    const requestId = idOf(await s.ask("pat"));
    await s.world.settle();
    const waiting = await s.get("/assignmentRequests/filterByCurrentUser(on='approver')", "sue");
    expect(values(waiting).map((one) => at(one, "id"))).toEqual([requestId]);
    const approve = async (id: string) => {
      const stages = `/accessPackageAssignmentApprovals/${id}/stages`;
      const [stage] = values(await s.get(stages, "admin"));
      return s.patch(`${stages}/${String(at(stage, "id"))}`, { reviewResult: "Approve" }, "sue");
    };
    expect((await approve(own)).status).toBe(403);
    expect((await approve(requestId)).status).toBe(204);
    await s.world.settle();
    expect((await s.get(`/assignmentRequests/${requestId}`, "pat")).body["state"]).toBe("delivering");
  });

  it("do not begin once the catalog is closed to people from outside, although their request is approved", async () => {
    const { requestApprovalSettings } = aPolicy(s.packageId, s.id("approver"));
    await s.policy(ALL_EXTERNAL, { requestApprovalSettings });
    const requestId = idOf(await s.ask("pat"));
    await s.world.settle();
    await s.patch(`/catalogs/${s.catalogId}`, { isExternallyVisible: false });
    const stages = `/accessPackageAssignmentApprovals/${requestId}/stages`;
    const [stage] = values(await s.get(stages));
    const decision = { reviewResult: "Approve", justification: "Ships." };
    await s.patch(`${stages}/${String(at(stage, "id"))}`, decision, "approver");
    await s.world.settle();
    expect((await s.get(`/assignmentRequests/${requestId}`)).body).toMatchObject({
      state: "deliveryFailed",
      status: "CatalogNotExternallyVisible",
    });
    expect(values(await s.mine("pat"))).toEqual([]);
    const explained = await s.get(`/assignmentRequests/${requestId}/explain`, "pat");
    expect(explained.text).toContain("closed to people of other organizations");
  });

  it("are told by mail, at the address that they asked with, what became of their request", async () => {
    await s.policy(ALL_EXTERNAL, {
      requestApprovalSettings: aPolicy(s.packageId, s.id("approver")).requestApprovalSettings,
    });
    const requestId = idOf(await s.ask("pat"));
    await s.world.settle();
    const stages = `/accessPackageAssignmentApprovals/${requestId}/stages`;
    const stageId = String(at(values(await s.get(stages, "approver"))[0], "id"));
    await s.patch(`${stages}/${stageId}`, { reviewResult: "Deny" }, "approver");
    await s.world.settle();
    const { mails } = await s.world.mailbox.list({ to: "pat@partner.example", top: 10 });
    expect(mails).toHaveLength(1);
  });

  it("stand in the audit log by their name: the id of another tenant would point at somebody else", async () => {
    await s.policy(ALL_EXTERNAL);
    idOf(await s.ask("pat"));
    await s.world.settle();
    const asked = s.world.published.find(({ type }) => type === "assignmentRequestSubmitted");
    expect(asked?.actor).toMatchObject({ kind: "user", id: null, userPrincipalName: "Pat@Partner.example" });
    const proposed = s.world.published.find(
      ({ type, actor }) => type === "connectedOrganizationCreated" && actor.kind === "system",
    );
    expect(proposed?.object.displayName).toBe("partner.example");
  });

  it("wait for their account without failing, and get what they were given when it is there", async () => {
    await s.policy(naming(await s.organization()));
    const requestId = idOf(await s.ask("pat"));
    await s.world.settle();
    await s.world.advanceTo(plus(s.world.now(), lasting("P3D")));
    const waiting = await s.mine();
    expect(values(waiting)).toMatchObject([{ state: "delivering", status: "WaitingForGuestAccount" }]);
    expect((await s.get(`/assignmentRequests/${requestId}`, "pat")).body["state"]).toBe("delivering");
    await s.patch("/settings", {
      knownTenants: [{ tenantId: PARTNER_TENANT, domains: ["partner.example"] }],
    });
    const guestId = await s.guest("pat@partner.example");
    await s.laterThatDay();
    expect(await s.world.isMember(s.groupId, guestId)).toBe(true);
    const [assignment] = values(await s.mine());
    expect(assignment).toMatchObject({ state: "delivered", status: "Delivered" });
    const target = await s.get(`/assignments/${String(at(assignment, "id"))}/target`);
    expect([target.body["objectId"], target.body["email"]]).toEqual([guestId, "pat@partner.example"]);
    expect(values(await s.get(`/assignments?$filter=target/objectId eq '${guestId}'`))).toHaveLength(1);
  });

  it("keep one subject: the account that appears has what they asked for, and no second assignment is made", async () => {
    await s.policy(naming(await s.organization()), { expiration: { type: "noExpiration" } });
    const requestId = idOf(await s.ask("pat"));
    await s.world.settle();
    const guestId = await s.guest("pat@partner.example", `https://sts.windows.net/${PARTNER_TENANT}/`);
    // The guest signs in to this organization, with the account here.
    s.people["guest"] = {
      ...(s.people["approver"] as Person), // the approver was made above
      objectId: guestId,
      userPrincipalName: "pat@partner.example",
    };
    expect(outcome(await s.ask("guest"))).toBe("ExistingOpenRequest");
    expect((await s.get(`/assignmentRequests/${requestId}`, "guest")).status).toBe(200);
    for (const as of ["pat", "guest"]) expect(values(await s.mine(as))).toHaveLength(1);
    await s.laterThatDay();
    expect(outcome(await s.ask("guest"))).toBe("ExistingAssignment");
    expect(outcome(await s.ask("pat"))).toBe("ExistingAssignment");
    await s.subjectOf("pat@partner.example");
  });

  it("are assigned directly by their address, if the policy is for their organization", async () => {
    await s.organization({ identitySources: [DOMAIN_SOURCE] });
    const policyId = await s.policy(ALL_CONFIGURED);
    expect(outcome(await s.assignTo("nobody@stranger.example", policyId))).toBe("PolicyNotApplicable");
    expect(outcome(await s.assignTo("no address", policyId))).toBe("InvalidModel");
    expect(outcome(await s.assignTo("New@Partner.example", policyId))).toBe(201);
    await s.world.settle();
    expect(await s.subjectOf("new@partner.example")).toMatchObject({
      objectId: null,
      displayName: "new@partner.example",
      connectedOrganization: { displayName: "Partner" },
    });
    expect(outcome(await s.assignTo("new@partner.example", policyId))).toBe("ExistingOpenRequest");
    // Whoever shows by the mailbox that the address is theirs has the assignment.
    s.outsider("new", "new@partner.example");
    expect(values(await s.mine("new"))).toMatchObject([{ status: "WaitingForGuestAccount" }]);
    const guestId = await s.guest("new@partner.example");
    await s.laterThatDay();
    expect(await s.world.isMember(s.groupId, guestId)).toBe(true);
    expect(values(await s.mine("new"))).toMatchObject([{ state: "delivered" }]);
  });

  it("a direct assignment to the address of a member is the member's", async () => {
    const policyId = await s.policy({ allowedTargetScope: "allMemberUsers", specificAllowedTargets: [] });
    expect(outcome(await s.assignTo(`${s.id("member")}@example.org`, policyId))).toBe(201);
    await s.world.settle();
    expect(await s.world.isMember(s.groupId, s.id("member"))).toBe(true);
  });

  it("lose what they wait for when an administrator takes it back, and can give it up themselves", async () => {
    await s.policy(naming(await s.organization()));
    const requestId = idOf(await s.ask("pat"));
    await s.world.settle();
    const assignmentId = String(at(values(await s.mine())[0], "id"));
    const removal = await s.post(
      "/assignmentRequests",
      { requestType: "userRemove", assignment: { id: assignmentId } },
      "pat",
    );
    expect(outcome(removal)).toBe(201);
    await s.world.settle();
    expect(values(await s.mine())).toMatchObject([{ state: "expired" }]);
    expect((await s.get(`/assignmentRequests/${idOf(removal)}`)).body["state"]).toBe("delivered");
    expect((await s.get(`/assignmentRequests/${requestId}`)).body["state"]).toBe("deliveryFailed");
    const guestId = await s.guest("pat@partner.example", PARTNER_TENANT);
    await s.laterThatDay();
    expect(await s.world.isMember(s.groupId, guestId)).toBe(false);
    expect(outcome(await s.ask("pat"))).toBe(201);
  });

  it("have their requests decided by the sponsors of their organization, groups included, or by the fallback approvers", async () => {
    const organizationId = await s.organization();
    const sponsorGroup = s.world.ports.ids.next();
    await s.world.group(sponsorGroup, s.id("member"));
    await s.post(`/connectedOrganizations/${organizationId}/internalSponsors/$ref`, {
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
              { "@odata.type": "#microsoft.graph.singleUser", userId: s.id("approver") },
            ],
          },
        ],
      },
    });
    await s.policy(naming(organizationId), stages("internalSponsors"));
    const { packageId: second } = await s.aPackageIn({ isExternallyVisible: true });
    await s.policy(naming(organizationId), stages("externalSponsors"), second);
    const waitingFor = async (as: string) =>
      values(await s.get("/assignmentRequests/filterByCurrentUser(on='approver')", as)).map((one) =>
        at(one, "id"),
      );
    const first = idOf(await s.ask("pat"));
    await s.world.settle();
    expect([await waitingFor("member"), await waitingFor("approver")]).toEqual([[first], []]);
    // It has no external sponsors.
    const other = idOf(await s.ask("pat", second));
    await s.world.settle();
    expect([await waitingFor("member"), await waitingFor("approver")]).toEqual([[first], [other]]);
  });

  it("are subjects with an organization, which deep paths lead to", async () => {
    const organizationId = await s.organization();
    await s.post(`/connectedOrganizations/${organizationId}/internalSponsors/$ref`, {
      "@odata.id": `https://graph/v1.0/users/${s.id("member")}`,
    });
    await s.policy(naming(organizationId));
    idOf(await s.ask("pat"));
    await s.world.settle();
    const [assignment] = values(await s.get("/assignments?$expand=target($expand=connectedOrganization)"));
    expect(at(assignment, "target/connectedOrganization/id")).toBe(organizationId);
    const target = `/assignments/${String(at(assignment, "id"))}/target`;
    expect((await s.get(`${target}?$expand=connectedOrganization`)).body).toMatchObject({
      email: "pat@partner.example",
      connectedOrganization: { id: organizationId },
    });
    expect((await s.get(`${target}/connectedOrganization`)).body["displayName"]).toBe("Partner");
    expect(values(await s.get(`${target}/connectedOrganization/internalSponsors`))).toMatchObject([
      { id: s.id("member") },
    ]);
    expect(values(await s.get(`${target}/connectedOrganization/externalSponsors`))).toEqual([]);
    expect((await s.get(`${target}/connectedOrganization`, "pat")).status).toBe(403);
    await s.remove(`/connectedOrganizations/${organizationId}`);
  });

  it("are governed or not as an administrator says, and only guests are", async () => {
    await s.policy(ALL_EXTERNAL);
    idOf(await s.ask("pat"));
    const subjectId = String(at(await s.subjectOf("pat@partner.example"), "id"));
    expect((await s.patch(`/subjects/${subjectId}`, { subjectLifecycle: "Governed" })).status).toBe(204);
    expect((await s.get(`/subjects/${subjectId}`)).body["subjectLifecycle"]).toBe("governed");
    // Asking again does not change it.
    await s.world.settle();
    await s.ask("pat");
    expect((await s.get(`/subjects/${subjectId}`)).body["subjectLifecycle"]).toBe("governed");
    const guestId = await s.guest("gil@stranger.example");
    const path = `/subjects(objectId='${guestId}')`;
    expect((await s.patch(path, { subjectLifecycle: "governed" })).status).toBe(204);
    expect((await s.get(path)).body["subjectLifecycle"]).toBe("governed");
    expect((await s.patch(path, { subjectLifecycle: "notGoverned" })).status).toBe(204);
    const member = await s.patch(`/subjects(objectId='${s.id("member")}')`, { subjectLifecycle: "governed" });
    expect([outcome(member), at(member.body, "error/target")]).toEqual(["InvalidModel", "subjectLifecycle"]);
    expect((await s.patch(path, { subjectLifecycle: "governed" }, "approver")).status).toBe(403);
    expect((await s.patch(path, { subjectLifecycle: "so-so" })).status).toBe(400);
    expect(
      (await s.patch(`/subjects/${s.world.ports.ids.next()}`, { subjectLifecycle: "governed" })).status,
    ).toBe(404);
    await s.world.settle();
    expect(s.world.published.filter(({ type }) => type === "subjectUpdated")).toHaveLength(3);
  });
});
