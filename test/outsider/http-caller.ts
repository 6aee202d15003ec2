/** Plain HTTP as any client speaks it: kept-alive connections, JSON, a bearer token. For tests and benchmarks that look at the product from outside. */
import { Agent, type IncomingHttpHeaders, request } from "node:http";

export type Answer<T = unknown> = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON; undefined when the body was empty or something else. */
  readonly body: T;
  readonly text: string;
};

/** The connection broke, or nobody listened: what the server did with the call is not known. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

export type CallOptions = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type HttpCaller = {
  call<T = unknown>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  /** As `call`, but throws unless the answer is a 2xx. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
  /** Every item of a collection, through all its pages. */
  list<T>(path: string): Promise<readonly T[]>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** `basePath` is put before every path that does not begin with it or with http; `/v1.0` unless told. */
export function httpCaller(origin: string, token?: string, basePath = "/v1.0"): HttpCaller {
  const call = <T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> =>
    exchange<T>(method, absolute(origin, basePath, path), {
      ...options,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...options.headers },
    });
  const good = async <T>(method: string, path: string, options?: CallOptions): Promise<T> => {
    const answer = await call<T>(method, path, options);
    if (answer.status < 200 || answer.status > 299)
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 2000)}`);
    return answer.body;
  };
  return {
    call,
    get: <T>(path: string) => good<T>("GET", path),
    post: <T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>) =>
      good<T>("POST", path, headers === undefined ? { body } : { body, headers }),
    list: async <T>(path: string) => {
      const items: T[] = [];
      for (let next: string | undefined = path; next !== undefined; ) {
        const page: { value: readonly T[]; "@odata.nextLink"?: string } = await good("GET", next);
        items.push(...page.value);
        next = page["@odata.nextLink"];
      }
      return items;
    },
  };
}

function absolute(origin: string, basePath: string, path: string): string {
  // A nextLink names the https address or the portal's; the path is what counts.
  const local = path.startsWith("http") ? path.replace(/^https?:\/\/[^/]+/, "") : path;
  const known = ["/v1.0/", "/beta/", "/test/", "/portal/", "/health"].some((p) => local.startsWith(p));
  return `${origin}${known ? "" : basePath}${local}`;
}

function exchange<T>(method: string, url: string, options: CallOptions): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const payload = options.body === undefined ? undefined : bytesOf(options.body);
    const outgoing = request(url, {
      method,
      agent,
      headers: {
        ...(payload === undefined
          ? {}
          : { "content-type": "application/json", "content-length": payload.length }),
        ...options.headers,
      },
    });
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", (error) => reject(new NoAnswer(error.message)));
      incoming.on("aborted", () => reject(new NoAnswer("The answer broke off.")));
      incoming.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          // The caller says which shape it expects and checks what matters to it.
          body: parsed(text) as T,
          text,
        });
      });
    });
    outgoing.on("error", (error) => reject(new NoAnswer(error.message)));
    outgoing.end(payload);
  });
}

function bytesOf(body: unknown): Buffer {
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
