/** Which messages may be sent: Service Bus's own limits, so that what works here works there. */
import { BrokerError } from "./errors.js";
import type { MessageProperties, OutgoingMessage } from "./message.js";

/** Body and properties together. Service Bus, standard tier: 256 KB. */
const MESSAGE_BYTES_MAX = 256 * 1024;
/** Message id, session id and partition key. Service Bus: 128 characters. */
const ID_CHARACTERS_MAX = 128;
/** One call of send. Service Bus limits a batch by size; this bounds the transaction. */
export const MESSAGES_PER_SEND_MAX = 10_000;

export type CheckedMessage = {
  readonly properties: MessageProperties;
  /** `properties` as stored. */
  readonly propertiesJson: string;
  readonly body: string | Buffer;
  readonly bytes: number;
};

/** Throws a BrokerError `messageInvalid` that names the message and what is wrong with it. */
export function checkedMessage(message: OutgoingMessage, freshId: () => string): CheckedMessage {
  const { body, scheduledEnqueueMs, timeToLiveMs, messageId, ...rest } = message;
  const properties: MessageProperties = { ...rest, messageId: messageId ?? freshId() };
  const refuse = (problem: string): never => {
    throw new BrokerError("messageInvalid", `Message "${properties.messageId.slice(0, 200)}" ${problem}`);
  };
  for (const name of ["messageId", "sessionId", "partitionKey"] as const) {
    const value = properties[name];
    if (value === undefined) continue;
    if (value.length === 0 || value.length > ID_CHARACTERS_MAX || value.includes("\0"))
      refuse(`has a ${name} that is empty, longer than ${ID_CHARACTERS_MAX} characters or has a NUL.`);
  }
  for (const [name, value] of Object.entries(properties.applicationProperties ?? {})) {
    const scalar = value === null || typeof value === "string" || typeof value === "boolean";
    if (!scalar && !(typeof value === "number" && Number.isFinite(value)))
      refuse(
        `has an application property "${name.slice(0, 200)}" that is not a string, number, boolean or null.`,
      );
  }
  if (timeToLiveMs !== undefined && !(timeToLiveMs > 0)) refuse("has a time to live that is not positive.");
  if (scheduledEnqueueMs !== undefined && !Number.isSafeInteger(scheduledEnqueueMs))
    refuse("has a scheduled enqueue time that is not a whole number of milliseconds.");
  const propertiesJson = JSON.stringify(properties);
  // The driver reads text only up to a NUL, so such text is kept as bytes; a receiver gets it as UTF-8.
  const stored = typeof body === "string" && !body.includes("\0") ? body : asBuffer(body);
  const bytes = Buffer.byteLength(propertiesJson) + Buffer.byteLength(stored);
  if (bytes > MESSAGE_BYTES_MAX) refuse(`has ${bytes} bytes; at most ${MESSAGE_BYTES_MAX} are allowed.`);
  return { properties, propertiesJson, body: stored, bytes };
}

function asBuffer(body: string | Uint8Array): Buffer {
  return typeof body === "string"
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
