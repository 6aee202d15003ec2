/** Under which policy does a request go? The one it names, the assignment's, or the only one that applies (spec/domain.md 5.9; 6.2, rules 5 and 6). */
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import { type Refusal, refused } from "../errors.js";
import { type PolicyStanding, policyStandings } from "./policy-standing.js";
import { isOwn } from "./request-kinds.js";
import { type Judged, nameOfPackage, nameOfTarget } from "./submission.js";

/** The policy, or undefined where one of the checks below refuses. */
export function chosenPolicy(judged: Judged): AssignmentPolicy | undefined {
  const [only, ...more] = offered(judged);
  return more.length === 0 ? only?.policy : undefined;
}

/** Rule 2: the policy is one of the package, and the assignment's where there is one. */
export function checkPolicyBelongs({ facts, asked }: Judged): Refusal | undefined {
  const named = asked.assignmentPolicyId;
  if (facts.assignment !== undefined && named !== null && named !== facts.assignment.assignmentPolicyId)
    return no(
      `The assignment is under policy ${facts.assignment.assignmentPolicyId}, not ${named}; leave assignmentPolicyId out.`,
    );
  const wanted = facts.assignment?.assignmentPolicyId ?? named;
  return wanted === null || facts.policies.some(({ id }) => id === wanted)
    ? undefined
    : refused(
        "PolicyNotApplicable",
        `Policy ${wanted} is not one of ${nameOfPackage(facts)}.`,
        "assignment/assignmentPolicyId",
      );
}

/** Rule 5: the person is one of those whom the policy is for. */
export function checkInScope(judged: Judged): Refusal | undefined {
  const { facts } = judged;
  const all = candidates(judged);
  const isNamed = judged.asked.assignmentPolicyId !== null || facts.assignment !== undefined;
  const reasons = all.map((standing) => {
    if (standing.scope.kind === "inScope") return undefined;
    const applies = facts.assignment === undefined ? "does not apply" : "no longer applies";
    return `Policy ${quoted(standing)} ${applies} to ${nameOfTarget(facts)}: ${standing.scope.because}.`;
  });
  if (reasons.includes(undefined)) return undefined;
  const [reason] = isNamed ? reasons : [];
  return no(reason ?? `No policy of ${nameOfPackage(facts)} applies to ${nameOfTarget(facts)}.`);
}

/** Rule 6: the policy takes requests of this kind. */
export function checkTaken(judged: Judged): Refusal | undefined {
  const { facts } = judged;
  const applying = candidates(judged).filter(({ scope }) => scope.kind === "inScope");
  const [first, ...others] = applying;
  if (first === undefined || applying.some(({ refusesBecause }) => refusesBecause === undefined))
    return undefined;
  if (others.length === 0) return no(`Policy ${quoted(first)} ${first.refusesBecause}.`);
  const who = nameOfTarget(facts);
  return no(
    `No policy of ${nameOfPackage(facts)} lets ${isOwn(judged) ? `${who} request it` : `you request it for ${who}`}.`,
  );
}

/** Section 5.9: of the policies that apply, only the most specific class is offered. */
export function checkOffered(judged: Judged): Refusal | undefined {
  const applying = candidates(judged).filter(
    ({ scope, refusesBecause }) => scope.kind === "inScope" && refusesBecause === undefined,
  );
  const [first] = applying;
  if (first === undefined || applying.some(({ isOffered }) => isOffered)) return undefined;
  const better = policyStandings(judged).filter(({ isOffered }) => isOffered);
  return no(
    `Policy ${quoted(first)} is not offered to ${nameOfTarget(judged.facts)}, because a more specific one applies: ${better.map(quoted).join(", ")}.`,
  );
}

/** Section 5.9: without a policy in the request there must be only one. */
export function checkOnlyOne(judged: Judged): Refusal | undefined {
  const all = offered(judged);
  return all.length <= 1
    ? undefined
    : no(
        `Several policies apply to ${nameOfTarget(judged.facts)}; name one as assignmentPolicyId: ${all.map(quoted).join(", ")}.`,
      );
}

/** The policy that the request names, or whose assignment it is about; otherwise all of the package. */
function candidates(judged: Judged): readonly PolicyStanding[] {
  const { facts, asked } = judged;
  const wanted = facts.assignment?.assignmentPolicyId ?? asked.assignmentPolicyId;
  const all = policyStandings(judged);
  return wanted === null ? all : all.filter(({ policy }) => policy.id === wanted);
}

function offered(judged: Judged): readonly PolicyStanding[] {
  return candidates(judged).filter(({ isOffered }) => isOffered);
}

function no(message: string): Refusal {
  return refused("PolicyNotApplicable", message);
}

function quoted({ policy }: PolicyStanding): string {
  return `"${policy.displayName}" (${policy.id})`;
}
