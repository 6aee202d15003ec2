/** What looks as if it mattered to a request and does not: other packages, other policies, other people's roles, what is over. */
import { describe, expect, it } from "vitest";
import { newApproval, opened, reviewed } from "../../../src/domain/approval/stages.js";
import { askAnew, openStage } from "../../../src/domain/assignment-request/approval-steps.js";
import { cancelRequest } from "../../../src/domain/assignment-request/cancel.js";
import { giveAccess } from "../../../src/domain/assignment-request/give-access.js";
import { nextStep } from "../../../src/domain/assignment-request/next-step.js";
import { exclusionsOf } from "../../../src/domain/assignment-request/separation-of-duties.js";
import { takeAway } from "../../../src/domain/assignment-request/take-away.js";
import { MARKED_PER_BATCH_MAX } from "../../../src/domain/limits.js";
import { access, anAssignment, aRequest, aTarget, occasion, person } from "../../builders/access.js";
import { having, lastingFor, mine, NOTHING, said, scheduled, until } from "../../builders/holding.js";
import { at, NOW } from "../../builders/instants.js";
import { aCatalog, aPackage, memberOf } from "../../builders/packages.js";
import {
  aPolicy,
  approvedBy,
  aStage,
  aTextQuestion,
  managerOfTarget,
  user,
} from "../../builders/policies.js";
import { answer, submit } from "../../builders/submissions.js";

describe("the policy that counts", () => {
  const managers = {
    enableOnBehalfRequestorsToAddAccess: true,
    enableOnBehalfRequestorsToUpdateAccess: true,
    onBehalfRequestors: [managerOfTarget()],
  };

  it("for a manager who extends access is the assignment's, and not another of the package that lets managers", () => {
    const policies = [aPolicy({ id: "other", requestorSettings: managers }), aPolicy()];
    const facts = having(policies, mine, { requestor: person("manager") });
    expect(answer(facts, { requestType: "userUpdate" })).toBe("Forbidden");
  });

  it("for a manager who asks is never one for the managers of others, nor one that lets nobody ask for others", () => {
    const policies = [
      aPolicy({ id: "mine", requestorSettings: managers }),
      aPolicy({ id: "others", requestorSettings: { ...managers, onBehalfRequestors: [user("adele")] } }),
      aPolicy({
        id: "closed",
        requestorSettings: { ...managers, enableOnBehalfRequestorsToAddAccess: false },
      }),
    ];
    const facts = { policies, requestor: person("manager") };
    const named = (assignmentPolicyId: string) =>
      answer(facts, { requestType: "onBehalfAdd", assignmentPolicyId });
    expect(["mine", "others", "closed"].map(named)).toEqual([
      "decided",
      "PolicyNotApplicable",
      "PolicyNotApplicable",
    ]);
  });

  it("for a manager who asks is any one that lets them", () => {
    const policies = [aPolicy({ id: "other" }), aPolicy({ requestorSettings: managers })];
    const facts = { policies, requestor: person("manager") };
    expect(answer(facts, { requestType: "onBehalfAdd" })).toBe("decided");
  });

  it("is the most specific of those that take requests: one that takes none hides no other", () => {
    const forMe = {
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [user("target")],
    } as const;
    const closed = aPolicy({
      ...forMe,
      id: "mine",
      requestorSettings: { enableTargetsToSelfAddAccess: false },
    });
    expect(submit({ policies: [closed, aPolicy()] })).toMatchObject({
      request: { assignmentPolicyId: "policy" },
    });
    expect(submit({ policies: [aPolicy({ ...forMe, id: "mine" }), aPolicy()] })).toMatchObject({
      request: { assignmentPolicyId: "mine" },
    });
  });

  it("for a direct assignment is the one that is for the person", () => {
    const others = {
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [user("adele")],
    } as const;
    const policies = [aPolicy({ ...others, id: "others" }), aPolicy()];
    expect(submit({ policies }, { requestType: "adminAdd" })).toMatchObject({
      request: { assignmentPolicyId: "policy" },
    });
  });

  it("for asking again is the one that gave the access: under another it is no renewal", () => {
    const policies = [aPolicy({ id: "other" }), aPolicy()];
    const facts = { policies, access: access({ assignments: [mine] }) };
    expect(answer(facts, { assignmentPolicyId: "other" })).toBe("ExistingAssignment");
    expect(answer(facts, { assignmentPolicyId: "policy" })).toBe("decided");
  });

  it("for people of other organizations lets them extend nothing once the catalog is closed to them", () => {
    const affiliation = { organization: null, isRefused: false };
    const target = aTarget({ userType: "Guest", affiliation });
    const facts = having([aPolicy({ allowedTargetScope: "allExternalUsers" })], mine, { target });
    expect(answer(facts, { requestType: "userUpdate" })).toBe("PolicyNotApplicable");
    expect(
      answer({ ...facts, catalog: aCatalog({ isExternallyVisible: true }) }, { requestType: "userUpdate" }),
    ).toBe("decided");
    expect(answer(facts, { requestType: "userRemove" })).toBe("decided");
  });

  it("asks for approval of an administrator's assignment where the tenant says so, and never of their changes", () => {
    const policies = [aPolicy({ requestApprovalSettings: approvedBy(aStage()) })];
    const enforced = { isApprovalEnforcedForDirectAssignment: true };
    const added = submit({ policies, ...enforced }, { requestType: "adminAdd" });
    expect(added).toMatchObject({ request: { approval: { stages: [{}] } } });
    const changed = submit(having(policies, mine, enforced), { requestType: "adminUpdate" });
    expect(changed).toMatchObject({ request: { approval: null } });
  });
});

