/** A JSON object as it goes onto the wire. */
import type { Json } from "../domain/json.js";

export type JsonObject = { readonly [name: string]: Json | undefined };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
