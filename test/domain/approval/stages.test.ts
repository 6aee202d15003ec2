import { describe, expect, it } from "vitest";
import {
  approversNow,
  type ResolvedApprovers,
  rightToDecide,
} from "../../../src/domain/approval/approvers.js";
import { isEscalationDue } from "../../../src/domain/approval/escalation.js";
import { hasTimedOut } from "../../../src/domain/approval/stage-timeout.js";
import { escalated, newApproval, opened, stageDue } from "../../../src/domain/approval/stages.js";
import { occasion } from "../../builders/access.js";
import { at, lasting } from "../../builders/instants.js";
import { aStage, user } from "../../builders/policies.js";

const BEGAN = at("2026-11-22T19:25:45Z");

function resolved(says: Partial<ResolvedApprovers> = {}): ResolvedApprovers {
  return {
    primary: [],
    fallbackPrimary: [],
    escalation: [],
    fallbackEscalation: [],
    delegations: [],
    sourceIds: [],
    ...says,
  };
}

function mayDecide(...facts: Parameters<typeof rightToDecide>): boolean {
  return rightToDecide(...facts) !== undefined;
}

function stageOf(settings: Parameters<typeof aStage>[0], asked: ResolvedApprovers = resolved()) {
  const [stage] = newApproval("request", [aStage(settings)], occasion().derive).stages;
  if (stage === undefined) throw new Error("An approval with one setting has one stage.");
  return opened(stage, approversNow(asked, [], false), BEGAN);
}

describe("a stage that is decided", () => {
  it("neither runs out of time nor is forwarded, whatever the day", () => {
    const { settings, ...open } = stageOf({ durationBeforeAutomaticDenial: lasting("P14D") });
    const done = { ...open, settings, status: "Completed", escalationDueDateTime: BEGAN } as const;
    expect(hasTimedOut(done, at("2030-01-01"))).toBe(false);
    expect(isEscalationDue(done, at("2030-01-01"))).toBe(false);
    expect(isEscalationDue({ ...done, status: "InProgress" }, at("2030-01-01"))).toBe(true);
  });
});

describe("the time-out of a stage", () => {
  const stage = stageOf({ durationBeforeAutomaticDenial: lasting("P14D") });

  it("comes exactly one duration after the stage began, not at midnight", () => {
    expect(stage.timeoutDueDateTime).toBe("2026-12-06T19:25:45.000Z");
    expect(hasTimedOut(stage, at("2026-12-06T19:25:44.999Z"))).toBe(false);
    expect(hasTimedOut(stage, at("2026-12-06T19:25:45Z"))).toBe(true);
  });
});

describe("the escalation of a stage", () => {
  const settings = {
    isEscalationEnabled: true,
    durationBeforeEscalation: lasting("P3D"),
    escalationApprovers: [user("boss")],
  };

  it("comes exactly when the policy says, before the time-out", () => {
    const stage = stageOf(settings);
    expect(stageDue(stage)).toBe("2026-11-25T19:25:45.000Z");
    const withFallback = stageOf({ ...settings, fallbackEscalationApprovers: [user("owner")] });
    expect(stageDue(withFallback)).toBe("2026-11-25T19:25:45.000Z");
    expect(isEscalationDue(stage, at("2026-11-25T19:25:44.999Z"))).toBe(false);
    expect(isEscalationDue(stage, at("2026-11-25T19:25:45Z"))).toBe(true);
  });

  it("happens once, and leaves the time-out where it was", () => {
    const after = escalated(stageOf(settings), { escalation: ["boss"] }, at("2026-11-25T19:25:45Z"));
    expect(isEscalationDue(after, at("2026-12-01"))).toBe(false);
    expect(stageDue(after)).toBe("2026-12-06T19:25:45.000Z");
  });

  it("never comes when it is off, has nobody to escalate to, or would come after the time-out", () => {
    expect(stageOf({ ...settings, isEscalationEnabled: false }).escalationDueDateTime).toBeNull();
    expect(stageOf({ ...settings, escalationApprovers: [] }).escalationDueDateTime).toBeNull();
    const late = stageOf({ ...settings, durationBeforeEscalation: lasting("P14D") });
    expect(late.escalationDueDateTime).toBeNull();
  });
});

