import { describe, expect, it } from "vitest";
import { newApproval } from "../../../src/domain/approval/stages.js";
import {
  type AssignmentFacts,
  explainAssignment,
} from "../../../src/domain/explanation/explain-assignment.js";
import { access, aGrant, anAssignment, aRequest } from "../../builders/access.js";
import { at } from "../../builders/instants.js";
import { aStage } from "../../builders/policies.js";

const told = (says: Partial<AssignmentFacts> = {}) =>
  explainAssignment({
    ...{ assignment: anAssignment(), request: aRequest(), access: access(), names: new Map() },
    ...says,
  });

describe("why somebody has access", () => {
  it("is who asked for it, or gave it", () => {
    const why = (requestType: "userAdd" | "onBehalfAdd" | "adminAdd" | "systemAdd" | "userUpdate") =>
      told({ request: aRequest({ requestType }) }).why.because;
    expect(why("userAdd")).toBe("They asked for it, and nobody needed to approve.");
    expect(why("onBehalfAdd")).toContain("on their behalf");
    expect(why("adminAdd")).toContain("An administrator assigned it");
    expect(why("systemAdd")).toContain("automatically");
    // No update makes an assignment; should one, it is told all the same.
    expect(why("userUpdate")).toContain("It was given");
  });

  it("names who approved each stage, and nobody for one that is not shown", () => {
    const [stage] = newApproval("request", [aStage()], (...parts) => parts.join("|")).stages;
    if (stage === undefined) throw new Error("There is no stage.");
    const reviewedBy = { id: "miriam", displayName: "Miriam", userPrincipalName: null };
    const approval = { stages: [{ ...stage, reviewedBy }, stage] };
    expect(told({ request: aRequest({ approval }) })).toMatchObject({
      why: { because: "They asked for it, and 2 of 2 stages approved." },
      approvals: [
        { stage: 1, reviewedBy: { id: "miriam", displayName: "Miriam" } },
        { stage: 2, reviewedBy: null },
      ],
    });
  });

  it("is known to have been forgotten when the record of the request was deleted, or to be over", () => {
    expect(told({ request: undefined })).toMatchObject({
      why: { code: "requestDeleted" },
      request: null,
      approvals: [],
    });
    const over = anAssignment({
      state: "expired",
      endDateTime: at("2026-11-01"),
      expiredDateTime: at("2026-11-01"),
    });
    expect(told({ assignment: over })).toMatchObject({ why: { code: "ended" }, next: [] });
  });

  it("ends with the roles that nothing else gives; without an end nothing is to come", () => {
    expect(told().next).toEqual([]);
    const ending = anAssignment({ state: "deliveryFailed", endDateTime: at("2027-06-30") });
    const other = anAssignment({ id: "other", accessPackageId: "other" });
    const former = anAssignment({ id: "former", state: "expired" });
    const facts = access({
      assignments: [ending, other, former],
      grants: [
        aGrant("own"),
        aGrant("shared", { assignmentIds: ["assignment", "other", "former"] }),
        aGrant("foreign", { assignmentIds: ["other"] }),
      ],
    });
    const names = new Map([["other", "Other tools"]]);
    const { roles, next, policy } = told({ assignment: ending, access: facts, names });
    expect(policy).toEqual({ id: "policy", displayName: null });
    expect(roles.map(({ alsoGivenBy }) => alsoGivenBy)).toEqual([
      [],
      [{ assignmentId: "other", accessPackage: { id: "other", displayName: "Other tools" } }],
    ]);
    expect(next).toEqual([
      {
        code: "end",
        dateTime: at("2027-06-30"),
        what: "Access ends: 1 roles are taken away, 1 stay because other packages give them too.",
      },
    ]);
  });
});
