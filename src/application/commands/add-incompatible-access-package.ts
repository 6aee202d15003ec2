/** Separation of duties: from now on holders of the other package may not get this one. One direction only (spec/domain.md 4). */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { INCOMPATIBLE_PER_PACKAGE_MAX } from "../../domain/catalog/limits.js";
import { type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { changePackage } from "../governance/change-package.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { getManagedAccessPackage } from "../queries/get-access-package.js";

/** A package that is listed already is success. The caller must be able to see the other package. */
export async function addIncompatibleAccessPackage(
  ports: Ports,
  call: Call,
  input: { readonly accessPackageId: string; readonly incompatibleId: string },
): Promise<Outcome<Stored<AccessPackage>>> {
  return changePackage(ports, call, input, async (before) => {
    const { incompatibleId } = input;
    if (incompatibleId === before.id)
      return refused("BadRequest", "A package cannot be incompatible with itself.", "@odata.id");
    const ids = before.incompatibleAccessPackageIds;
    if (ids.includes(incompatibleId)) return "nothing";
    const other = await getManagedAccessPackage(ports, call, { accessPackageId: incompatibleId });
    if (other.kind === "refused") return { ...other, target: "@odata.id" };
    if (ids.length >= INCOMPATIBLE_PER_PACKAGE_MAX)
      return refused(
        "QuotaExceeded",
        `A package is incompatible with at most ${INCOMPATIBLE_PER_PACKAGE_MAX} packages.`,
      );
    return {
      kind: "change",
      after: { ...before, incompatibleAccessPackageIds: [...ids, incompatibleId] },
      eventType: "incompatibleAccessPackageAdded",
    };
  });
}