describe("who may approve", () => {
  it("are the primary approvers, without whoever asked and whoever is to have the access", () => {
    const asked = approversNow(resolved({ primary: ["adele", "miriam"] }), ["adele"], false);
    expect(asked).toMatchObject({ primary: ["miriam"], usedFallback: false });
  });

  it("are the fallback approvers only when the primary ones come to nobody", () => {
    const both = resolved({ primary: ["adele"], fallbackPrimary: ["olga"] });
    expect(approversNow(both, ["adele"], false)).toMatchObject({ primary: ["olga"], usedFallback: true });
    expect(approversNow(both, [], false)).toMatchObject({ primary: ["adele"], usedFallback: false });
  });

  it("are nobody when fallback comes to nobody as well: the stage waits for its time-out", () => {
    expect(approversNow(resolved({ primary: ["adele"] }), ["adele"], false).primary).toEqual([]);
  });

  it("are at escalation the alternates, or their fallback when there are none", () => {
    const both = resolved({ escalation: ["boss"], fallbackEscalation: ["olga"] });
    expect(approversNow(both, [], true).escalation).toEqual(["boss"]);
    expect(approversNow(both, ["boss"], true).escalation).toEqual(["olga"]);
    expect(approversNow(both, [], false).escalation).toEqual([]);
  });

  it("of a very large group are listed up to a limit, while every member may decide", () => {
    const members = Array.from({ length: 1_000 }, (_, i) => `member-${String(i).padStart(4, "0")}`);
    const large = resolved({ primary: members });
    expect(approversNow(large, [], false).primary).toHaveLength(250);
    const delegations = members.map((id) => ({
      delegator: { id, displayName: id, userPrincipalName: null },
      delegateId: `deputy of ${id}`,
    }));
    expect(approversNow({ ...large, delegations }, [], false).delegates).toHaveLength(250);
    expect(mayDecide(stageOf({}, large), large, "member-0999", [], BEGAN)).toBe(true);
  });
});

describe("whether somebody may decide now", () => {
  const settings = {
    isEscalationEnabled: true,
    durationBeforeEscalation: lasting("P3D"),
    escalationApprovers: [user("boss")],
  };
  const people = resolved({ primary: ["miriam"], fallbackPrimary: ["olga"], escalation: ["boss"] });
  const stage = stageOf(settings, people);
  const later = at("2026-11-25T19:25:45Z");

  it("is asked of the directory at that moment: who has left the group may not, who has joined may", () => {
    const changed = resolved({ primary: ["newcomer"] });
    expect(mayDecide(stage, changed, "miriam", [], BEGAN)).toBe(false);
    expect(mayDecide(stage, changed, "newcomer", [], BEGAN)).toBe(true);
  });

  it("is yes for alternates only from the instant of escalation on, and the primary approvers keep their right", () => {
    expect(mayDecide(stage, people, "boss", [], BEGAN)).toBe(false);
    expect(mayDecide(stage, people, "boss", [], later)).toBe(true);
    expect(mayDecide(stage, people, "miriam", [], later)).toBe(true);
  });

  it("is no for fallback approvers while there are primary ones", () => {
    expect(mayDecide(stage, people, "olga", [], BEGAN)).toBe(false);
    const alone = resolved({ fallbackPrimary: ["olga"] });
    expect(mayDecide(stage, alone, "olga", [], BEGAN)).toBe(true);
    // Asked as a fallback, and then there is a manager: the manager decides.
    expect(mayDecide(stageOf(settings, alone), people, "olga", [], BEGAN)).toBe(false);
  });

  it("is no for whoever asked or is to have the access, whatever group they are in", () => {
    expect(mayDecide(stage, people, "miriam", ["miriam"], BEGAN)).toBe(false);
    expect(mayDecide(stage, people, "boss", ["boss"], later)).toBe(false);
  });
});
