/**
 * Service Bus on one SQLite file: queues, topics with filtered subscriptions, peek-lock, sessions, scheduling, time to live, duplicate
 * detection and dead letters, with Service Bus's names, limits and defaults. A message is acknowledged when it is on disk and delivered
 * at least once; nothing polls. Everything but locks is stored, so a crash loses only locks, and what was locked is available again.
 */
import type { Ids } from "../../../application/ports/ids.js";
import type { Store } from "../store/store.js";
import type { HostClock, WorkTracker } from "../time/host-clock.js";
import { Arrivals } from "./arrivals.js";
import { type DeadLetterAdmin, deadLetterAdmin } from "./dead-letters.js";

import { duplicates } from "./duplicates.js";
import { Entities, type Entity } from "./entities.js";
import { BrokerError } from "./errors.js";
import { messageExpiry } from "./expiry.js";
import { type HeldMessage, peeked, propertiesOf } from "./held-message.js";
import { Journal } from "./journal.js";
import type { MessageProperties, OutgoingMessage, PeekedMessage } from "./message.js";
import { type CheckedMessage, checkedMessage, MESSAGES_PER_SEND_MAX } from "./message-rules.js";
import { messageTable } from "./message-table.js";
import type { Queue } from "./queue.js";
import { sequenceNumberOf } from "./queue-numbers.js";
import type { Receiver, Subscription } from "./receiver.js";
import { scheduledMessages } from "./scheduled.js";
import type { QueueOptions, QueueSettings, SubscriptionOptions, Topology } from "./topology.js";

export type SubscribeOptions = Pick<Receiver, "handler"> & {
  /** Messages handled at the same time, in a queue without sessions. Default 1. */
  readonly maxConcurrent?: number;
  /** Sessions handled at the same time, in a queue that requires them. Default 1. */
  readonly maxConcurrentSessions?: number;
  /** Up to `max` messages in one call of the handler. Default 1. A call never waits for more messages to come. */
  readonly batch?: { readonly max: number };
  /** Locks are renewed for so long while the handler runs. Default 0: a handler slower than the lock duration loses its messages. */
  readonly renewLocksForMs?: number;
};

type Counts = { readonly active: number; readonly scheduled: number; readonly deadLettered: number };

export type Broker = DeadLetterAdmin & {
  /** All of them or none, to a queue or a topic. Resolves when they are on disk. Rejects with a BrokerError. */
  send(entity: string, messages: readonly OutgoingMessage[]): Promise<void>;
  /**
   * Receives from a queue, from `subscriptionPath(topic, subscription)`, or from either followed by `/$deadletterqueue`.
   * The handler's answer settles: nothing completes, a rejection abandons (the error is the handler's to report).
   */
  subscribe(path: string, options: SubscribeOptions): Subscription;
  /** Makes the queue when it was not declared. An existing one keeps its settings, which are returned. */
  ensureQueue(name: string, options?: QueueOptions): QueueSettings;
  ensureTopic(name: string): void;
  /** As ensureQueue; makes the topic too. */
  ensureSubscription(topic: string, name: string, options?: SubscriptionOptions): QueueSettings;
  /** Paths to receive from, dead letters not among them. */
  paths(): readonly string[];
  /** Waiting messages in order, also those in a delivery, without receiving them. `after`: a sequence number, default 0; `max`: default 100. */
  peek(path: string, page?: { readonly after?: number; readonly max?: number }): readonly PeekedMessage[];
  /** Counts rows: for people and health checks, not for every message. */
  counts(path: string): Counts;
  /** Renews the lock of a delivery that has not ended and returns when it now runs out, in milliseconds since 1970. */
  renewLock(path: string, lockToken: string): number;
  /** Ends every subscription and timer; resolves when what was being handled is settled on disk. */
  stop(): Promise<void>;
};

export type BrokerOptions = {
  readonly store: Store;
  readonly clock: HostClock;
  readonly work: WorkTracker;
  readonly ids: Ids;
  readonly topology?: Topology;
};

/** A longer time to live is none: a thousand years keep every instant within the four-digit years. */
const FOR_EVER_MS = 1000 * 365 * 86_400_000;

