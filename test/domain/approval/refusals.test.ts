/** What approvers are told when they may not decide, delegate or take back: every text, to be proof-read in refusals.txt (`npx vitest run <this file> -u`). */
import { describe, expect, it } from "vitest";
import type { Approval } from "../../../src/domain/approval/approval.js";
import type { ResolvedApprovers } from "../../../src/domain/approval/approvers.js";
import {
  COVERAGE_REASONS,
  coverageWarnings,
  type RequestorClass,
  stageCoverage,
} from "../../../src/domain/approval/coverage.js";
import { decideStage, type StageDecision } from "../../../src/domain/approval/decision.js";
import {
  type ApprovalDelegation,
  type DelegationFacts,
  whyNotDelegate,
} from "../../../src/domain/approval/delegation.js";
import { type RevocationFacts, revokeApproved } from "../../../src/domain/approval/revocation.js";
import { escalated, newApproval, opened, reviewed } from "../../../src/domain/approval/stages.js";
import { asRequestorsSee } from "../../../src/domain/approval/visibility.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { anAssignment, aRequest, occasion, person } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aStage, user } from "../../builders/policies.js";
import { printedDecision, printedRefusal, printedSituations } from "../../builders/printed-decision.js";

type Situation = readonly [string, readonly string[]];

const MIRIAM = { id: "miriam", displayName: "Miriam", userPrincipalName: null };
const PEOPLE: ResolvedApprovers = {
  primary: ["miriam", "olga", "target"],
  fallbackPrimary: [],
  escalation: ["boss"],
  fallbackEscalation: [],
  delegations: [{ delegator: MIRIAM, delegateId: "deputy" }],
  sourceIds: [],
};
const LONG = "x".repeat(4_001);
const forwarded = aStage({
  isEscalationEnabled: true,
  durationBeforeEscalation: lasting("P3D"),
  escalationApprovers: [user("boss")],
});

/** Two stages, of which the first is open. */
function waiting(settings = aStage(), says: Partial<AssignmentRequest> = {}): AssignmentRequest {
  const { stages } = newApproval("request", [settings, aStage()], occasion().derive);
  const open = (stage: (typeof stages)[number]) =>
    opened(stage, { primary: ["miriam"], usedFallback: false }, NOW);
  const approval = { stages: stages.map((stage, index) => (index === 0 ? open(stage) : stage)) };
  return aRequest({
    state: "pendingApproval",
    status: "PendingApproval",
    approval,
    pendingApproverIds: ["miriam"],
    approverIds: ["olga"],
    ...says,
  });
}

/** Both stages are approved. */
function done(): AssignmentRequest & { readonly approval: Approval } {
  const approved = waiting(aStage(), { state: "delivered", status: "Delivered", assignmentId: "assignment" });
  const stages = approved.approval?.stages ?? [];
  return {
    ...approved,
    approval: { stages: stages.map((stage) => reviewed(stage, "Approved", MIRIAM, "Yes.", NOW)) },
  };
}

function decided(
  name: string,
  says: Partial<StageDecision> & { stage?: number } = {},
  request = waiting(),
  now = NOW,
): Situation {
  const stageId = request.approval?.stages[says.stage ?? 0]?.id ?? "unknown";
  const command = { decision: "Approve", justification: null, by: MIRIAM, stageId, ...says } as const;
  return [name, printedDecision(decideStage(request, PEOPLE, command, occasion(now)), [request])];
}

const by = (id: string) => ({ by: { ...MIRIAM, id, displayName: id } });

const forwardedAlready = (): AssignmentRequest => ({
  ...waiting(forwarded),
  status: "PendingApprovalEscalated",
  approval: {
    stages: (waiting(forwarded).approval?.stages ?? []).map((stage, index) =>
      index === 0 ? escalated(stage, { escalation: ["boss"] }, NOW) : stage,
    ),
  },
});

const deciding = (): readonly Situation[] => [
  decided("a yes", { justification: "She needs it." }),
  decided("a no", { decision: "Deny" }),
  decided("a delegate's yes, in the first of two stages", by("deputy")),
  decided(
    "the last yes of all",
    { stage: 1, ...by("olga") },
    {
      ...waiting(),
      approval: {
        stages: (waiting().approval?.stages ?? []).map((stage, index) =>
          index === 0
            ? reviewed(stage, "Approved", MIRIAM, null, NOW)
            : opened(stage, { primary: ["olga"], usedFallback: false }, NOW),
        ),
      },
    },
  ),
  decided("an alternate's yes, after it was forwarded", by("boss"), forwardedAlready()),
  decided("by a stranger, after it was forwarded", by("stranger"), forwardedAlready()),
  decided("on a stage that there is not", { stageId: "unknown" }),
  decided("on a request without approval", {}, aRequest()),
  decided("by a stranger", by("stranger")),
  decided("by an alternate, before it was forwarded", by("boss"), waiting(forwarded)),
  decided("by whoever is to have the access", by("target")),
  decided("on a decided stage", by("olga"), done()),
  decided("when time is up", {}, waiting(), at("2026-12-06T19:25:45Z")),
  decided(
    "when time was up and the request is denied",
    {},
    waiting(aStage(), { state: "denied", status: "Expired" }),
  ),
  decided("on a canceled request", {}, waiting(aStage(), { state: "canceled", status: "Canceled" })),
  decided("on a stage that has not begun", { stage: 1 }),
  decided(
    "without the justification that is wanted",
    { justification: " " },
    waiting(aStage({ isApproverJustificationRequired: true })),
  ),
  decided("with too long a justification", { justification: LONG }),
];

