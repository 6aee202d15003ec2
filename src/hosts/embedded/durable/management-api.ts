/** The HTTP management API of the Durable extension: which path is which operation, and who may call. */
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { DurableError } from "../../../adapters/embedded/durable/errors.js";
import { WEBHOOKS } from "./client-binding.js";
import { entityRoute } from "./entity-routes.js";
import {
  allInstances,
  type InstanceRoutesContext,
  instanceOperation,
  instanceStatus,
  purgeInstance,
  raiseEvent,
  startInstance,
} from "./instance-routes.js";
import { type Answer, BadRequest, type ManagementRequest, managementRequest } from "./management-request.js";

export type ManagementContext = InstanceRoutesContext & {
  /** What callers must know: `?code=KEY`, or `rpc/KEY/` in front of the path. */
  readonly key: string;
};

const NOT_FOUND: Answer = { status: 404 };

/** Answers one request below `/runtime/webhooks/durabletask`. Never rejects. `context` undefined: the host has not started yet. */
export async function answerManagement(
  context: ManagementContext | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let answer: Answer;
  try {
    answer =
      context === undefined ? { status: 503 } : await route(context, managementRequest(request, WEBHOOKS));
  } catch (error) {
    answer = answerFor(error);
  }
  const { status, headers = {}, body } = answer;
  request.resume();
  if (body === undefined) response.writeHead(status, { ...headers, "content-length": 0 }).end();
  else
    response
      .writeHead(status, { ...headers, "content-type": "application/json; charset=utf-8" })
      .end(JSON.stringify(body));
}

async function route(context: ManagementContext, request: ManagementRequest): Promise<Answer> {
  const path = authorized(context, request);
  if (path === undefined)
    return { status: 401, body: { Message: "The management API needs the system key (code=...)." } };
  assertHub(context, request);
  const { method } = request;
  const [area, first, second, third, ...rest] = path;
  if (rest.length > 0) return NOT_FOUND;
  switch ((area ?? "").toLowerCase()) {
    case "orchestrators":
      if (method !== "POST" || first === undefined || third !== undefined) return NOT_FOUND;
      return startInstance(context, request, first, second);
    case "instances":
      return instances(context, request, first, second, third);
    case "entities":
      return third === undefined ? entityRoute(context.engine, request, first, second) : NOT_FOUND;
    default:
      return NOT_FOUND;
  }
}

async function instances(
  context: ManagementContext,
  request: ManagementRequest,
  instanceId: string | undefined,
  operation: string | undefined,
  event: string | undefined,
): Promise<Answer> {
  const { method } = request;
  if (operation !== undefined && instanceId !== undefined) {
    if (method !== "POST") return NOT_FOUND;
    if (operation.toLowerCase() !== "raiseevent") {
      return event === undefined ? instanceOperation(context, request, instanceId, operation) : NOT_FOUND;
    }
    return event === undefined ? NOT_FOUND : raiseEvent(context, request, instanceId, event);
  }
  if (method !== "GET" && method !== "DELETE") return NOT_FOUND;
  if (instanceId === undefined) return allInstances(context, request);
  return method === "GET" ? instanceStatus(context, request, instanceId) : purgeInstance(context, instanceId);
}

/** The path below the key; undefined when the caller does not know the key. */
function authorized(
  { key }: ManagementContext,
  { segments, query }: ManagementRequest,
): readonly string[] | undefined {
  const [first, second = "", ...rest] = segments;
  if (first === "rpc") return isSame(second, key) ? rest : undefined;
  return isSame(query.get("code") ?? "", key) ? segments : undefined;
}

function isSame(given: string, key: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(key);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** There is one task hub here; a call meant for another must not end in this one. */
function assertHub({ settings }: ManagementContext, { query }: ManagementRequest): void {
  const hub = query.get("taskHub");
  if (hub !== null && hub.toLowerCase() !== settings.hub.toLowerCase()) {
    throw new BadRequest(
      `This host has the task hub ${settings.hub} and no other; ${hub.slice(0, 60)} was asked for.`,
    );
  }
}

function answerFor(error: unknown): Answer {
  if (error instanceof BadRequest) return { status: error.status, body: { Message: error.message } };
  if (!(error instanceof DurableError)) throw error;
  return { status: error.code === "notRunning" ? 503 : 400, body: { Message: error.message } };
}
