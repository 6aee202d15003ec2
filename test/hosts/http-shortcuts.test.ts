/**
 * The host makes requests and plain responses without the fetch classes that the library uses. Here both ways are taken with the
 * real library, and must come to the same.
 */
import { createRequire } from "node:module";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { AppRegistration } from "../../src/hosts/embedded/app-registration.js";
import { collectRegistrations, installFunctionsCore } from "../../src/hosts/embedded/functions-core.js";
import { withLazyRequest } from "../../src/hosts/embedded/http/lazy-request.js";
import { plainResponse } from "../../src/hosts/embedded/http/plain-response.js";
import type { InvocationModel } from "../../src/hosts/embedded/programming-model.js";

let registration: AppRegistration;
beforeAll(async () => {
  installFunctionsCore();
  registration = await collectRegistrations(async () => {
    const { app } = createRequire(import.meta.url)("@azure/functions");
    app.http("probe", { handler: () => undefined });
  });
});

/** The library's own model of one invocation of an HTTP function. */
async function modelFor(http: object): Promise<InvocationModel> {
  const fn = registration.functions.get("probe");
  if (fn === undefined || registration.model === undefined) throw new Error("The probe is not registered.");
  const [trigger = ""] = Object.keys(fn.metadata.bindings);
  return registration.model.getInvocationModel({
    invocationId: "i",
    metadata: fn.metadata,
    request: { invocationId: "i", functionId: "probe", inputData: [{ name: trigger, data: { http } }] },
    state: undefined,
    log: () => {},
  });
}

/** What the app would be handed. */
async function requestOf(http: object): Promise<Request> {
  const { inputs } = await (await modelFor(http)).getArguments();
  // The library's HttpRequest has the members of a fetch request that are compared here.
  return inputs[0] as Request;
}

const address = fc
  .tuple(fc.webPath(), fc.webQueryParameters(), fc.constantFrom("localhost", "EXAMPLE.org:80", "h:8080"))
  .map(([path, query, host]) => `http://${host}/${path.replace(/^\/+/, "")}?${query}`);

const http = fc.record({
  method: fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
  url: address,
  headers: fc.dictionary(
    fc.constantFrom("accept", "content-type", "x-a", "authorization"),
    fc.constantFrom("text/plain", "application/json", "a, b", "", "é"),
  ),
  bytes: fc.option(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc.constant(new Uint8Array([0xef, 0xbb, 0xbf, 0x31])),
    ),
    { nil: undefined },
  ),
});

type Reading = "text" | "json" | "arrayBuffer" | "blob" | "clone" | "bodyUsed" | "body";
const readings = fc.array(
  fc.constantFrom<Reading>("text", "json", "arrayBuffer", "blob", "clone", "bodyUsed", "body"),
  { maxLength: 4 },
);

async function read(request: Request, how: Reading): Promise<unknown> {
  try {
    switch (how) {
      case "text":
        return await request.text();
      case "json":
        return await request.json();
      case "arrayBuffer":
        return Buffer.from(await request.arrayBuffer()).toString("hex");
      case "blob":
        return await (await request.blob()).text();
      case "clone":
        return await request.clone().text();
      case "bodyUsed":
        return request.bodyUsed;
      case "body":
        return request.body === null ? null : request.body.locked;
    }
  } catch (error) {
    return error instanceof Error ? error.name : "not an error";
  }
}

test("a request made lazily cannot be told from the library's own, in whatever order it is read", async () => {
  await fc.assert(
    fc.asyncProperty(http, readings, async ({ method, url, headers, bytes }, order) => {
      const data = {
        method,
        url,
        headers,
        query: {},
        params: { a: "b" },
        ...(bytes !== undefined && method !== "GET" && method !== "HEAD" && { body: { bytes } }),
      };
      const [own, lazy] = [await requestOf(data), await requestOf(withLazyRequest(data))];
      expect(lazy.url).toBe(own.url);
      expect(lazy.method).toBe(own.method);
      expect([...lazy.headers]).toEqual([...own.headers]);
      for (const how of order)
        expect({ how, gives: await read(lazy, how) }).toEqual({ how, gives: await read(own, how) });
    }),
    { numRuns: 500 },
  );
});

describe("a plain response", () => {
  const body = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(null, undefined, "", 5, true),
  );
  const headers = fc.option(
    fc.dictionary(
      fc.constantFrom("Content-Type", "X-A", "x-a", "etag", "Set-Cookie", "bad name"),
      fc.oneof(fc.constantFrom("text/html", '"1"', " padded ", "é", "a\nb", ""), fc.string()),
    ),
    { nil: undefined },
  );
  const result = fc.oneof(
    fc.record(
      {
        status: fc.oneof(fc.constantFrom(200, 201, 204, 205, 304, 404, 599, 199, 600, 200.5), fc.integer()),
        body,
        jsonBody: fc.oneof(fc.jsonValue(), fc.constant(undefined)),
        headers,
        cookies: fc.constantFrom([], undefined),
        enableContentNegotiation: fc.constantFrom(false, undefined),
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom(null, undefined, "text", 7, {}),
  );

  test("is exactly what the library makes of the handler's result, or left to the library", async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(result, async (answer) => {
        const shortcut = plainResponse(answer);
        if (shortcut === undefined) return;
        plain += 1;
        const own = await (await modelFor({})).getResponse({ invocationId: "i" }, answer);
        expect(normal(shortcut)).toEqual(normal(own.returnValue));
      }),
      { numRuns: 2000 },
    );
    expect(plain).toBeGreaterThan(200);
  });

  test("is taken for what handlers usually answer", () => {
    expect(plainResponse({ status: 200, jsonBody: { a: 1 }, headers: { ETag: '"1"' } })).toBeDefined();
    expect(plainResponse({ body: "text" })).toBeDefined();
    expect(plainResponse({ status: 204 })).toBeDefined();
  });
});

/** Bodies compared by their bytes, whatever holds them. */
function normal(data: unknown): unknown {
  const { http } = data as { http: { body?: { bytes?: Uint8Array } } };
  return { ...http, body: Buffer.from(http.body?.bytes ?? []).toString("hex") };
}
