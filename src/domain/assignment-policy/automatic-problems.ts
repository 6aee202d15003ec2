/** What is wrong with a policy that assigns automatically (spec/domain.md 9). */
import type { Json } from "../json.js";
import { parseDuration } from "../time/duration.js";
import type { AssignmentPolicy } from "./assignment-policy.js";
import type { PolicyProblem, PolicySettings } from "./policy-problems.js";

/** A policy with automaticRequestSettings assigns by rule; without, it takes requests. */
export function isAutomatic(settings: Pick<PolicySettings, "automaticRequestSettings">): boolean {
  const automatic = settings.automaticRequestSettings;
  return isObject(automatic) && automatic["requestAccessForAllowedTargets"] === true;
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
  const grace = isObject(settings.automaticRequestSettings)
    ? settings.automaticRequestSettings["gracePeriodBeforeAccessRemoval"]
    : null;
  const isDuration = typeof grace === "string" && parseDuration(grace) !== undefined;
  if (grace !== null && grace !== undefined && !isDuration)
    problems.push({
      target: `${target}/gracePeriodBeforeAccessRemoval`,
      message: "The grace period is a duration of days or hours such as P7D or PT12H.",
    });
  return problems;
}

function isObject(value: Json): value is { readonly [name: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
