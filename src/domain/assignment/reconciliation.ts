/**
 * Which roles should a person have, which does the ledger say they have, and what follows? Desired roles are the union over the
 * standing assignments; a role is taken away only when none of them gives it. Reconciling twice changes nothing the second time.
 */
import type { AccessPackage } from "../access-package/access-package.js";
import type { Occasion } from "../occasion.js";
import { type SubjectAccess, standingAssignments } from "../subject/subject-access.js";
import type { Instant } from "../time/instant.js";
import { grantedRole, revoking, roleGrantId, standingFor } from "./ledger.js";
import type { GrantedRole, RoleGrant } from "./role-grant.js";
import { grantedAttribute } from "./user-attribute.js";

/**
 * The ledger entries that must change before the target system is touched. `packages` holds the packages of the standing assignments;
 * of a package that is missing nothing is known, so what it gave is kept.
 */
export function reconcile(
  access: SubjectAccess,
  packages: ReadonlyMap<string, AccessPackage>,
  occasion: Occasion,
): readonly RoleGrant[] {
  const desired = desiredRoles(access, packages, occasion);
  const entries = new Map(access.grants.map((entry) => [entry.id, entry]));
  const changed: RoleGrant[] = [];
  for (const [id, { role, assignmentIds }] of desired) {
    const entry = entries.get(id);
    const next = standingFor(entry, role, access.subject, assignmentIds, occasion);
    if (next !== entry) changed.push(next);
  }
  for (const entry of access.grants) {
    const next = desired.has(entry.id) ? entry : revoking(entry, occasion);
    if (next !== entry) changed.push(next);
  }
  return changed;
}

type Desired = { readonly role: GrantedRole; readonly assignmentIds: string[] };

function desiredRoles(
  access: SubjectAccess,
  packages: ReadonlyMap<string, AccessPackage>,
  occasion: Occasion,
): ReadonlyMap<string, Desired> {
  const desired = new Map<string, Desired>();
  const want = (id: string, role: GrantedRole, assignmentId: string) => {
    const known = desired.get(id);
    if (known === undefined) desired.set(id, { role, assignmentIds: [assignmentId] });
    else if (!known.assignmentIds.includes(assignmentId)) known.assignmentIds.push(assignmentId);
  };
  for (const assignment of standingAssignments(access)) {
    for (const value of assignment.attributeValues ?? []) {
      const role = grantedAttribute(value);
      want(roleGrantId(role, access.subject.id, occasion), role, assignment.id);
    }
    const accessPackage = packages.get(assignment.accessPackageId);
    if (accessPackage === undefined) {
      for (const entry of access.grants)
        if (isRole(entry) && isGiven(entry) && entry.assignmentIds.includes(assignment.id))
          want(entry.id, entry.role, assignment.id);
      continue;
    }
    for (const roleScope of accessPackage.resourceRoleScopes) {
      const role = grantedRole(roleScope);
      want(roleGrantId(role, access.subject.id, occasion), role, assignment.id);
    }
  }
  return desired;
}

/** Entries to carry out now: decided, and not waiting for their next attempt. Taking away comes first, so that access never lingers behind new access. */
export function dueEntries(grants: readonly RoleGrant[], now: Instant): readonly RoleGrant[] {
  const due = grants.filter(
    (entry) =>
      (entry.state === "granting" || entry.state === "revoking") &&
      // Nothing can be given to somebody whom the directory does not have yet; what was never given is taken away without more.
      (entry.subjectObjectId !== null || entry.state === "revoking") &&
      (entry.nextAttemptDateTime === null || entry.nextAttemptDateTime <= now),
  );
  return due.toSorted((a, b) => Number(isGiven(a)) - Number(isGiven(b)));
}

/** Attributes are known from the assignment itself, whatever became of the package. */
function isRole(entry: RoleGrant): boolean {
  return entry.role.originSystem !== "UserAttribute";
}

function isGiven(entry: RoleGrant): boolean {
  return entry.state === "granting" || entry.state === "granted";
}
