/** Changes one access package: reads it, asks the permission table, decides, and writes it with its event unless somebody was quicker. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { done, type Outcome, type Refusal } from "../../domain/errors.js";
import type { EventType } from "../../domain/events.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { BatchConflict, Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { beingRemoved, isClosed, notClosing } from "./closing.js";
import { catalogPartition, findAccessPackage } from "./find.js";
import { changesBetween, eventOperation } from "./governance-event.js";
import { staleVersion, untilUnchanged } from "./retry.js";
import { writtenAs } from "./written.js";

export type PackageChange = {
  readonly kind: "change";
  readonly after: AccessPackage;
  readonly eventType: EventType;
  /** Part of the same batch: names reserved and released, resources that must still be there. */
  readonly also?: readonly Operation[];
  /** What a conflict of `also` means; undefined: start again. */
  readonly onConflict?: (conflict: BatchConflict) => Refusal | undefined;
};

type Options = { readonly accessPackageId: string; readonly ifMatch?: string | undefined };

const COMPARED = [
  "displayName",
  "description",
  "isHidden",
  "resourceRoleScopes",
  "incompatibleAccessPackageIds",
  "incompatibleGroupIds",
] as const;

/** `decide` gives the change, a refusal, or "nothing" when all is as wanted already. */
export async function changePackage(
  ports: Ports,
  call: Call,
  { accessPackageId, ifMatch }: Options,
  decide: (before: AccessPackage) => Promise<PackageChange | Refusal | "nothing">,
): Promise<Outcome<Stored<AccessPackage>>> {
  return untilUnchanged(async () => {
    const found = await findAccessPackage(ports, accessPackageId);
    if (found.kind === "refused") return found;
    const { document: before, etag } = found.value;
    const { catalogId } = before;
    const denied = await authorize(ports, call.caller, "manageAccessPackages", catalogId);
    if (denied !== undefined) return denied;
    const stale = staleVersion(found.value, ifMatch);
    if (stale !== undefined) return stale;
    const decision = await decide(before);
    if (decision === "nothing") return found;
    if (decision.kind === "refused") return decision;
    const after = { ...decision.after, modifiedDateTime: ports.clock.now() };
    const partition = catalogPartition(catalogId);
    const result = await ports.documents.batch("governance", partition, [
      notClosing(accessPackageId),
      { op: "replace", document: after, ifMatch: etag },
      ...(decision.also ?? []),
      eventOperation(ports, call, {
        type: decision.eventType,
        partition,
        object: { type: "accessPackage", id: after.id, displayName: after.displayName },
        related: { catalogId, accessPackageId: after.id },
        changes: changesBetween(before, after, COMPARED),
      }),
    ]);
    if (result.kind === "written") return done(writtenAs(result, partition, after));
    if (isClosed(result.conflict)) return beingRemoved(ports, partition, result.conflict);
    return decision.onConflict?.(result.conflict) ?? "changed";
  });
}
