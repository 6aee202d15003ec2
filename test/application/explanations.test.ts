import { afterEach, describe, expect, it } from "vitest";
import { createRoleAssignment } from "../../src/application/commands/create-role-assignment.js";
import { explainAccessPackage } from "../../src/application/queries/explain-access-package.js";
import { explainAssignment } from "../../src/application/queries/explain-assignment.js";
import { explainAssignmentRequest } from "../../src/application/queries/explain-assignment-request.js";
import type { SubmittedRequestType } from "../../src/domain/assignment-request/submission.js";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import type { PackageExplanation } from "../../src/domain/explanation/explain-package.js";
import { flakyConnector, OUT_OF_ORDER } from "../builders/flaky-connector.js";
import { at, lasting } from "../builders/instants.js";
import { aCatalog, aPackage, memberOf } from "../builders/packages.js";
import { aPolicy, approvedBy, aStage, aTextQuestion, user } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

const NINETY_DAYS = aPolicy({ expiration: { type: "afterDuration", duration: lasting("P90D") } });
const BY_MIRIAM = {
  ...NINETY_DAYS,
  ...aPolicy({
    requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })),
  }),
};

let s: Scene;
afterEach(() => s.world.close());

async function explained(
  targetObjectId: string | undefined = "adele",
  requestType: SubmittedRequestType = "userAdd",
  call = ADMIN,
): Promise<PackageExplanation> {
  const outcome = must(
    await explainAccessPackage(s.world.ports, call, {
      ...{ accessPackageId: "package", targetObjectId, requestType },
      assignmentPolicyId: undefined,
    }),
  );
  if (!("policies" in outcome)) throw new Error(outcome.canRequest.because);
  return outcome;
}

