/** The Graph-compatible API as a whole: the endpoint table below /v1.0 and /beta, and what Graph offers beside it (batches). */
import { refused } from "../domain/errors.js";
import { readAddress } from "./address.js";
import { answerBatch } from "./batch/batch.js";
import { derivedRows } from "./derived-rows.js";
import { ENDPOINTS } from "./endpoints.js";
import { repliesTo } from "./replies.js";
import { createSurface, type Surface, type SurfaceOptions } from "./surface.js";

/** The versions, the canonical one first. */
export const GRAPH_BASES = ["/v1.0", "/beta"] as const;

export type GraphSurfaceOptions = Pick<SurfaceOptions, "ports" | "authenticate"> &
  Partial<Pick<SurfaceOptions, "endpoints">>;

export function createGraphSurface({ endpoints = ENDPOINTS, ...options }: GraphSurfaceOptions): Surface {
  const { ports } = options;
  const surface = createSurface({
    ...options,
    bases: GRAPH_BASES,
    endpoints: [...endpoints, ...derivedRows(endpoints)],
  });
  const batch = { ...options, bases: GRAPH_BASES };
  return {
    handle: (request, reportBug) => {
      const { base, below } = readAddress(request.url, GRAPH_BASES, undefined, ports.portalUrl);
      if (below === undefined || !BATCH.test(below)) return surface.handle(request, reportBug);
      if (request.method === "POST") return answerBatch(batch, request, base, surface, reportBug);
      const message = `${request.method.slice(0, 20)} is not possible here. Possible are: POST.`;
      return Promise.resolve(
        repliesTo(request, ports).problem(refused("MethodNotAllowed", message), { Allow: "POST" }),
      );
    },
  };
}

const BATCH = /^\/+(?:\$|%24)batch\/*$/i;
