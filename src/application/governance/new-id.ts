/** The id of a new object: random, or the one that belongs to the call's idempotency key, so that creating again finds what was created. */
import type { DeriveId } from "../../domain/occasion.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

/** The fingerprint is part of it: the same key with another request must never find somebody else's object. */
export function newId(ports: Ports, call: Call, kind: string): string {
  const { idempotency } = call;
  return idempotency === undefined
    ? ports.ids.next()
    : ports.ids.derive(kind, idempotency.key, idempotency.fingerprint);
}

/** `ports.ids.derive` as the domain is told it. */
export function deriveWith(ports: Ports): DeriveId {
  return (...parts) => ports.ids.derive(...parts);
}
