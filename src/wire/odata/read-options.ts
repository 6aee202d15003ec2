/** Reads the OData query options of an address: each once, each by name, and an unknown `$option` is refused instead of ignored. */
import { didYouMean } from "./find-name.js";
import { ODataError } from "./odata-error.js";
import { parseExpand } from "./parse-expand.js";
import { parseFilter } from "./parse-filter.js";
import { NO_OPTIONS, type OrderItem, type QueryOptions } from "./query-options.js";
import { readBoolean, readInteger, readNames } from "./read-option.js";

/** Graph's limit on `$top`. */
export const TOP_MAX = 999;
/** `$skip` walks over what it leaves out, so it is for small steps; nextLink is for large ones. */
export const SKIP_MAX = 10_000;
const SEARCH_LENGTH_MAX = 256;

const KNOWN = [
  "$select",
  "$expand",
  "$filter",
  "$orderby",
  "$top",
  "$skip",
  "$skiptoken",
  "$count",
  "$search",
  "$format",
];
/** Graph takes these without `$` too. */
const BARE: ReadonlySet<string> = new Set(KNOWN.map((name) => name.slice(1)));

export type Query = {
  readonly options: ReadonlyMap<string, string>;
  /** Names without `$`: a few endpoints know some, and otherwise they have no meaning. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The instant to read at, as written; see as-of.ts. */
  readonly asOf: string | undefined;
};

/** Splits the query of an address into its OData options and the rest. */
export function readQuery(query: string): Query {
  if (query === "") return NO_QUERY;
  const options = new Map<string, string>();
  const parameters = new Map<string, string>();
  let asOf: string | undefined;
  for (const part of query.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const written = decode(equals < 0 ? part : part.slice(0, equals), "the query");
    let name = written.toLowerCase();
    if (BARE.has(name)) name = `$${name}`;
    if (name === "asof" || name === "$asof") {
      if (asOf !== undefined)
        throw new ODataError("BadRequest", 'The query option "asOf" is given twice; give it once.', "asOf");
      asOf = decode(equals < 0 ? "" : part.slice(equals + 1), "asOf");
      continue;
    }
    if (!name.startsWith("$")) {
      parameters.set(written, decode(equals < 0 ? "" : part.slice(equals + 1), written));
      continue;
    }
    if (!KNOWN.includes(name))
      throw new ODataError(
        "BadRequest",
        `The query option "${written}" is not known.${didYouMean(KNOWN, written)}`,
        written,
      );
    if (options.has(name))
      throw new ODataError("BadRequest", `The query option "${name}" is given twice; give it once.`, name);
    options.set(name, decode(equals < 0 ? "" : part.slice(equals + 1), name));
  }
  return { options, parameters, asOf };
}

const NO_QUERY: Query = { options: new Map(), parameters: new Map(), asOf: undefined };

/** Understands options, those of an address and those nested in `$expand` alike. `allowed` is the endpoint's list. */
export function readOptions(options: ReadonlyMap<string, string>, allowed: readonly string[]): QueryOptions {
  if (options.size === 0) return NO_OPTIONS;
  for (const name of options.keys()) {
    if (name !== "$format" && name !== "$skip" && !allowed.includes(name)) {
      const these = allowed.length === 0 ? "none are" : `these are: ${allowed.join(", ")}`;
      throw new ODataError("BadRequest", `"${name}" is not supported here; ${these}.`, name);
    }
  }
  const format = options.get("$format");
  if (format !== undefined && !/^(json|application\/json\b.*)$/i.test(format.trim()))
    throw new ODataError(
      "BadRequest",
      `$format is "json" or left out; got "${format.slice(0, 40)}".`,
      "$format",
    );
  const filter = options.get("$filter");
  const expand = options.get("$expand");
  const select = options.get("$select");
  const orderBy = options.get("$orderby");
  const search = options.get("$search");
  if (search !== undefined && search.length > SEARCH_LENGTH_MAX)
    throw new ODataError("BadRequest", `$search takes at most ${SEARCH_LENGTH_MAX} characters.`, "$search");
  return {
    select: select === undefined || select.trim() === "*" ? undefined : readNames(select, "$select"),
    expand: expand === undefined ? [] : parseExpand(expand, readOptions),
    filter: filter === undefined ? undefined : parseFilter(filter),
    orderBy: orderBy === undefined ? [] : readOrder(orderBy),
    top: readInteger(options.get("$top"), "$top", 1, TOP_MAX),
    skip: readInteger(options.get("$skip"), "$skip", 0, SKIP_MAX) ?? 0,
    skipToken: options.get("$skiptoken"),
    count: readBoolean(options.get("$count"), "$count") ?? false,
    search: search === undefined ? undefined : unquoted(search),
  };
}

const ORDER = /^([\w/.]+)(?:\s+(asc|desc))?$/i;

function readOrder(text: string): readonly OrderItem[] {
  const keys = text.split(",");
  if (keys.length > 5) throw new ODataError("BadRequest", "$orderby takes at most 5 keys.", "$orderby");
  return keys.map((key) => {
    const [, path, direction = "asc"] = ORDER.exec(key.trim()) ?? [];
    if (path === undefined)
      throw new ODataError(
        "BadRequest",
        `$orderby cannot be read at "${key.trim().slice(0, 60)}": a property, then asc or desc.`,
        "$orderby",
      );
    return { path: path.split("/"), direction: direction.toLowerCase() === "desc" ? "desc" : "asc" };
  });
}

/** `"displayName:market"` and `"market"` both look for `market`. */
function unquoted(search: string): string {
  const text = search.trim().replace(/^"(.*)"$/s, "$1");
  const colon = text.indexOf(":");
  return colon < 0 ? text : text.slice(colon + 1);
}

function decode(text: string, target: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new ODataError(
      "BadRequest",
      `${target} has a % that is not followed by two hexadecimal digits of UTF-8.`,
      target,
    );
  }
}
