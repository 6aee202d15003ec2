/** Members of the group may get this package again. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { changePackage } from "../governance/change-package.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function removeIncompatibleGroup(
  ports: Ports,
  call: Call,
  input: { readonly accessPackageId: string; readonly groupId: string },
): Promise<Outcome<Stored<AccessPackage>>> {
  return changePackage(ports, call, input, async (before) => {
    const rest = before.incompatibleGroupIds.filter((id) => id !== input.groupId);
    if (rest.length === before.incompatibleGroupIds.length)
      return refused(
        "ResourceNotFound",
        `The resource was not found: package "${before.displayName}" does not list group ${input.groupId} as incompatible.`,
      );
    return {
      kind: "change",
      after: { ...before, incompatibleGroupIds: rest },
      eventType: "incompatibleGroupRemoved",
    };
  });
}
