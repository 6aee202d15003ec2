/** Is an access package listed to a person when they look for packages? Asking for it is another question: who has the link may find more. */
import { isInAllowedTargetScope, type Target } from "../assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import { takesOwnRequests } from "../assignment-policy/policy-choice.js";
import type { Catalog } from "../catalog/catalog.js";
import type { AccessPackage } from "./access-package.js";

export type Listing = {
  readonly isListed: boolean;
  /** `mayRequest` and `listedToMembers` are listed; the others say why not. */
  readonly code: "mayRequest" | "listedToMembers" | "catalogNotPublished" | "hidden" | "forNobodyLikeThem";
  /** A full sentence. */
  readonly because: string;
};

export type ListingFacts = {
  readonly accessPackage: Pick<AccessPackage, "isHidden">;
  readonly catalog: Pick<Catalog, "state">;
  /** Those of the package. */
  readonly policies: readonly AssignmentPolicy[];
  readonly target: Target;
  /** The tenant's setting (spec/domain.md 20, 12). */
  readonly arePackagesForSpecificPeopleListedToMembers: boolean;
};

export function listingFor(facts: ListingFacts): Listing {
  const { accessPackage, catalog, policies, target } = facts;
  if (catalog.state !== "published")
    return { isListed: false, code: "catalogNotPublished", because: "Its catalog is not published." };
  if (accessPackage.isHidden)
    return {
      isListed: false,
      code: "hidden",
      because: "It is hidden: not listed to anybody, and requested by its link by whoever a policy allows.",
    };
  const ways = policies
    .filter(takesOwnRequests)
    .map((policy) => listedBy(policy, target, facts.arePackagesForSpecificPeopleListedToMembers));
  if (ways.includes("mayRequest"))
    return { isListed: true, code: "mayRequest", because: "A policy that takes requests is for them." };
  if (ways.includes("listedToMembers"))
    return {
      isListed: true,
      code: "listedToMembers",
      because:
        "Packages for specific people are listed to all members; requesting stays limited to those whom a policy names.",
    };
  return {
    isListed: false,
    code: "forNobodyLikeThem",
    because: "No policy that takes requests is for them.",
  };
}

/** Whether a policy that takes requests lets its package be listed to this person; undefined: not by this one. */
export function listedBy(
  policy: AssignmentPolicy,
  target: Target,
  arePackagesForSpecificPeopleListedToMembers: boolean,
): "mayRequest" | "listedToMembers" | undefined {
  if (isInAllowedTargetScope(policy, target, false).kind === "inScope") return "mayRequest";
  const isMember = target.kind === "user" && target.userType === "Member";
  return arePackagesForSpecificPeopleListedToMembers &&
    isMember &&
    policy.allowedTargetScope === "specificDirectoryUsers"
    ? "listedToMembers"
    : undefined;
}
