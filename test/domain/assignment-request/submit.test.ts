import { describe, expect, it } from "vitest";
import type { Asked } from "../../../src/domain/assignment-request/submission.js";
import { refused } from "../../../src/domain/errors.js";
import { access, anAssignment, aRequest, aTarget, person } from "../../builders/access.js";
import { at } from "../../builders/instants.js";
import { aCatalog, aPackage } from "../../builders/packages.js";
import { aPolicy, approvedBy, aStage, aTextQuestion, managerOfTarget } from "../../builders/policies.js";
import { answer, submit } from "../../builders/submissions.js";

const mine = anAssignment({ endDateTime: at("2027-01-01") });
const mineIsThere = { access: access({ assignments: [mine] }) };

describe("asking for access", () => {
  it("makes a submitted request under the policy's conditions of that moment", () => {
    const policy = aPolicy({ requestApprovalSettings: approvedBy(aStage(), aStage()) });
    const result = submit({ policies: [policy] }, { justification: "I sell." });
    if (result.kind === "refused") throw new Error(result.message);
    expect(result.request).toMatchObject({
      id: "new",
      state: "submitted",
      status: "Accepted",
      assignmentPolicyId: "policy",
      policyExpiration: policy.expiration,
      justification: "I sell.",
      completedDateTime: null,
    });
    expect(result.request.approval?.stages).toHaveLength(2);
    expect(result.events.map(({ type }) => type)).toEqual(["assignmentRequestSubmitted"]);
  });

  it("keeps the values it brings and the extensions of the policy, so that later changes do not touch it", () => {
    const attributeValues = [{ name: "jobTitle", value: "Seller", isPersisted: false }];
    const customExtensionStageSettings = [
      { stage: "assignmentRequestCreated", customExtensionId: "extension" },
    ] as const;
    const policies = [aPolicy({ customExtensionStageSettings })];
    expect(submit({ policies }, { attributeValues })).toMatchObject({
      request: { attributeValues, customExtensionStageSettings },
    });
  });

  it("has no justification where only blanks were sent", () => {
    expect(submit({}, { justification: " \n" })).toMatchObject({ request: { justification: null } });
  });

  it("says of whom it is about, also when the directory knows no name", () => {
    const nameless = aTarget({ displayName: null });
    expect(submit({ target: nameless, policies: [] })).toMatchObject({
      message: expect.stringContaining("the person (target)"),
    });
  });

  it("is refused in a catalog that is not published", () => {
    expect(answer({ catalog: aCatalog({ state: "unpublished" }) })).toBe("PolicyNotApplicable");
  });

  it("is refused when no policy admits the person, and names what to choose when several do", () => {
    expect(answer({ policies: [aPolicy({ allowedTargetScope: "notSpecified" })] })).toBe(
      "PolicyNotApplicable",
    );
    const two = submit({ policies: [aPolicy(), aPolicy({ id: "other", displayName: "Other" })] });
    expect(two).toMatchObject({
      code: "PolicyNotApplicable",
      message: expect.stringMatching(/"Everybody" \(policy\), "Other" \(other\)/),
    });
  });

  it("is refused under a policy of another package, one that takes no requests, and one that a more specific one hides", () => {
    expect(answer({}, { assignmentPolicyId: "stranger" })).toBe("PolicyNotApplicable");
    const closed = aPolicy({ requestorSettings: { enableTargetsToSelfAddAccess: false } });
    expect(answer({ policies: [closed] }, { assignmentPolicyId: "policy" })).toBe("PolicyNotApplicable");
    const members = aPolicy({ id: "members", allowedTargetScope: "allMemberUsers" });
    expect(submit({ policies: [members, aPolicy()] }, { assignmentPolicyId: "policy" })).toMatchObject({
      code: "PolicyNotApplicable",
      message: expect.stringContaining("more specific"),
    });
  });

  it("is refused for somebody else", () => {
    expect(answer({ requestor: person("stranger") })).toBe("Forbidden");
  });

  it("is refused while another request for the same package is open, and not when it is closed", () => {
    for (const state of ["submitted", "pendingApproval", "scheduled", "delivering"] as const)
      expect(answer({ access: access({ requests: [aRequest({ state })] }) })).toBe("ExistingOpenRequest");
    for (const state of ["denied", "canceled", "delivered", "deliveryFailed"] as const)
      expect(answer({ access: access({ requests: [aRequest({ state })] }) })).toBe("decided");
    const other = aRequest({ state: "pendingApproval", accessPackageId: "other" });
    expect(answer({ access: access({ requests: [other] }) })).toBe("decided");
  });

  it("is refused when the person has the package without end, whichever policy gave it", () => {
    for (const says of [{}, { assignmentPolicyId: "other" }])
      expect(answer({ access: access({ assignments: [anAssignment(says)] }) })).toBe("ExistingAssignment");
    expect(answer({ access: access({ assignments: [anAssignment({ state: "expired" })] }) })).toBe("decided");
  });

  it("renews access that ends, with the approval that extending needs", () => {
    const policy = aPolicy({
      requestApprovalSettings: { isApprovalRequiredForUpdate: true, stages: [aStage()] },
    });
    const result = submit({ ...mineIsThere, policies: [policy] });
    expect(result).toMatchObject({ request: { assignmentId: "assignment", approval: { stages: [{}] } } });
  });

  it("does not renew where the policy does not let people extend", () => {
    const policy = aPolicy({ requestorSettings: { enableTargetsToSelfUpdateAccess: false } });
    expect(answer({ ...mineIsThere, policies: [policy] })).toBe("ExistingAssignment");
  });

  it("is refused to whoever has, or will have, an incompatible package, or is in an incompatible group", () => {
    const accessPackage = aPackage({
      incompatibleAccessPackageIds: ["audit"],
      incompatibleGroupIds: ["auditors"],
    });
    const auditor = anAssignment({ accessPackageId: "audit" });
    const scheduled = aRequest({ accessPackageId: "audit", state: "scheduled" });
    expect(answer({ accessPackage, access: access({ assignments: [auditor] }) })).toBe("IncompatibleAccess");
    expect(answer({ accessPackage, access: access({ requests: [scheduled] }) })).toBe("IncompatibleAccess");
    expect(answer({ accessPackage, target: aTarget({ groupIds: ["auditors"] }) })).toBe("IncompatibleAccess");
    const former = anAssignment({ accessPackageId: "audit", state: "expired" });
    expect(answer({ accessPackage, access: access({ assignments: [former] }) })).toBe("decided");
  });

  it("needs a justification where the policy asks for one", () => {
    const policies = [aPolicy({ requestApprovalSettings: { isRequestorJustificationRequired: true } })];
    expect(answer({ policies })).toBe("JustificationRequired");
    expect(answer({ policies }, { justification: " \n" })).toBe("JustificationRequired");
    expect(answer({ policies }, { justification: "Because." })).toBe("decided");
  });

  it("needs the answers that the policy asks for", () => {
    expect(answer({ policies: [aPolicy({ questions: [aTextQuestion()] })] })).toBe("AnswerRequired");
  });

  it("is refused under a policy that asks for approval and has no stage, rather than given without", () => {
    const policy = aPolicy({ requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [] } });
    expect(answer({ policies: [policy] })).toBe("PolicyNotApplicable");
  });

  it("is bounded: a long justification and very many open requests are refused", () => {
    expect(answer({}, { justification: "x".repeat(4_001) })).toBe("InvalidModel");
    const requests = Array.from({ length: 500 }, (_, i) =>
      aRequest({ id: String(i), accessPackageId: String(i), state: "pendingApproval" }),
    );
    expect(answer({ access: access({ requests }) })).toBe("QuotaExceeded");
  });

  it("is judged in the documented order: the first thing wrong is the one that is told", () => {
    const accessPackage = aPackage({ incompatibleGroupIds: ["auditors"] });
    const wrong = {
      accessPackage,
      policies: [
        aPolicy({
          questions: [aTextQuestion()],
          requestApprovalSettings: { isRequestorJustificationRequired: true },
          requestorSettings: { enableTargetsToSelfUpdateAccess: false },
        }),
      ],
      target: aTarget({ groupIds: ["auditors"] }),
      access: access({
        requests: [aRequest({ state: "pendingApproval" })],
        assignments: [anAssignment()],
      }),
      catalog: aCatalog({ state: "unpublished" }),
      requestor: person("stranger"),
    };
    const past = { startDateTime: at("2020-01-01"), expiration: { type: "notSpecified" } } as const;
    const ask: Partial<Asked> = { schedule: past };
    const inOrder = [
      answer(wrong, ask),
      answer({ ...wrong, requestor: person("target") }, ask),
      answer({ ...wrong, requestor: person("target"), catalog: aCatalog() }, ask),
      answer(
        {
          ...wrong,
          requestor: person("target"),
          catalog: aCatalog(),
          access: access({ assignments: [anAssignment()] }),
        },
        ask,
      ),
      answer({ ...wrong, requestor: person("target"), catalog: aCatalog(), access: access() }, ask),
      answer(
        { ...wrong, requestor: person("target"), catalog: aCatalog(), access: access(), target: aTarget() },
        ask,
      ),
      answer(
        { ...wrong, requestor: person("target"), catalog: aCatalog(), access: access(), target: aTarget() },
        { ...ask, justification: "Because." },
      ),
      answer(
        { ...wrong, requestor: person("target"), catalog: aCatalog(), access: access(), target: aTarget() },
        { justification: "Because." },
      ),
    ];
    expect(inOrder).toEqual([
      "Forbidden",
      "PolicyNotApplicable",
      "ExistingOpenRequest",
      "ExistingAssignment",
      "IncompatibleAccess",
      "JustificationRequired",
      "InvalidSchedule",
      "AnswerRequired",
    ]);
  });
});

