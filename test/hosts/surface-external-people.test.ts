import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aPolicy } from "../builders/policy-body.js";
import { must } from "../builders/world.js";
import {
  ALL_CONFIGURED,
  ALL_EXTERNAL,
  names,
  naming,
  OTHER_TENANT,
  type Outside,
  openOutside,
  outcome,
  PARTNER_TENANT,
  values,
} from "./external-people-fixture.js";
import { at, idOf } from "./surface-fixture.js";

describe("people of other organizations", () => {
  let s: Outside;
  beforeEach(async () => {
    s = await openOutside();
  });
  afterEach(() => s.close());

  it("row 24: a connected organization is added, with its sponsors", async () => {
    const organizationId = await s.organization();
    const ref = (address: string) => ({ "@odata.id": `https://graph/v1.0/users/${address}` });
    const path = `/connectedOrganizations/${organizationId}/internalSponsors`;
    expect((await s.post(`${path}/$ref`, ref(s.id("member")))).status).toBe(204);
    expect(values(await s.get(path)).map((one) => at(one, "id"))).toEqual([s.id("member")]);
    expect((await s.remove(`${path}/${s.id("member")}/$ref`)).status).toBe(204);
    expect(values(await s.get(path))).toEqual([]);
  });

  it("row 25: a manager's package is offered to the people of the organization that its policy names, and to nobody else", async () => {
    await s.policy(naming(await s.organization()));
    s.outsider("stranger", "sam@stranger.example", OTHER_TENANT);
    s.outsider("impostor", "pat@partner.example", OTHER_TENANT);
    const offered = async (as: string) =>
      names(await s.get("/accessPackages/filterByCurrentUser(on='allowedRequestor')", as));
    const needs = async (as: string) =>
      values(await s.post(`/accessPackages/${s.packageId}/getApplicablePolicyRequirements`, {}, as)).length;
    expect([await offered("pat"), await needs("pat")]).toEqual([["Plans"], 1]);
    for (const as of ["stranger", "impostor", "member"])
      expect([await offered(as), await needs(as)]).toEqual([[], 0]);
    expect(outcome(await s.ask("stranger"))).toBe("PolicyNotApplicable");
    expect(outcome(await s.ask("impostor"))).toBe("PolicyNotApplicable");
    expect(outcome(await s.ask("member"))).toBe("PolicyNotApplicable");
    expect(outcome(await s.ask("pat"))).toBe(201);
  });

  it("row 26: a proposed organization is not among all configured ones, counts where it is named, and is in once it is confirmed", async () => {
    const organizationId = await s.organization({ state: "proposed" });
    await s.policy(ALL_CONFIGURED);
    expect(outcome(await s.ask())).toBe("PolicyNotApplicable");
    const { packageId: second } = await s.aPackageIn({ isExternallyVisible: true });
    await s.policy(naming(organizationId), {}, second);
    expect(outcome(await s.ask("pat", second))).toBe(201);
    await s.patch(`/connectedOrganizations/${organizationId}`, { state: "configured" });
    expect(outcome(await s.ask())).toBe(201);
  });

  it("rows 30 and 33: an organization that nobody knew comes up as proposed when its first person asks, once, and is listed so", async () => {
    await s.policy(ALL_EXTERNAL);
    s.outsider("paul", "paul@partner.example", PARTNER_TENANT);
    expect(await Promise.all([s.ask("pat"), s.ask("paul")]).then((all) => all.map(outcome))).toEqual([
      201, 201,
    ]);
    const proposed = await s.get("/connectedOrganizations?$filter=state eq 'proposed'");
    expect(names(proposed)).toEqual(["partner.example"]);
    expect(at(values(proposed)[0], "identitySources/0/tenantId")).toBe(PARTNER_TENANT);
    expect(at(await s.subjectOf("pat@partner.example"), "connectedOrganization/displayName")).toBe(
      "partner.example",
    );
    await s.world.settle();
    expect(s.world.published.filter(({ type }) => type === "connectedOrganizationCreated")).toHaveLength(1);
    // Known by now, and still only proposed.
    const { packageId: second } = await s.aPackageIn({ isExternallyVisible: true });
    await s.policy(ALL_CONFIGURED, {}, second);
    expect(outcome(await s.ask("pat", second))).toBe("PolicyNotApplicable");
  });

  it("come to an organization of their domain when they are known by their mailbox alone, whatever is already named like it", async () => {
    await s.organization({ displayName: "stranger.example" });
    await s.policy(ALL_EXTERNAL);
    s.outsider("sam", "sam@stranger.example");
    expect(outcome(await s.ask("sam"))).toBe(201);
    const [proposed] = values(await s.get("/connectedOrganizations?$filter=state eq 'proposed'"));
    expect(String(at(proposed, "displayName"))).toMatch(/^stranger\.example \([0-9a-f]{8}\)$/);
    expect(at(proposed, "identitySources/0/domainName")).toBe("stranger.example");
  });

  it("ask only where the catalog is enabled for external users; a guest can still ask for what is for the whole directory", async () => {
    await s.patch(`/catalogs/${s.catalogId}`, { isExternallyVisible: false });
    const external = await s.policy(ALL_EXTERNAL);
    const refused = await s.ask();
    expect(outcome(refused)).toBe("PolicyNotApplicable");
    expect(String(at(refused.body, "error/message"))).toContain("people of other organizations");
    expect(names(await s.get("/accessPackages/filterByCurrentUser(on='allowedRequestor')", "pat"))).toEqual(
      [],
    );
    expect(outcome(await s.assignTo("new@partner.example", external))).toBe("PolicyNotApplicable");
    await s.person("inside", { userType: "Guest" });
    expect(outcome(await s.ask("inside"))).toBe("PolicyNotApplicable");
    await s.policy({ allowedTargetScope: "allDirectoryUsers", specificAllowedTargets: [] });
    expect(outcome(await s.ask("inside"))).toBe(201);
  });

  it("see and cancel their own requests, and nobody else's", async () => {
    await s.policy(ALL_EXTERNAL, {
      requestApprovalSettings: aPolicy(s.packageId, s.id("approver")).requestApprovalSettings,
    });
    s.outsider("paul", "paul@partner.example", PARTNER_TENANT);
    s.outsider("impostor", "pat@partner.example", OTHER_TENANT);
    const requestId = idOf(await s.ask("pat"));
    idOf(await s.ask("paul"));
    await s.world.settle();
    for (const on of ["target", "createdBy", "targetOrRequestor"])
      expect(
        values(await s.get(`/assignmentRequests/filterByCurrentUser(on='${on}')`, "pat")).map((one) =>
          at(one, "id"),
        ),
      ).toEqual([requestId]);
    for (const on of ["approver", "requestForOthers", "targetManager"])
      expect(values(await s.get(`/assignmentRequests/filterByCurrentUser(on='${on}')`, "pat"))).toEqual([]);
    expect(values(await s.get("/assignmentRequests/filterByCurrentUser(on='target')", "impostor"))).toEqual(
      [],
    );
    expect((await s.get(`/assignmentRequests/${requestId}`, "pat")).status).toBe(200);
    for (const as of ["paul", "impostor", "member"]) {
      expect((await s.get(`/assignmentRequests/${requestId}`, as)).status).toBe(403);
      expect((await s.post(`/assignmentRequests/${requestId}/cancel`, {}, as)).status).toBe(403);
    }
    expect((await s.post(`/assignmentRequests/${requestId}/cancel`, {}, "pat")).status).toBe(204);
  });

  it("decide nothing, their own request least of all: somebody without a directory object is nobody's approver", async () => {
    await s.policy(ALL_EXTERNAL, {
      requestApprovalSettings: aPolicy(s.packageId, s.id("approver")).requestApprovalSettings,
    });
    const requestId = idOf(await s.ask("pat"));
    await s.world.settle();
    // Another tenant can give out any object id, also the approver's.
    s.outsider("impostor", "imp@other.example", OTHER_TENANT, s.id("approver"));
    const approvals = `/accessPackageAssignmentApprovals/${requestId}/stages`;
    const stageId = String(at((await s.get(approvals, "approver")).body, "value/0/id"));
    const decide = (as: string) =>
      s.patch(`${approvals}/${stageId}`, { reviewResult: "Approve", justification: "fine" }, as);
    for (const as of ["pat", "impostor"]) expect((await decide(as)).status).toBe(403);
    expect((await s.get(`/assignmentRequests/${requestId}`, "impostor")).status).toBe(403);
    expect((await decide("approver")).status).toBe(204);
    const { packageId: second } = await s.aPackageIn({});
    await s.policy(
      { allowedTargetScope: "allMemberUsers", specificAllowedTargets: [] },
      { requestApprovalSettings: aPolicy(second, s.id("approver")).requestApprovalSettings },
      second,
    );
    const members = idOf(await s.ask("member", second));
    await s.world.settle();
    const stages = `/accessPackageAssignmentApprovals/${members}/stages`;
    const [stage] = values(await s.get(stages, "approver"));
    expect(
      (await s.patch(`${stages}/${String(at(stage, "id"))}`, { reviewResult: "Deny" }, "impostor")).status,
    ).toBe(403);
  });

  it("have it explained why they may not ask", async () => {
    await s.policy(ALL_CONFIGURED);
    const explained = async () => {
      const { body } = await s.get(`/accessPackages/${s.packageId}/explain`, "pat");
      return at(body, "canRequest/answer");
    };
    expect(await explained()).toBe(false);
    await s.organization();
    expect(await explained()).toBe(true);
  });

  it("have no role by the object id that their tenant gave them", async () => {
    s.outsider("impostor", "imp@other.example", OTHER_TENANT, s.id("admin"));
    expect((await s.get("/catalogs", "impostor")).status).toBe(403);
    expect((await s.post("/catalogs", { displayName: "Mine" }, "impostor")).status).toBe(403);
    expect((await s.patch("/settings", {}, "impostor")).status).toBe(403);
    expect((await s.call("GET", "/v1.0/me", { as: "impostor" })).status).toBe(404);
    expect((await s.call("GET", "/v1.0/users", { as: "impostor" })).status).toBe(403);
  });

  it("cannot become a guest by having the same address in another tenant", async () => {
    await s.policy(ALL_EXTERNAL);
    const guestId = await s.guest("pat@partner.example", PARTNER_TENANT);
    s.outsider("impostor", "pat@partner.example", OTHER_TENANT);
    expect(outcome(await s.ask("pat"))).toBe(201);
    await s.world.settle();
    expect(await s.world.isMember(s.groupId, guestId)).toBe(true);
    expect(values(await s.mine("impostor"))).toEqual([]);
    expect(values(await s.mine("pat"))).toHaveLength(1);
  });

  it("are told to use their own account when they are members, and why when their guest account is blocked", async () => {
    await s.policy(ALL_EXTERNAL);
    s.outsider("double", `${s.id("member")}@example.org`, OTHER_TENANT);
    const double = await s.ask("double");
    expect([outcome(double), String(at(double.body, "error/message"))]).toEqual([
      "Forbidden",
      expect.stringContaining("Sign in with it"),
    ]);
    const guestId = await s.guest("pat@partner.example", PARTNER_TENANT);
    must(await s.world.directory.users.update(guestId, { accountEnabled: false }));
    const blocked = await s.ask("pat");
    expect([outcome(blocked), String(at(blocked.body, "error/message"))]).toEqual([
      "Forbidden",
      expect.stringContaining("is blocked"),
    ]);
    expect(outcome(await s.get("/accessPackages/filterByCurrentUser(on='allowedRequestor')", "pat"))).toBe(
      "Forbidden",
    );
  });

  it("count for nothing when the tenant's list of domains refuses theirs, whatever the policy says", async () => {
    const assignmentPolicyId = await s.policy(naming(await s.organization()));
    await s.patch("/settings", { externalDomains: { blocked: ["partner.example"] } });
    const refused = await s.ask("pat", s.packageId, { assignmentPolicyId });
    expect([outcome(refused), String(at(refused.body, "error/message"))]).toEqual([
      "PolicyNotApplicable",
      expect.stringContaining("domain"),
    ]);
  });
});
