/** People and applications as the directory has them: as subjects of access, and as targets of policies. */
import type { Target } from "../../domain/assignment-policy/allowed-target-scope.js";
import type { Caller } from "../../domain/authorization/caller.js";
import type { Subject, SubjectReference } from "../../domain/subject/subject.js";
import type { Ports } from "../ports/ports.js";

export type Person = { readonly subject: Subject; readonly target: Target };

/** undefined when the directory has neither a user nor a service principal with this id. */
export async function findPerson(ports: Ports, objectId: string): Promise<Person | undefined> {
  const [user, groupIds] = await Promise.all([
    ports.directory.user(objectId),
    ports.directory.transitiveMemberOf(objectId),
  ]);
  if (user !== undefined) {
    const { id, displayName, mail, userPrincipalName, userType } = user;
    return {
      subject: {
        ...subjectOf(ports, id),
        displayName,
        email: mail,
        principalName: userPrincipalName,
        subjectType: "user",
      },
      target: { kind: "user", objectId: id, displayName, userType, groupIds: new Set(groupIds) },
    };
  }
  const servicePrincipal = await ports.directory.servicePrincipal(objectId);
  if (servicePrincipal === undefined) return undefined;
  const { id, displayName } = servicePrincipal;
  return {
    subject: { ...subjectOf(ports, id), displayName, subjectType: "servicePrincipal" },
    target: { kind: "servicePrincipal", objectId: id, displayName, groupIds: new Set(groupIds) },
  };
}

/** Someone the directory no longer has, as their assignment remembers them: access can still be taken away. */
export function remembered(reference: SubjectReference): Target {
  return {
    kind: "user",
    objectId: reference.objectId ?? "",
    displayName: reference.displayName,
    userType: "Member",
    groupIds: new Set(),
  };
}

function subjectIdOf(ports: Ports, objectId: string): string {
  return ports.ids.derive("subject", objectId);
}

/** Whoever calls, as a requestor. The token's own words are enough: a requestor is recorded, not looked up. */
export function requestorOf(
  ports: Ports,
  caller: Caller | { readonly kind: "system" },
  target: SubjectReference,
): SubjectReference {
  if (caller.kind === "system") return target;
  if (caller.objectId === target.objectId) return target;
  return {
    id: subjectIdOf(ports, caller.objectId),
    objectId: caller.objectId,
    displayName: caller.displayName,
    email: null,
    principalName: caller.kind === "user" ? caller.userPrincipalName : null,
    subjectType: caller.kind === "user" ? "user" : "servicePrincipal",
  };
}

function subjectOf(ports: Ports, objectId: string): Subject {
  return {
    kind: "subject",
    id: subjectIdOf(ports, objectId),
    objectId,
    displayName: null,
    email: null,
    principalName: null,
    onPremisesSecurityIdentifier: null,
    subjectType: "notSpecified",
    subjectLifecycle: "notDefined",
    connectedOrganizationId: null,
  };
}
