/** The httpTrigger: routes requests to functions, and turns what they return into responses. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Ids } from "../../../application/ports/ids.js";
import { asError } from "../as-error.js";
import {
  type BindingService,
  HostError,
  type InvocationRequest,
  type Invoke,
  type Logger,
  type RegisteredFunction,
} from "../binding-service.js";
import type { Exchange, Scheme } from "./exchange.js";
import {
  type FailureBody,
  type HeaderPairs,
  httpResult,
  writeEmpty,
  writeFailure,
  writeResult,
} from "./http-response.js";
import type { HttpSettings } from "./http-settings.js";
import { declaresMore, discardBody, hasBody, readBody } from "./request-body.js";
import { requestTarget } from "./request-target.js";
import { RouteTable } from "./route-table.js";
import { type StreamProxy, streamProxy } from "./stream-proxy.js";
import { strictTransportSecurity } from "./strict-transport-security.js";
import { throttle } from "./throttle.js";
import { traceContextOf } from "./trace-context.js";

export type HttpServiceOptions = {
  readonly settings: HttpSettings;
  /** Bytes of a request's body; more is answered with 413. */
  readonly maxBodyBytes: number;
  /** Undefined: answers of the host itself have no body, as on Azure. */
  readonly failureBody: FailureBody | undefined;
  /** Whether only this machine can reach the server. */
  readonly loopback: boolean;
  /** Where the worker takes requests itself (stream mode). */
  readonly workerUri: string | undefined;
  readonly ids: Ids;
  readonly logger: Logger;
};

export type HttpService = BindingService & {
  /** Answers a request of the app. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse, scheme: Scheme): void;
};

export function createHttpService(options: HttpServiceOptions): HttpService {
  const { settings, failureBody, logger } = options;
  const routes = new RouteTable<RegisteredFunction>();
  const gate = throttle(settings.maxConcurrentRequests, settings.maxOutstandingRequests);
  const customHeaders: HeaderPairs = Object.entries(settings.customHeaders).flat();
  const security = strictTransportSecurity(settings.hsts);
  const withKeys: string[] = [];
  let invoke: Invoke | undefined;
  let proxy: StreamProxy | undefined;

  const answer = async (exchange: Exchange): Promise<void> => {
    try {
      if (invoke === undefined) writeEmpty(exchange.response, 503, exchange.always);
      else if (proxy !== undefined) await proxy.forward(exchange, invoke);
      else await invokeBuffered(exchange, options, invoke);
    } catch (error) {
      fail(exchange, error);
    }
  };

  const fail = ({ request, response, match, always }: Exchange, error: unknown): void => {
    logger.error(`No response could be sent for "${match.target.name}": ${asError(error).message}`, {
      function: match.target.name,
      method: request.method,
      error: asError(error),
    });
    if (response.headersSent) response.destroy();
    else writeEmpty(response, 500, always);
  };

  return {
    types: ["httptrigger", "http"],

    register(fn) {
      routes.add(fullPath(fn, settings.routePrefix), methodsOf(fn), fn);
      if (usesKeys(fn, options.loopback)) withKeys.push(fn.name);
    },

    handle(request, response, scheme) {
      const target = requestTarget(request, scheme);
      const strict = scheme === "https" ? security(request.headers.host) : undefined;
      const always = strict === undefined ? customHeaders : [...customHeaders, ...strict];
      if (target === undefined) return writeFailure(response, 400, always, failureBody);
      // A method that the route does not take is no match either: the Azure host treats methods as part of the route.
      const match = routes.find(target.path, request.method ?? "GET");
      if (match === undefined) return writeFailure(response, 404, always, failureBody);
      const exchange = { request, response, scheme, target, match, always };
      const entered = gate.enter((leave) => {
        void answer(exchange).then(leave);
      });
      if (!entered) writeFailure(response, 429, always, failureBody);
    },

    async start(invoker) {
      if (withKeys.length > 0)
        logger.warn(
          `Function keys are not asked for on this host; open to everyone on this machine: ${withKeys.join(", ")}.`,
        );
      if (options.workerUri !== undefined)
        proxy = streamProxy({
          workerUri: options.workerUri,
          maxBodyBytes: options.maxBodyBytes,
          ids: options.ids,
        });
      invoke = invoker;
    },

    async stop() {
      proxy?.close();
    },
  };
}

async function invokeBuffered(
  exchange: Exchange,
  { maxBodyBytes, failureBody }: HttpServiceOptions,
  invoke: Invoke,
): Promise<void> {
  const { request, response, always, match } = exchange;
  let bytes: Buffer | undefined;
  if (hasBody(request)) {
    if (declaresMore(request, maxBodyBytes)) {
      discardBody(request);
      return writeFailure(response, 413, always, failureBody);
    }
    const body = await readBody(request, maxBodyBytes);
    if (body.kind === "lost") return;
    if (body.kind === "tooLarge") return writeFailure(response, 413, always, failureBody);
    bytes = body.bytes;
  }
  const result = await invoke(match.target.id, invocationRequest(exchange, bytes));
  if (response.destroyed) return;
  if (result.kind === "failed") return writeEmpty(response, 500, always);
  const http = httpResult(result);
  // A function that answers nothing has answered "no content".
  if (http === undefined) writeEmpty(response, 204, always);
  else writeResult(response, http, always);
}

function invocationRequest(
  { request, target, match }: Exchange,
  bytes: Buffer | undefined,
): InvocationRequest {
  const { method, headers } = request;
  const http = {
    method,
    url: target.url,
    headers,
    query: target.query,
    params: match.params,
    ...(bytes !== undefined && { body: { bytes } }),
  };
  const traceContext = traceContextOf(request);
  return traceContext === undefined ? { trigger: { http } } : { trigger: { http }, traceContext };
}

/** `route`, else the function's name, below the prefix of host.json. */
function fullPath(fn: RegisteredFunction, prefix: string): string {
  const { route } = fn.trigger;
  if (route !== undefined && typeof route !== "string")
    throw new HostError(`The route of "${fn.name}" must be a text.`);
  const path = (route ?? fn.name).replace(/^\/+|\/+$/g, "");
  return [prefix, path].filter((part) => part !== "").join("/");
}

function methodsOf(fn: RegisteredFunction): ReadonlySet<string> | undefined {
  const { methods } = fn.trigger;
  if (methods === undefined) return undefined;
  if (!Array.isArray(methods) || methods.some((method) => typeof method !== "string"))
    throw new HostError(`The methods of "${fn.name}" must be a list of texts.`);
  return new Set(methods.map((method) => String(method).toUpperCase()));
}

/** Whether callers of the function would need a key on Azure. Where others can reach the server that must not pass unnoticed. */
function usesKeys(fn: RegisteredFunction, loopback: boolean): boolean {
  const { authLevel = "anonymous" } = fn.trigger;
  const level = typeof authLevel === "string" ? authLevel.toLowerCase() : JSON.stringify(authLevel);
  if (level === "anonymous") return false;
  if (level !== "function" && level !== "admin")
    throw new HostError(`"${fn.name}" has the unknown authLevel "${level}".`);
  if (!loopback)
    throw new HostError(
      `"${fn.name}" has authLevel "${level}", and this host has no function keys: listen on 127.0.0.1 only, or use "anonymous" with checks of your own.`,
    );
  return true;
}
