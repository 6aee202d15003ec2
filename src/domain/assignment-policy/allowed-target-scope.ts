/** Whom a policy is for: may this person or application be given the package under it? */
import type { SubjectSet } from "../subject/subject-set.js";
import type { AssignmentPolicy } from "./assignment-policy.js";

/** What the directory says of whoever is to have the access. */
export type Target =
  | {
      readonly kind: "user";
      readonly objectId: string;
      readonly displayName: string | null;
      readonly userType: "Member" | "Guest";
      /** The groups they are in, through nested groups too. */
      readonly groupIds: ReadonlySet<string>;
    }
  | {
      readonly kind: "servicePrincipal";
      readonly objectId: string;
      readonly displayName: string | null;
      /** As above: separation of duties counts for applications too. */
      readonly groupIds: ReadonlySet<string>;
    };

export type ScopeAnswer =
  | { readonly kind: "inScope" }
  /** `because` completes the sentence "Policy P does not apply to X: ...". */
  | { readonly kind: "outOfScope"; readonly because: string };

/**
 * `direct` is true for an administrator's assignment: a policy for nobody ("None, administrator direct assignments only") admits everybody then.
 */
export function isInAllowedTargetScope(
  policy: Pick<AssignmentPolicy, "allowedTargetScope" | "specificAllowedTargets">,
  target: Target,
  direct: boolean,
): ScopeAnswer {
  switch (policy.allowedTargetScope) {
    case "notSpecified":
      return direct ? IN_SCOPE : out("it is for direct assignment by administrators only");
    case "specificDirectoryUsers":
      if (target.kind !== "user") return out("it is for people, not for applications");
      return policy.specificAllowedTargets.some((set) => names(set, target))
        ? IN_SCOPE
        : out("they are not among the users and groups that it names");
    case "allMemberUsers":
      if (target.kind !== "user") return out("it is for people, not for applications");
      return target.userType === "Member" ? IN_SCOPE : out("it is for members, not for guests");
    case "allDirectoryUsers":
      return target.kind === "user" ? IN_SCOPE : out("it is for people, not for applications");
    case "specificDirectoryServicePrincipals":
      if (target.kind !== "servicePrincipal") return out("it is for applications, not for people");
      return policy.specificAllowedTargets.some(
        (set) => set.kind === "singleServicePrincipal" && set.servicePrincipalId === target.objectId,
      )
        ? IN_SCOPE
        : out("it is not among the applications that it names");
    case "allDirectoryServicePrincipals":
      return target.kind === "servicePrincipal" ? IN_SCOPE : out("it is for applications, not for people");
    case "allDirectoryAgentIdentities":
      return out("it is for agent identities, which this directory does not have");
    case "specificConnectedOrganizationUsers":
    case "allConfiguredConnectedOrganizationUsers":
    case "allExternalUsers":
      // A policy serves internal or external people, not both (spec/domain.md 5.1).
      return out("it is for people of other organizations, who are not in the directory yet");
  }
}

function names(set: SubjectSet, user: Extract<Target, { kind: "user" }>): boolean {
  if (set.kind === "singleUser") return set.userId === user.objectId;
  if (set.kind === "groupMembers") return user.groupIds.has(set.groupId);
  // attributeRuleMembers: who matches the rule is assigned automatically, nobody asks. Other kinds name approvers, not targets.
  return false;
}

const IN_SCOPE: ScopeAnswer = { kind: "inScope" };

function out(because: string): ScopeAnswer {
  return { kind: "outOfScope", because };
}
