/** Runs a surface as an HTTP function: hands the request over without copying it, and gives back what the surface answers. */
import {
  app,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from "@azure/functions";
import { type Composition, composition } from "../../src/hosts/composition.js";
import type { Surface } from "../../src/wire/surface.js";

/** All that clients may send; the surface says which an address has. */
const METHODS: HttpMethod[] = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE"];

/** Registers one catch-all function for each base. */
export function serve(
  name: string,
  bases: readonly string[],
  create: (composition: Composition) => Surface,
): void {
  let surface: Surface | undefined;
  const handler = async (request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> => {
    // The host provides its ports before the first request, but after the functions are loaded.
    surface ??= create(composition());
    return surface.handle(
      {
        method: request.method,
        url: request.url,
        header: (wanted) => request.headers.get(wanted) ?? undefined,
        body: async () => new Uint8Array(await request.arrayBuffer()),
      },
      (error, facts) => {
        context.error(`Unexpected error in ${facts.method} ${facts.path}`, { ...facts, ...described(error) });
      },
    );
  };
  for (const base of bases) {
    const isOnly = bases.length === 1;
    app.http(isOnly ? name : `${name}${base.replaceAll(/[^a-z0-9]/g, "-")}`, {
      methods: METHODS,
      authLevel: "anonymous",
      route: `${base.slice(1)}/{*path}`,
      handler,
    });
  }
}

function described(error: unknown): Readonly<Record<string, string>> {
  return error instanceof Error
    ? { error: error.message, stack: error.stack ?? "" }
    : { error: String(error) };
}
