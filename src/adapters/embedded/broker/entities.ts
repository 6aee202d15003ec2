/** The queues, topics and subscriptions that exist: those of the topology, and those an app's bindings name first. */
import type { Store } from "../store/store.js";
import type { DispatcherContext } from "./dispatcher-context.js";
import { BrokerError } from "./errors.js";
import type { Matches } from "./filter.js";
import { openQueue, type Queue } from "./queue.js";
import { queueNumberOf } from "./queue-numbers.js";
import {
  duplicateWindowMs,
  entityName,
  type QueueOptions,
  queueOfDeadLetters,
  queueSettings,
  type SubscriptionOptions,
  subscriptionPath,
  subscriptionSettings,
} from "./topology.js";

type Named = {
  readonly name: string;
  /** Of duplicate detection, in milliseconds; undefined without it. */
  readonly windowMs: number | undefined;
};
type QueueEntity = Named & { readonly kind: "queue"; readonly queue: Queue };
type TopicEntity = Named & {
  readonly kind: "topic";
  readonly subscriptions: Map<string, { readonly queue: Queue; readonly matches: Matches }>;
};

/** What messages can be sent to. */
export type Entity = QueueEntity | TopicEntity;

type WithWindow = { readonly duplicateDetectionWindow?: string };

export class Entities {
  readonly #store: Store;
  readonly #contextOf: (queue: () => Queue) => DispatcherContext;
  readonly #entities = new Map<string, Entity>();
  /** By path, dead-letter queues included. */
  readonly #queues = new Map<string, Queue>();
  readonly #byNumber = new Map<number, Queue>();

  constructor(store: Store, contextOf: (queue: () => Queue) => DispatcherContext) {
    this.#store = store;
    this.#contextOf = contextOf;
  }

  /** Throws a BrokerError `entityNotFound`. */
  find(name: string): Entity {
    const entity = this.#entities.get(name.toLowerCase());
    if (entity === undefined)
      throw new BrokerError(
        "entityNotFound",
        `There is no queue or topic "${name.slice(0, 300)}". Known are: ${this.#known()}.`,
      );
    return entity;
  }

  /** For messages scheduled in an earlier process: where nobody declares their entity any more they wait in a queue of its name. */
  findOrMakeQueue(name: string): Entity {
    return this.#entities.get(name) ?? this.#makeQueue(name, {});
  }

  queueAt(path: string): Queue {
    const queue = this.#queues.get(path.toLowerCase());
    if (queue === undefined)
      throw new BrokerError(
        "entityNotFound",
        `Nothing can be received from "${path.slice(0, 600)}". Known are: ${this.#known()}.`,
      );
    return queue;
  }

  queueOfRow(id: number): Queue | undefined {
    return this.#byNumber.get(queueNumberOf(id));
  }

  queues(): Iterable<Queue> {
    return this.#queues.values();
  }

  paths(): string[] {
    return [...this.#queues.keys()].filter((path) => queueOfDeadLetters(path) === undefined);
  }

  ensureQueue(name: string, options: QueueOptions & WithWindow): Queue {
    const key = entityName(name);
    const entity = this.#entities.get(key) ?? this.#makeQueue(key, options);
    if (entity.kind === "topic")
      throw new BrokerError("entityConflict", `"${name}" is a topic, not a queue.`);
    return entity.queue;
  }

  ensureTopic(name: string, options: WithWindow): TopicEntity {
    const key = entityName(name);
    const known = this.#entities.get(key);
    if (known?.kind === "queue")
      throw new BrokerError("entityConflict", `"${name}" is a queue, not a topic.`);
    if (known !== undefined) return known;
    const topic: TopicEntity = {
      kind: "topic",
      name: key,
      windowMs: duplicateWindowMs(key, options),
      subscriptions: new Map(),
    };
    this.#entities.set(key, topic);
    return topic;
  }

  ensureSubscription(topicName: string, name: string, options: SubscriptionOptions): Queue {
    const topic = this.ensureTopic(topicName, {});
    const key = entityName(name);
    const known = topic.subscriptions.get(key);
    if (known !== undefined) return known.queue;
    const path = subscriptionPath(topicName, name);
    const { matches, ...settings } = subscriptionSettings(path, options);
    const queue = this.#register(openQueue(this.#store, path, settings, this.#contextOf));
    topic.subscriptions.set(key, { queue, matches });
    return queue;
  }

  #makeQueue(key: string, options: QueueOptions & WithWindow): QueueEntity {
    const queue = this.#register(openQueue(this.#store, key, queueSettings(key, options), this.#contextOf));
    const entity: QueueEntity = {
      kind: "queue",
      name: key,
      windowMs: duplicateWindowMs(key, options),
      queue,
    };
    this.#entities.set(key, entity);
    return entity;
  }

  #register(queue: Queue): Queue {
    for (const each of [queue, queue.deadLetters]) {
      if (each === undefined) continue;
      this.#queues.set(each.path, each);
      this.#byNumber.set(each.numbers.number, each);
    }
    return queue;
  }

  #known(): string {
    const names = [...this.#entities.keys(), ...this.paths().filter((path) => !this.#entities.has(path))];
    return names.slice(0, 50).join(", ") || "none";
  }
}
