/** An HTTP surface made from an endpoint table: takes a request, finds its row, checks what can be checked, calls, and answers. */
import {
  DocumentLimitError,
  InvalidContinuationError,
  UndeclaredPathError,
} from "../application/ports/documents.js";
import type { Ports } from "../application/ports/ports.js";
import { StoreUnavailableError } from "../application/ports/store-unavailable.js";
import type { Caller } from "../domain/authorization/caller.js";
import { done, type Outcome, type Refusal, refused } from "../domain/errors.js";
import { type ReadAddress, readAddress } from "./address.js";
import { portsAsOf } from "./as-of.js";
import type { Answer, Endpoint, EndpointCall } from "./endpoint.js";
import { writeEnvelope } from "./envelope.js";
import { matchesNoneOf, readIfMatch, writeEtag } from "./etag.js";
import { isGuid } from "./guid.js";
import type { HttpRequest, HttpResponse } from "./http.js";
import { beginRun, onceOnly, readIdempotencyKey, type ServerRun } from "./idempotency.js";
import { invalidModel } from "./invalid-model.js";
import { ODataError } from "./odata/odata-error.js";
import { readOptions, readQuery } from "./odata/read-options.js";
import { lacksPermission } from "./permission.js";
import { type Preferences, readPreferences } from "./preferences.js";
import { parseBody, readBytes, unwrapped } from "./read-body.js";
import { CONTENT_TYPE, type Replies, repliesTo } from "./replies.js";
import { type Route, Router } from "./router.js";

export type SurfaceOptions = {
  /** What its addresses begin with, in lower case, the canonical one first: `["/v1.0", "/beta"]`. */
  readonly bases: readonly string[];
  readonly endpoints: readonly Endpoint[];
  readonly ports: Ports;
  /** Proves who calls; a bad token is a value with the reason. */
  readonly authenticate: (
    authorizationHeader: string | undefined,
  ) => Promise<
    | { readonly kind: "caller"; readonly caller: Caller }
    | { readonly kind: "unauthenticated"; readonly message: string }
  >;
};

/** Told once of every bug, with the request it happened in. Expected refusals are not bugs. */
export type ReportBug = (
  error: unknown,
  facts: { readonly requestId: string; readonly method: string; readonly path: string },
) => void;

export type Surface = { handle(request: HttpRequest, reportBug: ReportBug): Promise<HttpResponse> };

/** One request on its way. */
type Exchange = {
  readonly request: HttpRequest;
  readonly replies: Replies;
  readonly address: ReadAddress;
  readonly preferences: Preferences;
};

export function createSurface(options: SurfaceOptions): Surface {
  const router = new Router(options.endpoints);
  const run = beginRun(options.ports);
  return { handle: (request, reportBug) => new Handling(options, router, run, request).run(reportBug) };
}

class Handling {
  readonly #options: SurfaceOptions;
  readonly #router: Router;
  readonly #serverRun: ServerRun;
  readonly #exchange: Exchange;

