/** Something messages are received from: a queue, a topic's subscription, or the dead letters of either. */
import type { Store } from "../store/store.js";
import { Dispatcher } from "./dispatcher.js";
import type { DispatcherContext } from "./dispatcher-context.js";
import { BrokerError } from "./errors.js";
import { type QueueNumbers, queueNumbers } from "./queue-numbers.js";
import { DEAD_LETTER_SETTINGS, deadLetterPath, type QueueSettings } from "./topology.js";

export type Queue = {
  readonly path: string;
  readonly settings: QueueSettings;
  readonly numbers: QueueNumbers;
  readonly dispatcher: Dispatcher;
  /** Where its dead letters go; a dead-letter queue has none. */
  readonly deadLetters: Queue | undefined;
};

/** What a queue's dispatcher needs that depends on the queue. */
type ContextOf = (queue: () => Queue) => DispatcherContext;

/** Throws a BrokerError `entityConflict` when messages are stored under the other session setting. */
export function openQueue(store: Store, path: string, settings: QueueSettings, contextOf: ContextOf): Queue {
  const deadLetters = open(store, deadLetterPath(path), DEAD_LETTER_SETTINGS, contextOf, undefined);
  return open(store, path, settings, contextOf, deadLetters);
}

function open(
  store: Store,
  path: string,
  settings: QueueSettings,
  contextOf: ContextOf,
  deadLetters: Queue | undefined,
): Queue {
  const numbers = queueNumbers(store, path, settings.requiresSession);
  if (numbers.requiresSession !== settings.requiresSession) {
    const stored = numbers.requiresSession ? "with" : "without";
    throw new BrokerError(
      "entityConflict",
      `Messages wait in "${path}" that were stored ${stored} sessions, and now it is declared otherwise. Receive them first, or use another name.`,
    );
  }
  const queue: Queue = {
    path,
    settings,
    numbers,
    deadLetters,
    dispatcher: new Dispatcher(
      contextOf(() => queue),
      settings,
      numbers,
    ),
  };
  return queue;
}