describe("what the person has, or has asked for", () => {
  it("excludes a package only if it is what the package lists, and scheduled if it is yet to come", () => {
    const audit = aPackage({ incompatibleAccessPackageIds: ["audit"] });
    const about = access({
      assignments: [anAssignment({ accessPackageId: "other" })],
      requests: [
        aRequest({ id: "r1", state: "scheduled", accessPackageId: "other" }),
        aRequest({ id: "r2", state: "pendingApproval", accessPackageId: "audit" }),
      ],
    });
    expect(exclusionsOf(audit, about, new Set(["other"]), "scheduledToo")).toEqual([]);
    const soon = access({ requests: [aRequest({ id: "r3", state: "scheduled", accessPackageId: "audit" })] });
    expect(exclusionsOf(audit, soon, new Set(), "standingOnly")).toEqual([]);
    const found = { kind: "accessPackage", accessPackageId: "audit", assignmentId: null, requestId: "r3" };
    expect(exclusionsOf(audit, soon, new Set(), "scheduledToo")).toEqual([found]);
    const now = access({ assignments: [anAssignment({ id: "a1", accessPackageId: "audit" })] });
    expect(exclusionsOf(audit, now, new Set(), "standingOnly")).toEqual([
      { ...found, assignmentId: "a1", requestId: null },
    ]);
  });

  it("stops whoever holds both from getting more of it, by update or by asking again, and from nothing else", () => {
    const both = access({ assignments: [mine, anAssignment({ id: "a2", accessPackageId: "audit" })] });
    const accessPackage = aPackage({ incompatibleAccessPackageIds: ["audit"] });
    const question = aTextQuestion({ isRequired: false });
    const facts = { ...having([aPolicy({ questions: [question] })]), access: both, accessPackage };
    const update = { requestType: "userUpdate" } as const;
    expect(answer(facts, { ...update, ...scheduled(until("2027-01-01")) })).toBe("decided");
    expect(answer(facts, { ...update, answers: [said("question", "Apollo")] })).toBe("decided");
    expect(answer(facts, update)).toBe("IncompatibleAccess");
    const { assignment: _none, ...asking } = facts;
    expect(answer(asking, scheduled(lastingFor("P1D")))).toBe("IncompatibleAccess");
  });

  it("stops an extension also when the excluding access is yet to begin", () => {
    const request = aRequest({ requestType: "userUpdate", assignmentId: "assignment" });
    const audit = aRequest({ id: "r2", state: "scheduled", accessPackageId: "audit" });
    const given = giveAccess(
      {
        access: access({ assignments: [mine], requests: [audit] }),
        request,
        accessPackage: aPackage({ incompatibleAccessPackageIds: ["audit"] }),
        isPolicyThere: true,
        groupIds: new Set(),
        excludingNames: new Map(),
      },
      occasion(),
    );
    expect(given.documents).toMatchObject([{ state: "deliveryFailed", status: "IncompatibleAccess" }]);
  });

  it("may be removed while other access is being removed", () => {
    const other = aRequest({ requestType: "adminRemove", state: "delivering", assignmentId: "another" });
    const facts = { ...having([aPolicy()]), access: access({ assignments: [mine], requests: [other] }) };
    expect(answer(facts, { requestType: "userRemove" })).toBe("decided");
  });

  it("counts towards the limit of open requests only while it is open", () => {
    const requests = Array.from({ length: 600 }, (_, index) =>
      aRequest({ id: `r${index}`, state: "denied" }),
    );
    expect(answer({ access: access({ requests }) })).toBe("decided");
  });

  it("is taken away alone: a removal ends its own assignment", () => {
    const removal = aRequest({ requestType: "adminRemove", assignmentId: "assignment" });
    const other = anAssignment({ id: "other", accessPackageId: "tools" });
    const { documents } = takeAway(access({ assignments: [other, mine] }), removal, occasion());
    expect(documents.map(({ id }) => id)).toEqual(["request", "assignment"]);
  });
});

