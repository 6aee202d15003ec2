/**
 * `fetch` for the official clients that trusts one CA more: Node reads NODE_EXTRA_CA_CERTS only when a process starts, and the server's
 * CA is made when the server does.
 */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";

export function fetchTrusting(caFile: string): { readonly fetch: typeof fetch; close(): void } {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(caFile) });
  const trusting: typeof fetch = async (input, init) => {
    const asked = new Request(input, init);
    const sent = Buffer.from(await asked.arrayBuffer());
    return new Promise((resolve, reject) => {
      const outgoing = request(asked.url, {
        agent,
        method: asked.method,
        headers: { ...Object.fromEntries(asked.headers), "content-length": sent.length },
      });
      outgoing.on("error", reject);
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("error", reject);
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const status = incoming.statusCode ?? 0;
          const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
          );
          const mayHaveBody = status !== 204 && status !== 304;
          resolve(new Response(mayHaveBody ? Buffer.concat(chunks) : null, { status, headers }));
        });
      });
      outgoing.end(sent);
    });
  };
  return { fetch: trusting, close: () => agent.destroy() };
}
