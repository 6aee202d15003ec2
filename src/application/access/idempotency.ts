/** Idempotency-Key: a repeated call finds what the first one made, and does nothing else. */
import { type Outcome, refused } from "../../domain/errors.js";
import { type Instant, instantOf, msOf } from "../../domain/time/instant.js";
import type { Call } from "../call.js";
import type { Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Kept in the partition of the object it made, written in the same batch. */
type IdempotencyRecord = {
  readonly kind: "idempotency";
  readonly id: string;
  readonly fingerprint: string;
  readonly objectId: string;
  readonly expiresDateTime: Instant;
};

/** A client that has not heard back tries again within minutes; a day covers an outage. */
const KEPT_MS = 86_400_000;

/** The id of the object that an earlier call with this key made; undefined for a new key, or none. */
export async function madeBefore(ports: Ports, call: Call): Promise<Outcome<string | undefined>> {
  const { idempotency } = call;
  if (idempotency === undefined) return { kind: "done", value: undefined };
  const id = recordId(ports, idempotency.key);
  const record = await ports.documents.find<IdempotencyRecord>("access", "idempotency", id);
  if (record === undefined) return { kind: "done", value: undefined };
  if (record.document.fingerprint !== idempotency.fingerprint)
    return refused(
      "IdempotencyKeyReused",
      "The Idempotency-Key was used before with another request. Use a new key for a new request.",
      "Idempotency-Key",
    );
  return { kind: "done", value: record.document.objectId };
}

/** Part of the batch that makes the object. */
export function rememberMaking(ports: Ports, call: Call, objectId: string): readonly Operation[] {
  const { idempotency } = call;
  if (idempotency === undefined) return [];
  const document: IdempotencyRecord = {
    kind: "idempotency",
    id: recordId(ports, idempotency.key),
    fingerprint: idempotency.fingerprint,
    objectId,
    expiresDateTime: instantOf(msOf(ports.clock.now()) + KEPT_MS),
  };
  return [{ op: "create", document }];
}

function recordId(ports: Ports, key: string): string {
  return ports.ids.derive("idempotency", key);
}
