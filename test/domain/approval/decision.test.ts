import { describe, expect, it } from "vitest";
import type { Approval } from "../../../src/domain/approval/approval.js";
import type { ResolvedApprovers } from "../../../src/domain/approval/approvers.js";
import { decideStage, type StageDecision } from "../../../src/domain/approval/decision.js";
import { newApproval, opened, reviewed, withStage } from "../../../src/domain/approval/stages.js";
import type { ApprovalStageSettings } from "../../../src/domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { aRequest, occasion, person } from "../../builders/access.js";
import { at, NOW } from "../../builders/instants.js";
import { aStage } from "../../builders/policies.js";

const MIRIAM = { id: "miriam", displayName: "Miriam", userPrincipalName: "miriam@example.org" };
const PEOPLE: ResolvedApprovers = {
  primary: ["miriam", "olga", "target", "manager"],
  fallbackPrimary: [],
  escalation: [],
  fallbackEscalation: [],
  delegations: [],
  sourceIds: [],
};

/** A request whose stages before `openIndex` have said yes. */
function pending(
  stages: readonly ApprovalStageSettings[],
  openIndex = 0,
  says: Partial<AssignmentRequest> = {},
): AssignmentRequest & { readonly approval: Approval } {
  let approval = newApproval("request", stages, occasion().derive);
  for (const [index, stage] of approval.stages.entries()) {
    if (index > openIndex) break;
    const open = opened(stage, { primary: ["miriam"], usedFallback: false }, NOW);
    approval = withStage(
      approval,
      index,
      index < openIndex ? reviewed(open, "Approved", { ...MIRIAM, id: "olga" }, null, NOW) : open,
    );
  }
  return { ...aRequest({ state: "pendingApproval", status: "PendingApproval", ...says }), approval };
}

function decide(
  request: AssignmentRequest,
  says: Partial<StageDecision> & { stage?: number } = {},
  now = NOW,
  people = PEOPLE,
) {
  const stageId = request.approval?.stages[says.stage ?? 0]?.id ?? "";
  const command = { decision: "Approve", justification: null, by: MIRIAM, stageId, ...says } as const;
  return decideStage(request, people, command, occasion(now));
}

function after(result: ReturnType<typeof decideStage>): AssignmentRequest {
  if (result.kind === "refused") throw new Error(`${result.code}: ${result.message}`);
  const [document] = result.documents;
  if (document?.kind !== "assignmentRequest") throw new Error("A decision changes its request.");
  return document;
}

function events(result: ReturnType<typeof decideStage>): readonly string[] {
  return result.kind === "refused" ? [] : result.events.map(({ type }) => type);
}

describe("a yes", () => {
  it("completes the stage and says who, when and why; the request goes on", () => {
    const request = after(decide(pending([aStage(), aStage()]), { justification: "She needs it." }));
    expect(request.state).toBe("pendingApproval");
    expect(request.approval?.stages[0]).toMatchObject({
      status: "Completed",
      reviewResult: "Approved",
      reviewedBy: MIRIAM,
      reviewedDateTime: NOW,
      justification: "She needs it.",
    });
    expect(request.pendingApproverIds).toEqual([]);
  });

  it("of the last stage approves the request; of an earlier one it does not", () => {
    expect(events(decide(pending([aStage(), aStage()])))).toEqual(["approvalStageCompleted"]);
    expect(events(decide(pending([aStage(), aStage()], 1), { stage: 1 }))).toEqual([
      "approvalStageCompleted",
      "assignmentRequestApproved",
    ]);
  });
});

describe("a no", () => {
  it("denies the whole request at once, whatever stages are left", () => {
    const result = decide(pending([aStage(), aStage()]), { decision: "Deny" });
    expect(after(result)).toMatchObject({
      state: "denied",
      status: "Denied",
      completedDateTime: NOW,
      dueDateTime: null,
    });
    expect(events(result)).toEqual(["assignmentRequestDenied"]);
  });
});

describe("a decision", () => {
  it("is refused after another one, saying by whom", () => {
    const decided = after(decide(pending([aStage()])));
    expect(decide(decided, { by: { ...MIRIAM, id: "olga" } })).toMatchObject({
      kind: "refused",
      code: "Conflict",
      message: expect.stringContaining("Miriam"),
    });
  });

  it("of a delegate records in whose place it was taken, in the stage and for the auditor, be it yes or no", () => {
    const delegator = { id: "miriam", displayName: "Miriam", userPrincipalName: null };
    const people = { ...PEOPLE, primary: ["miriam"], delegations: [{ delegator, delegateId: "deputy" }] };
    for (const decision of ["Approve", "Deny"] as const) {
      const result = decide(pending([aStage()]), { decision, by: { ...MIRIAM, id: "deputy" } }, NOW, people);
      expect(after(result).approval?.stages[0]).toMatchObject({
        reviewedBy: { id: "deputy" },
        reviewedInPlaceOf: { id: "miriam" },
      });
      const [event] = result.kind === "refused" ? [] : result.events;
      expect(event?.detail).toMatchObject({ inPlaceOf: "miriam" });
    }
  });

  it("on a stage or an approval that is not there is told so", () => {
    expect(decide(pending([aStage()]), { stageId: "unknown" })).toMatchObject({ code: "ResourceNotFound" });
    expect(decide(aRequest(), { stageId: "unknown" })).toMatchObject({ code: "ResourceNotFound" });
  });

  it("that comes second is told the first one's id where the name is not known", () => {
    const decided = after(decide(pending([aStage()]), { by: { ...MIRIAM, displayName: null } }));
    expect(decide(decided)).toMatchObject({ message: expect.stringContaining("by miriam") });
  });

  it("is refused to alternates before it was forwarded, in words that say that it is about the time", () => {
    const forwarded = aStage({ isEscalationEnabled: true });
    expect(decide(pending([forwarded]), { by: { ...MIRIAM, id: "boss" } })).toMatchObject({
      message: expect.stringContaining("at this time"),
    });
  });

  it("is refused on a stage that has not begun", () => {
    expect(decide(pending([aStage(), aStage()]), { stage: 1 })).toMatchObject({ code: "Conflict" });
  });

  it("is refused from the instant of the time-out on, even when nobody has closed the request yet", () => {
    const request = pending([aStage()]);
    expect(decide(request, {}, at("2026-12-06T19:25:44.999Z")).kind).toBe("decided");
    expect(decide(request, {}, at("2026-12-06T19:25:45Z"))).toMatchObject({ code: "Conflict" });
  });

  it("is refused on a canceled request", () => {
    expect(decide(pending([aStage()], 0, { state: "canceled" }))).toMatchObject({ code: "Conflict" });
  });

  it("is refused to whoever asked, whoever is to have the access, and strangers", () => {
    const request = pending([aStage()], 0, { requestor: person("manager") });
    for (const id of ["target", "manager", "stranger"])
      expect(decide(request, { by: { ...MIRIAM, id } })).toMatchObject({ code: "AccessDenied" });
  });

  it("needs a justification where the stage asks for one, and blanks are none", () => {
    const request = pending([aStage({ isApproverJustificationRequired: true })]);
    expect(decide(request, { justification: "  " })).toMatchObject({ code: "JustificationRequired" });
    expect(decide(request, { justification: "Yes." }).kind).toBe("decided");
  });

  it("takes a justification of a bounded length", () => {
    expect(decide(pending([aStage()]), { justification: "x".repeat(4_000) }).kind).toBe("decided");
    expect(decide(pending([aStage()]), { justification: "x".repeat(4_001) })).toMatchObject({
      code: "InvalidModel",
    });
  });
});
