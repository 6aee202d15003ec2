/** What a function triggered by Service Bus is given: the body, or bodies, and the metadata with the names the extension uses. */

import type { ReceivedMessage } from "../../../adapters/embedded/broker/message.js";
import type { InvocationRequest, TypedData } from "../binding-service.js";
import { propertyValue, propertyValues } from "./property-value.js";

export type Shape = {
  /** Cardinality `many`: arrays, and metadata names that end in `Array`. */
  readonly many: boolean;
  /** `dataType: "binary"`: bodies as Buffers. Otherwise they are text, which the library parses when it is JSON. */
  readonly binary: boolean;
};

/** When a message never expires .NET shows the largest instant it knows. */
const NEVER = "9999-12-31T23:59:59.999Z";

/** By metadata name. What is undefined is left out of a single message's metadata and empty in an array, as the real host has it. */
const METADATA: { readonly [name: string]: (message: ReceivedMessage) => unknown } = {
  MessageId: (message) => message.messageId,
  DeliveryCount: (message) => message.deliveryCount,
  SequenceNumber: (message) => message.sequenceNumber,
  LockToken: (message) => message.lockToken,
  EnqueuedTimeUtc: (message) => message.enqueuedTime,
  EnqueuedTime: (message) => message.enqueuedTime,
  ExpiresAtUtc: (message) => message.expiresAt ?? NEVER,
  ExpiresAt: (message) => message.expiresAt ?? NEVER,
  ContentType: (message) => message.contentType,
  CorrelationId: (message) => message.correlationId,
  Subject: (message) => message.subject,
  Label: (message) => message.subject,
  To: (message) => message.to,
  ReplyTo: (message) => message.replyTo,
  ReplyToSessionId: (message) => message.replyToSessionId,
  SessionId: (message) => message.sessionId,
  PartitionKey: (message) => message.partitionKey,
  ApplicationProperties: (message) => message.applicationProperties ?? {},
  UserProperties: (message) => message.applicationProperties ?? {},
};
const NAMES = Object.entries(METADATA);

export function triggerRequest(messages: readonly ReceivedMessage[], shape: Shape): InvocationRequest {
  const [first] = messages;
  if (shape.many || first === undefined)
    return { trigger: bodies(messages, shape), triggerMetadata: metadataOfMany(messages) };
  return { trigger: body(first, shape), triggerMetadata: metadataOfOne(first) };
}

function body(message: ReceivedMessage, { binary }: Shape): TypedData {
  return binary ? { bytes: asBytes(message) } : { string: asText(message) };
}

function bodies(messages: readonly ReceivedMessage[], { binary }: Shape): TypedData {
  return binary
    ? { collectionBytes: { bytes: messages.map(asBytes) } }
    : { collectionString: { string: messages.map(asText) } };
}

function metadataOfOne(message: ReceivedMessage): Record<string, TypedData> {
  const metadata: Record<string, TypedData> = {};
  for (const [name, valueOf] of NAMES) {
    const value = valueOf(message);
    if (value !== undefined) metadata[name] = propertyValue(value);
  }
  return metadata;
}

function metadataOfMany(messages: readonly ReceivedMessage[]): Record<string, TypedData> {
  const metadata: Record<string, TypedData> = {};
  for (const [name, valueOf] of NAMES)
    metadata[`${name}Array`] = propertyValues(messages.map((message) => valueOf(message) ?? ""));
  return metadata;
}

function asText({ body }: ReceivedMessage): string {
  return typeof body === "string" ? body : body.toString("utf8");
}

function asBytes({ body }: ReceivedMessage): Buffer {
  return typeof body === "string" ? Buffer.from(body) : body;
}
