/** Requests that no well-behaved client makes. */
import { request } from "node:http";
import type { Answer } from "../../outsider/http-caller.js";
import type { Outsider } from "../../outsider/outsider.js";

export const HUGE_BYTES = 50 * 1024 * 1024;

/** Without the client's own tidying of the address. */
export function raw(outsider: Outsider, method: string, path: string): Promise<Answer> {
  const { hostname, port } = new URL(outsider.server().ready.http);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path, headers: { authorization: `Bearer ${outsider.adminToken}` } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          let body: unknown;
          try {
            body = JSON.parse(text);
          } catch {
            body = undefined;
          }
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body, text });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
}

/** Streams zeros until the server answers or hangs up. */
export function streamHuge(
  method: string,
  url: string,
  token: string,
): Promise<{ readonly status: number; readonly sentBytes: number }> {
  return new Promise((resolve) => {
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    let sentBytes = 0;
    let ended = false;
    const settle = (status: number) => {
      if (ended) return;
      ended = true;
      outgoing.destroy();
      resolve({ status, sentBytes });
    };
    const outgoing = request(url, {
      method,
      agent: false,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "transfer-encoding": "chunked",
      },
    });
    outgoing.on("response", (incoming) => {
      incoming.resume();
      settle(incoming.statusCode ?? 0);
    });
    // Hanging up is a refusal too, but only the answer says why: counted as no status.
    outgoing.on("error", () => settle(0));
    const send = () => {
      while (!ended && sentBytes < HUGE_BYTES) {
        sentBytes += chunk.length;
        if (!outgoing.write(chunk)) {
          outgoing.once("drain", send);
          return;
        }
      }
      if (!ended) outgoing.end();
    };
    send();
  });
}
