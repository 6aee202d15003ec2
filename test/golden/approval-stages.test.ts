import { describe, expect, it } from "vitest";
import type { Approval, ApprovalStage } from "../../src/domain/approval/approval.js";
import type { ResolvedApprovers } from "../../src/domain/approval/approvers.js";
import { decideStage } from "../../src/domain/approval/decision.js";
import { escalated, expired, newApproval, opened, reviewed } from "../../src/domain/approval/stages.js";
import {
  askAnew,
  escalateStage,
  openStage,
  timeOutStage,
} from "../../src/domain/assignment-request/approval-steps.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import { cancelRequest } from "../../src/domain/assignment-request/cancel.js";
import { nextStep } from "../../src/domain/assignment-request/next-step.js";
import type { Decision } from "../../src/domain/decision.js";
import type { Refusal } from "../../src/domain/errors.js";
import type { Instant } from "../../src/domain/time/instant.js";
import { access, aRequest, occasion } from "../builders/access.js";
import { at, lasting, NOW } from "../builders/instants.js";
import { aStage, user } from "../builders/policies.js";

const APPROVER = { id: "approver", displayName: "Approver", userPrincipalName: null };
const LATER = at("2026-11-25T19:25:45Z");
const TIMED_OUT = at("2026-12-06T19:25:45Z");

const PEOPLE: ResolvedApprovers = {
  primary: ["approver"],
  fallbackPrimary: [],
  escalation: ["alternate"],
  fallbackEscalation: [],
  delegations: [],
  sourceIds: [],
};

const SETTINGS = aStage({
  isEscalationEnabled: true,
  durationBeforeEscalation: lasting("P3D"),
  escalationApprovers: [user("alternate")],
});

/** A stage as it can be, with the request around it; one more stage comes after it. */
type Situation = { readonly name: string; readonly request: AssignmentRequest };

function situation(
  name: string,
  make: (stage: ApprovalStage) => ApprovalStage,
  says: Partial<AssignmentRequest> = {},
): Situation {
  const { stages } = newApproval("request", [SETTINGS, SETTINGS], occasion().derive);
  const approval: Approval = {
    stages: stages.map((stage, index) => (index === 0 ? make(stage) : stage)),
  };
  return {
    name,
    request: aRequest({ state: "pendingApproval", status: "PendingApproval", approval, ...says }),
  };
}

const open = (stage: ApprovalStage) => opened(stage, { primary: ["approver"], usedFallback: false }, NOW);
const forwarded = (stage: ApprovalStage) => escalated(open(stage), { escalation: ["alternate"] }, LATER);

const SITUATIONS: readonly Situation[] = [
  situation("Initializing", (stage) => stage, { state: "submitted" }),
  situation("InProgress", open),
  situation("InProgress, forwarded", forwarded),
  situation("Completed, Approved", (stage) => reviewed(open(stage), "Approved", APPROVER, null, NOW)),
  situation("Completed, Denied", (stage) => reviewed(open(stage), "Denied", APPROVER, null, NOW), {
    state: "denied",
    status: "Denied",
  }),
  situation("Expired, timed out", (stage) => expired(open(stage)), { state: "denied", status: "Expired" }),
  situation("Expired, canceled", (stage) => expired(open(stage)), { state: "canceled", status: "Canceled" }),
];

type Outcome = Decision | Refusal | "nothing";
type Happening = readonly [name: string, outcome: (request: AssignmentRequest) => Outcome];

const decide =
  (decision: "Approve" | "Deny", by: string, now: Instant) =>
  (request: AssignmentRequest): Outcome =>
    decideStage(
      request,
      PEOPLE,
      {
        stageId: request.approval?.stages[0]?.id ?? "",
        decision,
        justification: null,
        by: { ...APPROVER, id: by },
      },
      occasion(now),
    );

/** What the system does by itself at this instant. */
const proceed =
  (now: Instant) =>
  (request: AssignmentRequest): Outcome => {
    const step = nextStep(request, now);
    const { approval } = request;
    if (approval === null || !("index" in step) || step.index !== 0) return "nothing";
    switch (step.kind) {
      case "openStage":
        return openStage(request, approval, 0, PEOPLE, occasion(now));
      case "escalate":
        return escalateStage(request, approval, 0, PEOPLE, occasion(now));
      case "timeOut":
        return timeOutStage(request, 0, occasion(now));
    }
  };

const HAPPENINGS: readonly Happening[] = [
  ["the system looks, at the beginning", proceed(NOW)],
  ["the system looks, when it is time to forward", proceed(LATER)],
  ["the system looks, when time is up", proceed(TIMED_OUT)],
  ["an approver says yes", decide("Approve", "approver", NOW)],
  ["an approver says no", decide("Deny", "approver", NOW)],
  ["an approver says yes, when time is up", decide("Approve", "approver", TIMED_OUT)],
  ["an alternate says yes, before it is forwarded", decide("Approve", "alternate", NOW)],
  ["an alternate says yes, when it is time to forward", decide("Approve", "alternate", LATER)],
  ["a stranger says yes", decide("Approve", "stranger", NOW)],
  ["the person who asks says yes", decide("Approve", "target", NOW)],
  [
    "other people are to decide",
    (request) => askAnew(request, { ...PEOPLE, primary: ["successor"] }, occasion(NOW)) ?? "nothing",
  ],
  ["the request is canceled", (request) => cancelRequest(access(), request, occasion(NOW))],
];

/** Read the difference before accepting it (`npx vitest run test/golden -u`): it shows what can become of an approval. */
describe("the stages of an approval", () => {
  it("go through the states that were last agreed on, whatever happens", async () => {
    await expect(printed()).toMatchFileSnapshot("approval-stages.txt");
  });
});

function printed(): string {
  const lines = [
    "What becomes of a stage, and of its request, by what happens. The stage has another one after it.",
    "",
  ];
  for (const { name, request } of SITUATIONS) {
    lines.push(name);
    for (const [what, happens] of HAPPENINGS) lines.push(`  ${what.padEnd(50)} ${told(happens(request))}`);
    lines.push("");
  }
  return lines.join("\n");
}

function told(outcome: Outcome): string {
  if (outcome === "nothing") return "-";
  if (outcome.kind === "refused") return `refused: ${outcome.code}`;
  const after = outcome.documents.find((document) => document.kind === "assignmentRequest");
  const stage = after?.approval?.stages[0];
  if (after === undefined || stage === undefined) throw new Error("Nothing about an approval was decided.");
  const asked = after.pendingApproverIds.length === 0 ? "" : `, asked: ${after.pendingApproverIds.join(" ")}`;
  const result = stage.reviewResult === "NotReviewed" ? "" : `, ${stage.reviewResult}`;
  return `${stage.status}${result}${asked}; request ${after.state} (${after.status})`;
}
