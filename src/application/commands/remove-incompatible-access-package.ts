/** Holders of the other package may get this one again. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { changePackage } from "../governance/change-package.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function removeIncompatibleAccessPackage(
  ports: Ports,
  call: Call,
  input: { readonly accessPackageId: string; readonly incompatibleId: string },
): Promise<Outcome<Stored<AccessPackage>>> {
  return changePackage(ports, call, input, async (before) => {
    const rest = before.incompatibleAccessPackageIds.filter((id) => id !== input.incompatibleId);
    if (rest.length === before.incompatibleAccessPackageIds.length)
      return refused(
        "ResourceNotFound",
        `The resource was not found: package "${before.displayName}" does not list ${input.incompatibleId} as incompatible.`,
      );
    return {
      kind: "change",
      after: { ...before, incompatibleAccessPackageIds: rest },
      eventType: "incompatibleAccessPackageRemoved",
    };
  });
}
