/**
 * The request inside the library's HttpRequest, made without a fetch `Request`, which costs more than everything the host does and
 * most handlers never need: they read address, headers and JSON. Whatever is beyond that makes the real one, and asks it.
 *
 * The library's HttpRequest takes a `nativeRequest` (its own stream mode passes one). An older library overlooks it and makes its own.
 */
import { isRecord, type JsonObject } from "../json-file.js";

/** The part of a fetch `Request` that HttpRequest asks for. */
type NativeRequest = Pick<
  Request,
  | "url"
  | "method"
  | "headers"
  | "body"
  | "bodyUsed"
  | "arrayBuffer"
  | "blob"
  | "formData"
  | "json"
  | "text"
  | "clone"
>;

/** The HTTP data of an invocation, with a request that is made as far as it is used. */
export function withLazyRequest(http: JsonObject): JsonObject {
  const { method, url, headers, body } = http;
  if (typeof method !== "string" || typeof url !== "string" || !isRecord(headers)) return http;
  const bytes = isRecord(body) ? body["bytes"] : undefined;
  // The library drops such a body and says so in the log; a fetch Request would throw.
  const bodiless = method === "GET" || method === "HEAD";
  if (bytes !== undefined && (bodiless || !(bytes instanceof Uint8Array))) return http;
  if (!METHODS.has(method)) return http;
  // Not enumerable: HttpRequest.clone() copies the rest by structuredClone.
  return Object.defineProperty({ ...http }, "nativeRequest", {
    value: new LazyRequest(method, url, headers, bytes),
  });
}

/** Of others fetch changes the spelling, or refuses them. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const decoder = new TextDecoder();

class LazyRequest implements NativeRequest {
  readonly method: string;
  readonly #url: string;
  readonly #given: JsonObject;
  readonly #bytes: Uint8Array | undefined;
  #headers: Headers | undefined;
  #used = false;
  #real: Request | undefined;

  constructor(method: string, url: string, headers: JsonObject, bytes: Uint8Array | undefined) {
    this.method = method;
    this.#url = url;
    this.#given = headers;
    this.#bytes = bytes;
  }

  get url(): string {
    return this.#real?.url ?? new URL(this.#url).href;
  }

  get headers(): Headers {
    // The record holds what Node has parsed: texts, and a list only for set-cookie, which no request has.
    this.#headers ??= new Headers(this.#given as Record<string, string>);
    return this.#headers;
  }

  get body(): Request["body"] {
    return this.#native().body;
  }

  get bodyUsed(): boolean {
    return this.#real?.bodyUsed ?? this.#used;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    if (this.#real !== undefined || this.#used) return this.#native().arrayBuffer();
    const bytes = this.#take();
    const copy = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(copy).set(bytes);
    return copy;
  }

  async text(): Promise<string> {
    if (this.#real !== undefined || this.#used) return this.#native().text();
    return decoder.decode(this.#take());
  }

  async json(): Promise<unknown> {
    if (this.#real !== undefined || this.#used) return this.#native().json();
    return JSON.parse(decoder.decode(this.#take()));
  }

  async blob(): Promise<Blob> {
    return this.#native().blob();
  }

  async formData(): Promise<FormData> {
    return this.#native().formData();
  }

  clone(): Request {
    return this.#native().clone();
  }

  /** A missing body can be read again and again. */
  #take(): Uint8Array {
    if (this.#bytes === undefined) return NO_BYTES;
    this.#used = true;
    return this.#bytes;
  }

  #native(): Request {
    if (this.#real !== undefined) return this.#real;
    this.#real = new Request(this.#url, {
      method: this.method,
      headers: this.headers,
      ...(this.#bytes !== undefined && { body: this.#bytes }),
    });
    // A body that was read here must count as read there too.
    if (this.#used) void this.#real.arrayBuffer();
    return this.#real;
  }
}

const NO_BYTES = new Uint8Array(0);
