/** Separation of duties, looked up: which groups count, and the names of what excludes a package and the person has. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { exclusionsOf } from "../../domain/assignment-request/separation-of-duties.js";
import type { SubjectAccess } from "../../domain/subject/subject-access.js";
import type { Ports } from "../ports/ports.js";

/** The groups of a person or application now, nested ones too; none are read where none excludes the package. */
export async function groupsThatCount(
  ports: Ports,
  accessPackage: Pick<AccessPackage, "incompatibleGroupIds"> | undefined,
  objectId: string | null,
): Promise<ReadonlySet<string>> {
  if (objectId === null || (accessPackage?.incompatibleGroupIds.length ?? 0) === 0) return new Set();
  return new Set(await ports.directory.transitiveMemberOf(objectId));
}

/** By id; read only where something excludes the package, which is rare. */
export async function excludingNames(
  ports: Ports,
  accessPackage: AccessPackage | undefined,
  access: SubjectAccess,
  groupIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  if (accessPackage === undefined) return names;
  for (const exclusion of exclusionsOf(accessPackage, access, groupIds, "scheduledToo")) {
    if (exclusion.kind === "group") {
      const group = await ports.directory.group(exclusion.groupId);
      if (group !== undefined) names.set(group.id, group.displayName);
      continue;
    }
    const stored = await ports.documents.find<AccessPackage>(
      "governance",
      "accessPackage",
      exclusion.accessPackageId,
    );
    if (stored !== undefined) names.set(exclusion.accessPackageId, stored.document.displayName);
  }
  return names;
}