describe("asking for somebody one manages", () => {
  const policies = [
    aPolicy({
      requestorSettings: {
        enableOnBehalfRequestorsToAddAccess: true,
        onBehalfRequestors: [managerOfTarget()],
        enableTargetsToSelfAddAccess: false,
      },
    }),
  ];

  it("is accepted from the direct manager and from nobody else", () => {
    expect(answer({ policies, requestor: person("manager") }, { requestType: "onBehalfAdd" })).toBe(
      "decided",
    );
    expect(answer({ policies, requestor: person("stranger") }, { requestType: "onBehalfAdd" })).toBe(
      "PolicyNotApplicable",
    );
  });

  it("is not the way to ask for oneself", () => {
    expect(answer({ policies }, { requestType: "onBehalfAdd" })).toBe("BadRequest");
  });

  it("is refused where the policy does not allow it", () => {
    expect(answer({ requestor: person("manager") }, { requestType: "onBehalfAdd" })).toBe(
      "PolicyNotApplicable",
    );
  });
});

describe("assigning directly", () => {
  const asks = { requestType: "adminAdd" } as const;
  const admin = { requestor: person("admin") };

  it("needs the permission table's yes", () => {
    expect(answer({ ...admin, callerRefusal: refused("Forbidden", "No role.") }, asks)).toBe("Forbidden");
  });

  it("needs no approval, no justification and no answers, and is possible in an unpublished catalog", () => {
    const policy = aPolicy({
      questions: [aTextQuestion()],
      requestApprovalSettings: { ...approvedBy(aStage()), isRequestorJustificationRequired: true },
    });
    const result = submit(
      { ...admin, policies: [policy], catalog: aCatalog({ state: "unpublished" }) },
      asks,
    );
    expect(result).toMatchObject({ request: { requestType: "adminAdd", approval: null } });
  });

  it("goes under a policy the person is eligible for, or one that is for direct assignment only", () => {
    const policies = [aPolicy({ allowedTargetScope: "allMemberUsers" })];
    expect(answer({ ...admin, policies, target: aTarget({ userType: "Guest" }) }, asks)).toBe(
      "PolicyNotApplicable",
    );
    expect(answer({ ...admin, policies: [aPolicy({ allowedTargetScope: "notSpecified" })] }, asks)).toBe(
      "decided",
    );
  });

  it("never renews: who has the package is refused, and so is who holds an incompatible one", () => {
    expect(answer({ ...admin, ...mineIsThere }, asks)).toBe("ExistingAssignment");
    const accessPackage = aPackage({ incompatibleGroupIds: ["auditors"] });
    expect(answer({ ...admin, accessPackage, target: aTarget({ groupIds: ["auditors"] }) }, asks)).toBe(
      "IncompatibleAccess",
    );
  });
});