describe("on its way, a request", () => {
  it("begins at once when its start is this moment or past, and a change has no start", () => {
    const step = (start: string, assignmentId: string | null = null) =>
      nextStep(aRequest({ assignmentId, schedule: { startDateTime: at(start), expiration: NOTHING } }), NOW)
        .kind;
    expect(step("2026-11-22T19:25:45Z")).toBe("give");
    expect(step("2026-11-22T19:24:45Z")).toBe("give");
    expect(step("2026-11-22T19:25:46Z")).toBe("schedule");
    expect(step("2026-12-24", "assignment")).toBe("give");
  });

  it("is given when every stage has said yes, and what was said stays when it comes to nothing", () => {
    const by = { id: "miriam", displayName: "Miriam", userPrincipalName: null };
    const { stages } = newApproval("request", [aStage(), aStage()], occasion().derive);
    const done = stages.map((stage) =>
      reviewed(opened(stage, { primary: ["miriam"], usedFallback: false }, NOW), "Approved", by, null, NOW),
    );
    const request = aRequest({ state: "pendingApproval", approval: { stages: done } });
    expect(nextStep(request, NOW)).toEqual({ kind: "give" });
    expect(cancelRequest(access(), request, occasion())).toMatchObject({
      request: { state: "canceled", approval: { stages: done } },
    });
  });

  it("that was approved after its start counts from the approval", () => {
    const schedule = { startDateTime: at("2026-11-20"), expiration: NOTHING };
    const request = aRequest({ state: "pendingApproval", schedule });
    const facts = { accessPackage: aPackage(), isPolicyThere: true, groupIds: new Set<string>() };
    const given = giveAccess({ access: access(), request, ...facts, excludingNames: new Map() }, occasion());
    expect(given.documents.find(({ kind }) => kind === "assignment")).toMatchObject({ startDateTime: NOW });
  });

  it("writes as many roles at its beginning as one batch takes; the others follow", () => {
    const many = Array.from({ length: MARKED_PER_BATCH_MAX + 1 }, (_, index) => memberOf(`group${index}`));
    const facts = {
      isPolicyThere: true,
      groupIds: new Set<string>(),
      excludingNames: new Map<string, string>(),
    };
    const accessPackage = aPackage({ resourceRoleScopes: many });
    const given = giveAccess({ access: access(), request: aRequest(), accessPackage, ...facts }, occasion());
    expect(given.documents.filter(({ kind }) => kind === "roleGrant")).toHaveLength(MARKED_PER_BATCH_MAX);
  });

  it("for a removal can be canceled before it is carried out", () => {
    const removal = aRequest({ requestType: "userRemove", assignmentId: "assignment" });
    expect(cancelRequest(access({ assignments: [mine] }), removal, occasion()).kind).toBe("decided");
  });

  it("asks at the beginning of a stage neither alternates nor whom they delegate to", () => {
    const approval = newApproval("request", [aStage()], occasion().derive);
    const boss = { id: "boss", displayName: "Boss", userPrincipalName: null };
    const people = { primary: ["miriam"], fallbackPrimary: [], escalation: ["boss"], fallbackEscalation: [] };
    const resolved = { ...people, delegations: [{ delegator: boss, delegateId: "deputy" }], sourceIds: [] };
    const begun = openStage(aRequest({ approval }), approval, 0, resolved, occasion());
    expect(begun.documents).toMatchObject([{ pendingApproverIds: ["miriam"] }]);
    const [request] = begun.documents;
    if (request?.kind !== "assignmentRequest") throw new Error("A stage begins in its request.");
    const { approverSourceIds: _unknown, ...older } = request;
    expect(askAnew(older, resolved, occasion())).toBeUndefined();
  });
});