  constructor(options: SurfaceOptions, router: Router, serverRun: ServerRun, request: HttpRequest) {
    this.#options = options;
    this.#router = router;
    this.#serverRun = serverRun;
    this.#exchange = {
      request,
      replies: repliesTo(request, options.ports),
      address: readAddress(request.url, options.bases, request.header("host"), options.ports.portalUrl),
      preferences: readPreferences(request.header("prefer"), request.header("accept-language")),
    };
  }

  async run(reportBug: ReportBug): Promise<HttpResponse> {
    try {
      return await this.#respond();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined) return this.#problem(refusal);
      const { replies, request, address } = this.#exchange;
      const { requestId } = replies;
      reportBug(error, { requestId, method: request.method, path: address.path });
      return this.#problem(
        refused(
          "InternalServerError",
          `Something went wrong that should not have. The log has it under request-id ${requestId}.`,
        ),
      );
    }
  }

  async #respond(): Promise<HttpResponse> {
    const { request, address } = this.#exchange;
    const route =
      address.below === undefined
        ? ({ kind: "unknown" } as const)
        : this.#router.route(request.method, address.below);
    if (route.kind === "unreadable")
      return this.#problem(
        refused("BadRequest", "The path has a % that is not followed by two hexadecimal digits of UTF-8."),
      );
    if (route.kind === "unknown")
      return this.#problem(
        refused(
          "UnknownError",
          `No HTTP resource was found that matches the request URI ${address.path.slice(0, 300)}.`,
        ),
      );
    const authenticated = await this.#options.authenticate(request.header("authorization"));
    if (authenticated.kind === "unauthenticated")
      return this.#problem(refused("InvalidAuthenticationToken", authenticated.message), {
        "WWW-Authenticate": 'Bearer realm="", error="invalid_token"',
      });
    if (route.kind === "wrongMethod") {
      const allow = route.allow.join(", ");
      return this.#problem(
        refused(
          "MethodNotAllowed",
          `${request.method.slice(0, 20)} is not possible here. Possible are: ${allow}.`,
        ),
        { Allow: allow },
      );
    }
    return this.#call(route, authenticated.caller);
  }

  async #call({ endpoint, params: written }: Route, caller: Caller): Promise<HttpResponse> {
    const { request, address, preferences, replies } = this.#exchange;
    const { ports } = this.#options;
    const lacking = lacksPermission(endpoint, caller);
    if (lacking !== undefined) return this.#problem(lacking);
    const keys = readKeys(endpoint, written);
    if (keys.kind === "refused") return this.#problem(keys);
    const params = keys.value;
    const query = readQuery(address.query);
    const options = readOptions(query.options, endpoint.query);
    const reading = portsAsOf(ports, endpoint, query.asOf);
    if (reading.kind === "refused") return this.#problem(reading);
    const ifMatch = readIfMatch(request.header("if-match"));
    // A tag that no version of ours looks like is a version that is not the newest.
    const version =
      ifMatch.kind === "version" ? ifMatch.version : ifMatch.kind === "any" ? undefined : "unreadable";
    const bytes = endpoint.method === "GET" ? NO_BYTES : await this.#bytes(endpoint);
    if ("kind" in bytes) return this.#problem(bytes);
    const body = readModel(endpoint, bytes, request.header("content-type"));
    if (body.kind === "refused") return this.#problem(body);
    const key =
      endpoint.method === "POST"
        ? readIdempotencyKey(request.header("idempotency-key"), caller, "POST", address.path, bytes)
        : undefined;
    if (key !== undefined && "kind" in key) return this.#problem(key);
    const call: EndpointCall = {
      ports: reading.value,
      caller,
      call: { caller, correlationId: replies.requestId, ...(key === undefined ? {} : { idempotency: key }) },
      params,
      body: body.value,
      options,
      parameters: query.parameters,
      preferences,
      serviceRoot: `${address.origin}${address.base}`,
      ifMatch: version,
    };
    const work = async () => this.#answer(endpoint, params, await endpoint.handle(call));
    if (key === undefined) return work();
    const answered = await onceOnly(ports, this.#serverRun, key, work);
    if ("kind" in answered) return this.#problem(answered);
    return "Idempotency-Replayed" in answered.headers
      ? { ...answered, headers: { ...this.#headers(), ...answered.headers } }
      : answered;
  }

  async #bytes(endpoint: Endpoint): Promise<Uint8Array | Refusal> {
    if (endpoint.body === undefined && endpoint.method !== "POST") return NO_BYTES;
    const bytes = await readBytes(this.#exchange.request);
    return bytes.kind === "refused" ? bytes : bytes.value;
  }

  #answer(
    endpoint: Endpoint,
    params: Readonly<Record<string, string>>,
    outcome: Outcome<Answer>,
  ): HttpResponse {
    if (outcome.kind === "refused") return this.#problem(outcome);
    const answer = outcome.value;
    if (answer.kind === "empty") return { status: answer.status, headers: this.#headers() };
    if (answer.kind === "text")
      return {
        status: 200,
        headers: { ...this.#headers(), "Content-Type": "text/plain" },
        body: answer.value,
      };
    const { address, request, preferences } = this.#exchange;
    const headers = this.#headers();
    headers["Content-Type"] = CONTENT_TYPE;
    const applied = appliedPreferences(answer, preferences);
    if (applied !== "") headers["Preference-Applied"] = applied;
    if (answer.kind === "collection")
      return { status: 200, headers, body: writeEnvelope(endpoint, params, answer, address) };
    if (answer.etag !== undefined) {
      headers["ETag"] = writeEtag(answer.etag);
      const known = request.header("if-none-match");
      // What is expanded has versions of its own, so the entity's alone does not say that nothing changed.
      const isPlain = !/expand/i.test(address.query);
      if (
        known !== undefined &&
        endpoint.method === "GET" &&
        isPlain &&
        matchesNoneOf(known, headers["ETag"])
      )
        return { status: 304, headers };
    }
    if (answer.location !== undefined)
      headers["Location"] = `${address.origin}${address.base}${answer.location}`;
    Object.assign(headers, answer.headers);
    return {
      status: answer.status ?? 200,
      headers,
      body: writeEnvelope(endpoint, params, answer, address),
    };
  }

  #problem(refusal: Refusal, extra: Readonly<Record<string, string>> = {}): HttpResponse {
    return this.#exchange.replies.problem(refusal, extra);
  }

  #headers(): Record<string, string> {
    return this.#exchange.replies.headers();
  }
}

