/**
 * Brings the messages of one queue to its receivers: hands over without polling, counts every delivery on disk before it begins,
 * and carries out what the handler decided. Redelivery after an abandon is immediate, as in Service Bus; it ends at maxDeliveryCount.
 */
import type { Cancel } from "../time/host-clock.js";
import { BusySign } from "./busy-sign.js";
import type { DispatcherContext } from "./dispatcher-context.js";
import { BrokerError } from "./errors.js";
import { addProperties, type HeldMessage, isExpired, peeked } from "./held-message.js";
import { type Lock, Locks } from "./locks.js";
import type { MessageTable } from "./message-table.js";
import { type QueueNumbers, sequenceNumberOf } from "./queue-numbers.js";
import {
  type Consumer,
  type HandlerOutcome,
  outcomeOf,
  type Receiver,
  type Subscription,
  settlementOf,
} from "./receiver.js";
import type { QueueSettings } from "./topology.js";
import type { Backlog, Waiting } from "./waiting.js";
import { WaitingInOrder } from "./waiting-in-order.js";
import { WaitingInSessions } from "./waiting-in-sessions.js";

/** A dead-letter queue has no limit of deliveries. From this one on a failure is answered by a pause, not at once. */
const PATIENT_DELIVERIES = 10;
const PAUSE_MS = 1000;

type Delivery = Lock & {
  readonly consumer: Consumer;
  readonly messages: readonly HeldMessage[];
  readonly tokens: readonly string[];
};

export class Dispatcher {
  readonly #context: DispatcherContext;
  readonly #settings: QueueSettings;
  readonly #backlog: Backlog;
  #waiting: Waiting;
  readonly #locks: Locks<Delivery>;
  #consumers: readonly Consumer[] = [];
  /** The last id that is durable: later rows may still be taken back. */
  #through: number;
  /** Messages written, not claimed, and not durable yet: what comes after them cannot be next. */
  #expected = 0;
  readonly #busy: BusySign;
  /** Ids in a delivery, from being taken until settled. */
  readonly #inDelivery = new Set<number>();
  #endPause: Cancel | undefined;

