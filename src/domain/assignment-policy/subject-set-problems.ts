/** What is wrong with a set of people that a policy names: a kind that makes no sense in its place, or somebody who does not exist. */
import { MANAGER_LEVEL_MAX, MEMBERSHIP_RULE_LENGTH_MAX } from "../catalog/limits.js";
import type { SubjectSet } from "../subject/subject-set.js";
import type { PolicyProblem } from "./policy-problems.js";

export function subjectSetProblems(
  target: string,
  sets: readonly SubjectSet[],
  allowed: readonly SubjectSet["kind"][],
  unknownIds: ReadonlySet<string>,
): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  for (const [index, set] of sets.entries()) {
    const place = `${target}/${index}`;
    if (!allowed.includes(set.kind)) {
      problems.push({ target: place, message: `${set.kind} has no place here; use ${allowed.join(", ")}.` });
      continue;
    }
    const named = namedIdOf(set);
    if (named !== undefined && unknownIds.has(named.id))
      problems.push({
        target: `${place}/${named.property}`,
        message: `There is no ${named.what} with id ${named.id}.`,
      });
    if ("managerLevel" in set && !(set.managerLevel >= 1 && set.managerLevel <= MANAGER_LEVEL_MAX))
      problems.push({
        target: `${place}/managerLevel`,
        message: `managerLevel is 1 to ${MANAGER_LEVEL_MAX}; got ${set.managerLevel}.`,
      });
    if (set.kind === "attributeRuleMembers" && set.membershipRule.length > MEMBERSHIP_RULE_LENGTH_MAX)
      problems.push({
        target: `${place}/membershipRule`,
        message: `A membership rule is at most ${MEMBERSHIP_RULE_LENGTH_MAX} characters long.`,
      });
  }
  return problems;
}

export type NamedId = {
  readonly property: "userId" | "groupId" | "servicePrincipalId" | "connectedOrganizationId";
  readonly what: "user" | "group" | "service principal" | "connected organization";
  readonly id: string;
};

/** The one object that a set names by id; undefined for sets that follow from somebody else. */
export function namedIdOf(set: SubjectSet): NamedId | undefined {
  switch (set.kind) {
    case "singleUser":
      return { property: "userId", what: "user", id: set.userId };
    case "groupMembers":
      return { property: "groupId", what: "group", id: set.groupId };
    case "singleServicePrincipal":
      return { property: "servicePrincipalId", what: "service principal", id: set.servicePrincipalId };
    case "connectedOrganizationMembers":
      return {
        property: "connectedOrganizationId",
        what: "connected organization",
        id: set.connectedOrganizationId,
      };
    case "attributeRuleMembers":
    case "requestorManager":
    case "targetManager":
    case "internalSponsors":
    case "externalSponsors":
    case "targetUserSponsors":
    case "targetApplicationOwners":
    case "targetAgentIdentitySponsorsOrOwners":
      return undefined;
  }
}
