/** The address of a request, taken apart once: path for routing, query for the app, whole for `request.url`. */
import type { IncomingMessage } from "node:http";

export type RequestTarget = {
  /** Begins with `/`; percent-encoded; without dot segments. */
  readonly path: string;
  /** As Azure's host hands it over: of a name that comes several times the values are joined by commas. */
  readonly query: Readonly<Record<string, string>>;
  readonly url: string;
};

const NO_QUERY: Readonly<Record<string, string>> = Object.freeze({});

/** Dot segments (`/../`, `/%2e%2e/`) and backslashes, which the app's `new Request(url)` would resolve: routing must see the same path. */
const NEEDS_NORMALIZING = /\/\.|%2e|\\|#|^(?!\/)|^\/\//i;

const HOST_FORM = /^[\w.:[\]-]+$/;

/** Undefined when the address or the Host header makes no sense: the answer is 400. */
export function requestTarget(request: IncomingMessage, scheme: "http" | "https"): RequestTarget | undefined {
  const host = request.headers.host ?? "localhost";
  const raw = request.url ?? "/";
  if (!HOST_FORM.test(host)) return undefined;
  const origin = `${scheme}://${host}`;
  if (NEEDS_NORMALIZING.test(raw)) return normalized(origin, raw);
  const mark = raw.indexOf("?");
  return mark < 0
    ? { path: raw, query: NO_QUERY, url: origin + raw }
    : { path: raw.slice(0, mark), query: parseQuery(raw.slice(mark + 1)), url: origin + raw };
}

function normalized(origin: string, raw: string): RequestTarget | undefined {
  // A proxy may send the whole address; a path that begins with two slashes is a path and no host.
  const text = raw.startsWith("/") ? origin + raw : raw;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return undefined;
  return {
    path: url.pathname,
    query: parseQuery(url.search.slice(1)),
    url: origin + url.pathname + url.search,
  };
}

function parseQuery(text: string): Readonly<Record<string, string>> {
  if (text === "") return NO_QUERY;
  // No prototype: a parameter may be called __proto__.
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const before = query[name];
    query[name] = before === undefined ? value : `${before},${value}`;
  }
  return query;
}
