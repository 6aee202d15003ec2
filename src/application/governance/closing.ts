/**
 * Removing what must be empty or unused: the object is closed first, so that nothing new can be put into it; then it is looked through;
 * then it is removed, or opened again. Without it something could be added between the look and the removal. Whoever adds something
 * checks, in the batch that adds it, that the object is neither closed (`notClosing`) nor gone (`stillThere`).
 */
import { type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { type Instant, msOf } from "../../domain/time/instant.js";
import type { BatchConflict, Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Lives beside the object, in its partition of `governance`. */
type Closing = {
  readonly kind: "closing";
  readonly id: string;
  readonly objectId: string;
  readonly createdDateTime: Instant;
};

/** A removal takes milliseconds: a closing this old was left by a crash, and whoever meets it opens the object again. */
const ABANDONED_AFTER_MS = 60_000;

/** Part of every batch that adds something to the object: fails while it is closed. */
export function notClosing(objectId: string): Operation {
  return { op: "check", id: closingId(objectId), ifMatch: null };
}

/** Part of a batch that adds something to an object without writing the object: fails when it is gone, or was changed since it was read. */
export function stillThere({ document, etag }: Stored): Operation {
  return { op: "check", id: document.id, ifMatch: etag };
}

/** Part of the batch that removes the object. */
export function endClosing(objectId: string): Operation {
  return { op: "delete", id: closingId(objectId) };
}

/**
 * Runs `look` while the object is closed. `look` removes the object (with `endClosing` in its batch) and gives a value, or says why not;
 * in that case the object is opened again.
 */
export async function whileClosed<T>(
  ports: Ports,
  partition: string,
  objectId: string,
  look: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const document: Closing = {
    kind: "closing",
    id: closingId(objectId),
    objectId,
    createdDateTime: ports.clock.now(),
  };
  const closed = await ports.documents.batch("governance", partition, [{ op: "create", document }]);
  if (closed.kind === "conflict") return beingRemoved(ports, partition, closed.conflict);
  let outcome: Outcome<T> | undefined;
  try {
    outcome = await look();
    return outcome;
  } finally {
    if (outcome?.kind !== "done")
      await ports.documents.batch("governance", partition, [{ op: "delete", id: document.id }]);
  }
}

/** Whether the object is about to be removed: for what is added in another partition, where no batch can say `notClosing`. */
export async function isBeingRemoved(ports: Ports, partition: string, objectId: string): Promise<boolean> {
  const found = await ports.documents.get<Closing>("governance", partition, closingId(objectId));
  if (found === undefined) return false;
  return msOf(ports.clock.now()) - msOf(found.document.createdDateTime) <= ABANDONED_AFTER_MS;
}

/** Whether a conflict came from `notClosing`. */
export function isClosed(conflict: BatchConflict): boolean {
  return conflict.id.startsWith(PREFIX);
}

/** What to say when `notClosing` failed; opens the object again when its removal was abandoned long ago. */
export async function beingRemoved(
  ports: Ports,
  partition: string,
  conflict: BatchConflict,
): Promise<Refusal> {
  const found = await ports.documents.get<Closing>("governance", partition, conflict.id);
  if (found !== undefined) {
    const age = msOf(ports.clock.now()) - msOf(found.document.createdDateTime);
    if (age > ABANDONED_AFTER_MS)
      await ports.documents.batch("governance", partition, [
        { op: "delete", id: conflict.id, ifMatch: found.etag },
      ]);
  }
  return refused("Conflict", "The object is being removed at this moment. Try again in a moment.");
}

/**
 * For whoever adds something in another partition, where `notClosing` cannot be part of the batch: what they add must be stored as asked
 * for before this look. Then either the removal finds it, or this look finds the closing.
 */
export async function refuseWhileClosing(
  ports: Ports,
  partition: string,
  objectId: string,
): Promise<Refusal | undefined> {
  const id = closingId(objectId);
  const found = await ports.documents.get<Closing>("governance", partition, id);
  return found === undefined ? undefined : beingRemoved(ports, partition, { id, reason: "exists" });
}

const PREFIX = "closing.";

function closingId(objectId: string): string {
  return `${PREFIX}${objectId}`;
}
