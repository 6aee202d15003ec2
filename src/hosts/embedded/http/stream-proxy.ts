/**
 * Stream mode (`app.setup({ enableHttpStream: true })`): the request goes to a server inside the worker as it comes in, the response
 * comes back over the same connection as it is made, and the invocation carries only headers and parameters (hosts.md section 1).
 */
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from "node:http";
import { pipeline } from "node:stream/promises";
import type { Ids } from "../../../application/ports/ids.js";
import type { InvocationResponse, Invoke, TypedData } from "../binding-service.js";
import type { Exchange } from "./exchange.js";
import { type HeaderPairs, writeEmpty } from "./http-response.js";
import { declaresMore, discardBody } from "./request-body.js";
import { traceContextOf } from "./trace-context.js";

export type StreamProxy = {
  /** Resolves when the exchange is over. */
  forward(exchange: Exchange, invoke: Invoke): Promise<void>;
  close(): void;
};

const ID_HEADER = "x-ms-invocation-id";
/** They belong to one connection, and each of the two has its own. */
const CONNECTION_HEADERS = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "expect",
  ID_HEADER,
]);

export function streamProxy(options: {
  readonly workerUri: string;
  readonly maxBodyBytes: number;
  readonly ids: Ids;
}): StreamProxy {
  const { workerUri, maxBodyBytes, ids } = options;
  const agent = new Agent({ keepAlive: true });

  return {
    async forward(exchange, invoke) {
      const { request, response, always, match } = exchange;
      if (declaresMore(request, maxBodyBytes)) {
        discardBody(request);
        return writeEmpty(response, 413, always);
      }
      const invocationId = ids.next();
      const toWorker = sendRequest(workerUri, {
        agent,
        method: request.method,
        path: exchange.target.url.slice(exchange.target.url.indexOf("/", "https://".length)),
        headers: forwardedHeaders(exchange, invocationId),
      });
      const answered = relay(toWorker, response, always);
      // The client is gone: the worker need not go on.
      response.once("close", () => toWorker.destroy());
      sendBody(request, toWorker, maxBodyBytes, () => refuse(response, 413, always));
      const traceContext = traceContextOf(request);
      const outcome = await invoke(match.target.id, {
        trigger: { http: {} },
        triggerMetadata: triggerMetadata(exchange),
        invocationId,
        ...(traceContext !== undefined && { traceContext }),
      });
      // Then nobody will ever answer on the worker's connection.
      if (outcome.kind === "failed") refuse(response, 500, always);
      else if (answeredNothing(outcome)) refuse(response, 204, always);
      await answered;
    },
    close: () => agent.destroy(),
  };
}

/** Only a worker in this process shows the handler's result; another one always answers on the connection unless it fails. */
function answeredNothing(outcome: InvocationResponse & { kind: "succeeded" }): boolean {
  return "result" in outcome && (outcome.result === null || outcome.result === undefined);
}

function refuse(response: ServerResponse, status: number, always: HeaderPairs): void {
  if (response.destroyed || response.writableEnded) return;
  // Half a response cannot become an error any more; a broken connection says that it is not whole.
  if (response.headersSent) response.destroy();
  else writeEmpty(response, status, always);
}

/** Passes the worker's response on. Resolves when it is over, in whatever way; without one when the connection to the worker ended. */
function relay(toWorker: ClientRequest, response: ServerResponse, always: HeaderPairs): Promise<void> {
  return new Promise((resolve) => {
    toWorker.once("response", (fromWorker) => {
      if (response.headersSent) {
        fromWorker.resume();
        return resolve();
      }
      response.writeHead(fromWorker.statusCode ?? 500, responseHeaders(fromWorker, always));
      // A pipeline that breaks destroys both ends, which is what each side should see.
      pipeline(fromWorker, response).then(resolve, () => resolve());
    });
    toWorker.once("error", () => {
      refuse(response, 502, always);
      resolve();
    });
    toWorker.once("close", () => {
      if (response.writableEnded || response.destroyed) resolve();
    });
  });
}

function sendBody(
  request: IncomingMessage,
  toWorker: ClientRequest,
  maxBytes: number,
  tooLarge: () => void,
): void {
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes && !toWorker.destroyed) {
      tooLarge();
      toWorker.destroy();
    }
    // What nobody takes any more still comes in, as in discardBody, but not without end.
    if (length > 2 * maxBytes) request.destroy();
  });
  request.on("error", () => toWorker.destroy());
  request.pipe(toWorker);
  toWorker.once("close", () => {
    request.unpipe(toWorker);
    request.resume();
  });
}

function forwardedHeaders(
  { request, scheme }: Exchange,
  invocationId: string,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined && (!CONNECTION_HEADERS.has(name) || name === "transfer-encoding"))
      headers[name] = value;
  headers["x-forwarded-host"] = request.headers.host ?? "localhost";
  headers["x-forwarded-proto"] = scheme;
  headers[ID_HEADER] = invocationId;
  return headers;
}

function responseHeaders({ rawHeaders }: IncomingMessage, always: HeaderPairs): string[] {
  const headers: string[] = [];
  const given = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? "";
    if (CONNECTION_HEADERS.has(name.toLowerCase())) continue;
    given.add(name.toLowerCase());
    headers.push(name, rawHeaders[i + 1] ?? "");
  }
  for (let i = 0; i < always.length; i += 2) {
    const name = always[i] ?? "";
    if (!given.has(name.toLowerCase())) headers.push(name, always[i + 1] ?? "");
  }
  return headers;
}

/** The library takes headers and route parameters from here, not from the connection. */
function triggerMetadata({ request, match }: Exchange): Record<string, TypedData> {
  const metadata: Record<string, TypedData> = { Headers: { json: JSON.stringify(request.headers) } };
  for (const [name, value] of Object.entries(match.params)) metadata[name] = { string: value };
  return metadata;
}
