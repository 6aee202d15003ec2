/** Which function answers a request: its path and method against the routes of all functions, the most specific first. */
import { HostError } from "../binding-service.js";
import { parseRouteTemplate, type RouteParams, type RouteTemplate } from "./route-template.js";

export type Route<T> = {
  readonly template: RouteTemplate;
  /** Upper case; undefined: every method. */
  readonly methods: ReadonlySet<string> | undefined;
  readonly target: T;
};

export type RouteMatch<T> = { readonly target: T; readonly params: RouteParams };

/** Prefixes the Azure host keeps for itself; see "reserved routes" of the HTTP trigger. */
const RESERVED = /^(admin|runtime)(\/|$)/i;

const NO_PARAMS: RouteParams = Object.freeze({});

export class RouteTable<T extends { readonly name: string }> {
  readonly #literal = new Map<string, Route<T>[]>();
  readonly #others: Route<T>[] = [];

  /** Throws a HostError when the template cannot be read, is reserved, or another function has the same. */
  add(path: string, methods: ReadonlySet<string> | undefined, target: T): void {
    if (RESERVED.test(path))
      throw new HostError(
        `The route "${path}" of "${target.name}" belongs to the host itself; choose another.`,
      );
    const route: Route<T> = { template: parseRouteTemplate(path), methods, target };
    for (const other of [...this.#literal.values()].flat().concat(this.#others))
      if (other.template.shape === route.template.shape && overlap(other.methods, methods))
        throw new HostError(`"${target.name}" and "${other.target.name}" have the same route "${path}".`);
    const { literalPath } = route.template;
    if (literalPath === undefined) {
      this.#others.push(route);
      // Stable: routes of equal rank stay in the order of registration.
      this.#others.sort((a, b) => compare(a.template.precedence, b.template.precedence));
    } else this.#literal.set(literalPath, [...(this.#literal.get(literalPath) ?? []), route]);
  }

  /** `path` begins with `/` and is still percent-encoded; case and one slash at the end do not matter. */
  find(path: string, method: string): RouteMatch<T> | undefined {
    const trimmed = path.slice(1, path.length > 1 && path.endsWith("/") ? -1 : undefined);
    const segments = trimmed.includes("%") ? trimmed.split("/").map(decodeSegment) : undefined;
    const literal = this.#literal.get((segments === undefined ? trimmed : segments.join("/")).toLowerCase());
    const found = literal?.find(({ methods }) => methods === undefined || methods.has(method));
    if (found !== undefined) return { target: found.target, params: NO_PARAMS };
    if (this.#others.length === 0) return undefined;
    const pieces = segments ?? (trimmed === "" ? [] : trimmed.split("/"));
    for (const { template, methods, target } of this.#others) {
      if (methods !== undefined && !methods.has(method)) continue;
      const params = template.match(pieces);
      if (params !== undefined) return { target, params };
    }
    return undefined;
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function overlap(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return [...a].some((method) => b.has(method));
}

/** A slash that was encoded stays encoded, as in ASP.NET: it is part of a segment's text. What cannot be decoded is left as it is. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment.replace(/%2f/gi, "%252F"));
  } catch {
    return segment;
  }
}
