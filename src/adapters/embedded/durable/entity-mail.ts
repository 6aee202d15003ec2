/** What an entity may look at now: everything in order, or, while it is locked, only what comes from the holder of the lock. */
import type { EntityMessage } from "./entity-message.js";
import type { EntityRow } from "./entity-rows.js";
import type { Inbox } from "./inbox.js";

export type EntityMail<Kind extends EntityMessage["kind"] = EntityMessage["kind"]> = {
  readonly number: number;
  readonly message: Extract<EntityMessage, { kind: Kind }>;
};

export function entityMail(inbox: Inbox, entity: EntityRow, limit: number): EntityMail[] {
  const mail =
    entity.lock === null ? inbox.of(entity.id, limit) : inbox.from(entity.id, entity.lock.instanceId, limit);
  // Only entity messages are stored under an entity id.
  const parsed = mail.map(({ number, text }) => ({ number, message: JSON.parse(text) as EntityMessage }));
  const { lock } = entity;
  if (lock === null) return parsed;
  // The holder may ask again (a new execution) before its release has been read: the release comes first in its mail.
  const nextLock = parsed.findIndex(({ message }) => message.kind === "lock");
  const release = parsed.findIndex(
    ({ message }) => message.kind === "release" && message.requestId === lock.requestId,
  );
  return nextLock >= 0 && (release < 0 || nextLock < release) ? parsed.slice(0, nextLock) : parsed;
}

/** The operations before the first lock request or release. */
export function operationsAtHead(mail: readonly EntityMail[]): EntityMail<"operation">[] {
  const operations: EntityMail<"operation">[] = [];
  for (const { number, message } of mail) {
    if (message.kind !== "operation") break;
    operations.push({ number, message });
  }
  return operations;
}
