/** A package has at most one automatic policy: a document holds the place, in the same batch as the policy, so that two at once cannot both get it. */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { isAutomatic } from "../../domain/assignment-policy/automatic-problems.js";
import { type Refusal, refused } from "../../domain/errors.js";
import type { Document, Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { catalogPartition } from "./find.js";

type Reservation = Document & { readonly kind: "reservation"; readonly ownerId: string };

type Policy = Pick<AssignmentPolicy, "id" | "accessPackageId" | "catalogId" | "automaticRequestSettings">;

/** What of the place changes with the policy; `before` undefined: it is new; `after` undefined: it is deleted. */
export async function automaticPlaceChange(
  ports: Ports,
  before: Policy | undefined,
  after: Policy | undefined,
): Promise<readonly Operation[]> {
  const was = before !== undefined && isAutomatic(before);
  const is = after !== undefined && isAutomatic(after);
  if (is && !was) {
    const id = automaticPlaceId(ports, after.accessPackageId);
    const document: Reservation = { kind: "reservation", id, ownerId: after.id };
    return [{ op: "create", document }];
  }
  if (!was || is) return [];
  const id = automaticPlaceId(ports, before.accessPackageId);
  const held = await ports.documents.get<Reservation>("governance", catalogPartition(before.catalogId), id);
  return held?.document.ownerId === before.id ? [{ op: "delete", id, ifMatch: held.etag }] : [];
}

/** The id of the document that a batch conflicts on when the place is taken. */
export function automaticPlaceId(ports: Ports, accessPackageId: string): string {
  return ports.ids.derive("automaticPolicy", accessPackageId);
}

export function automaticPlaceTaken(): Refusal {
  return refused(
    "InvalidModel",
    "The access package has an automatic policy already. There can be one: change it, or delete it first.",
    "automaticRequestSettings",
  );
}
