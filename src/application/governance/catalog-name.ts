/**
 * Catalog names are unique in the tenant, but every catalog is a partition of its own: the name is reserved by creating a document for it
 * in partition `tenant` first. A reservation whose catalog never came to be (a crash between the two writes), or has another name by now,
 * is taken over after a while.
 */
import type { Catalog } from "../../domain/catalog/catalog.js";
import { nameKey } from "../../domain/catalog/name-key.js";
import { type Refusal, refused } from "../../domain/errors.js";
import { type Instant, msOf } from "../../domain/time/instant.js";
import type { Ports } from "../ports/ports.js";
import { catalogPartition, TENANT_PARTITION } from "./find.js";

type Reservation = {
  readonly kind: "reservation";
  readonly id: string;
  readonly ownerId: string;
  readonly createdDateTime: Instant;
};

const ABANDONED_AFTER_MS = 60_000;

/** Reserves the name for this catalog; undefined when it has it now. Reserving one's own name again is success. */
export async function reserveCatalogName(
  ports: Ports,
  displayName: string,
  catalogId: string,
): Promise<Refusal | undefined> {
  const { documents } = ports;
  const id = reservationId(ports, displayName);
  const reservation: Reservation = {
    kind: "reservation",
    id,
    ownerId: catalogId,
    createdDateTime: ports.clock.now(),
  };
  const created = await documents.batch("governance", TENANT_PARTITION, [
    { op: "create", document: reservation },
  ]);
  if (created.kind === "written") return undefined;
  const held = await documents.get<Reservation>("governance", TENANT_PARTITION, id);
  if (held?.document.ownerId === catalogId) return undefined;
  if (held !== undefined && (await isAbandoned(ports, held.document, displayName))) {
    const taken = await documents.batch("governance", TENANT_PARTITION, [
      { op: "replace", document: reservation, ifMatch: held.etag },
    ]);
    if (taken.kind === "written") return undefined;
  }
  return refused(
    "DuplicateCatalog",
    `Another catalog is already named "${displayName}". Choose another name.`,
    "displayName",
  );
}

/** Gives the name back, if this catalog has it. */
export async function releaseCatalogName(
  ports: Ports,
  displayName: string,
  catalogId: string,
): Promise<void> {
  const id = reservationId(ports, displayName);
  const held = await ports.documents.get<Reservation>("governance", TENANT_PARTITION, id);
  if (held?.document.ownerId !== catalogId) return;
  await ports.documents.batch("governance", TENANT_PARTITION, [{ op: "delete", id, ifMatch: held.etag }]);
}

async function isAbandoned(ports: Ports, held: Reservation, displayName: string): Promise<boolean> {
  if (msOf(ports.clock.now()) - msOf(held.createdDateTime) < ABANDONED_AFTER_MS) return false;
  const owner = await ports.documents.get<Catalog>(
    "governance",
    catalogPartition(held.ownerId),
    held.ownerId,
  );
  return owner === undefined || nameKey(owner.document.displayName) !== nameKey(displayName);
}

function reservationId(ports: Ports, displayName: string): string {
  return ports.ids.derive("catalogName", nameKey(displayName));
}
