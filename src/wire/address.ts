/** Takes an address apart without building a URL object: it is on the way of every request. */
import type { Address } from "./envelope.js";

/** A host name or address with an optional port: nothing else may be echoed into links. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

export type ReadAddress = Address & {
  /** The path below the base; undefined when the address has none of the bases. */
  readonly below: string | undefined;
};

/** `url` is absolute. `bases` are in lower case. `host` is the Host header; `fallback` is used when that is not a host. */
export function readAddress(
  url: string,
  bases: readonly string[],
  host: string | undefined,
  fallback: string,
): ReadAddress {
  const schemeEnd = url.indexOf("://");
  const slash = schemeEnd < 0 ? 0 : url.indexOf("/", schemeEnd + 3);
  const pathAndQuery = slash < 0 ? "/" : url.slice(slash);
  const fragment = pathAndQuery.indexOf("#");
  const clean = fragment < 0 ? pathAndQuery : pathAndQuery.slice(0, fragment);
  const mark = clean.indexOf("?");
  const path = mark < 0 ? clean : clean.slice(0, mark);
  const query = mark < 0 ? "" : clean.slice(mark + 1);
  const scheme = url.startsWith("https:") ? "https" : "http";
  const authority = host ?? (schemeEnd < 0 ? "" : url.slice(schemeEnd + 3, slash < 0 ? undefined : slash));
  const origin = HOST.test(authority) ? `${scheme}://${authority}` : fallback.replace(/\/+$/, "");
  for (const base of bases) {
    const end = base.length;
    const isBelow = path.length === end || path.charAt(end) === "/";
    if (isBelow && path.slice(0, end).toLowerCase() === base)
      return { origin, base, path, query, below: path.slice(end) };
  }
  return { origin, base: bases[0] ?? "", path, query, below: undefined };
}
