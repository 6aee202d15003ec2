import { describe, expect, it } from "vitest";
import type { ResolvedApprovers } from "../../../src/domain/approval/approvers.js";
import {
  coverageWarnings,
  type RequestorClass,
  stageCoverage,
  whyUndecidable,
} from "../../../src/domain/approval/coverage.js";
import type { ApprovalStageSettings } from "../../../src/domain/assignment-policy/assignment-policy.js";
import { lasting } from "../../builders/instants.js";
import { aStage, group, managerOfRequestor, managerOfTarget, user } from "../../builders/policies.js";

const NOBODY: ResolvedApprovers = {
  primary: [],
  fallbackPrimary: [],
  escalation: [],
  fallbackEscalation: [],
  delegations: [],
  sourceIds: [],
};

const why = (settings: Partial<ApprovalStageSettings>, resolved: Partial<ResolvedApprovers> = {}) =>
  whyUndecidable(aStage(settings), { ...NOBODY, ...resolved }, ["adele"]);

describe("a stage has somebody to decide", () => {
  it("when an approver, a fallback approver or an alternate is there and is not whoever asks", () => {
    const escalating = { isEscalationEnabled: true, durationBeforeEscalation: lasting("P1D") };
    expect(why({}, { primary: ["miriam"] })).toEqual([]);
    expect(why({}, { primary: ["adele"], fallbackPrimary: ["olga"] })).toEqual([]);
    expect(why(escalating, { escalation: ["boss"] })).toEqual([]);
  });

  it("but not by alternates who are named while escalation is off", () => {
    expect(why({ escalationApprovers: [user("boss")] }, { escalation: ["boss"] })).toEqual([
      "namedApproverMissing",
    ]);
  });
});

describe("a stage has nobody to decide", () => {
  it("when the only approver is whoever asks, also as an alternate", () => {
    expect(why({}, { primary: ["adele"] })).toEqual(["onlyApproverAsks"]);
    expect(
      why({ isEscalationEnabled: true, escalationApprovers: [user("adele")] }, { escalation: ["adele"] }),
    ).toEqual(["onlyApproverAsks"]);
  });

  it("when a manager, sponsors, owners, a group's members and named people are all missing: each is told", () => {
    expect(why({ primaryApprovers: [managerOfRequestor()] })).toEqual(["managerMissing"]);
    expect(why({ primaryApprovers: [managerOfTarget()] })).toEqual(["managerMissing"]);
    for (const kind of [
      "targetUserSponsors",
      "internalSponsors",
      "externalSponsors",
      "targetAgentIdentitySponsorsOrOwners",
    ] as const)
      expect(why({ primaryApprovers: [{ kind }] })).toEqual(["sponsorsMissing"]);
    expect(why({ primaryApprovers: [{ kind: "targetApplicationOwners" }] })).toEqual(["ownersMissing"]);
    expect(
      why({
        primaryApprovers: [group("empty")],
        fallbackPrimaryApprovers: [user("left")],
        isEscalationEnabled: true,
        escalationApprovers: [managerOfRequestor(2)],
        fallbackEscalationApprovers: [{ kind: "internalSponsors" }],
      }),
    ).toEqual(["managerMissing", "sponsorsMissing", "groupHasNobody", "namedApproverMissing"]);
  });
});

describe("the warnings of a policy", () => {
  const members: RequestorClass = { who: "allMembers", groupId: null, isOnBehalf: false };
  const gap = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      personId: String(index),
      displayName: null,
      reasons: ["managerMissing"] as const,
    }));

  it("are one sentence for each stage and class with a gap, and none without", () => {
    const stages = [
      stageCoverage(members, 1, 200, true, gap(12)),
      stageCoverage({ who: "groupMembers", groupId: "g", isOnBehalf: true }, 2, 3, true, gap(1)),
      stageCoverage(members, 3, 200, true, []),
    ];
    expect(coverageWarnings({ id: "policy", stages })).toEqual([
      "Stage 1 has nobody to decide for 12 of 200 members (managerMissing)",
      "Stage 2 has nobody to decide for 1 of 3 members of group g for whom their manager asks (managerMissing)",
    ]);
  });

  it("name at most a hundred people of each, and count all", () => {
    const stage = stageCoverage(members, 1, 2_000, false, gap(150));
    expect(stage.people).toHaveLength(100);
    expect(stage.undecidable).toBe(150);
  });
});
