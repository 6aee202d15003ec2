/**
 * Runs entities: one batch of operations at a time for each, in the order in which they arrived; while an orchestration holds the
 * lock, only what comes from that orchestration.
 */
import { Aftermath, type Receivers } from "./aftermath.js";
import { type EntityMail, entityMail, operationsAtHead } from "./entity-mail.js";
import type { EntityRow } from "./entity-rows.js";
import { entityIdParts } from "./errors.js";
import type { Hub } from "./hub.js";
import { hasEnded } from "./instance.js";
import { answerExecution, mailEntity } from "./take-step.js";
import type { EntityBatchResult } from "./worker.js";

export type EntitySettings = {
  /** Entities that may run at once. */
  readonly runningMax: number;
  /** Operations in one call of the entity function. */
  readonly batchMax: number;
};

export class Entities {
  readonly #hub: Hub;
  readonly #receivers: Receivers;
  readonly #settings: EntitySettings;
  readonly #calm: () => void;
  readonly #waiting = new Set<string>();
  readonly #running = new Set<string>();
  #paused = false;

  constructor(hub: Hub, receivers: Receivers, settings: EntitySettings, calm: () => void) {
    this.#hub = hub;
    this.#receivers = receivers;
    this.#settings = settings;
    this.#calm = calm;
  }

  get busy(): boolean {
    return this.#running.size > 0 || this.#waiting.size > 0;
  }

  /** There is mail for the entity. */
  wake(entityId: string): void {
    if (this.#paused) return;
    this.#waiting.add(entityId);
    this.#fill();
  }

  /** Begins nothing more: what waits is in the inbox, and is found after the next start. */
  pause(): void {
    this.#paused = true;
    this.#waiting.clear();
  }

  #fill(): void {
    for (const entityId of this.#waiting) {
      if (this.#running.size >= this.#settings.runningMax) return;
      if (this.#running.has(entityId)) continue; // looked at again when it has ended
      this.#waiting.delete(entityId);
      this.#running.add(entityId);
      void this.#runAll(entityId).then(() => {
        this.#running.delete(entityId);
        this.#fill();
        this.#calm();
      });
    }
  }

  async #runAll(entityId: string): Promise<void> {
    try {
      while (!this.#paused && (await this.#runOnce(entityId))) {
        // Each round settles the mail that was first in the queue.
      }
    } catch (error) {
      this.#hub.log.error("A step of an entity could not be written.", { entityId, error: String(error) });
    }
  }

  /** False when there is nothing to do now. */
  async #runOnce(entityId: string): Promise<boolean> {
    const { entityRows, clock } = this.#hub;
    const entity = entityRows.get(entityId) ?? absent(entityId, clock.nowMs());
    const mail = entityMail(this.#hub.inbox, entity, this.#settings.batchMax);
    if (mail.length === 0) return false;
    const operations = operationsAtHead(mail);
    if (operations.length === 0) await this.#settleLocks(entity, mail);
    else await this.#operate(entity, operations);
    return true;
  }

  async #operate(entity: EntityRow, mail: readonly EntityMail<"operation">[]): Promise<void> {
    const { worker, store, inbox, entityRows, clock } = this.#hub;
    const { name } = entityIdParts(entity.id);
    const operations = mail.map(({ message }) => ({
      name: message.name,
      input: message.input,
      isSignal: message.caller === undefined,
    }));
    const result = worker.hasEntity(name)
      ? await worker.runEntity({
          entityId: entity.id,
          exists: entity.exists,
          state: entity.state,
          operations,
        })
      : noSuchEntity(entity, name, operations.length);
    const aftermath = new Aftermath(this.#receivers);
    const onDisk = store.write(() => {
      const { exists, state } = result;
      entityRows.put({ ...entity, exists, state: exists ? state : null, updatedAt: clock.nowMs() });
      for (const { entityId, operation, input } of result.signals) {
        mailEntity(this.#hub, aftermath, entityId, { kind: "operation", name: operation, input }, entity.id);
      }
      mail.forEach(({ number, message: { caller } }, index) => {
        inbox.remove(number);
        const answer = result.answers[index];
        if (caller === undefined) return;
        answerExecution(this.#hub, aftermath, caller.instanceId, caller.to, {
          type: "entityAnswered",
          requestId: caller.requestId,
          result: answer?.result ?? null,
          failed: answer?.failed ?? true,
        });
      });
    });
    aftermath.written();
    await onDisk;
    aftermath.durable();
  }

  /** Lock requests and releases at the head of the queue; the first operation after them waits for the next round. */
  async #settleLocks(entity: EntityRow, mail: readonly EntityMail[]): Promise<void> {
    const { store, inbox, entityRows } = this.#hub;
    const aftermath = new Aftermath(this.#receivers);
    const onDisk = store.write(() => {
      let lock = entity.lock;
      for (const { number, message } of mail) {
        if (message.kind === "operation" || (message.kind === "lock" && lock !== null)) break;
        inbox.remove(number);
        if (message.kind === "release") {
          if (lock?.requestId === message.requestId) lock = null;
        } else if (this.#isThere(message.caller)) {
          lock = message.caller;
          this.#passOn(aftermath, message);
          break; // from here on only the holder's mail counts
        }
      }
      entityRows.put({ ...entity, lock });
    });
    aftermath.written();
    await onDisk;
    aftermath.durable();
  }

  /** To the next entity of the lock set, or back to the orchestration when this was the last. */
  #passOn(aftermath: Aftermath, message: EntityMail<"lock">["message"]): void {
    const { caller, entityIds } = message;
    const position = message.position + 1;
    const next = entityIds[position];
    if (next !== undefined) {
      return mailEntity(this.#hub, aftermath, next, { ...message, position }, caller.instanceId);
    }
    const arrival = { type: "locksGranted", requestId: caller.requestId } as const;
    answerExecution(this.#hub, aftermath, caller.instanceId, caller.to, arrival);
  }

  /** An orchestration that has ended can neither use a lock nor give it back. */
  #isThere({ instanceId, to }: EntityMail<"lock">["message"]["caller"]): boolean {
    const row = this.#hub.lives.row(instanceId);
    return row !== undefined && !hasEnded(row.status) && row.key === to.key && row.execution === to.execution;
  }
}

function absent(id: string, updatedAt: number): EntityRow {
  return { id, exists: false, state: null, lock: null, updatedAt };
}

function noSuchEntity(entity: EntityRow, name: string, count: number): EntityBatchResult {
  const result = JSON.stringify(`There is no entity function '${name}'.`);
  return {
    exists: entity.exists,
    state: entity.state,
    answers: Array.from({ length: count }, () => ({ failed: true, result })),
    signals: [],
  };
}
