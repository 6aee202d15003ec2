/** The Graph-compatible API: every address below /v1.0 and /beta goes to the endpoint table in src/wire. */
import {
  app,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from "@azure/functions";
import { composition } from "../../src/hosts/composition.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { createSurface, type Surface } from "../../src/wire/surface.js";

/** All that clients may send; the surface says which an address has. */
const METHODS: HttpMethod[] = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"];

let surface: Surface | undefined;

async function graph(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  surface ??= createSurface({ endpoints: ENDPOINTS, ...composition() });
  return surface.handle(
    {
      method: request.method,
      url: request.url,
      header: (name) => request.headers.get(name) ?? undefined,
      body: async () => new Uint8Array(await request.arrayBuffer()),
    },
    (error, facts) =>
      context.error(`Unexpected error in ${facts.method} ${facts.path}`, { ...facts, ...described(error) }),
  );
}

function described(error: unknown): Readonly<Record<string, string>> {
  return error instanceof Error
    ? { error: error.message, stack: error.stack ?? "" }
    : { error: String(error) };
}

app.http("graph-v1", { methods: METHODS, authLevel: "anonymous", route: "v1.0/{*path}", handler: graph });
app.http("graph-beta", { methods: METHODS, authLevel: "anonymous", route: "beta/{*path}", handler: graph });