  constructor(context: DispatcherContext, settings: QueueSettings, numbers: QueueNumbers) {
    this.#context = context;
    this.#settings = settings;
    this.#through = numbers.lastBefore;
    this.#backlog = {
      base: numbers.base,
      through: () => this.#through,
      read: (after, limit) => this.#settled().read(after, this.#through, limit),
      readSession: (session, after, limit) =>
        this.#settled().readSession(session, after, this.#through, limit),
      readSessionNames: (after, limit) => this.#settled().readSessionNames(after, this.#through, limit),
    };
    this.#waiting = this.#nothingRead();
    this.#busy = new BusySign(context.work, () => this.#canDeliver && !this.#waiting.isEmpty());
    this.#locks = new Locks(context.clock, settings.lockMs, (delivery) => this.#lose(delivery));
  }

  /** Whether somebody receives from this queue. */
  get attended(): boolean {
    return this.#consumers.length > 0 || this.#inDelivery.size > 0;
  }

  get through(): number {
    return this.#through;
  }

  isInDelivery(id: number): boolean {
    return this.#inDelivery.has(id);
  }

  /**
   * Called while the message is being written: the consumer that will get it the moment it is durable, if one is free and nothing
   * waits before it. Then the message is written with its first delivery counted, and needs no further write before its handler.
   */
  claim(message: HeldMessage): Consumer | undefined {
    const consumer = this.#consumers.find(({ free, batchMax }) => free > 0 && batchMax === 1);
    const isNext = this.#canDeliver && this.#expected === 0;
    if (consumer === undefined || !isNext || !this.#waiting.claim(message)) {
      this.#expected += 1;
      return undefined;
    }
    consumer.free -= 1;
    message.deliveries += 1;
    return consumer;
  }

  /** The message was not written after all. */
  unclaim(message: HeldMessage, consumer: Consumer | undefined): void {
    if (consumer === undefined) this.#expected -= 1;
    else {
      this.#waiting.release([message]);
      this.#free(consumer);
    }
  }

  /** The message is durable. Called in order of id; `pump` follows. */
  arrive(message: HeldMessage, consumer: Consumer | undefined): void {
    this.#through = message.id;
    if (consumer === undefined) {
      this.#expected -= 1;
      this.#waiting.add(message, this.#consumers.length > 0);
      return;
    }
    this.#busy.begin();
    this.#inDelivery.add(message.id);
    this.#start(consumer, [message]);
  }

  subscribe(receiver: Receiver): Subscription {
    const consumer: Consumer = { ...receiver, free: receiver.concurrency, stopped: false, onIdle: undefined };
    this.#consumers = [...this.#consumers, consumer];
    this.pump();
    let stopped: Promise<void> | undefined;
    return {
      stop: () => {
        stopped ??= this.#dismiss(consumer);
        return stopped;
      },
    };
  }

  /** Renews the lock of the delivery and gives the instant it now lasts to. */
  renew(lockToken: string): number {
    const delivery = this.#locks.find(({ tokens }) => tokens.includes(lockToken));
    if (delivery === undefined)
      throw new BrokerError(
        "lockLost",
        `No delivery holds the lock "${lockToken}": it ran out or was settled.`,
      );
    this.#locks.take(delivery);
    return delivery.lockedUntilMs;
  }

  /** Begins as many deliveries as there are messages and free receivers. */
  pump(): void {
    if (this.#canDeliver) this.#beginDeliveries();
    this.#busy.update();
  }

  stop(): void {
    this.#locks.stop();
    this.#endPause?.();
    this.#busy.takeDown();
  }

  get #canDeliver(): boolean {
    return this.#consumers.length > 0 && this.#endPause === undefined;
  }

  #beginDeliveries(): void {
    for (const consumer of this.#consumers) {
      while (consumer.free > 0) {
        const messages = this.#next(consumer.batchMax);
        if (messages === undefined) break;
        consumer.free -= 1;
        this.#count(consumer, messages);
      }
    }
  }

  async #dismiss(consumer: Consumer): Promise<void> {
    consumer.stopped = true;
    this.#consumers = this.#consumers.filter((other) => other !== consumer);
    this.#busy.update();
    if (consumer.free < consumer.concurrency)
      await new Promise<void>((resolve) => {
        consumer.onIdle = resolve;
      });
    await new Promise<unknown>((resolve) => this.#context.journal.whenWritten(resolve));
    // What waits is on disk; nobody needs it in memory.
    if (!this.attended) this.#waiting = this.#nothingRead();
  }

  #nothingRead(): Waiting {
    return this.#settings.requiresSession
      ? new WaitingInSessions(this.#backlog)
      : new WaitingInOrder(this.#backlog);
  }

  #settled(): MessageTable {
    this.#context.journal.flush();
    return this.#context.table;
  }

  #next(max: number): readonly HeldMessage[] | undefined {
    for (;;) {
      const taken = this.#waiting.take(max);
      if (taken.length === 0) return undefined;
      const deliverable = this.#deliverable(taken);
      if (deliverable.length > 0) return deliverable;
      this.#waiting.release(taken);
    }
  }

  /** Sends what is expired, or was delivered often enough before, where it belongs; gives the rest. */
  #deliverable(messages: readonly HeldMessage[]): HeldMessage[] {
    const nowMs = this.#context.clock.nowMs();
    return messages.filter((message) => {
      if (isExpired(message, nowMs)) this.#await(this.#context.expire(message));
      else if (message.deliveries >= this.#settings.maxDeliveryCount) this.#await(this.#exhausted(message));
      else return true;
      return false;
    });
  }

  #exhausted(message: HeldMessage): Promise<void> {
    const description = `Message could not be consumed after ${message.deliveries} delivery attempts.`;
    return this.#context.deadLetter(message, "MaxDeliveryCountExceeded", description);
  }

  #count(consumer: Consumer, messages: readonly HeldMessage[]): void {
    this.#busy.begin();
    for (const message of messages) {
      this.#context.journal.count(message.id);
      message.deliveries += 1;
      this.#inDelivery.add(message.id);
    }
    this.#context.journal.whenWritten((written) => {
      if (written) return this.#start(consumer, messages);
      this.#free(consumer);
      this.#busy.end();
    });
  }

  #start(consumer: Consumer, messages: readonly HeldMessage[]): void {
    if (consumer.stopped) {
      this.#takeBack(consumer, messages);
      return;
    }
    const nowMs = this.#context.clock.nowMs();
    const tokens = messages.map(() => this.#context.freshLockToken());
    const delivery: Delivery = {
      consumer,
      messages,
      tokens,
      lockedUntilMs: nowMs,
      renewUntilMs: nowMs + consumer.renewForMs,
    };
    this.#locks.take(delivery);
    const received = messages.map((message, index) => ({
      ...peeked(message, sequenceNumberOf(message.id)),
      lockToken: tokens[index] ?? "",
    }));
    outcomeOf(consumer, received).then(
      (outcome) => this.#settle(delivery, outcome),
      () => this.#settle(delivery, { kind: "abandon" }),
    );
  }

  /** Its receiver has stopped before the handler was called: as if it had never been taken. */
  #takeBack(consumer: Consumer, messages: readonly HeldMessage[]): void {
    const ids = messages.map(({ id }) => id);
    this.#context.journal.uncount(ids);
    for (const message of messages) message.deliveries -= 1;
    this.#offerAgain(messages, messages);
    this.#free(consumer);
    this.#busy.end();
    this.pump();
  }

  #settle(delivery: Delivery, outcome: HandlerOutcome): void {
    // After its lock was lost the messages are somebody else's; only the place is free again.
    if (this.#locks.release(delivery)) {
      const again = delivery.messages.filter((message, index) => {
        const settlement = settlementOf(outcome, index);
        switch (settlement.kind) {
          case "complete":
            this.#context.journal.remove(message.id);
            return false;
          case "deadLetter":
            this.#await(this.#context.deadLetter(message, settlement.reason, settlement.description));
            return false;
          case "abandon":
            if (settlement.properties !== undefined) {
              addProperties(message, settlement.properties);
              this.#context.journal.amend(message);
            }
            return true;
        }
      });
      this.#offerAgain(delivery.messages, again);
    }
    this.#free(delivery.consumer);
    // The settlement is work until it is on disk.
    this.#context.journal.whenWritten(() => this.#busy.end());
    this.pump();
  }

  #lose(delivery: Delivery): void {
    this.#offerAgain(delivery.messages, delivery.messages);
    this.pump();
  }

  /** The delivery is over; `again` is what was not settled by it. */
  #offerAgain(delivered: readonly HeldMessage[], again: readonly HeldMessage[]): void {
    for (const message of delivered) this.#inDelivery.delete(message.id);
    const endless = !Number.isFinite(this.#settings.maxDeliveryCount);
    if (endless && again.some(({ deliveries }) => deliveries >= PATIENT_DELIVERIES)) this.#pause();
    if (again.length > 0) this.#waiting.giveBack(this.#deliverable(again));
    this.#waiting.release(delivered);
  }

  #pause(): void {
    this.#endPause ??= this.#context.clock.schedule(this.#context.clock.nowMs() + PAUSE_MS, () => {
      this.#endPause = undefined;
      this.pump();
    });
  }

  #free(consumer: Consumer): void {
    consumer.free += 1;
    if (consumer.free === consumer.concurrency) consumer.onIdle?.();
  }

  #await(write: Promise<void>): void {
    this.#busy.begin();
    void write.then(() => this.#busy.end());
  }
}
