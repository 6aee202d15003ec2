/** The part of the management API that is about instances: start, look at, wake, end, remove. Statuses are those of the extension. */
import type { DurableEngine, Told } from "../../../adapters/embedded/durable/engine.js";
import type { InstanceFilter } from "../../../adapters/embedded/durable/instance-queries.js";
import type { InstanceStatus } from "../../../adapters/embedded/durable/instance-status.js";
import { type Answer, BadRequest, type ManagementRequest } from "./management-request.js";
import type { DurableSettings } from "./settings.js";
import { statusJson, statusNames } from "./status-json.js";

export type InstanceRoutesContext = {
  readonly engine: DurableEngine;
  readonly settings: DurableSettings;
  /** The links to an instance. */
  readonly links: (instanceId: string) => Readonly<Record<string, string>>;
  /** Gives the status when the instance has ended within `ms`, by the host's clock. */
  readonly endsWithin: (instanceId: string, ms: number) => Promise<InstanceStatus | undefined>;
};

const NOT_FOUND: Answer = { status: 404 };
/** Instances on a page when the caller does not say (`top`). */
const PAGE = 100;

/** POST orchestrators/{name}[/{id}] */
export async function startInstance(
  context: InstanceRoutesContext,
  request: ManagementRequest,
  orchestrator: string,
  instanceId: string | undefined,
): Promise<Answer> {
  const { engine, settings } = context;
  const input = await request.json();
  const version = request.query.get("version") ?? settings.defaultVersion;
  const started = await engine.start(orchestrator, {
    ...(instanceId !== undefined && { instanceId }),
    ...(input !== undefined && { input }),
    ...(version !== undefined && { version }),
    overrideRunning: settings.overridesRunning,
  });
  if (started.kind === "exists") return alreadyExists(started.instanceId);
  return accepted(context, request, started.instanceId);
}

/** GET and DELETE instances */
export async function allInstances(
  { engine }: InstanceRoutesContext,
  request: ManagementRequest,
): Promise<Answer> {
  const { query, method } = request;
  const filter = filterOf(query);
  if (method === "DELETE") {
    if (filter.createdFrom === undefined)
      throw new BadRequest("Please provide value for 'createdTimeFrom' parameter.");
    const instancesDeleted = await engine.purgeAll(filter);
    return instancesDeleted === 0 ? NOT_FOUND : { status: 200, body: { instancesDeleted } };
  }
  const token = request.header("x-ms-continuation-token");
  const page = await engine.list(filter, {
    top: Number(query.get("top") ?? PAGE) || PAGE,
    input: query.get("showInput")?.toLowerCase() === "true",
    ...(token !== undefined && token !== "" && { continuation: token }),
  });
  return {
    status: 200,
    body: page.items.map((item) => statusJson(item, false)),
    ...(page.continuation !== undefined && { headers: { "x-ms-continuation-token": page.continuation } }),
  };
}

/** GET instances/{id} */
export async function instanceStatus(
  { engine, links }: InstanceRoutesContext,
  { query }: ManagementRequest,
  instanceId: string,
): Promise<Answer> {
  const history = isTrue(query, "showHistory");
  const input = query.get("showInput")?.toLowerCase() !== "false";
  const status = await engine.status(instanceId, { input, history });
  if (status === undefined) return NOT_FOUND;
  const body = statusJson(status, isTrue(query, "showHistoryOutput"));
  switch (status.status) {
    case "pending":
    case "running":
    case "suspended":
      return {
        status: 202,
        body,
        headers: { location: links(instanceId)["statusQueryGetUri"] ?? "", "retry-after": "5" },
      };
    case "failed":
      return { status: isTrue(query, "returnInternalServerErrorOnFailure") ? 500 : 200, body };
    case "completed":
    case "terminated":
      return { status: 200, body };
  }
}

