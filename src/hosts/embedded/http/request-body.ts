/** The body of a request, whole, up to a limit: what is longer is refused before it is kept. */
import type { IncomingMessage } from "node:http";

export type Body =
  | { readonly kind: "whole"; readonly bytes: Buffer }
  | { readonly kind: "tooLarge" }
  /** The client went away before the end. */
  | { readonly kind: "lost" };

/** Of a refused body, what may still come: throwing it away costs nothing but the line. */
const DISCARDED_BYTES_MAX = 100 * 1024 * 1024;

/** How long the rest of a refused body may take. */
const DISCARDED_WITHIN_MS = 5_000;

const EMPTY: Body = { kind: "whole", bytes: Buffer.alloc(0) };

export function hasBody(request: IncomingMessage): boolean {
  const { headers } = request;
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

/** Whether the request itself says that its body is longer than `maxBytes`. */
export function declaresMore(request: IncomingMessage, maxBytes: number): boolean {
  return Number(request.headers["content-length"] ?? 0) > maxBytes;
}

/** Reads to the end. When the body turns out too large, the rest still arrives and is thrown away: see discardBody. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (body: Body): void => {
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      settle({ kind: "tooLarge" });
      discardBody(request);
    };
    const onEnd = (): void => {
      const [only] = chunks;
      if (only === undefined) settle(EMPTY);
      else settle({ kind: "whole", bytes: chunks.length === 1 ? only : Buffer.concat(chunks, length) });
    };
    const onClose = (): void => settle({ kind: "lost" });
    request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
  });
}

/**
 * Lets the rest of a refused body come in and go: a connection that is closed while the client still sends loses the answer on its
 * way. A client that sends more than 100 MB of it is cut off all the same.
 */
export function discardBody(request: IncomingMessage): void {
  let discarded = 0;
  request.on("error", () => {});
  request.on("data", (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > DISCARDED_BYTES_MAX) request.destroy();
  });
}

/**
 * Calls back when nothing more of the body comes, or after five seconds. A connection that the client wants closed is closed with the
 * end of the answer, and closing it while bytes are on their way resets it: the client may then never read why.
 */
export function afterBody(request: IncomingMessage, then: () => void): void {
  if (request.complete || request.destroyed) return then();
  const once = (): void => {
    clearTimeout(impatience);
    request.off("end", once).off("close", once);
    then();
  };
  const impatience = setTimeout(once, DISCARDED_WITHIN_MS);
  impatience.unref();
  request.once("end", once).once("close", once);
}
