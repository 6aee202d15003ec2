import { describe, expect, it } from "vitest";
import { limitProblems } from "../../../src/domain/assignment-policy/limit-problems.js";
import type { PolicyFacts } from "../../../src/domain/assignment-policy/policy-problems.js";
import { NOW } from "../../builders/instants.js";

const facts: PolicyFacts = { now: NOW, unknownIds: new Set(), isExpirationKept: false };

describe("what a policy has too much of", () => {
  it("is nothing up to the limit, and a quota that is exceeded beyond", () => {
    expect(limitProblems("approvalStages", 3, "stages", facts)).toEqual([]);
    expect(limitProblems("approvalStages", 4, "stages", facts)).toMatchObject([
      { target: "stages", code: "QuotaExceeded" },
    ]);
  });

  it("is measured by the tenant's own limit where there is one", () => {
    const raised = { ...facts, limits: { approvalStages: 5 } };
    expect(limitProblems("approvalStages", 5, "stages", raised)).toEqual([]);
    const lowered = { ...facts, limits: { usersAndGroupsPerPolicy: 1 } };
    const [problem] = limitProblems("usersAndGroupsPerPolicy", 2, "specificAllowedTargets", lowered);
    expect(problem?.message).toContain(
      "at most 1 users, groups and applications named in one policy, and this one has 2",
    );
  });
});
