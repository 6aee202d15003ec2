/** Separation of duties: does something the person has, or a group they are in, exclude this package? (spec/domain.md 4, end) */
import type { AccessPackage } from "../access-package/access-package.js";
import { type SubjectAccess, standingAssignments } from "../subject/subject-access.js";

export type Exclusion =
  | { readonly kind: "accessPackage"; readonly accessPackageId: string }
  | { readonly kind: "group"; readonly groupId: string };

/**
 * What excludes the package, or undefined. One direction only: the package lists what excludes it.
 * `counting` "scheduledToo" counts access that is approved and begins later; at the start itself only what the person has counts,
 * so that of two requests that exclude each other the first keeps its place.
 */
export function exclusionOf(
  accessPackage: Pick<AccessPackage, "incompatibleAccessPackageIds" | "incompatibleGroupIds">,
  access: SubjectAccess,
  groupIds: ReadonlySet<string>,
  counting: "scheduledToo" | "standingOnly",
): Exclusion | undefined {
  const has = new Set(standingAssignments(access).map((assignment) => assignment.accessPackageId));
  if (counting === "scheduledToo")
    for (const request of access.requests)
      if (request.state === "scheduled") has.add(request.accessPackageId);
  const accessPackageId = accessPackage.incompatibleAccessPackageIds.find((id) => has.has(id));
  if (accessPackageId !== undefined) return { kind: "accessPackage", accessPackageId };
  const groupId = accessPackage.incompatibleGroupIds.find((id) => groupIds.has(id));
  return groupId === undefined ? undefined : { kind: "group", groupId };
}

/** Completes "... cannot have the package: ". */
export function describeExclusion(exclusion: Exclusion): string {
  return exclusion.kind === "accessPackage"
    ? `they have, or are about to have, the incompatible access package ${exclusion.accessPackageId}`
    : `they are in the incompatible group ${exclusion.groupId}`;
}
