/** Changes the name, description or visibility of an access package. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { nameKey } from "../../domain/catalog/name-key.js";
import { type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { changePackage } from "../governance/change-package.js";
import {
  duplicatePackage,
  packageNameId,
  releasePackageName,
  reservePackageName,
} from "../governance/package-name.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type UpdateAccessPackageInput = {
  readonly accessPackageId: string;
  /** What is left out stays. */
  readonly changes: Partial<Pick<AccessPackage, "displayName" | "description" | "isHidden">>;
  /** Where the caller believes it to be; another catalog than its own is refused. */
  readonly catalogId?: string | undefined;
  readonly ifMatch?: string | undefined;
};

export async function updateAccessPackage(
  ports: Ports,
  call: Call,
  input: UpdateAccessPackageInput,
): Promise<Outcome<Stored<AccessPackage>>> {
  return changePackage(ports, call, input, async (before) => {
    if (input.catalogId !== undefined && input.catalogId !== before.catalogId)
      return refused(
        "InvalidModel",
        `Access package "${before.displayName}" (${before.id}) is in catalog ${before.catalogId} and cannot be moved to ${input.catalogId}.`,
        "catalog/id",
      );
    const after: AccessPackage = { ...before, ...input.changes };
    const isRenamed = nameKey(before.displayName) !== nameKey(after.displayName);
    return {
      kind: "change",
      after,
      eventType: "accessPackageUpdated",
      also: isRenamed ? [reservePackageName(ports, after), releasePackageName(ports, before)] : [],
      onConflict: (conflict) =>
        conflict.id === packageNameId(ports, after.catalogId, after.displayName)
          ? duplicatePackage(after.displayName)
          : undefined,
    };
  });
}