const NO_BYTES = new Uint8Array();

function readKeys(
  endpoint: Endpoint,
  written: Readonly<Record<string, string>>,
): Outcome<Readonly<Record<string, string>>> {
  const params: Record<string, string> = {};
  for (const name in written) {
    const value = written[name] ?? "";
    const takesGuid = name.endsWith("Id") && !(endpoint.textKeys?.includes(name) ?? false);
    if (takesGuid && !isGuid(value))
      return refused(
        "BadRequest",
        `The ${name} in the path must be a GUID; got "${value.slice(0, 60)}".`,
        name,
      );
    params[name] = takesGuid ? value.toLowerCase() : value;
  }
  return done(params);
}

function readModel(endpoint: Endpoint, bytes: Uint8Array, contentType: string | undefined): Outcome<unknown> {
  const { body: schema } = endpoint;
  if (schema === undefined) return done(undefined);
  const isAbsent = bytes.byteLength === 0 && endpoint.bodyOptional === true;
  const parsed: Outcome<unknown> = isAbsent ? done({}) : parseBody(bytes, contentType);
  if (parsed.kind === "refused") return parsed;
  const value = unwrapped(parsed.value);
  const read = schema.safeParse(value);
  return read.success ? done(read.data) : invalidModel(read.error.issues, value);
}

/** What may be thrown on the way and is no bug: the client's doing, or a store that fails, which the host reports itself. */
function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof ODataError) return refused(error.code, error.message, error.target);
  if (error instanceof StoreUnavailableError)
    return refused(
      "ServiceUnavailable",
      "The database cannot be written now, so what was asked for may not be done. Send it again later, with the same Idempotency-Key if it had one.",
    );
  if (error instanceof UndeclaredPathError) return refused("InvalidFilter", error.message, "$filter");
  if (error instanceof InvalidContinuationError)
    return refused(
      "BadRequest",
      "$skiptoken does not belong to this list, or what you may see has changed meanwhile. Read from the first page.",
      "$skiptoken",
    );
  if (error instanceof DocumentLimitError)
    return error.code === "filterTooLarge"
      ? refused("InvalidFilter", error.message, "$filter")
      : refused("BadRequest", error.message);
  return undefined;
}

function appliedPreferences(answer: Answer, preferences: Preferences): string {
  const applied: string[] = [];
  if (answer.kind === "collection" && preferences.maxPageSize !== undefined)
    applied.push(`odata.maxpagesize=${preferences.maxPageSize}`);
  if (preferences.includeUnknownEnumMembers) applied.push("include-unknown-enum-members");
  return applied.join(", ");
}
