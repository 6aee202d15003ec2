/** Reads the JSON files that people write by hand (host.json, local.settings.json): comments and trailing commas are usual there. */
import { HostError } from "./binding-service.js";

export type JsonObject = { readonly [key: string]: unknown };

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object that `text` holds. Throws a HostError that names the file. */
export function parseJsonFile(file: string, text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(withoutComments(text.replace(/^\uFEFF/, "")));
  } catch (error) {
    throw new HostError(
      `${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!isRecord(value)) throw new HostError(`${file} must hold a JSON object.`);
  return value;
}

/** A text in quotes is kept; a comment becomes nothing; a comma before a closing bracket goes. */
function withoutComments(text: string): string {
  const PIECES = /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  const plain = text.replace(PIECES, (_, quoted: string | undefined) => quoted ?? "");
  return plain.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, quoted: string | undefined) => quoted ?? "");
}
