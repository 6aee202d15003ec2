/** What an operator does with dead letters: look, send them round again, or throw them away. */
import type { Entities } from "./entities.js";
import { BrokerError } from "./errors.js";
import { type HeldMessage, peeked, propertiesOf } from "./held-message.js";
import type { MessageProperties, PeekedMessage } from "./message.js";
import type { CheckedMessage } from "./message-rules.js";
import type { MessageTable } from "./message-table.js";
import type { Queue } from "./queue.js";
import { sequenceNumberOf } from "./queue-numbers.js";

/** Messages moved in one write. */
const MOVED_AT_ONCE = 500;

export type DeadLetter = PeekedMessage & {
  /** `MaxDeliveryCountExceeded`, `TTLExpiredException`, or what the receiver said. */
  readonly deadLetterReason: string;
  readonly deadLetterErrorDescription?: string;
};

export type DeadLetterAdmin = {
  /** In order of arrival. `path`: the queue or subscription itself. `after`: a sequence number of the dead letters; `max`: default 100. */
  deadLetters(path: string, page?: { readonly after?: number; readonly max?: number }): readonly DeadLetter[];
  /**
   * Puts dead letters back at the end of their own queue or subscription, as new messages with all their deliveries before them:
   * those with these sequence numbers, or all. Resolves with how many. Refused while somebody receives from the dead-letter queue.
   */
  replay(path: string, sequenceNumbers?: readonly number[]): Promise<number>;
  /** Deletes dead letters, chosen as in replay. */
  discard(path: string, sequenceNumbers?: readonly number[]): Promise<number>;
};

type Needs = {
  readonly table: MessageTable;
  readonly entities: Entities;
  readonly transact: (change: () => void) => Promise<void>;
  readonly place: (queue: Queue, message: CheckedMessage, timeToLiveMs: number | undefined) => void;
};

export function deadLetterAdmin({ table, entities, transact, place }: Needs): DeadLetterAdmin {
  function dead(path: string): { readonly queue: Queue; readonly letters: Queue } {
    const queue = entities.queueAt(path);
    if (queue.deadLetters === undefined)
      throw new BrokerError(
        "entityInvalid",
        `"${path}" is a dead-letter queue; name the queue or subscription it belongs to.`,
      );
    return { queue, letters: queue.deadLetters };
  }

  async function takeOut(
    path: string,
    sequenceNumbers: readonly number[] | undefined,
    each: (message: HeldMessage, queue: Queue) => void,
  ): Promise<number> {
    const { queue, letters } = dead(path);
    if (letters.dispatcher.attended)
      throw new BrokerError(
        "entityConflict",
        `Somebody receives from "${letters.path}": its messages are theirs to settle.`,
      );
    const last = letters.dispatcher.through;
    const wanted = sequenceNumbers
      ?.map((number) => letters.numbers.base + number)
      .filter((id) => id > letters.numbers.base && id <= last)
      .sort((a, b) => a - b);
    let after = letters.numbers.base;
    let taken = 0;
    for (let next = 0; ; next += MOVED_AT_ONCE) {
      const messages =
        wanted === undefined
          ? table.read(after, last, MOVED_AT_ONCE)
          : wanted.slice(next, next + MOVED_AT_ONCE).flatMap((id) => table.readOne(id) ?? []);
      const end = wanted === undefined ? messages.length === 0 : next >= wanted.length;
      if (end) return taken;
      await transact(() => {
        table.remove(messages.map(({ id }) => id));
        for (const message of messages) each(message, queue);
      });
      taken += messages.length;
      after = messages.at(-1)?.id ?? after;
    }
  }

  return {
    deadLetters(path, { after = 0, max = 100 } = {}) {
      const { letters } = dead(path);
      return table
        .read(letters.numbers.base + Math.max(0, after), letters.dispatcher.through, max)
        .map((message) => deadLetterOf(peeked(message, sequenceNumberOf(message.id))));
    },
    replay: (path, sequenceNumbers) =>
      takeOut(path, sequenceNumbers, (message, queue) => {
        const { properties } = asSent(propertiesOf(message));
        place(queue, { ...message, properties, propertiesJson: JSON.stringify(properties) }, undefined);
      }),
    discard: (path, sequenceNumbers) => takeOut(path, sequenceNumbers, () => {}),
  };
}

function deadLetterOf(message: PeekedMessage): DeadLetter {
  const { reason, description } = asSent(message);
  return {
    ...message,
    deadLetterReason: String(reason ?? ""),
    ...(typeof description === "string" ? { deadLetterErrorDescription: description } : {}),
  };
}

/** Separates what dead-lettering added to the sender's properties. */
function asSent(properties: MessageProperties) {
  const { DeadLetterReason, DeadLetterErrorDescription, ...applicationProperties } =
    properties.applicationProperties ?? {};
  return {
    properties: { ...properties, applicationProperties },
    reason: DeadLetterReason,
    description: DeadLetterErrorDescription,
  };
}
