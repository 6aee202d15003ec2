/** Whoever can be a member or an owner, or hold a role of an application or a permission of a site. */

import type {
  AppRoleAssignmentDocument,
  MemberType,
  ObjectDocument,
} from "../../../application/ports/directory-objects.js";
import type { DirectoryPorts } from "./change.js";

/** As assignments record it. */
export type Principal = Pick<
  AppRoleAssignmentDocument,
  "principalId" | "principalType" | "principalDisplayName"
>;

const TYPES = { user: "User", group: "Group", servicePrincipal: "ServicePrincipal" } as const;

/** Undefined when there is no such object, or it is neither a person nor a group nor a service principal. */
export async function principal(ports: DirectoryPorts, id: string): Promise<Principal | undefined> {
  const found = (await ports.documents.get<ObjectDocument>("directory", id, id))?.document;
  if (found === undefined || !isMemberType(found.kind)) return undefined;
  return {
    principalId: found.id,
    principalType: TYPES[found.kind],
    principalDisplayName: found.displayName,
  };
}

/** As `principal`, the kind alone. */
export async function principalType(ports: DirectoryPorts, id: string): Promise<MemberType | undefined> {
  const kind = (await ports.documents.get<ObjectDocument>("directory", id, id))?.document.kind;
  return kind !== undefined && isMemberType(kind) ? kind : undefined;
}

function isMemberType(kind: string): kind is MemberType {
  return Object.hasOwn(TYPES, kind);
}
