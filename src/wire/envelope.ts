/** Graph's envelopes around what an endpoint answers (spec/api.md 1.4): context, version, count, and the address of the next page. */
import type { Answer, Endpoint } from "./endpoint.js";
import { writeEtag } from "./etag.js";

export type Address = {
  /** `https://host`. */
  readonly origin: string;
  /** `/v1.0` or `/beta`: what addresses of the API begin with. */
  readonly base: string;
  /** The whole path, as the client wrote it. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
};

export function writeEnvelope(
  endpoint: Endpoint,
  params: Readonly<Record<string, string>>,
  answer: Exclude<Answer, { kind: "empty" | "text" }>,
  address: Address,
): string {
  const metadata = `${address.origin}${address.base}/$metadata#`;
  if (answer.kind === "entity") {
    const context = answer.context ?? entityContext(endpoint, params);
    const written = answer.value;
    // Rows write the version themselves; what has none of its own gets the answer's.
    const etag =
      answer.etag === undefined || "@odata.etag" in written ? {} : { "@odata.etag": writeEtag(answer.etag) };
    return JSON.stringify({ "@odata.context": `${metadata}${context}`, ...etag, ...written });
  }
  const { count, skipToken, deltaToken } = answer;
  return JSON.stringify({
    "@odata.context": `${metadata}${answer.context ?? contextOf(endpoint.path, params)}`,
    ...(count === undefined ? {} : { "@odata.count": count }),
    ...(skipToken === undefined ? {} : { "@odata.nextLink": nextLink(address, skipToken) }),
    ...(deltaToken === undefined ? {} : { "@odata.deltaLink": nextLink(address, deltaToken) }),
    value: answer.value,
  });
}

/** `catalogs('id')/resources`: the template with its keys as OData writes them. */
function contextOf(path: string, params: Readonly<Record<string, string>>): string {
  let context = "";
  for (const segment of path.split("/")) {
    if (segment === "") continue;
    const name = segment.startsWith("{") ? segment.slice(1, -1) : undefined;
    if (name === undefined) context += context === "" ? segment : `/${segment}`;
    else context += `('${params[name] ?? ""}')`;
  }
  return context;
}

/** An object of a collection: `catalogs/$entity`; what is not in one: its address. */
function entityContext(endpoint: Endpoint, params: Readonly<Record<string, string>>): string {
  const isCreated = endpoint.method === "POST";
  const end = endpoint.path.lastIndexOf("/");
  const collection = isCreated || !endpoint.path.endsWith("}") ? endpoint.path : endpoint.path.slice(0, end);
  return `${contextOf(collection, params)}/$entity`;
}

/** The client's own query with the token in it: filter, order and the rest must stay as they were. */
function nextLink({ origin, path, query }: Address, skipToken: string): string {
  const kept = query.split("&").filter((part) => part !== "" && !/^(\$|%24)?skip(token)?(=|$)/i.test(part));
  return `${origin}${path}?${[...kept, `$skiptoken=${encodeURIComponent(skipToken)}`].join("&")}`;
}
