/** The Graph-compatible API as a whole: the endpoint table below /v1.0 and /beta, and what Graph offers beside it. */
import { refused } from "../domain/errors.js";
import { type ReadAddress, readAddress } from "./address.js";
import { answerBatch } from "./batch/batch.js";
import { betaEndpoints } from "./beta/endpoints.js";
import { derivedRows } from "./derived-rows.js";
import type { Endpoint } from "./endpoint.js";
import { ENDPOINTS } from "./endpoints.js";
import type { HttpRequest, HttpResponse } from "./http.js";
import { BETA_PROPERTY_TYPES } from "./metadata/entity-facts.js";
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
  answer(request: HttpRequest, address: ReadAddress, reportBug: ReportBug): Promise<HttpResponse>;
};

type Version = { readonly surface: Surface; readonly metadata: Metadata };

export function createGraphSurface({ endpoints = ENDPOINTS, ...options }: GraphSurfaceOptions): Surface {
  const { ports } = options;
  const versionOf = (
    base: string,
    rows: readonly Endpoint[],
    types?: typeof BETA_PROPERTY_TYPES,
  ): Version => ({
    surface: createSurface({ ...options, bases: [base], endpoints: [...rows, ...derivedRows(rows)] }),
    metadata: metadataOf(rows, types),
  });
  const today = versionOf("/v1.0", endpoints);
  const beta = versionOf("/beta", betaEndpoints(endpoints), BETA_PROPERTY_TYPES);
  const versionAt = (base: string) => (base === "/beta" ? beta : today);
  const tables: Surface = {
    handle: (request, reportBug) => {
      const { base } = readAddress(request.url, GRAPH_BASES, undefined, ports.portalUrl);
      return versionAt(base).surface.handle(request, reportBug);
    },
  };
  const specials: Readonly<Record<string, Special>> = {
    "": {
      method: "GET",
      answer: async (request, { origin, base }) =>
        versionAt(base).metadata.serviceDocument(request, repliesTo(request, ports), `${origin}${base}`),
    },
    $metadata: {
      method: "GET",
      answer: async (request, { base }) =>
        versionAt(base).metadata.metadata(request, repliesTo(request, ports)),
    },
    $batch: {
      method: "POST",
      answer: (request, { base }, reportBug) =>
        answerBatch({ ...options, bases: GRAPH_BASES }, request, base, tables, reportBug),
    },
  };
  return {
    handle: async (request, reportBug) => {
      const address = readAddress(request.url, GRAPH_BASES, request.header("host"), ports.portalUrl);
      const special = specialAt(specials, address.below);
      if (special === undefined) return versionAt(address.base).surface.handle(request, reportBug);
      const { method } = special;
      if (request.method === method) return special.answer(request, address, reportBug);
      const message = `${request.method.slice(0, 20)} is not possible here. Possible are: ${method}.`;
      return repliesTo(request, ports).problem(refused("MethodNotAllowed", message), { Allow: method });
    },
  };
}

/** No special name is longer, with slashes around it: most addresses are told apart by their length alone. */
const SPECIAL_LENGTH_MAX = 20;

function specialAt(
  specials: Readonly<Record<string, Special>>,
  below: string | undefined,
): Special | undefined {
  if (below === undefined || below.length > SPECIAL_LENGTH_MAX) return undefined;
  const name = below
    .replaceAll(/^\/+|\/+$/g, "")
    .replace(/^%24/i, "$")
    .toLowerCase();
  return Object.hasOwn(specials, name) ? specials[name] : undefined;
}
