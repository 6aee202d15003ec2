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

/** After the first megabytes the sender slows down, so that an early answer can reach it. */
const AT_ONCE_BYTES = 4 * 1024 * 1024;

/** Streams blanks until the server answers or hangs up, and tells how much was sent by then. */
export function streamHuge(
  method: string,
  url: string,
  token: string,
): Promise<{ readonly status: number; readonly text: string; readonly sentBytes: number }> {
  return new Promise((resolve) => {
    const chunk = Buffer.alloc(256 * 1024, 0x20);
    let sentBytes = 0;
    let ended = false;
    const settle = (status: number, text: string) => {
      if (ended) return;
      ended = true;
      outgoing.destroy();
      resolve({ status, text, sentBytes });
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
      let text = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.on("end", () => settle(incoming.statusCode ?? 0, text));
    });
    // Hanging up is a refusal too, but only the answer says why: counted as no status.
    outgoing.on("error", () => settle(0, ""));
    const send = () => {
      if (ended) return;
      if (sentBytes >= HUGE_BYTES) {
        outgoing.end();
        return;
      }
      sentBytes += chunk.length;
      outgoing.write(chunk, () => setTimeout(send, sentBytes < AT_ONCE_BYTES ? 0 : 20));
    };
    send();
  });
}
