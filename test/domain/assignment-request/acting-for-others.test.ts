import { describe, expect, it } from "vitest";
import type { SubmissionFacts } from "../../../src/domain/assignment-request/submission.js";
import { access, anAssignment, person } from "../../builders/access.js";
import { at } from "../../builders/instants.js";
import { aPolicy, approvedBy, aStage, group, managerOfTarget, user } from "../../builders/policies.js";
import { answer, submit } from "../../builders/submissions.js";

const mine = anAssignment({ endDateTime: at("2027-01-01") });

/** By the target's manager, under a policy that lets managers do everything unless said. */
function byManager(
  says: Partial<Parameters<typeof aPolicy>[0] & object>["requestorSettings"] = {},
  facts: Partial<SubmissionFacts> = {},
): Partial<SubmissionFacts> {
  return {
    requestor: person("manager"),
    policies: [
      aPolicy({
        requestorSettings: {
          enableTargetsToSelfAddAccess: false,
          enableOnBehalfRequestorsToAddAccess: true,
          enableOnBehalfRequestorsToUpdateAccess: true,
          enableOnBehalfRequestorsToRemoveAccess: true,
          onBehalfRequestors: [managerOfTarget()],
          ...says,
        },
      }),
    ],
    ...facts,
  };
}

const having = { assignment: mine, access: access({ assignments: [mine] }) };

describe("a manager", () => {
  it("may ask for access for the people they manage where the policy lets managers", () => {
    expect(answer(byManager(), { requestType: "onBehalfAdd" })).toBe("decided");
    expect(
      answer(byManager({ enableOnBehalfRequestorsToAddAccess: false }), { requestType: "onBehalfAdd" }),
    ).toBe("PolicyNotApplicable");
    expect(answer(byManager({}, { managerIds: ["somebody"] }), { requestType: "onBehalfAdd" })).toBe(
      "PolicyNotApplicable",
    );
  });

  it("may extend the access of people they manage where the policy lets managers update", () => {
    expect(answer(byManager({}, having), { requestType: "userUpdate" })).toBe("decided");
    expect(
      answer(byManager({ enableOnBehalfRequestorsToUpdateAccess: false }, having), {
        requestType: "userUpdate",
      }),
    ).toBe("PolicyNotApplicable");
  });

  it("may give up the access of people they manage where the policy lets managers remove", () => {
    expect(answer(byManager({}, having), { requestType: "userRemove" })).toBe("decided");
    expect(
      answer(byManager({ enableOnBehalfRequestorsToRemoveAccess: false }, having), {
        requestType: "userRemove",
      }),
    ).toBe("PolicyNotApplicable");
  });

  it("is told apart from a stranger, who may do none of it", () => {
    const stranger = { requestor: person("stranger") };
    for (const requestType of ["userUpdate", "userRemove"] as const)
      expect(answer({ ...byManager({}, having), ...stranger }, { requestType })).toBe("Forbidden");
    expect(answer({ ...byManager(), ...stranger }, { requestType: "onBehalfAdd" })).toBe(
      "PolicyNotApplicable",
    );
  });

  it("asks for others with onBehalfAdd and for themselves with userAdd", () => {
    expect(answer({ requestor: person("target") }, { requestType: "onBehalfAdd" })).toBe("BadRequest");
    expect(answer({ requestor: person("manager") }, { requestType: "userAdd" })).toBe("Forbidden");
  });
});

describe("named people and members of named groups", () => {
  it("may act for others as managers do", () => {
    const named = (set: ReturnType<typeof user>, facts: Partial<SubmissionFacts> = {}) =>
      answer(byManager({ onBehalfRequestors: [set] }, { ...having, managerIds: [], ...facts }), {
        requestType: "userRemove",
      });
    expect(named(user("manager"))).toBe("decided");
    expect(named(user("other"))).toBe("Forbidden");
    expect(named(group("leads"), { requestorGroupIds: new Set(["leads"]) })).toBe("decided");
    expect(named(group("leads"))).toBe("Forbidden");
  });
});

describe("an administrator's direct assignment", () => {
  const policies = [
    aPolicy({
      requestApprovalSettings: { ...approvedBy(aStage()), isRequestorJustificationRequired: true },
    }),
  ];
  const assign = (says: Partial<SubmissionFacts> = {}) =>
    submit({ policies, requestor: person("admin"), ...says }, { requestType: "adminAdd" });

  it("needs nobody's approval, and records no justification it does not give", () => {
    expect(assign()).toMatchObject({ request: { approval: null, justification: null } });
  });

  it("goes through the policy's stages where the tenant enforces them for direct assignment", () => {
    expect(assign({ isApprovalEnforcedForDirectAssignment: true })).toMatchObject({
      request: { approval: { stages: [{ status: "Initializing" }] } },
    });
  });

  it("must use a policy that the person is eligible for", () => {
    const named = aPolicy({
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [user("x")],
    });
    expect(assign({ policies: [named] })).toMatchObject({ code: "PolicyNotApplicable" });
  });

  it("updates and removes without asking whether the policy takes such requests", () => {
    const closed = aPolicy({
      allowedTargetScope: "notSpecified",
      requestorSettings: {
        enableTargetsToSelfUpdateAccess: false,
        enableTargetsToSelfRemoveAccess: false,
        allowCustomAssignmentSchedule: false,
      },
    });
    const facts = { policies: [closed], requestor: person("admin"), ...having };
    const expiration = { type: "afterDateTime", endDateTime: at("2026-12-24") } as const;
    const schedule = { startDateTime: null, expiration };
    expect(answer(facts, { requestType: "adminUpdate", schedule })).toBe("decided");
    expect(answer(facts, { requestType: "adminRemove" })).toBe("decided");
  });
});