describe("why somebody can have an access package", () => {
  it("is told with every rule, the policy, the approvers and the end of access", async () => {
    s = await scene(BY_MIRIAM);
    const told = await explained();
    expect(told).toMatchObject({
      canSee: { answer: true, code: "mayRequest" },
      canRequest: { answer: true, code: "everyRuleIsKept" },
      canKeep: null,
      policy: { id: "policy", displayName: "Everybody" },
      policies: [{ id: "policy", class: 3, isOffered: true, code: "offered" }],
      separationOfDuties: [],
      approval: {
        isRequired: true,
        stages: [{ stage: 1, approvers: [{ id: "miriam", displayName: "miriam" }], isNobody: false }],
      },
      access: { startDateTime: s.world.now(), endDateTime: at("2027-11-22T19:25:45Z") },
    });
    expect(told.rules.every(({ outcome }) => outcome === "passed" || outcome === "notConcerned")).toBe(true);
  });

  it("is told to the person themselves, without the approvers where these are not shown", async () => {
    s = await scene(BY_MIRIAM);
    const told = await explained(undefined, "userAdd", ADELE);
    expect(told.approval?.stages).toMatchObject([
      { areApproversShown: false, approvers: [], isNobody: false },
    ]);
  });

  it("is told to nobody else than those who see the catalog's assignments", async () => {
    s = await scene(NINETY_DAYS);
    const input = { accessPackageId: "package", targetObjectId: "adele", requestType: "userAdd" } as const;
    expect(
      await explainAccessPackage(s.world.ports, OLGA, { ...input, assignmentPolicyId: undefined }),
    ).toMatchObject({ code: "Forbidden" });
  });

  it("says what the requestor must still give, which stands in nobody's way", async () => {
    s = await scene({
      ...NINETY_DAYS,
      questions: [aTextQuestion()],
      requestApprovalSettings: {
        ...NINETY_DAYS.requestApprovalSettings,
        isRequestorJustificationRequired: true,
      },
    });
    const told = await explained();
    expect(told.canRequest.answer).toBe(true);
    expect(told.rules.filter(({ outcome }) => outcome === "toBeGiven").map(({ code }) => code)).toEqual([
      "justificationIsGiven",
      "questionsAreAnswered",
    ]);
  });

  it("says all that stands in the way, and which policy does not apply for what reason", async () => {
    s = await scene(NINETY_DAYS);
    await s.world.put(
      "catalog/catalog",
      aPackage({ isHidden: true, incompatibleAccessPackageIds: ["audit"] }),
      aPackage({ id: "audit", displayName: "Audit", resourceRoleScopes: [] }),
      aPolicy({ id: "audit-policy", accessPackageId: "audit" }),
      aPolicy({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [user("boss")] }),
    );
    const { assignmentId } = await s.ask({ accessPackageId: "audit" });
    const told = await explained();
    expect(told).toMatchObject({
      canSee: { answer: false, code: "hidden" },
      canRequest: { answer: false, code: "targetIsInScope" },
      policy: null,
      approval: null,
      access: null,
      policies: [
        {
          ...{ id: "policy", class: 1, isOffered: false, code: "outOfScope" },
          because: "It does not apply: they are not among the users and groups that it names.",
        },
      ],
      separationOfDuties: [
        { code: "incompatibleAccessPackage", id: "audit", displayName: "Audit", assignmentId },
      ],
    });
    expect(told.rules.find(({ code }) => code === "dutiesAreSeparate")?.outcome).toBe("notReached");
  });

  it("says until when they keep it, and whether they can extend it", async () => {
    s = await scene(NINETY_DAYS);
    const { assignmentId } = await s.ask();
    expect((await explained()).canKeep).toMatchObject({ answer: true, code: "mayExtend", assignmentId });
    await s.world.put("catalog/catalog", {
      ...NINETY_DAYS,
      ...{ requestorSettings: { ...NINETY_DAYS.requestorSettings, enableTargetsToSelfUpdateAccess: false } },
    });
    expect((await explained()).canKeep).toMatchObject({ answer: false, code: "policyTakesRequest" });
  });

  it("is told for an update or a removal as well; of what is not there, that it is not there", async () => {
    s = await scene(NINETY_DAYS);
    const input = { accessPackageId: "package", targetObjectId: "adele", requestType: "userRemove" } as const;
    expect(
      must(await explainAccessPackage(s.world.ports, ADMIN, { ...input, assignmentPolicyId: undefined })),
    ).toMatchObject({
      canRequest: { answer: false, code: "everythingExists" },
      rules: expect.arrayContaining([
        expect.objectContaining({ code: "callerMayAsk", outcome: "notReached" }),
      ]),
    });
    await s.ask();
    expect(await explained("adele", "userRemove")).toMatchObject({
      canRequest: { answer: true },
      access: null,
    });
    expect(await explained("adele", "adminAdd")).toMatchObject({ canRequest: { code: "notAssignedYet" } });
  });
});

const requestTold = async (requestId: string, call = ADMIN) =>
  must(await explainAssignmentRequest(s.world.ports, call, { requestId }));

describe("why a request is in its state", () => {
  it("names who can decide now and when it is denied otherwise, to those who may know", async () => {
    s = await scene(BY_MIRIAM);
    const { id } = await s.ask();
    expect(await requestTold(id)).toMatchObject({
      why: { code: "waitingForDecision" },
      canDecideNow: { areShown: true, people: [{ id: "miriam", displayName: "miriam" }] },
      next: [{ code: "timeOut", dateTime: at("2026-12-06T19:25:45Z") }],
      roles: [],
    });
    expect(await requestTold(id, ADELE)).toMatchObject({ canDecideNow: { areShown: false, people: [] } });
  });

  it("says so when there is nobody who may decide", async () => {
    s = await scene(
      aPolicy({ requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("adele")] })) }),
    );
    const { id } = await s.ask();
    expect(await requestTold(id)).toMatchObject({ why: { code: "waitingForNobody" } });
  });

  it("shows each role's attempts, its last error and its next try", async () => {
    const flaky = flakyConnector();
    flaky.trouble = async () => OUT_OF_ORDER;
    s = await scene(NINETY_DAYS, { connector: flaky.wrap });
    const { id } = await s.ask();
    expect(await requestTold(id)).toMatchObject({
      why: { code: "delivering" },
      roles: [{ state: "granting", attempts: 1, lastError: "The target is out of order." }],
      next: [{ code: "nextAttempt", dateTime: at("2026-11-22T19:26:45Z") }],
    });
    await s.world.advanceTo(at("2026-11-22T23:00:00Z"));
    expect((await requestTold(id)).why).toEqual({
      code: "notDelivered",
      because: "No role could be delivered; the attempts go on. The last error: The target is out of order.",
    });
  });

  it("is forbidden to whoever may not read the request", async () => {
    s = await scene(NINETY_DAYS);
    const { id } = await s.ask();
    expect(await explainAssignmentRequest(s.world.ports, OLGA, { requestId: id })).toMatchObject({
      code: "Forbidden",
    });
  });
});

