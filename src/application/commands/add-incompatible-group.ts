/** Separation of duties: from now on members of the group (through nested groups too) may not get this package. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { INCOMPATIBLE_PER_PACKAGE_MAX } from "../../domain/catalog/limits.js";
import { type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { changePackage } from "../governance/change-package.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** A group that is listed already is success. */
export async function addIncompatibleGroup(
  ports: Ports,
  call: Call,
  input: { readonly accessPackageId: string; readonly groupId: string },
): Promise<Outcome<Stored<AccessPackage>>> {
  return changePackage(ports, call, input, async (before) => {
    const { groupId } = input;
    const ids = before.incompatibleGroupIds;
    if (ids.includes(groupId)) return "nothing";
    if ((await ports.directory.group(groupId)) === undefined)
      return refused(
        "Request_ResourceNotFound",
        `The directory has no group with id ${groupId}.`,
        "@odata.id",
      );
    if (ids.length >= INCOMPATIBLE_PER_PACKAGE_MAX)
      return refused(
        "QuotaExceeded",
        `A package is incompatible with at most ${INCOMPATIBLE_PER_PACKAGE_MAX} groups.`,
      );
    return {
      kind: "change",
      after: { ...before, incompatibleGroupIds: [...ids, groupId] },
      eventType: "incompatibleGroupAdded",
    };
  });
}
