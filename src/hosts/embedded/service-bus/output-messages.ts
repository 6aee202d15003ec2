/** What a function's output becomes: messages, as the Functions host makes them of what the library hands over. */
import type { OutgoingMessage } from "../../../adapters/embedded/broker/message.js";
import type { TypedData } from "../binding-service.js";

const TEXT = "text/plain";
const JSON_TYPE = "application/json";

/**
 * One message for each element of an array, else one. A text that holds a JSON array counts as the array (so does the Functions host).
 * An output cannot set message properties: neither can it on Azure; a function that needs them uses a client.
 */
export function outputMessages(data: TypedData): readonly OutgoingMessage[] {
  if (data.bytes !== undefined) return [{ body: data.bytes, contentType: "application/octet-stream" }];
  if (data.collectionString !== undefined) return data.collectionString.string.map(ofText);
  if (data.collectionBytes !== undefined)
    return data.collectionBytes.bytes.map((bytes) => ({
      body: bytes,
      contentType: "application/octet-stream",
    }));
  if (data.json !== undefined) return ofValue(JSON.parse(data.json));
  const text = data.string ?? scalar(data);
  if (text === undefined) return [];
  const parsed = arrayIn(text);
  return parsed === undefined ? [ofText(text)] : ofValue(parsed);
}

function scalar({ int, double }: TypedData): string | undefined {
  const number = int ?? double;
  return number === undefined ? undefined : String(number);
}

function arrayIn(text: string): readonly unknown[] | undefined {
  if (!/^\s*\[[\s\S]*\]\s*$/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function ofValue(value: unknown): OutgoingMessage[] {
  if (Array.isArray(value)) return value.map(ofElement);
  return [ofElement(value)];
}

function ofElement(value: unknown): OutgoingMessage {
  return typeof value === "string" ? ofText(value) : { body: JSON.stringify(value), contentType: JSON_TYPE };
}

function ofText(text: string): OutgoingMessage {
  return { body: text, contentType: /^\s*\{[\s\S]*\}\s*$/.test(text) ? JSON_TYPE : TEXT };
}
