/** Who receives from a queue, how much at a time, and what the answers of its handler mean. */
import type { ReceivedMessage, Settlement } from "./message.js";

/** One settlement for all messages, or one for each in their order. Nothing: all are complete. A rejection abandons all. */
export type HandlerOutcome = Settlement | readonly Settlement[] | undefined | void;

export type Receiver = {
  /** Deliveries at the same time: messages, or sessions in a queue that requires them. */
  readonly concurrency: number;
  /** Messages in one delivery, at most. A delivery never waits for more messages. */
  readonly batchMax: number;
  /** For so long a lock is renewed by itself while the handler runs. */
  readonly renewForMs: number;
  readonly handler: (messages: readonly ReceivedMessage[]) => Promise<HandlerOutcome>;
};

export type Subscription = {
  /** Takes no more messages; resolves when the deliveries under way have ended and are settled on disk. */
  stop(): Promise<void>;
};

/** A receiver at work. */
export type Consumer = Receiver & { free: number; stopped: boolean; onIdle: (() => void) | undefined };

/** The handler's answer; a handler that throws at once is one that rejects. */
export async function outcomeOf(
  consumer: Consumer,
  messages: readonly ReceivedMessage[],
): Promise<HandlerOutcome> {
  return consumer.handler(messages);
}

/** What becomes of the message at `index` of the delivery. */
export function settlementOf(outcome: HandlerOutcome, index: number): Settlement {
  if (!outcome) return { kind: "complete" };
  // A list that is too short leaves the rest unsettled by mistake: deliver those again rather than lose them.
  return "kind" in outcome ? outcome : (outcome[index] ?? { kind: "abandon" });
}
