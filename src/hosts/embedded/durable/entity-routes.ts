/** The part of the management API that is about entities: read, list, signal. */
import type { DurableEngine } from "../../../adapters/embedded/durable/engine.js";
import { entityIdOf, entityIdParts } from "../../../adapters/embedded/durable/errors.js";
import type { Answer, ManagementRequest } from "./management-request.js";

const PAGE = 100;
/** How an empty key is written in a path. */
const EMPTY_KEY = "$";

/** entities[/{name}[/{key}]] */
export function entityRoute(
  engine: DurableEngine,
  request: ManagementRequest,
  name?: string,
  key?: string,
): Promise<Answer> {
  if (name === undefined || key === undefined) {
    return request.method === "GET" ? list(engine, request, name) : Promise.resolve({ status: 404 });
  }
  const entityId = entityIdOf(name, key === EMPTY_KEY ? "" : key);
  switch (request.method) {
    case "GET":
      return read(engine, entityId);
    case "POST":
      return signal(engine, request, entityId, request.query.get("op") ?? "");
    case "DELETE":
      return signal(engine, request, entityId, "delete");
    default:
      return Promise.resolve({ status: 404 });
  }
}

async function read(engine: DurableEngine, entityId: string): Promise<Answer> {
  const state = await engine.readEntity(entityId);
  return state === undefined ? { status: 404 } : { status: 200, body: state };
}

async function signal(
  engine: DurableEngine,
  request: ManagementRequest,
  entityId: string,
  operation: string,
): Promise<Answer> {
  await engine.signalEntity(entityId, operation, await request.json());
  return { status: 202 };
}

async function list(
  engine: DurableEngine,
  { query, header }: ManagementRequest,
  name?: string,
): Promise<Answer> {
  const top = Math.min(1000, Number(query.get("top") ?? PAGE) || PAGE);
  const after = Buffer.from(header("x-ms-continuation-token") ?? "", "base64url").toString();
  const from = Date.parse(query.get("lastOperationTimeFrom") ?? "");
  const to = Date.parse(query.get("lastOperationTimeTo") ?? "");
  const filter = {
    ...(name !== undefined && { name: name.toLowerCase() }),
    ...(!Number.isNaN(from) && { updatedFrom: from }),
    ...(!Number.isNaN(to) && { updatedTo: to }),
  };
  const entities = await engine.listEntities(filter, { top, afterId: after });
  const last = entities.length === top ? entities.at(-1) : undefined;
  const fetchState = query.get("fetchState")?.toLowerCase() === "true";
  return {
    status: 200,
    body: entities.map(({ entityId, updatedAt, state }) => ({
      entityId: entityIdParts(entityId),
      lastOperationTime: new Date(updatedAt).toISOString(),
      ...(fetchState && { state }),
    })),
    ...(last !== undefined && {
      headers: { "x-ms-continuation-token": Buffer.from(last.entityId).toString("base64url") },
    }),
  };
}
