import { describe, expect, it } from "vitest";
import { newApproval, opened, reviewed, withStage } from "../../../src/domain/approval/stages.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { nextStep } from "../../../src/domain/assignment-request/next-step.js";
import { aRequest, occasion } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aStage, user } from "../../builders/policies.js";

const LATER = at("2026-12-01");
const BY = { id: "miriam", displayName: "Miriam", userPrincipalName: null };
const twoStages = newApproval("request", [aStage(), aStage()], occasion().derive);

function step(says: Partial<AssignmentRequest>, now = NOW) {
  return nextStep(aRequest(says), now);
}

describe("what comes next for a request", () => {
  it("that needs no approval is to give access at once, or at the start that was asked for", () => {
    expect(step({})).toEqual({ kind: "give" });
    const schedule = { startDateTime: LATER, expiration: { type: "notSpecified" } } as const;
    expect(step({ schedule })).toEqual({ kind: "schedule", start: LATER });
  });

  it("that needs approval is its first stage, then to wait", () => {
    expect(step({ approval: twoStages })).toEqual({ kind: "openStage", index: 0 });
    const [first] = twoStages.stages;
    if (first === undefined) throw new Error("There are two stages.");
    const open = opened(first, { primary: ["miriam"], usedFallback: false }, NOW);
    const waiting = withStage(twoStages, 0, open);
    expect(step({ state: "pendingApproval", approval: waiting })).toEqual({ kind: "wait", for: "decision" });
    const said = withStage(twoStages, 0, reviewed(open, "Approved", BY, null, NOW));
    expect(step({ state: "pendingApproval", approval: said })).toEqual({ kind: "openStage", index: 1 });
  });

  it("is to escalate at that instant, and to time out at that one, which wins when both have come", () => {
    const settings = aStage({
      isEscalationEnabled: true,
      durationBeforeEscalation: lasting("P3D"),
      escalationApprovers: [user("boss")],
    });
    const [stage] = newApproval("request", [settings], occasion().derive).stages;
    if (stage === undefined) throw new Error("There is one stage.");
    const approval = { stages: [opened(stage, { primary: [], usedFallback: true }, NOW)] };
    const pending = { state: "pendingApproval", approval } as const;
    expect(step(pending, at("2026-11-25T19:25:45Z"))).toEqual({ kind: "escalate", index: 0 });
    expect(step(pending, at("2026-12-06T19:25:45Z"))).toEqual({ kind: "timeOut", index: 0 });
  });

  it("that is scheduled is to wait until its start, and then to give access", () => {
    const schedule = { startDateTime: LATER, expiration: { type: "notSpecified" } } as const;
    expect(step({ state: "scheduled", schedule })).toEqual({ kind: "wait", for: "start" });
    expect(step({ state: "scheduled", schedule }, LATER)).toEqual({ kind: "give" });
  });

  it("that removes access is to take it away, whatever approval the policy asks for", () => {
    expect(step({ requestType: "userRemove", assignmentId: "assignment" })).toEqual({ kind: "takeAway" });
  });

  it.each(["delivering", "delivered", "partiallyDelivered", "deliveryFailed", "denied", "canceled"] as const)(
    "that is %s is nothing",
    (state) => expect(step({ state })).toEqual({ kind: "none" }),
  );

  it("that waits for approval and has none is to wait: waiting is safer than giving", () => {
    expect(step({ state: "pendingApproval" })).toEqual({ kind: "wait", for: "decision" });
  });
});
