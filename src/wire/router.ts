/**
 * Finds the row for a method and path. The table is compiled once into a tree of segments, so that routing costs one look-up a segment
 * however many rows there are.
 */
import type { Endpoint } from "./endpoint.js";
import { LEGACY_SEGMENTS } from "./legacy-segments.js";

export type Route = {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
};

export type RouteResult =
  | ({ readonly kind: "found" } & Route)
  /** The address exists, but not with this method; `allow` are those it has. */
  | { readonly kind: "wrongMethod"; readonly allow: readonly string[] }
  | { readonly kind: "unknown" }
  /** A % that is not followed by two hexadecimal digits. */
  | { readonly kind: "unreadable" };

type Node = {
  readonly literals: Map<string, Node>;
  /** By name and argument names: `filterbycurrentuser(on)`. */
  readonly functions: Map<string, Node>;
  key: Node | undefined;
  readonly endpoints: Map<string, { readonly endpoint: Endpoint; readonly names: readonly string[] }>;
};

type FunctionSegment = { readonly name: string; readonly args: readonly (readonly [string, string])[] };

const SEGMENTS_MAX = 24;
const OLDER_SEGMENTS = new Map([...LEGACY_SEGMENTS].map(([older, today]) => [today, older]));
const NAMESPACE = /^(?:microsoft\.)?graph\./i;

export class Router {
  readonly #root: Node = newNode();

  constructor(endpoints: readonly Endpoint[]) {
    for (const endpoint of endpoints) this.#add(endpoint);
  }

  /** `path` is what follows the API version, with its leading slash and without the query. */
  route(method: string, path: string): RouteResult {
    const segments = path.split("/", SEGMENTS_MAX + 1);
    if (segments.length > SEGMENTS_MAX) return { kind: "unknown" };
    const values: string[] = [];
    let node: Node | undefined = this.#root;
    for (const segment of segments) {
      // A slash too many, at the end or between, is no other address.
      if (segment === "") continue;
      const decoded = decode(segment);
      if (decoded === undefined) return { kind: "unreadable" };
      node = step(node, decoded, values);
      if (node === undefined) return { kind: "unknown" };
    }
    const found = node.endpoints.get(method);
    if (found === undefined) {
      const allow = [...node.endpoints.keys()];
      return allow.length === 0 ? { kind: "unknown" } : { kind: "wrongMethod", allow };
    }
    const params: Record<string, string> = {};
    for (const [index, name] of found.names.entries()) params[name] = values[index] ?? "";
    return { kind: "found", endpoint: found.endpoint, params };
  }

  #add(endpoint: Endpoint): void {
    const names: string[] = [];
    let node = this.#root;
    for (const segment of endpoint.path.split("/")) {
      if (segment === "") continue;
      const call = functionSegment(segment);
      if (segment.startsWith("{")) {
        names.push(segment.slice(1, -1));
        node.key ??= newNode();
        node = node.key;
      } else if (call === undefined) node = child(node.literals, segment.toLowerCase());
      else {
        const sorted = call.args.toSorted(byName);
        for (const [, value] of sorted) names.push(value.slice(1, -1));
        node = child(node.functions, signature(call.name, sorted));
      }
    }
    if (node.endpoints.has(endpoint.method))
      throw new Error(`Two rows of the endpoint table answer ${endpoint.method} ${endpoint.path}.`);
    node.endpoints.set(endpoint.method, { endpoint, names });
  }
}

function step(node: Node, segment: string, values: string[]): Node | undefined {
  const call = segment.endsWith(")") ? functionSegment(segment) : undefined;
  if (call !== undefined) {
    const sorted = call.args.toSorted(byName);
    const today = LEGACY_SEGMENTS.get(call.name.toLowerCase()) ?? call.name;
    const named =
      node.functions.get(signature(call.name, sorted)) ?? node.functions.get(signature(today, sorted));
    if (named !== undefined) {
      for (const [, value] of sorted) values.push(unquoted(value));
      return named;
    }
    const [only] = call.args;
    // `cancel()`: an action written as a call.
    if (only === undefined) return literal(node, call.name);
    // `catalogs('id')` or `catalogs(id='id')`: a segment with its key.
    if (call.args.length > 1 || (only[0] !== "" && only[0] !== "id")) return undefined;
    const keyed = literal(node, call.name)?.key;
    if (keyed !== undefined) values.push(unquoted(only[1]));
    return keyed;
  }
  const found = literal(node, segment);
  if (found !== undefined) return found;
  if (node.key !== undefined) values.push(segment);
  return node.key;
}

function literal(node: Node, segment: string): Node | undefined {
  const folded = segment.toLowerCase();
  // Actions may be written with their namespace, as functions may; casts (`members/microsoft.graph.user`) have it in the table.
  const found = node.literals.get(folded) ?? node.literals.get(folded.replace(NAMESPACE, ""));
  if (found !== undefined) return found;
  // Names of both versions may stand in one address.
  const other = LEGACY_SEGMENTS.get(folded) ?? OLDER_SEGMENTS.get(folded);
  return other === undefined ? undefined : node.literals.get(other);
}

/** `name(a='x',b='y')`, or undefined when there are no parentheses. A key without a name has the name "". */
function functionSegment(segment: string): FunctionSegment | undefined {
  const open = segment.indexOf("(");
  if (open < 1 || !segment.endsWith(")")) return undefined;
  const inside = segment.slice(open + 1, -1).trim();
  const args = inside === "" ? [] : splitArguments(inside).map(argument);
  // Functions may be written with their namespace.
  return { name: segment.slice(0, open).replace(NAMESPACE, ""), args };
}

/** At commas outside quotes: `on='a,b'` is one argument. */
function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "'") inString = !inString;
    else if (char === "," && !inString) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function argument(part: string): readonly [string, string] {
  const trimmed = part.trim();
  const equals = trimmed.startsWith("'") ? -1 : trimmed.indexOf("=");
  return equals < 0
    ? ["", trimmed]
    : [trimmed.slice(0, equals).trim().toLowerCase(), trimmed.slice(equals + 1).trim()];
}

function signature(name: string, args: FunctionSegment["args"]): string {
  return `${name.toLowerCase()}(${args.map(([argumentName]) => argumentName).join(",")})`;
}

function byName(a: readonly [string, string], b: readonly [string, string]): number {
  return a[0] < b[0] ? -1 : 1;
}

function unquoted(value: string): string {
  return value.startsWith("'") && value.endsWith("'") && value.length >= 2
    ? value.slice(1, -1).replaceAll("''", "'")
    : value;
}

function decode(segment: string): string | undefined {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function child(nodes: Map<string, Node>, name: string): Node {
  let node = nodes.get(name);
  if (node === undefined) {
    node = newNode();
    nodes.set(name, node);
  }
  return node;
}

function newNode(): Node {
  return { literals: new Map(), functions: new Map(), key: undefined, endpoints: new Map() };
}
