import { describe, expect, it } from "vitest";
import { isInAllowedTargetScope } from "../../../src/domain/assignment-policy/allowed-target-scope.js";
import type { AllowedTargetScope } from "../../../src/domain/assignment-policy/assignment-policy.js";
import {
  mayAskOnBehalf,
  offeredPolicies,
  takesOwnRequests,
} from "../../../src/domain/assignment-policy/policy-choice.js";
import { aTarget } from "../../builders/access.js";
import { aPolicy, group, managerOfTarget, user } from "../../builders/policies.js";

const GUEST = aTarget({ userType: "Guest" });
const APPLICATION = {
  kind: "servicePrincipal",
  objectId: "app",
  displayName: "app",
  groupIds: new Set<string>(),
} as const;

describe("whom a policy is for", () => {
  it.each<[AllowedTargetScope, string, ReturnType<typeof aTarget>, "inScope" | "outOfScope"]>([
    ["allMemberUsers", "a member", aTarget(), "inScope"],
    ["allMemberUsers", "a guest", GUEST, "outOfScope"],
    ["allDirectoryUsers", "a guest", GUEST, "inScope"],
    ["allDirectoryUsers", "an application", APPLICATION, "outOfScope"],
    ["allDirectoryServicePrincipals", "an application", APPLICATION, "inScope"],
    ["allDirectoryServicePrincipals", "a member", aTarget(), "outOfScope"],
    ["notSpecified", "a member who asks", aTarget(), "outOfScope"],
    ["allExternalUsers", "a member", aTarget(), "outOfScope"],
    ["specificConnectedOrganizationUsers", "a guest", GUEST, "outOfScope"],
  ])("%s answers %s: %s", (allowedTargetScope, _who, target, expected) => {
    expect(isInAllowedTargetScope(aPolicy({ allowedTargetScope }), target, false).kind).toBe(expected);
  });

  it("names people one by one and by group, nested groups included", () => {
    const policy = aPolicy({
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [user("target"), group("sales")],
    });
    expect(isInAllowedTargetScope(policy, aTarget(), false).kind).toBe("inScope");
    const other = aTarget({ objectId: "other", groupIds: ["sales"] });
    expect(isInAllowedTargetScope(policy, other, false).kind).toBe("inScope");
    expect(isInAllowedTargetScope(policy, aTarget({ objectId: "other" }), false).kind).toBe("outOfScope");
  });

  it("admits anybody to direct assignment when it is for nobody", () => {
    const policy = aPolicy({ allowedTargetScope: "notSpecified" });
    expect(isInAllowedTargetScope(policy, aTarget(), true).kind).toBe("inScope");
  });
});

describe("which policies are offered to whoever asks", () => {
  const named = aPolicy({
    id: "named",
    allowedTargetScope: "specificDirectoryUsers",
    specificAllowedTargets: [group("sales")],
  });
  const members = aPolicy({ id: "members", allowedTargetScope: "allMemberUsers" });
  const all = aPolicy({ id: "all", allowedTargetScope: "allDirectoryUsers" });
  const offered = (target: ReturnType<typeof aTarget>, ...policies: ReturnType<typeof aPolicy>[]) =>
    offeredPolicies(policies, target, takesOwnRequests).map(({ id }) => id);

  it("are only those of the most specific kind that admits them", () => {
    expect(offered(aTarget({ groupIds: ["sales"] }), all, members, named)).toEqual(["named"]);
    expect(offered(aTarget(), all, members, named)).toEqual(["members"]);
    expect(offered(GUEST, all, members, named)).toEqual(["all"]);
  });

  it("are several when several of one kind admit them", () => {
    expect(offered(aTarget(), members, { ...members, id: "members too" })).toEqual([
      "members",
      "members too",
    ]);
  });

  it("do not include one that takes no new requests, however specific it is", () => {
    const closed = aPolicy({ ...named, requestorSettings: { enableTargetsToSelfAddAccess: false } });
    expect(offered(aTarget({ groupIds: ["sales"] }), closed, members)).toEqual(["members"]);
  });

  it("are none when nothing admits them", () => {
    expect(offered(GUEST, members)).toEqual([]);
  });
});

describe("who may ask for somebody else", () => {
  const policy = aPolicy({ requestorSettings: { onBehalfRequestors: [managerOfTarget()] } });
  const manager = { objectId: "manager", groupIds: new Set<string>() };

  it("is the direct manager when the policy says so, and not the manager above", () => {
    expect(mayAskOnBehalf(policy, manager, ["manager", "director"])).toBe(true);
    expect(mayAskOnBehalf(policy, { ...manager, objectId: "director" }, ["manager", "director"])).toBe(false);
  });

  it("is nobody when the target has no manager", () => {
    expect(mayAskOnBehalf(policy, manager, [])).toBe(false);
  });
});
