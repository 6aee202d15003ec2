/** A message as the broker handles it between the table and a receiver. */
import { instantOf } from "../../../domain/time/instant.js";
import type { ApplicationProperties, MessageProperties, PeekedMessage } from "./message.js";

export type HeldMessage = {
  /** Its row: the queue's number and the sequence number in one integer (see queue-numbers.ts). */
  readonly id: number;
  /** The session it belongs to, in a queue that requires sessions; else null. */
  readonly session: string | null;
  /** Deliveries begun, as the row says or will say before the handler is called. */
  deliveries: number;
  readonly enqueuedMs: number;
  readonly expiresMs: number | null;
  /** JSON of MessageProperties. */
  propertiesJson: string;
  /** `propertiesJson` parsed, once somebody has needed it. */
  properties: MessageProperties | undefined;
  readonly body: string | Buffer;
  /** For bounding memory; about what the body and the properties take. */
  readonly bytes: number;
};

export function propertiesOf(message: HeldMessage): MessageProperties {
  // Only this module's writers fill the column, from a checked MessageProperties.
  message.properties ??= JSON.parse(message.propertiesJson) as MessageProperties;
  return message.properties;
}

/** Of properties with the same name the added one stays. */
export function addProperties(message: HeldMessage, added: ApplicationProperties): void {
  const properties = propertiesOf(message);
  const applicationProperties = { ...properties.applicationProperties, ...added };
  message.properties = { ...properties, applicationProperties };
  message.propertiesJson = JSON.stringify(message.properties);
}

export function isExpired(message: HeldMessage, nowMs: number): boolean {
  return message.expiresMs !== null && message.expiresMs <= nowMs;
}

export function peeked(message: HeldMessage, sequenceNumber: number): PeekedMessage {
  return {
    ...propertiesOf(message),
    body: message.body,
    sequenceNumber,
    enqueuedTime: instantOf(message.enqueuedMs),
    ...(message.expiresMs === null ? {} : { expiresAt: instantOf(message.expiresMs) }),
    deliveryCount: message.deliveries,
  };
}