describe("why somebody has access", () => {
  it("names nothing that the person has in a catalog that the asker does not see", async () => {
    s = await scene(NINETY_DAYS);
    await s.world.put(
      "catalog/elsewhere",
      aCatalog({ id: "elsewhere", displayName: "Board" }),
      aPackage({ id: "other", catalogId: "elsewhere", resourceRoleScopes: [memberOf("group")] }),
      aPolicy({ id: "other-policy", catalogId: "elsewhere", accessPackageId: "other" }),
    );
    must(
      await createRoleAssignment(s.world.ports, ADMIN, {
        principalId: "olga",
        roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
        catalogId: "catalog",
      }),
    );
    const { assignmentId } = await s.ask();
    await s.ask({ accessPackageId: "other" });
    const given = async (call: typeof OLGA) => {
      const told = await explainAssignment(s.world.ports, call, { assignmentId: assignmentId ?? "" });
      return must(told).roles.map(({ alsoGivenBy }) => alsoGivenBy.length);
    };
    expect([await given(OLGA), await given(ADELE), await given(ADMIN)]).toEqual([[0], [1], [1]]);
    const { next } = must(await explainAssignment(s.world.ports, OLGA, { assignmentId: assignmentId ?? "" }));
    expect(next.at(-1)?.what).toContain("0 roles are taken away");
  });

  it("names the request, who approved, the roles with what else gives them, and the end", async () => {
    s = await scene(BY_MIRIAM);
    await s.world.put(
      "catalog/catalog",
      aPackage({ id: "other", displayName: "Other tools", resourceRoleScopes: [memberOf("group")] }),
      aPolicy({ id: "other-policy", accessPackageId: "other" }),
    );
    const request = await s.ask({ justification: "I sell." });
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    const other = await s.ask({ accessPackageId: "other" });
    const { assignmentId } = await s.request(request.id);
    const told = must(await explainAssignment(s.world.ports, ADMIN, { assignmentId: assignmentId ?? "" }));
    expect(told).toMatchObject({
      accessPackage: { displayName: "Sales tools" },
      policy: { displayName: "Everybody" },
      why: { code: "userAdd", because: "They asked for it, and 1 of 1 stages approved." },
      request: { id: request.id, justification: "I sell.", requestor: { objectId: "adele" } },
      approvals: [{ stage: 1, reviewedBy: { id: "miriam" } }],
      roles: [
        {
          state: "granted",
          alsoGivenBy: [
            { assignmentId: other.assignmentId, accessPackage: { id: "other", displayName: "Other tools" } },
          ],
        },
      ],
      next: [
        { code: "reminder" },
        {
          code: "end",
          what: "Access ends: 0 roles are taken away, 1 stay because other packages give them too.",
        },
      ],
    });
    const own = must(await explainAssignment(s.world.ports, ADELE, { assignmentId: assignmentId ?? "" }));
    expect(own.approvals).toMatchObject([{ reviewedBy: null }]);
    expect(await explainAssignment(s.world.ports, OLGA, { assignmentId: assignmentId ?? "" })).toMatchObject({
      code: "Forbidden",
    });
  });
});
