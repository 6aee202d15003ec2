/** Messages as senders give them and as receivers get them, with the names Service Bus uses. */
import type { Instant } from "../../../domain/time/instant.js";

/** The sender's own properties: scalars only, as in AMQP. */
export type ApplicationProperties = { readonly [name: string]: string | number | boolean | null };

/** What travels with the body, all of it set by the sender. */
export type MessageProperties = {
  /** At most 128 characters; a fresh GUID when the sender gives none. Duplicate detection compares it. */
  readonly messageId: string;
  readonly subject?: string;
  readonly correlationId?: string;
  /** At most 128 characters. Needed for a queue that requires sessions. */
  readonly sessionId?: string;
  readonly contentType?: string;
  readonly to?: string;
  readonly replyTo?: string;
  readonly replyToSessionId?: string;
  readonly partitionKey?: string;
  readonly applicationProperties?: ApplicationProperties;
};

export type OutgoingMessage = Omit<MessageProperties, "messageId"> & {
  readonly messageId?: string;
  /** Text stays text, bytes stay bytes. */
  readonly body: string | Uint8Array;
  /** Milliseconds since 1970. Until then the message waits where no receiver sees it; past or absent: available at once. */
  readonly scheduledEnqueueMs?: number;
  /** Milliseconds from the moment it is enqueued; the entity's own limit applies when it is shorter. Default: for ever. */
  readonly timeToLiveMs?: number;
};

/** A message in the queue, looked at without receiving it. */
export type PeekedMessage = MessageProperties & {
  readonly body: string | Buffer;
  /** Rises by at least one with each message of a queue. */
  readonly sequenceNumber: number;
  readonly enqueuedTime: Instant;
  /** Absent: never. */
  readonly expiresAt?: Instant;
  /** Deliveries begun so far. In a receiver's hand it counts this one: 1 the first time. */
  readonly deliveryCount: number;
};

export type ReceivedMessage = PeekedMessage & {
  /** Names this delivery, not the message. */
  readonly lockToken: string;
};

/** What a handler wants done with a message. */
export type Settlement =
  | { readonly kind: "complete" }
  /** Delivered again at once, or dead-lettered when its deliveries are used up. `properties` replace those of the same name. */
  | { readonly kind: "abandon"; readonly properties?: ApplicationProperties }
  | { readonly kind: "deadLetter"; readonly reason: string; readonly description?: string };
