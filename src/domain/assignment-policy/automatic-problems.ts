/** What is wrong with a policy that assigns automatically (spec/domain.md 9). */
import { GRACE_DAYS_MAX } from "../catalog/limits.js";
import { msOfDuration } from "../time/duration.js";
import type { AssignmentPolicy } from "./assignment-policy.js";
import type { PolicyProblem, PolicySettings } from "./policy-problems.js";

/** A policy with automaticRequestSettings that give or take access assigns by rule; without, it takes requests. */
export function isAutomatic({
  automaticRequestSettings: automatic,
}: Pick<PolicySettings, "automaticRequestSettings">): boolean {
  return (
    automatic !== null &&
    (automatic.requestAccessForAllowedTargets || automatic.removeAccessWhenTargetLeavesAllowedTargets)
  );
}

/** `others` are the other policies of the package. */
export function automaticProblems(
  settings: PolicySettings,
  others: readonly AssignmentPolicy[],
): readonly PolicyProblem[] {
  if (!isAutomatic(settings)) return [];
  const problems: PolicyProblem[] = [];
  const target = "automaticRequestSettings";
  const [rule] = settings.specificAllowedTargets;
  const isOneRule = settings.specificAllowedTargets.length === 1 && rule?.kind === "attributeRuleMembers";
  if (settings.allowedTargetScope !== "specificDirectoryUsers" || !isOneRule)
    problems.push({
      target: "specificAllowedTargets",
      message:
        "A policy that assigns automatically has allowedTargetScope specificDirectoryUsers and exactly one attributeRuleMembers.",
    });
  const other = others.find(isAutomatic);
  if (other !== undefined)
    problems.push({
      target,
      message: `The access package has an automatic policy already: "${other.displayName}". There can be one.`,
    });
  const grace = settings.automaticRequestSettings?.gracePeriodBeforeAccessRemoval ?? null;
  if (grace !== null && msOfDuration(grace) > GRACE_DAYS_MAX * 86_400_000)
    problems.push({
      target: `${target}/gracePeriodBeforeAccessRemoval`,
      message: `The grace period is at most ${GRACE_DAYS_MAX} days; access that nobody should have must end.`,
    });
  return problems;
}
