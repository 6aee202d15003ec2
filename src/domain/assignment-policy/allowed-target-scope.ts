/** Whom a policy is for: may this person or application be given the package under it? */
import type { ConnectedOrganization } from "../connected-organization/connected-organization.js";
import type { SubjectSet } from "../subject/subject-set.js";
import type { AssignmentPolicy } from "./assignment-policy.js";

/** Where somebody from outside belongs. */
export type Affiliation = {
  /** The connected organization whose people they are; null when none is known. */
  readonly organization: Pick<ConnectedOrganization, "id" | "state"> | null;
  /** The tenant's list of domains refuses theirs. */
  readonly isRefused: boolean;
};

/** What is known of whoever is to have the access. */
export type Target =
  | {
      readonly kind: "user";
      readonly objectId: string;
      readonly displayName: string | null;
      readonly userType: "Member" | "Guest";
      /** The groups they are in, through nested groups too. */
      readonly groupIds: ReadonlySet<string>;
      /** Of a guest: people of other organizations are so in the directory too. Absent: of none. */
      readonly affiliation?: Affiliation;
    }
  /** A person whom the directory does not have yet. */
  | {
      readonly kind: "externalUser";
      readonly objectId: null;
      readonly displayName: string | null;
      readonly email: string;
      /** Nobody outside the directory is in a group. */
      readonly groupIds: ReadonlySet<string>;
      readonly affiliation: Affiliation;
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

/** Scopes for people of other organizations; the others are for the directory. A policy serves one or the other (spec/domain.md 5.1). */
export function isForExternalPeople({
  allowedTargetScope,
}: Pick<AssignmentPolicy, "allowedTargetScope">): boolean {
  return (
    allowedTargetScope === "specificConnectedOrganizationUsers" ||
    allowedTargetScope === "allConfiguredConnectedOrganizationUsers" ||
    allowedTargetScope === "allExternalUsers"
  );
}

/**
 * `direct` is true for an administrator's assignment: a policy for nobody ("None, administrator direct assignments only") admits everybody
 * in the directory then. Guests are in the directory and of another organization, so either kind of policy can be for them.
 */
export function isInAllowedTargetScope(
  policy: Pick<AssignmentPolicy, "allowedTargetScope" | "specificAllowedTargets">,
  target: Target,
  direct: boolean,
): ScopeAnswer {
  if (target.kind === "externalUser" && !isForExternalPeople(policy))
    return out("it is for the directory, and they are not in it");
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
      return forExternalPeople(policy, target);
  }
}

function forExternalPeople(
  policy: Pick<AssignmentPolicy, "allowedTargetScope" | "specificAllowedTargets">,
  target: Target,
): ScopeAnswer {
  if (target.kind === "servicePrincipal") return out("it is for people, not for applications");
  if (target.kind === "user" && target.userType === "Member")
    return out("it is for people of other organizations, not for members of this one");
  const { organization, isRefused } = target.affiliation ?? UNKNOWN;
  if (isRefused) return out("the settings of the tenant do not allow the domain of their mail address");
  if (policy.allowedTargetScope === "allExternalUsers") return IN_SCOPE;
  if (organization === null) return out("they belong to no connected organization");
  if (policy.allowedTargetScope === "allConfiguredConnectedOrganizationUsers")
    return organization.state === "configured"
      ? IN_SCOPE
      : out("their organization is only proposed; an administrator can confirm it");
  return policy.specificAllowedTargets.some(
    (set) => set.kind === "connectedOrganizationMembers" && set.connectedOrganizationId === organization.id,
  )
    ? IN_SCOPE
    : out("their organization is not among those that it names");
}

const UNKNOWN: Affiliation = { organization: null, isRefused: false };

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
