/** One request to the management API, taken apart, and what the API answers. */
import type { IncomingMessage } from "node:http";
import type { Json } from "../../../domain/json.js";
import { readBody } from "../http/request-body.js";

/** Bytes of an input or event. */
const BODY_MAX = 16_000_000;

export type ManagementRequest = {
  readonly method: string;
  /** Below the mount, decoded. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** The body; undefined when there is none. Throws BadRequest when it is not JSON, or too large. */
  readonly json: () => Promise<Json | undefined>;
};

export type Answer = {
  readonly status: number;
  /** Written as JSON; absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The caller's mistake. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** `prefix` is the mount's. Throws BadRequest on a path that cannot be decoded. */
export function managementRequest(request: IncomingMessage, prefix: string): ManagementRequest {
  const url = new URL(request.url ?? "/", "http://host");
  const segments = url.pathname
    .slice(prefix.length)
    .split("/")
    .filter((segment) => segment !== "")
    .map(decoded);
  return {
    method: request.method ?? "GET",
    segments,
    query: url.searchParams,
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    async json() {
      const body = await readBody(request, BODY_MAX);
      if (body.kind === "tooLarge") throw new BadRequest(`The body has more than ${BODY_MAX} bytes.`, 413);
      if (body.kind === "lost") throw new BadRequest("The connection was lost.");
      if (body.bytes.length === 0) return undefined;
      return parsed(body.bytes.toString("utf8"));
    },
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json; // JSON.parse gives JSON
  } catch {
    throw new BadRequest("Invalid JSON content");
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new BadRequest("The path is not valid percent-encoding.");
  }
}