describe("changing and giving up access", () => {
  const there = { ...mineIsThere, assignment: mine };

  it("extends under the assignment's policy, while the person is still one of those it is for", () => {
    expect(answer(there, { requestType: "userUpdate" })).toBe("decided");
    const policies = [aPolicy({ allowedTargetScope: "allMemberUsers" })];
    const guest = { ...there, policies, target: aTarget({ userType: "Guest" }) };
    expect(answer(guest, { requestType: "userUpdate" })).toBe("PolicyNotApplicable");
    expect(answer({ ...guest, requestor: person("admin") }, { requestType: "adminUpdate" })).toBe("decided");
  });

  it("changes only the answers that may be changed", () => {
    const policies = [aPolicy({ questions: [aTextQuestion({ isAnswerEditable: false })] })];
    const answers = [{ questionId: "question", value: "Gemini", displayValue: null }];
    expect(answer({ ...there, policies }, { requestType: "userUpdate", answers })).toBe("InvalidAnswer");
  });

  it("is refused where the policy does not let people do it themselves", () => {
    const policies = [
      aPolicy({
        requestorSettings: { enableTargetsToSelfUpdateAccess: false, enableTargetsToSelfRemoveAccess: false },
      }),
    ];
    expect(answer({ ...there, policies }, { requestType: "userUpdate" })).toBe("PolicyNotApplicable");
    expect(answer({ ...there, policies }, { requestType: "userRemove" })).toBe("PolicyNotApplicable");
    expect(answer({ ...there, policies, requestor: person("admin") }, { requestType: "adminRemove" })).toBe(
      "decided",
    );
  });

  it("removes without approval, even while an extension waits, but only once", () => {
    const extension = aRequest({
      requestType: "userUpdate",
      state: "pendingApproval",
      assignmentId: "assignment",
    });
    const policies = [aPolicy({ requestApprovalSettings: approvedBy(aStage()) })];
    const waiting = { ...there, policies, access: access({ assignments: [mine], requests: [extension] }) };
    expect(submit(waiting, { requestType: "userRemove" })).toMatchObject({ request: { approval: null } });
    const removal = aRequest({ requestType: "adminRemove", assignmentId: "assignment" });
    const twice = { ...there, access: access({ assignments: [mine], requests: [removal] }) };
    expect(answer(twice, { requestType: "userRemove" })).toBe("ExistingOpenRequest");
  });

  it("is possible in an unpublished catalog where it gives up access", () => {
    const closed = { ...there, catalog: aCatalog({ state: "unpublished" }) };
    expect(answer(closed, { requestType: "userRemove" })).toBe("decided");
    expect(answer(closed, { requestType: "userUpdate" })).toBe("PolicyNotApplicable");
  });
});