/** DELETE instances/{id} */
export async function purgeInstance({ engine }: InstanceRoutesContext, instanceId: string): Promise<Answer> {
  switch (await engine.purge(instanceId)) {
    case "purged":
      return { status: 200, body: { instancesDeleted: 1 } };
    case "unknown":
      return NOT_FOUND;
    case "running":
      throw new BadRequest(
        `Only orchestrations in a terminal state can be purged; ${instanceId} has not ended.`,
        412,
      );
  }
}

/** POST instances/{id}/raiseEvent/{name} */
export async function raiseEvent(
  { engine }: InstanceRoutesContext,
  request: ManagementRequest,
  instanceId: string,
  event: string,
): Promise<Answer> {
  if (!/^application\/json\b/i.test(request.header("content-type") ?? "")) {
    throw new BadRequest("Only application/json request content is supported");
  }
  const data = await request.json();
  if (data === undefined) throw new BadRequest("Invalid JSON content");
  return told(await engine.raise(instanceId, event, data));
}

/** POST instances/{id}/{operation} */
export async function instanceOperation(
  context: InstanceRoutesContext,
  request: ManagementRequest,
  instanceId: string,
  operation: string,
): Promise<Answer> {
  const { engine } = context;
  const reason = request.query.get("reason") ?? "";
  switch (operation.toLowerCase()) {
    case "terminate":
      return told(await engine.terminate(instanceId, reason));
    case "suspend":
      return told(await engine.suspend(instanceId, reason));
    case "resume":
      return told(await engine.resume(instanceId, reason));
    case "restart": {
      const started = await engine.restart(
        instanceId,
        request.query.get("restartWithNewInstanceId")?.toLowerCase() !== "false",
      );
      if (started === undefined)
        throw new BadRequest("InstanceId does not match a valid orchestration instance.");
      if (started.kind === "exists")
        throw new BadRequest("A non-terminal instance with this instance ID already exists.", 409);
      return accepted(context, request, started.instanceId);
    }
    case "rewind":
      return rewind(engine, instanceId);
    default:
      return NOT_FOUND;
  }
}

async function rewind(engine: DurableEngine, instanceId: string): Promise<Answer> {
  const status = await engine.status(instanceId);
  if (status === undefined)
    return { status: 404, body: `No orchestration with instance ID "${instanceId}" found.` };
  return {
    status: 501,
    body: "The rewind operation is not supported by the embedded host. Restart the instance instead.",
  };
}

async function accepted(
  { links, endsWithin }: InstanceRoutesContext,
  { query }: ManagementRequest,
  instanceId: string,
): Promise<Answer> {
  const timeout = query.get("timeout");
  const seconds = timeout === null || query.get("pollingInterval") === null ? Number.NaN : Number(timeout);
  const ended = seconds >= 0 ? await endsWithin(instanceId, seconds * 1000) : undefined;
  if (ended?.status === "completed") return { status: 200, body: ended.output };
  if (ended !== undefined) return { status: 200, body: statusJson(ended, false) };
  const urls = links(instanceId);
  return {
    status: 202,
    body: urls,
    headers: { location: urls["statusQueryGetUri"] ?? "", "retry-after": "10" },
  };
}

function told(result: Told): Answer {
  return { status: result === "accepted" ? 202 : result === "ended" ? 410 : 404 };
}

function alreadyExists(instanceId: string): never {
  throw new BadRequest(
    `An Orchestration instance with the status Running already exists (${instanceId}).`,
    409,
  );
}

function filterOf(query: URLSearchParams): InstanceFilter {
  const createdFrom = time(query, "createdTimeFrom");
  const createdTo = time(query, "createdTimeTo");
  const statuses = query.getAll("runtimeStatus").flatMap(statusNames);
  const idPrefix = query.get("instanceIdPrefix");
  return {
    ...(createdFrom !== undefined && { createdFrom }),
    ...(createdTo !== undefined && { createdTo }),
    ...(statuses.length > 0 && { statuses }),
    ...(idPrefix !== null && { idPrefix }),
  };
}

function time(query: URLSearchParams, name: string): number | undefined {
  const ms = Date.parse(query.get(name) ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

function isTrue(query: URLSearchParams, name: string): boolean {
  return query.get(name)?.toLowerCase() === "true";
}
