/** The Graph-compatible API as a whole: the endpoint table below /v1.0 and /beta, and what Graph offers beside it. */
import { refused } from "../domain/errors.js";
import { type ReadAddress, readAddress } from "./address.js";
import { answerBatch } from "./batch/batch.js";
import { betaEndpoints } from "./beta/endpoints.js";
import { derivedRows } from "./derived-rows.js";
import { ENDPOINTS } from "./endpoints.js";
import type { HttpRequest, HttpResponse } from "./http.js";
import { type Metadata, metadataOf } from "./metadata/metadata-surface.js";
import { repliesTo } from "./replies.js";
import { createSurface, type ReportBug, type Surface, type SurfaceOptions } from "./surface.js";

/** The versions, the canonical one first. */
export const GRAPH_BASES = ["/v1.0", "/beta"] as const;

export type GraphSurfaceOptions = Pick<SurfaceOptions, "ports" | "authenticate"> &
  Partial<Pick<SurfaceOptions, "endpoints">>;

/** What is not in the endpoint table, by the path below the version. */
type Special = {
  readonly method: "GET" | "POST";
  answer(
    request: HttpRequest,
    address: ReadAddress,
    metadata: Metadata,
    reportBug: ReportBug,
  ): Promise<HttpResponse>;
};

type Version = { readonly surface: Surface; readonly metadata: Metadata };

export function createGraphSurface({ endpoints = ENDPOINTS, ...options }: GraphSurfaceOptions): Surface {
  const { ports } = options;
  const versions = new Map<string, Version>(
    [
      { base: "/v1.0", rows: endpoints },
      { base: "/beta", rows: betaEndpoints(endpoints) },
    ].map(({ base, rows }) => {
      const all = [...rows, ...derivedRows(rows)];
      return [
        base,
        { surface: createSurface({ ...options, bases: [base], endpoints: all }), metadata: metadataOf(rows) },
      ];
    }),
  );
  const surface: Surface = {
    handle: (request, reportBug) => {
      const { base } = readAddress(request.url, GRAPH_BASES, undefined, ports.portalUrl);
      const version = versions.get(base);
      if (version === undefined) throw new Error(`There is no version at ${base}.`);
      return version.surface.handle(request, reportBug);
    },
  };
  const specials: Readonly<Record<string, Special>> = {
    "": {
      method: "GET",
      answer: async (request, { origin, base }, metadata) =>
        metadata.serviceDocument(request, repliesTo(request, ports), `${origin}${base}`),
    },
    $metadata: {
      method: "GET",
      answer: async (request, _address, metadata) => metadata.metadata(request, repliesTo(request, ports)),
    },
    $batch: {
      method: "POST",
      answer: (request, { base }, _metadata, reportBug) =>
        answerBatch({ ...options, bases: GRAPH_BASES }, request, base, surface, reportBug),
    },
  };
  return {
    handle: async (request, reportBug) => {
      const address = readAddress(request.url, GRAPH_BASES, request.header("host"), ports.portalUrl);
      const name = address.below
        ?.replaceAll(/^\/+|\/+$/g, "")
        .replace(/^%24/i, "$")
        .toLowerCase();
      const special = name === undefined || !Object.hasOwn(specials, name) ? undefined : specials[name];
      const version = versions.get(address.base);
      if (special === undefined || version === undefined) return surface.handle(request, reportBug);
      const { method } = special;
      if (request.method === method) return special.answer(request, address, version.metadata, reportBug);
      const message = `${request.method.slice(0, 20)} is not possible here. Possible are: ${method}.`;
      return repliesTo(request, ports).problem(refused("MethodNotAllowed", message), { Allow: method });
    },
  };
}
