import { describe, expect, it } from "vitest";
import { type RevocationFacts, revokeApproved } from "../../../src/domain/approval/revocation.js";
import { newApproval, opened, reviewed, withStage } from "../../../src/domain/approval/stages.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { anAssignment, aRequest, occasion, person } from "../../builders/access.js";
import { NOW } from "../../builders/instants.js";
import { aStage } from "../../builders/policies.js";

const reviewer = (id: string) => ({ id, displayName: id, userPrincipalName: null });

/** A request whose one stage miriam decided. */
function decided(
  result: "Approved" | "Denied" = "Approved",
  says: Partial<AssignmentRequest> = {},
  inPlaceOf: string | null = null,
): AssignmentRequest {
  const approval = newApproval("request", [aStage()], occasion().derive);
  const [stage] = approval.stages;
  if (stage === undefined) throw new Error("One setting makes one stage.");
  const open = opened(stage, { primary: ["miriam"], usedFallback: false }, NOW);
  const delegator = inPlaceOf === null ? null : reviewer(inPlaceOf);
  const done = reviewed(open, result, reviewer("miriam"), null, NOW, delegator);
  return aRequest({
    state: "delivered",
    assignmentId: "assignment",
    approval: withStage(approval, 0, done),
    ...says,
  });
}

function revoke(facts: Partial<RevocationFacts>, by = "miriam", justification: string | null = "Left.") {
  return revokeApproved(
    { assignment: anAssignment(), requests: [decided()], ...facts },
    { id: "new", by: person(by), justification },
    occasion(),
  );
}

const codeOf = (result: ReturnType<typeof revoke>) => (result.kind === "refused" ? result.code : "decided");

describe("an approver may take back access", () => {
  it("that they approved: a request is made that ends it, and says why", () => {
    expect(revoke({})).toMatchObject({
      request: {
        requestType: "approverRemove",
        state: "submitted",
        assignmentId: "assignment",
        requestor: { objectId: "miriam" },
        justification: "Left.",
        approval: null,
      },
      events: [{ type: "approverRemovalRequested", detail: { reason: "Left." } }],
    });
  });

  it("whose extension they approved", () => {
    const made = aRequest({
      state: "delivered",
      assignmentId: "assignment",
      isAssignmentNotificationDisabled: true,
    });
    const extension = decided("Approved", { id: "extension", requestType: "userUpdate" });
    for (const requests of [
      [made, extension],
      [extension, made],
    ])
      expect(revoke({ requests })).toMatchObject({ request: { isAssignmentNotificationDisabled: true } });
    expect(revoke({ requests: [extension] })).toMatchObject({
      request: { isAssignmentNotificationDisabled: false },
    });
  });

  it("that their delegate approved in their place", () => {
    const requests = [decided("Approved", {}, "boss")];
    expect([revoke({ requests }, "boss"), revoke({ requests })].map(codeOf)).toEqual(["decided", "decided"]);
  });

  it("that is still being delivered", () => {
    const requests = [decided("Approved", { state: "delivering" })];
    expect(codeOf(revoke({ requests, assignment: anAssignment({ state: "delivering" }) }))).toBe("decided");
  });
});

describe("an approver may not take back access", () => {
  it("that somebody else approved, that nobody approved, or without being a person of the directory", () => {
    expect(codeOf(revoke({}, "olga"))).toBe("AccessDenied");
    expect(codeOf(revoke({ requests: [aRequest({ state: "delivered" })] }))).toBe("AccessDenied");
    expect(codeOf(revoke({ requests: [] }))).toBe("AccessDenied");
    const nobody = { ...person("miriam"), objectId: null };
    expect(
      codeOf(
        revokeApproved(
          { assignment: anAssignment(), requests: [decided()] },
          { id: "new", by: nobody, justification: "Left." },
          occasion(),
        ),
      ),
    ).toBe("AccessDenied");
  });

  it("because they denied it once, or approved an extension that came to nothing", () => {
    expect(codeOf(revoke({ requests: [decided("Denied")] }))).toBe("AccessDenied");
    const failed = decided("Approved", { id: "extension", requestType: "userUpdate", state: "denied" });
    expect(codeOf(revoke({ requests: [failed] }))).toBe("AccessDenied");
  });

  it("that has ended, or whose removal is under way", () => {
    expect(codeOf(revoke({ assignment: anAssignment({ state: "expired", expiredDateTime: NOW }) }))).toBe(
      "BadRequest",
    );
    const removal = aRequest({ id: "removal", requestType: "userRemove", state: "delivering" });
    expect(codeOf(revoke({ requests: [decided(), removal] }))).toBe("ExistingOpenRequest");
  });

  it("without a reason, or with an endless one", () => {
    for (const reason of [null, "  "])
      expect(codeOf(revoke({}, "miriam", reason))).toBe("JustificationRequired");
    expect(codeOf(revoke({}, "miriam", "x".repeat(4_000)))).toBe("decided");
    expect(codeOf(revoke({}, "miriam", "x".repeat(4_001)))).toBe("InvalidModel");
  });
});
