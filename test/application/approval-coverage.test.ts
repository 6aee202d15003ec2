import { afterEach, describe, expect, it } from "vitest";
import { approvalCoverage } from "../../src/application/governance/approval-coverage.js";
import { getApprovalCoverage } from "../../src/application/queries/get-approval-coverage.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import {
  aPolicy,
  approvedBy,
  aStage,
  group,
  managerOfRequestor,
  managerOfTarget,
  user,
} from "../builders/policies.js";
import { ADMIN } from "../builders/world.js";
import { OLGA, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

type Says = Parameters<typeof aPolicy>[0];

function policyOf(approver: Parameters<typeof aStage>[0], says: Says = {}): AssignmentPolicy {
  return aPolicy({
    allowedTargetScope: "allMemberUsers",
    requestApprovalSettings: approvedBy(aStage(approver)),
    ...says,
  });
}

/** For whom nobody could decide, by class, as `person: reasons`. */
async function gaps(policy: AssignmentPolicy): Promise<readonly string[]> {
  const { stages } = await approvalCoverage(s.world.ports, policy);
  return stages.flatMap(({ stage, who, people }) =>
    people.map(({ personId, reasons }) => `${stage} ${who} ${personId}: ${reasons.join(" ")}`).toSorted(),
  );
}

describe("whether somebody can decide under a policy", () => {
  it("is no for members without a manager where there is no fallback, and yes with one", async () => {
    const policy = policyOf({ primaryApprovers: [managerOfRequestor()] });
    s = await scene(policy);
    expect(await gaps(policy)).toEqual([
      "1 allMembers admin: managerMissing",
      "1 allMembers boss: managerMissing",
      "1 allMembers olga: managerMissing",
    ]);
    const withFallback = policyOf({
      primaryApprovers: [managerOfRequestor()],
      fallbackPrimaryApprovers: [user("olga")],
    });
    // Olga has no manager, and does not decide about her own request.
    expect(await gaps(withFallback)).toEqual(["1 allMembers olga: onlyApproverAsks"]);
  });

  it("is looked at for many people with as many approvers while others are answered", async () => {
    const policy = policyOf({ primaryApprovers: [group("everybody")] });
    s = await scene(policy);
    await s.world.group("everybody");
    for (let index = 0; index < 150; index++) {
      await s.world.person(`person${index}`);
      await s.world.directory.groups.addMember("everybody", `person${index}`);
    }
    let turns = 0;
    let isDone = false;
    const others = (): unknown => (turns++, isDone || setImmediate(others));
    others();
    expect(await gaps(policy)).toEqual([]);
    isDone = true;
    // One before each fifty of them.
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it("is no for everybody whose manager's account is disabled", async () => {
    const policy = policyOf({ primaryApprovers: [managerOfRequestor()] });
    s = await scene(policy);
    await s.world.directory.users.update("miriam", { accountEnabled: false });
    expect(await gaps(policy)).toContain("1 allMembers adele: managerMissing");
  });

  it("is no when the approvers' group is empty, or the named approver is gone", async () => {
    const policy = policyOf(
      { primaryApprovers: [group("approvers")], fallbackPrimaryApprovers: [user("left")] },
      { allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [user("adele")] },
    );
    s = await scene(policy);
    await s.world.group("approvers");
    await s.world.person("left", { enabled: false });
    expect(await gaps(policy)).toEqual(["1 namedUsers adele: groupHasNobody namedApproverMissing"]);
  });

  it("is no for the only approver, when they are among those who may ask", async () => {
    const policy = policyOf(
      { primaryApprovers: [user("miriam")] },
      { allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [group("team")] },
    );
    s = await scene(policy);
    await s.world.group("team", "adele", "miriam");
    expect(await gaps(policy)).toEqual(["1 groupMembers miriam: onlyApproverAsks"]);
  });

  it("is no where the manager asks for somebody and is the only one who could decide", async () => {
    const policy = policyOf(
      { primaryApprovers: [managerOfTarget()] },
      {
        allowedTargetScope: "specificDirectoryUsers",
        specificAllowedTargets: [user("adele")],
        requestorSettings: {
          enableTargetsToSelfAddAccess: false,
          enableTargetsToSelfUpdateAccess: false,
          enableOnBehalfRequestorsToAddAccess: true,
          onBehalfRequestors: [managerOfTarget()],
        },
      },
    );
    s = await scene(policy);
    const { stages } = await approvalCoverage(s.world.ports, policy);
    expect(stages).toMatchObject([
      { isOnBehalf: true, undecidable: 1, people: [{ reasons: ["onlyApproverAsks"] }] },
    ]);
  });

  it("is asked of no more than 2,000 people, and says that there are more", async () => {
    const policy = policyOf({ primaryApprovers: [managerOfRequestor()] });
    s = await scene(policy);
    const crowd = Array.from({ length: 2_100 }, (_, index) => `crowd-${index}`);
    const policyForCrowd = {
      ...policy,
      allowedTargetScope: "specificDirectoryUsers" as const,
      specificAllowedTargets: [group("crowd")],
    };
    const real = s.world.ports.directory;
    const ports = {
      ...s.world.ports,
      directory: { ...real, transitiveMembers: async () => crowd },
    };
    const { stages } = await approvalCoverage(ports, policyForCrowd);
    expect(stages).toMatchObject([{ isComplete: false }]);
  });

  it("is left open for people outside the directory, and needs no look where nobody approves or nobody asks", async () => {
    s = await scene(policyOf({}));
    const stages = async (policy: AssignmentPolicy) => (await approvalCoverage(s.world.ports, policy)).stages;
    expect(await stages(policyOf({}, { allowedTargetScope: "allExternalUsers" }))).toMatchObject([
      { who: "outsideTheDirectory", looked: 0, isComplete: false, undecidable: 0 },
    ]);
    expect(await stages(aPolicy())).toEqual([]);
    expect(await stages(policyOf({}, { allowedTargetScope: "notSpecified" }))).toEqual([]);
  });

  it("is told to whoever may see the policy, and to nobody else", async () => {
    s = await scene(policyOf({ primaryApprovers: [managerOfRequestor()] }));
    const input = { policyId: "policy" };
    expect(await getApprovalCoverage(s.world.ports, ADMIN, input)).toMatchObject({ kind: "done" });
    expect(await getApprovalCoverage(s.world.ports, OLGA, input)).toMatchObject({ code: "Forbidden" });
  });
});
