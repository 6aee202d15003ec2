/** Reads a form that a page of ours has sent. */
import type { IncomingMessage } from "node:http";

/** Bytes; a name and a password are far less. */
const FORM_MAX = 16_384;

/** Empty when it is too large, of another type, or cut off: nothing was typed then. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "")) {
    request.resume();
    return new URLSearchParams();
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      // A request without an encoding set gives Buffers.
      const part = chunk as Buffer;
      bytes += part.length;
      if (bytes <= FORM_MAX) chunks.push(part);
    }
  } catch {
    return new URLSearchParams();
  }
  return new URLSearchParams(bytes > FORM_MAX ? "" : Buffer.concat(chunks).toString("utf8"));
}
