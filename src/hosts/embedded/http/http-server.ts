/** The sockets: one http server, and one https server when there is a certificate, with the same handler behind both. */
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { HostError } from "../binding-service.js";
import type { Scheme } from "./exchange.js";
import type { FailureBody } from "./http-response.js";
import { answerUnreadable } from "./unreadable-request.js";

export type ListenOptions = {
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly https?: ServerCertificate & {
    readonly port: number;
    /** Is given the function that puts another certificate in place while the server runs; connections that stand keep the old one. */
    readonly onOpen?: (replace: (certificate: ServerCertificate) => void) => void;
  };
};

/** PEM texts. */
export type ServerCertificate = { readonly key: string; readonly cert: string };

/** Where the servers are reached: `http://127.0.0.1:7071`, `https://localhost:7443`. */
export type HostUrls = { readonly http: string; readonly https?: string };

type RequestHandler = (request: IncomingMessage, response: ServerResponse, scheme: Scheme) => void;

export type HttpServer = {
  readonly urls: HostUrls;
  /** Requests wait until this is called. */
  open(handler: RequestHandler): void;
  /** Takes no new connections, lets requests under way end, and cuts off after `graceMs` (milliseconds of real time) what has not. */
  stop(graceMs: number): Promise<void>;
};

/** As Azure's front end does, and above what clients keep a connection for: else a request may meet a closing connection. */
const KEEP_ALIVE_MS = 120_000;
/** As Kestrel: tokens of people in many groups do not fit into Node's 16 KiB. */
const MAX_HEADER_BYTES = 32_768;
const SWEEP_MS = 20;

type AnyServer = Server & { closeIdleConnections(): void; closeAllConnections(): void };

/** Throws a HostError when an address cannot be listened on. `failureBody`: what clients are told whose request cannot be read. */
export async function listen(options: ListenOptions, failureBody?: FailureBody): Promise<HttpServer> {
  const host = options.host ?? "127.0.0.1";
  const gate = requestGate();
  const settings: ServerOptions = { keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADER_BYTES };
  const servers: AnyServer[] = [];
  try {
    const plain = createServer(settings, (request, response) => gate.handle(request, response, "http"));
    servers.push(plain);
    answerUnreadable(plain, failureBody);
    const urls = { http: `http://${nameOf(host, "127.0.0.1")}:${await bind(plain, host, options.port)}` };
    if (options.https === undefined) return server(urls, servers, gate);
    const { key, cert, port, onOpen } = options.https;
    const secure = createSecureServer({ ...settings, key, cert }, (request, response) =>
      gate.handle(request, response, "https"),
    );
    servers.push(secure);
    answerUnreadable(secure, failureBody);
    onOpen?.((certificate) => secure.setSecureContext(certificate));
    // Certificates are made out to names.
    const https = `https://${nameOf(host, "localhost")}:${await bind(secure, host, port)}`;
    return server({ ...urls, https }, servers, gate);
  } catch (error) {
    for (const each of servers) each.close();
    throw error;
  }
}

export function isLoopback(host: string | undefined): boolean {
  return host === undefined || host === "localhost" || host === "::1" || /^127\./.test(host);
}

function nameOf(host: string, local: string): string {
  if (isLoopback(host) || host === "0.0.0.0" || host === "::") return host === "::1" ? "[::1]" : local;
  return host.includes(":") ? `[${host}]` : host;
}

function bind(target: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    target.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE"
          ? "something else is listening there; choose another port"
          : error.code === "EACCES"
            ? "this user may not; choose a port above 1023"
            : error.message;
      reject(new HostError(`Cannot listen on ${host}:${port}: ${why}.`, { cause: error }));
    });
    target.listen({ host, port }, () => {
      // A server that listens on TCP has an address of this form.
      resolve((target.address() as AddressInfo).port);
    });
  });
}

function server(
  urls: HostUrls,
  servers: readonly AnyServer[],
  gate: ReturnType<typeof requestGate>,
): HttpServer {
  return {
    urls,
    open: (handler) => gate.open(handler),
    async stop(graceMs) {
      const closed = Promise.all(servers.map((each) => new Promise((resolve) => each.close(resolve))));
      // A connection whose request has just ended stays open for the next one: those are closed as they fall idle.
      const sweep = setInterval(() => {
        for (const each of servers) each.closeIdleConnections();
      }, SWEEP_MS);
      const cut = setTimeout(() => {
        for (const each of servers) each.closeAllConnections();
      }, graceMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}

function requestGate(): { handle: RequestHandler; open(handler: RequestHandler): void } {
  const waiting: Parameters<RequestHandler>[] = [];
  const gate = {
    handle: ((...exchange) => {
      waiting.push(exchange);
    }) as RequestHandler,
    open(handler: RequestHandler) {
      gate.handle = handler;
      for (const exchange of waiting.splice(0)) handler(...exchange);
    },
  };
  return gate;
}
