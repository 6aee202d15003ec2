/** A request and a response as the surface sees them: no platform in it, so that functions, tests and benchmarks call the same thing. */

export type HttpRequest = {
  /** Upper case. */
  readonly method: string;
  /** Absolute: scheme, authority, path and query as the client sent them. */
  readonly url: string;
  /** Any case; undefined when absent. */
  header(name: string): string | undefined;
  /** The whole body; empty when there is none. Called at most once, and only when the endpoint takes a body. */
  body(): Promise<Uint8Array>;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for 202, 204 and 304 without content. */
  readonly body?: string;
};
