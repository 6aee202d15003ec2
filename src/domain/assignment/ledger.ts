/** How ledger entries change: a role begins to be given, comes to stand for one more assignment, or for one fewer and is taken away. */
import type { ResourceRoleScope } from "../access-package/access-package.js";
import type { Occasion } from "../occasion.js";
import type { Subject } from "../subject/subject.js";
import type { GrantedRole, RoleGrant } from "./role-grant.js";
import { isPersisted } from "./user-attribute.js";

/** What the target system must be told for a role of a package. */
export function grantedRole(roleScope: ResourceRoleScope): GrantedRole {
  return {
    originSystem: roleScope.resource.originSystem,
    resourceOriginId: roleScope.resource.originId,
    resourceDisplayName: roleScope.resource.displayName,
    roleOriginId: roleScope.role.originId,
    roleDisplayName: roleScope.role.displayName,
    scopeOriginId: roleScope.scope.originId,
    ...(roleScope.role.type === "eligible" ? { roleType: "eligible" } : {}),
  };
}

/** One id for one role of one person, however many packages give it. */
export function roleGrantId(
  role: GrantedRole,
  subjectId: string,
  occasion: Pick<Occasion, "derive">,
): string {
  return occasion.derive(
    "roleGrant",
    subjectId,
    role.originSystem,
    role.resourceOriginId,
    role.roleOriginId,
    role.scopeOriginId,
    ...(role.roleType === undefined ? [] : [role.roleType]),
  );
}

/** The entry so that it stands for exactly these assignments; the same object when nothing changes. */
export function standingFor(
  entry: RoleGrant | undefined,
  role: GrantedRole,
  subject: Pick<Subject, "id" | "objectId">,
  assignmentIds: readonly string[],
  occasion: Occasion,
): RoleGrant {
  const ids = assignmentIds.toSorted();
  if (entry !== undefined && (entry.state === "granting" || entry.state === "granted")) {
    const same =
      ids.length === entry.assignmentIds.length && ids.every((id) => entry.assignmentIds.includes(id));
    const { subjectObjectId } = entry;
    // The person has come into the directory, or has a new account there: what waits for them can be given.
    if (subject.objectId !== null && subjectObjectId !== subject.objectId)
      return {
        ...entry,
        subjectObjectId: subject.objectId,
        state: "granting",
        assignmentIds: ids,
        ...begun(entry, occasion),
        grantedDateTime: null,
      };
    return same ? entry : { ...entry, assignmentIds: ids, modifiedDateTime: occasion.now };
  }
  return {
    kind: "roleGrant",
    id: entry?.id ?? roleGrantId(role, subject.id, occasion),
    subjectId: subject.id,
    subjectObjectId: subject.objectId,
    role,
    state: "granting",
    assignmentIds: ids,
    ...begun(entry, occasion),
    // Nothing is due for somebody whom the directory does not have.
    ...(subject.objectId === null ? { nextAttemptDateTime: null } : {}),
    grantedDateTime: null,
    revokedDateTime: null,
  };
}

/** The entry on its way out: no standing assignment gives the role any more. It keeps the assignments for which it last stood. */
export function revoking(entry: RoleGrant, occasion: Occasion): RoleGrant {
  if (entry.state === "revoking" || entry.state === "revoked") return entry;
  if (isPersisted(entry.role))
    return {
      ...entry,
      ...begun(entry, occasion),
      state: "revoked",
      nextAttemptDateTime: null,
      revokedDateTime: occasion.now,
    };
  return { ...entry, state: "revoking", ...begun(entry, occasion) };
}

/** The entry to be given and proven once more, although it may be there already. */
export function regranting(entry: RoleGrant, occasion: Occasion): RoleGrant {
  return { ...entry, state: "granting", ...begun(entry, occasion) };
}

/** The entry to be taken away and proven gone once more. */
export function revokingAgain(entry: RoleGrant, occasion: Occasion): RoleGrant {
  return { ...entry, state: "revoking", ...begun(entry, occasion) };
}

/** The entries that change when an assignment ends. */
export function withoutAssignment(
  grants: readonly RoleGrant[],
  assignmentId: string,
  occasion: Occasion,
): readonly RoleGrant[] {
  return grants
    .filter((entry) => entry.assignmentIds.includes(assignmentId))
    .filter((entry) => entry.state === "granting" || entry.state === "granted")
    .map((entry) => {
      const others = entry.assignmentIds.filter((id) => id !== assignmentId);
      return others.length === 0
        ? revoking(entry, occasion)
        : { ...entry, assignmentIds: others, modifiedDateTime: occasion.now };
    });
}

/** The entries that change, or are new, when an assignment begins to give these roles. */
export function withAssignment(
  grants: readonly RoleGrant[],
  roleScopes: readonly ResourceRoleScope[],
  subject: Pick<Subject, "id" | "objectId">,
  assignmentId: string,
  occasion: Occasion,
): readonly RoleGrant[] {
  const byId = new Map(grants.map((entry) => [entry.id, entry]));
  const changed = new Map<string, RoleGrant>();
  for (const roleScope of roleScopes) {
    const role = grantedRole(roleScope);
    const entry = byId.get(roleGrantId(role, subject.id, occasion));
    const stands = entry !== undefined && (entry.state === "granting" || entry.state === "granted");
    const ids = stands ? [...new Set([...entry.assignmentIds, assignmentId])] : [assignmentId];
    const next = standingFor(entry, role, subject, ids, occasion);
    if (next !== entry) changed.set(next.id, next);
  }
  return [...changed.values()];
}

function begun(
  entry: RoleGrant | undefined,
  occasion: Occasion,
): Pick<RoleGrant, "generation" | "attempts" | "lastError" | "nextAttemptDateTime" | "modifiedDateTime"> {
  return {
    generation: (entry?.generation ?? 0) + 1,
    attempts: 0,
    lastError: null,
    nextAttemptDateTime: occasion.now,
    modifiedDateTime: occasion.now,
  };
}
