import { describe, expect, it } from "vitest";
import type { ResolvedApprovers } from "../../../src/domain/approval/approvers.js";
import { newApproval, withStage } from "../../../src/domain/approval/stages.js";
import {
  askAnew,
  escalateStage,
  openStage,
  openStageOf,
  timeOutStage,
} from "../../../src/domain/assignment-request/approval-steps.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import type { Decision } from "../../../src/domain/decision.js";
import { aRequest, occasion } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aStage, user } from "../../builders/policies.js";

const LATER = at("2026-11-25T19:25:45Z");

function people(says: Partial<ResolvedApprovers> = {}): ResolvedApprovers {
  return {
    primary: ["miriam"],
    fallbackPrimary: ["olga"],
    escalation: ["boss"],
    fallbackEscalation: [],
    delegations: [],
    sourceIds: ["manager-of-target"],
    ...says,
  };
}

const SETTINGS = aStage({
  isEscalationEnabled: true,
  durationBeforeEscalation: lasting("P3D"),
  escalationApprovers: [user("boss")],
});

function requestOf(decision: Decision): AssignmentRequest {
  const [document] = decision.documents;
  if (document?.kind !== "assignmentRequest") throw new Error("The decision is about a request.");
  return document;
}

function begun(resolved = people()): AssignmentRequest {
  const approval = newApproval("request", [SETTINGS], occasion().derive);
  return requestOf(openStage(aRequest({ approval }), approval, 0, resolved, occasion()));
}

function forwarded(): AssignmentRequest {
  const request = begun();
  if (request.approval === null) throw new Error("The request has an approval.");
  return requestOf(escalateStage(request, request.approval, 0, people(), occasion(LATER)));
}

const asked = (request: AssignmentRequest, resolved: ResolvedApprovers) => {
  const decision = askAnew(request, resolved, occasion(LATER));
  return decision === undefined ? undefined : requestOf(decision).pendingApproverIds;
};

describe("an open stage whose approvers have changed", () => {
  it("is asked of the new ones, keeps its dates, and tells who came and who left", () => {
    const request = begun();
    const decision = askAnew(request, people({ primary: ["successor"] }), occasion(LATER));
    expect(decision).toMatchObject({
      documents: [
        {
          state: "pendingApproval",
          status: "PendingApproval",
          pendingApproverIds: ["successor"],
          dueDateTime: request.dueDateTime,
          approval: { stages: [{ startedDateTime: NOW, status: "InProgress" }] },
        },
      ],
      events: [
        {
          type: "approversChanged",
          detail: { addedApproverIds: ["successor"], removedApproverIds: ["miriam"], noApprovers: false },
        },
      ],
    });
  });

  it("lets whoever was asked once read the request, for the record", () => {
    const decision = askAnew(begun(), people({ primary: ["successor"] }), occasion(LATER));
    expect(decision?.documents).toMatchObject([{ approverIds: ["miriam", "successor"] }]);
  });

  it("goes to the fallback when nobody is left, comes back when somebody is, and to nobody when there is none", () => {
    expect(asked(begun(), people({ primary: [] }))).toEqual(["olga"]);
    expect(asked(begun(people({ primary: [] })), people())).toEqual(["miriam"]);
    const nobody = askAnew(begun(), people({ primary: [], fallbackPrimary: [] }), occasion(LATER));
    expect(nobody?.events).toMatchObject([{ detail: { noApprovers: true, usedFallback: true } }]);
  });

  it("keeps its alternates once it was forwarded, and asks none before", () => {
    expect(asked(forwarded(), people({ primary: ["successor"] }))).toEqual(["successor", "boss"]);
    expect(asked(forwarded(), people({ escalation: ["chief"] }))).toEqual(["miriam", "chief"]);
    expect(asked(begun(), people({ escalation: ["chief"] }))).toBeUndefined();
  });

  it("changes nothing when the same people are asked, and remembers quietly when they come from elsewhere", () => {
    expect(askAnew(begun(), people(), occasion(LATER))).toBeUndefined();
    const elsewhere = askAnew(begun(), people({ sourceIds: ["group"] }), occasion(LATER));
    expect(elsewhere).toMatchObject({ documents: [{ approverSourceIds: ["group"] }], events: [] });
    const { approverSourceIds: _, ...older } = begun();
    expect(askAnew(older, people(), occasion(LATER))).toMatchObject({ events: [] });
    expect(askAnew(begun(), people({ sourceIds: ["one", "two"] }), occasion(LATER))?.events).toEqual([]);
  });

  it("names the delegates in the audit record, with whose right they have", () => {
    const delegator = { id: "miriam", displayName: null, userPrincipalName: null };
    const delegated = people({ delegations: [{ delegator, delegateId: "olga" }] });
    const decision = askAnew(begun(), delegated, occasion(LATER));
    expect(decision?.events).toMatchObject([
      { detail: { addedApproverIds: ["olga"], delegates: [{ delegatorId: "miriam", delegateId: "olga" }] } },
    ]);
  });
});

describe("a stage that is not open", () => {
  it("is never asked anew: before it begins, once it is decided or out of time, and where nobody approves", () => {
    const request = begun();
    const { approval } = request;
    if (approval === null) throw new Error("The request has an approval.");
    const [stage] = approval.stages;
    if (stage === undefined) throw new Error("The approval has a stage.");
    const decided = withStage(approval, 0, { ...stage, status: "Completed", reviewResult: "Approved" });
    const unbegun = newApproval("request", [SETTINGS], occasion().derive);
    for (const closed of [
      aRequest(),
      aRequest({ state: "pendingApproval" }),
      aRequest({ state: "submitted", approval: unbegun }),
      aRequest({ state: "pendingApproval", approval: unbegun }),
      aRequest({ state: "pendingApproval", approval: decided }),
      { ...request, state: "canceled" as const },
      requestOf(timeOutStage(request, 0, occasion(LATER))),
    ]) {
      expect(openStageOf(closed)).toBeUndefined();
      expect(askAnew(closed, people({ primary: ["successor"] }), occasion(LATER))).toBeUndefined();
    }
  });

  it("that the request does not have is a bug that is told", () => {
    const request = begun();
    const { approval } = request;
    if (approval === null) throw new Error("The request has an approval.");
    expect(() => openStage(request, approval, 3, people(), occasion())).toThrow("no stage 3");
  });
});
