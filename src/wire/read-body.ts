/** Reads a JSON body safely: bounded in size and depth, and a mistake is told with its place. */
import { done, type Outcome, refused } from "../domain/errors.js";
import type { HttpRequest } from "./http.js";
import { mistakeIn } from "./json-mistake.js";
import { isJsonObject } from "./json-object.js";

/** Graph's bodies are a few KB; a policy with 50 questions in ten languages stays far below. */
export const BODY_BYTES_MAX = 1_048_576;
export const BODY_DEPTH_MAX = 64;

/** For hosts too, which may refuse a body before anybody has looked at the address. */
export const TOO_LARGE = refused(
  "RequestTooLarge",
  `The body is larger than ${BODY_BYTES_MAX / 1_048_576} MiB.`,
  "body",
);

/** The bytes as they came, or why they were not read. */
export async function readBytes(request: HttpRequest): Promise<Outcome<Uint8Array>> {
  const announced = Number(request.header("content-length") ?? 0);
  if (announced > BODY_BYTES_MAX) return TOO_LARGE;
  const bytes = await request.body();
  return bytes.byteLength > BODY_BYTES_MAX ? TOO_LARGE : done(bytes);
}

export function parseBody(bytes: Uint8Array, contentType: string | undefined): Outcome<unknown> {
  const [mediaType = ""] = (contentType ?? "").split(";", 1);
  if (!/^application\/(?:[\w.+-]+\+)?json$/i.test(mediaType.trim()))
    return refused(
      "UnsupportedMediaType",
      `The body must be application/json; the Content-Type is ${contentType === undefined ? "missing" : `"${contentType.slice(0, 80)}"`}.`,
      "Content-Type",
    );
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refused("BadRequest", "The body is not UTF-8 text.", "body");
  }
  if (isTooDeep(text))
    return refused("BadRequest", `The body is nested deeper than ${BODY_DEPTH_MAX} levels.`, "body");
  try {
    const value: unknown = JSON.parse(text);
    return done(value);
  } catch {
    return refused("BadRequest", `The body is not JSON: ${placeOf(text)}.`, "body");
  }
}

/** `{"value":{...}}`: published examples wrap objects as answers wrap lists (spec/api.md 5). No body of ours has that one property. */
export function unwrapped(body: unknown): unknown {
  if (!isJsonObject(body) || !isJsonObject(body["value"])) return body;
  return Object.keys(body).every((name) => name === "value" || name.startsWith("@odata."))
    ? body["value"]
    : body;
}

/** Counts brackets outside strings, before JSON.parse builds anything. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (++depth > BODY_DEPTH_MAX) return true;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

function placeOf(text: string): string {
  if (text.trim() === "") return "it is empty";
  const at = mistakeIn(text);
  return at >= text.length
    ? "it ends too early"
    : `${JSON.stringify(text.charAt(at))} is not expected at character ${at + 1}`;
}
