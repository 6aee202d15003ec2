/** Package names are unique in their catalog: a document per name, in the same partition and so in the same batch as the package. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { nameKey } from "../../domain/catalog/name-key.js";
import { type Refusal, refused } from "../../domain/errors.js";
import type { Document, Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

type Reservation = Document & { readonly kind: "reservation"; readonly ownerId: string };

/** Fails the batch when another package of the catalog has the name. */
export function reservePackageName(
  ports: Ports,
  { id, catalogId, displayName }: Pick<AccessPackage, "id" | "catalogId" | "displayName">,
): Operation {
  const document: Reservation = {
    kind: "reservation",
    id: packageNameId(ports, catalogId, displayName),
    ownerId: id,
  };
  return { op: "create", document };
}

export function releasePackageName(
  ports: Ports,
  { catalogId, displayName }: Pick<AccessPackage, "catalogId" | "displayName">,
): Operation {
  return { op: "delete", id: packageNameId(ports, catalogId, displayName) };
}

export function packageNameId(ports: Ports, catalogId: string, displayName: string): string {
  return ports.ids.derive("accessPackageName", catalogId, nameKey(displayName));
}

export function duplicatePackage(displayName: string): Refusal {
  return refused(
    "DuplicateAccessPackage",
    `Another access package of the catalog is already named "${displayName}". Choose another name.`,
    "displayName",
  );
}