/** Throws a BrokerError when the topology is wrong or contradicts what is stored. */
export function createBroker({ store, clock, work, ids, topology = {} }: BrokerOptions): Broker {
  const table = messageTable(store);
  const journal = new Journal(store, table);
  const arrivals = new Arrivals();
  const seen = duplicates(store);
  const subscriptions = new Set<Subscription>();
  const entities = new Entities(store, (queue) => ({
    clock,
    work,
    table,
    journal,
    freshLockToken: () => ids.next(),
    deadLetter: (message, reason, description) => deadLetter(queue(), message, reason, description),
    // Rejected only when the store has failed and the host is stopping.
    expire: (message) => expire([message.id]).catch(() => {}),
  }));

  /** Runs `change` as one write; the messages it places are handed over when it is durable. Counted as work. */
  function transact(change: () => void): Promise<void> {
    const endWork = work.begin();
    const from = arrivals.position;
    const written = store.write(change);
    const to = arrivals.position;
    return written.then(
      () => {
        arrivals.handOver(to);
        endWork();
      },
      (error: unknown) => {
        arrivals.withdraw(from, to);
        endWork();
        throw error;
      },
    );
  }

  /** Puts a message at the end of a queue. Inside a write. */
  function place(
    queue: Queue,
    message: CheckedMessage,
    timeToLiveMs: number | undefined,
    past?: HeldMessage,
  ): void {
    const nowMs = clock.nowMs();
    const livesMs = Math.min(timeToLiveMs ?? FOR_EVER_MS, queue.settings.timeToLiveMs ?? FOR_EVER_MS);
    const expiresMs = livesMs < FOR_EVER_MS ? nowMs + Math.ceil(livesMs) : null;
    const held: HeldMessage = {
      id: queue.numbers.next(),
      session: queue.settings.requiresSession ? (message.properties.sessionId ?? "") : null,
      deliveries: past?.deliveries ?? 0,
      enqueuedMs: past?.enqueuedMs ?? nowMs,
      expiresMs,
      propertiesJson: message.propertiesJson,
      properties: message.properties,
      body: message.body,
      bytes: message.bytes,
    };
    arrivals.add(queue, held);
    table.insert(held);
    if (expiresMs !== null) expiry.watch(expiresMs);
  }

  function publish(entity: Entity, message: CheckedMessage, timeToLiveMs: number | undefined): void {
    if (entity.kind === "queue") {
      place(entity.queue, message, timeToLiveMs);
      return;
    }
    for (const { queue, matches } of entity.subscriptions.values()) {
      if (!matches(message.properties)) continue;
      if (queue.settings.requiresSession && message.properties.sessionId === undefined)
        // What Service Bus does: the topic accepts the message, the subscription cannot hold it.
        placeDead(queue, message, "Session id is null.", "The subscription requires sessions.");
      else place(queue, message, timeToLiveMs);
    }
  }

  function placeDead(
    queue: Queue,
    message: CheckedMessage,
    reason: string,
    description: string | undefined,
    past?: HeldMessage,
  ): void {
    const properties: MessageProperties = {
      ...message.properties,
      applicationProperties: {
        ...message.properties.applicationProperties,
        DeadLetterReason: reason,
        DeadLetterErrorDescription: description ?? null,
      },
    };
    // A message already in the dead letters goes to their end.
    const dead = queue.deadLetters ?? queue;
    place(dead, { ...message, properties, propertiesJson: JSON.stringify(properties) }, undefined, past);
  }

  function deadLetter(
    queue: Queue,
    message: HeldMessage,
    reason: string,
    description?: string,
  ): Promise<void> {
    return transact(() => {
      table.remove([message.id]);
      placeDead(queue, { ...message, properties: propertiesOf(message) }, reason, description, message);
    }).catch(() => {
      // The store has failed and the host is stopping; the message is where it was.
    });
  }

  function expire(idsOfExpired: readonly number[]): Promise<void> {
    return transact(() => {
      for (const id of idsOfExpired) {
        const queue = entities.queueOfRow(id);
        if (queue?.dispatcher.isInDelivery(id)) continue;
        const message = queue?.settings.deadLetterExpired ? table.readOne(id) : undefined;
        table.remove([id]);
        if (queue !== undefined && message !== undefined)
          placeDead(
            queue,
            { ...message, properties: propertiesOf(message) },
            "TTLExpiredException",
            "The message expired and was dead lettered.",
            message,
          );
      }
    });
  }

  const expiry = messageExpiry(table, clock, expire);

  const scheduled = scheduledMessages(store, clock, (take) =>
    transact(() => {
      for (const { entity, message, timeToLiveMs } of take())
        publish(entities.findOrMakeQueue(entity), message, timeToLiveMs);
    }),
  );

  for (const [name, options] of Object.entries(topology.queues ?? {})) entities.ensureQueue(name, options);
  for (const [name, options] of Object.entries(topology.topics ?? {})) {
    entities.ensureTopic(name, options);
    for (const [subscription, settings] of Object.entries(options.subscriptions ?? {}))
      entities.ensureSubscription(name, subscription, settings);
  }
  scheduled.watch();

  return {
    ...deadLetterAdmin({ table, entities, transact, place }),

    async send(entityName, messages) {
      const entity = entities.find(entityName);
      if (messages.length > MESSAGES_PER_SEND_MAX)
        throw new BrokerError(
          "messageInvalid",
          `At most ${MESSAGES_PER_SEND_MAX} messages can be sent at once; got ${messages.length}.`,
        );
      const checked = messages.map((message) => checkedMessage(message, () => ids.next()));
      if (entity.kind === "queue" && entity.queue.settings.requiresSession) {
        const without = checked.find(({ properties }) => properties.sessionId === undefined);
        if (without !== undefined)
          throw new BrokerError(
            "messageInvalid",
            `Message "${without.properties.messageId}" needs a sessionId: "${entity.name}" requires sessions.`,
          );
      }
      let later = false;
      const nowMs = clock.nowMs();
      await transact(() => {
        messages.forEach(({ scheduledEnqueueMs = 0, timeToLiveMs }, index) => {
          const message = checked[index];
          if (message === undefined) return;
          const { windowMs, name } = entity;
          if (windowMs !== undefined && !seen.isNew(name, message.properties.messageId, windowMs, nowMs))
            return;
          if (scheduledEnqueueMs > nowMs) {
            scheduled.add({ entity: name, message, timeToLiveMs }, scheduledEnqueueMs);
            later = true;
          } else publish(entity, message, timeToLiveMs);
        });
      });
      if (later) scheduled.watch();
    },

    subscribe(path, { handler, maxConcurrent = 1, maxConcurrentSessions = 1, batch, renewLocksForMs = 0 }) {
      const { dispatcher, settings } = entities.queueAt(path);
      const subscription = dispatcher.subscribe({
        handler,
        concurrency: settings.requiresSession ? maxConcurrentSessions : maxConcurrent,
        batchMax: batch?.max ?? 1,
        renewForMs: renewLocksForMs,
      });
      subscriptions.add(subscription);
      return {
        async stop() {
          await subscription.stop();
          subscriptions.delete(subscription);
        },
      };
    },

    ensureQueue: (name, options = {}) => entities.ensureQueue(name, options).settings,
    ensureTopic: (name) => {
      entities.ensureTopic(name, {});
    },
    ensureSubscription: (topic, name, options = {}) =>
      entities.ensureSubscription(topic, name, options).settings,
    paths: () => entities.paths(),

    peek(path, { after = 0, max = 100 } = {}) {
      const { numbers, dispatcher } = entities.queueAt(path);
      return table
        .read(numbers.base + Math.max(0, after), dispatcher.through, max)
        .map((message) => peeked(message, sequenceNumberOf(message.id)));
    },

    counts(path) {
      const queue = entities.queueAt(path);
      const rowsOf = ({ numbers, dispatcher }: Queue): number =>
        table.countRows(numbers.base, dispatcher.through);
      return {
        active: rowsOf(queue),
        scheduled: scheduled.count(queue.path),
        deadLettered: queue.deadLetters === undefined ? 0 : rowsOf(queue.deadLetters),
      };
    },

    renewLock: (path, lockToken) => entities.queueAt(path).dispatcher.renew(lockToken),

    async stop() {
      expiry.stop();
      scheduled.stop();
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      for (const queue of entities.queues()) queue.dispatcher.stop();
    },
  };
}