function delegated(
  name: string,
  says: Partial<ApprovalDelegation>,
  facts: Partial<DelegationFacts> = {},
): Situation {
  const wanted = {
    delegatorId: "miriam",
    delegateId: "olga",
    startDateTime: NOW,
    endDateTime: null,
    reason: null,
    ...says,
  };
  const delegate = { displayName: "Olga", accountEnabled: true };
  const refusal = whyNotDelegate(wanted, { now: NOW, delegate, others: [], ...facts });
  return [name, refusal === undefined ? ["taken"] : printedRefusal(refusal)];
}

const other: ApprovalDelegation = {
  kind: "approvalDelegation",
  id: "d1",
  delegatorId: "miriam",
  delegateId: "paul",
  startDateTime: NOW,
  endDateTime: null,
  reason: null,
  createdDateTime: NOW,
  modifiedDateTime: NOW,
};

const delegating = (): readonly Situation[] => [
  delegated("delegating to oneself", { delegateId: "miriam" }),
  delegated("delegating to nobody", {}, { delegate: undefined }),
  delegated(
    "delegating to a disabled account",
    {},
    { delegate: { displayName: "Olga", accountEnabled: false } },
  ),
  delegated("delegating for too long a reason", { reason: "x".repeat(1_001) }),
  delegated("delegating for the past", { startDateTime: at("2026-11-01") }),
  delegated("delegating until before the start", {
    startDateTime: at("2026-12-24"),
    endDateTime: at("2026-12-01"),
  }),
  delegated("delegating until now, from a moment ago", {
    startDateTime: at("2026-11-22T19:24:45Z"),
    endDateTime: NOW,
  }),
  delegated("delegating twice, without end", {}, { others: [other] }),
  delegated("delegating twice, for a time", {}, { others: [{ ...other, endDateTime: at("2026-12-24") }] }),
];

function taken(
  name: string,
  facts: Partial<RevocationFacts>,
  who = "miriam",
  justification = "She left.",
): Situation {
  const all = { assignment: anAssignment(), requests: [done()], ...facts };
  return [
    name,
    printedDecision(revokeApproved(all, { id: "new", by: person(who), justification }, occasion())),
  ];
}

const removal = aRequest({ id: "removal", requestType: "userRemove", state: "delivering" });
const ended = anAssignment({ state: "expired", expiredDateTime: NOW });

const takingBack = (): readonly Situation[] => [
  taken("taking back what one approved", {}),
  taken("taking back what somebody else approved", {}, "olga"),
  taken("taking back what has ended", { assignment: ended }),
  taken("taking back what is being removed", { requests: [done(), removal] }),
  taken("taking back without a reason", {}, "miriam", " "),
  taken("taking back for too long a reason", {}, "miriam", LONG),
];

const CLASSES: readonly RequestorClass[] = [
  { who: "allMembers", groupId: null, isOnBehalf: false },
  { who: "allUsers", groupId: null, isOnBehalf: true },
  { who: "groupMembers", groupId: "g1", isOnBehalf: false },
  { who: "namedUsers", groupId: null, isOnBehalf: false },
  { who: "outsideTheDirectory", groupId: null, isOnBehalf: false },
];

const covered = (): Situation => [
  "a policy whose stages come to nobody for some",
  coverageWarnings({
    id: "policy",
    stages: CLASSES.map((one, index) =>
      stageCoverage(one, 1, 10, true, [
        { personId: "p1", displayName: null, reasons: COVERAGE_REASONS.slice(index) },
      ]),
    ),
  }),
];

function seen(): Situation {
  const hidden = asRequestorsSee(done().approval, false).stages[0];
  const properties = Object.entries(hidden ?? {}).filter(([key]) => key !== "settings");
  return [
    "a stage as requestors see it when its approvers are hidden",
    properties.map(([key, value]) => `${key} ${JSON.stringify(value)}`),
  ];
}

describe("refusals of approvals", () => {
  it("are the texts that were last read and agreed on, with what is written otherwise", async () => {
    const text = printedSituations([...deciding(), ...delegating(), ...takingBack(), covered(), seen()]);
    await expect(text).toMatchFileSnapshot("refusals.txt");
  });
});
