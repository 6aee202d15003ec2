/** Separation of duties: does something the person has, or a group they are in, exclude this package? (spec/domain.md 4, end) */
import type { AccessPackage } from "../access-package/access-package.js";
import { type SubjectAccess, standingAssignments } from "../subject/subject-access.js";

export type Exclusion =
  | {
      readonly kind: "accessPackage";
      readonly accessPackageId: string;
      /** The assignment that collides; null when it begins later. */
      readonly assignmentId: string | null;
      /** The scheduled request that collides; null for access that has begun. */
      readonly requestId: string | null;
    }
  | { readonly kind: "group"; readonly groupId: string };

type Excluding = Pick<AccessPackage, "incompatibleAccessPackageIds" | "incompatibleGroupIds">;

/**
 * "scheduledToo" counts access that is approved and begins later; at the start itself only what the person has counts, so that of two
 * requests that exclude each other the first keeps its place.
 */
export type Counting = "scheduledToo" | "standingOnly";

/** All that excludes the package, in the order in which the package lists it. One direction only: the package lists what excludes it. */
export function exclusionsOf(
  accessPackage: Excluding,
  access: Pick<SubjectAccess, "assignments" | "requests">,
  groupIds: ReadonlySet<string>,
  counting: Counting,
): readonly Exclusion[] {
  const found: Exclusion[] = [];
  for (const accessPackageId of accessPackage.incompatibleAccessPackageIds) {
    const has = standingAssignments(access).find((one) => one.accessPackageId === accessPackageId);
    if (has !== undefined) {
      found.push({ kind: "accessPackage", accessPackageId, assignmentId: has.id, requestId: null });
      continue;
    }
    const will = access.requests.find(
      (one) => one.state === "scheduled" && one.accessPackageId === accessPackageId,
    );
    if (counting === "scheduledToo" && will !== undefined)
      found.push({ kind: "accessPackage", accessPackageId, assignmentId: null, requestId: will.id });
  }
  for (const groupId of accessPackage.incompatibleGroupIds)
    if (groupIds.has(groupId)) found.push({ kind: "group", groupId });
  return found;
}

/** The first of them, or undefined. */
export function exclusionOf(...facts: Parameters<typeof exclusionsOf>): Exclusion | undefined {
  return exclusionsOf(...facts)[0];
}

/** Completes "... cannot have the package: ". `names` are the packages' and groups', by id. */
export function describeExclusion(exclusion: Exclusion, names: ReadonlyMap<string, string>): string {
  const named = (id: string) => (names.has(id) ? `"${names.get(id)}" (${id})` : id);
  if (exclusion.kind === "group") return `they are in the incompatible group ${named(exclusion.groupId)}`;
  const what = `the incompatible access package ${named(exclusion.accessPackageId)}`;
  return exclusion.assignmentId === null
    ? `they are about to have ${what} by request ${exclusion.requestId}`
    : `they have ${what} by assignment ${exclusion.assignmentId}`;
}
