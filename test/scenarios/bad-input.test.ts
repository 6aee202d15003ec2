import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { type Answer, type CallOptions, type HttpCaller, httpCaller } from "../outsider/http-caller.js";
import { inParallel } from "../outsider/in-parallel.js";
import { type OutsidePerson, type Outsider, startOutsider } from "../outsider/outsider.js";
import { createCatalog, createGroup } from "../outsider/packages.js";
import { NONSENSE_OPTIONS, WRONG_TYPES } from "./bad-input/nonsense.js";
import { HUGE_BYTES, raw, streamHuge } from "./bad-input/raw-requests.js";
import { type Attempt, CLIENT_ERRORS, enveloped, namesAField, told, unless } from "./bad-input/refusals.js";

/** No object has it. */
const NOBODY = "00000000-0000-4000-8000-00000000dead";
/** As deep as a body of a megabyte can be. */
const DEEP = 500_000;

describe("every endpoint, given what it cannot take", () => {
  let outsider: Outsider;
  let admin: HttpCaller;
  let somebody: OutsidePerson;

  beforeAll(async () => {
    outsider = await startOutsider("bad-input", { logLevel: "info" });
    ({ admin } = outsider);
    [somebody = await Promise.reject(new Error("The directory has nobody."))] = await outsider.people(1);
  });
  afterAll(() => outsider?.end());

  const each = (endpoints: readonly Endpoint[], what: string, call: (e: Endpoint) => Promise<Answer>) =>
    inParallel(4, endpoints, async (endpoint): Promise<Attempt> => {
      const answer = await call(endpoint);
      return { what, endpoint: `${endpoint.method} ${endpoint.path}`, answer };
    });
  const withBody = ENDPOINTS.filter((e) => e.body !== undefined);

  it("says 401 without a token, and with one that is cut, forged, unsigned or for somebody else", async () => {
    const origin = outsider.server().ready.http;
    const [head = "", body = "", signature = ""] = outsider.adminToken.split(".");
    const tokens: Readonly<Record<string, string | undefined>> = {
      none: undefined,
      "not a token": "nonsense",
      cut: `${head}.${body}`,
      forged: `${head}.${body}.${signature.split("").reverse().join("")}`,
      unsigned: `${encoded({ alg: "none", typ: "JWT" })}.${body}.`,
      "changed afterwards": `${head}.${changed(body, { oid: NOBODY })}.${signature}`,
      "for another audience": `${head}.${changed(body, { aud: "https://elsewhere.example" })}.${signature}`,
    };
    for (const [what, token] of Object.entries(tokens)) {
      const caller = httpCaller(origin, token);
      const attempts = await each(ENDPOINTS, what, (e) => call(caller, e, {}));
      expect(unless(attempts, [401])).toEqual([]);
    }
  });

  it("says which property is wrong when every property has the wrong type", async () => {
    const attempts = await each(withBody, "wrong types", (e) => call(admin, e, { body: WRONG_TYPES }));
    expect(unless(attempts, CLIENT_ERRORS)).toEqual([]);
    // A body whose every property is wrong is refused for a property: the answer names it, unless the object itself is not there.
    expect(attempts.filter((a) => a.answer.status === 400 && !namesAField(a.answer)).map(told)).toEqual([]);
  });

  it("takes only JSON objects as bodies", async () => {
    for (const body of [
      "",
      "[]",
      '"text"',
      "12",
      "null",
      "{",
      '{"displayName":"x",}',
      "\u0000",
      "[".repeat(50),
    ]) {
      const strict = withBody.filter((e) => !(body === "" && e.bodyOptional === true));
      const attempts = await each(strict, `body ${body}`, (e) => call(admin, e, { body }));
      expect(unless(attempts, CLIENT_ERRORS)).toEqual([]);
    }
  });

  it("says 415 to a body of another type", async () => {
    const headers = { "content-type": "application/xml" };
    const attempts = await each(withBody, "xml", (e) => call(admin, e, { body: "<a/>", headers }));
    expect(unless(attempts, [415])).toEqual([]);
  });

  it("refuses a body that is nested deeper than anybody needs", async () => {
    for (const body of [
      `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
      `{"displayName":${"[".repeat(2000)}${"]".repeat(2000)}}`,
    ]) {
      const attempts = await each(withBody, "deep", (e) => call(admin, e, { body }));
      expect(unless(attempts, CLIENT_ERRORS)).toEqual([]);
    }
  });

  it("refuses a body of 50 MB without reading it to the end", async () => {
    const origin = outsider.server().ready.http;
    const statuses = await inParallel(2, withBody, async (e) => ({
      endpoint: `${e.method} ${e.path}`,
      ...(await streamHuge(e.method, `${origin}/v1.0${address(e)}`, outsider.adminToken)),
    }));
    const named = (s: { text: string }) => /"RequestTooLarge".*"target":"body"/.test(s.text);
    expect(statuses.filter((s) => s.status !== 413 || !named(s))).toEqual([]);
    expect(statuses.filter((s) => s.sentBytes >= HUGE_BYTES)).toEqual([]);
  });

  it("refuses an unknown query option by its name", async () => {
    const attempts = await each(ENDPOINTS, "unknown option", (e) =>
      call(admin, e, e.body === undefined ? {} : { body: {} }, "?$frobnicate=1"),
    );
    expect(unless(attempts, CLIENT_ERRORS)).toEqual([]);
    const reads = attempts.filter((a) => a.endpoint.startsWith("GET"));
    expect(reads.filter((a) => !a.answer.text.includes("$frobnicate")).map(told)).toEqual([]);
  });

  it("refuses options that it knows with values that make no sense", async () => {
    const reads = ENDPOINTS.filter((e) => e.method === "GET");
    for (const [option, values] of Object.entries(NONSENSE_OPTIONS))
      for (const value of values) {
        const knowing = reads.filter((e) => e.query.some((name) => name === option));
        const attempts = await each(knowing, `${option}=${value}`, (e) =>
          call(admin, e, {}, `?${option}=${encodeURIComponent(value)}`),
        );
        expect(unless(attempts, CLIENT_ERRORS)).toEqual([]);
      }
  });

  it("says 400 to an id that cannot be one, and 404 to one that nobody has", async () => {
    const keyed = ENDPOINTS.filter((e) => /\{\w*Id\}/.test(e.path));
    for (const key of ["not-a-guid", "%00", "..%2F..", "'; drop table", "x".repeat(3000), "💥"]) {
      const attempts = await each(keyed, `id ${key.slice(0, 20)}`, (e) =>
        call(admin, e, e.body === undefined ? {} : { body: {} }, "", encodeURIComponent(key)),
      );
      expect(unless(attempts, CLIENT_ERRORS)).toEqual([]);
    }
    const reads = keyed.filter((e) => e.method === "GET");
    const attempts = await each(reads, "nobody's id", (e) => call(admin, e, {}));
    expect(attempts.filter((a) => a.answer.status >= 500 || !enveloped(a.answer)).map(told)).toEqual([]);
  });

  it("says 412 to a change made to a version that is no longer the newest", async () => {
    const id = await createCatalog(admin, "Stale");
    const path = `/identityGovernance/entitlementManagement/catalogs/${id}`;
    const etag = (await admin.call("GET", path)).headers.etag ?? "";
    expect(etag).not.toBe("");
    const patch = (description: string) =>
      admin.call("PATCH", path, { body: { description }, headers: { "if-match": etag } });
    expect((await patch("first")).status).toBe(204);
    const second = await patch("second");
    expect(told({ what: "stale", endpoint: path, answer: second })).toContain("412 PreconditionFailed");
    for (const nonsense of ["nonsense", '""', 'W/"x"', "\\"]) {
      const answer = await admin.call("PATCH", path, { body: {}, headers: { "if-match": nonsense } });
      expect(unless([{ what: nonsense, endpoint: path, answer }], CLIENT_ERRORS)).toEqual([]);
    }
  });

  it("does not let one person act for, or read about, another", async () => {
    const name = `Not yours ${Date.now()}`;
    const catalogId = await createCatalog(admin, name);
    const em = "/identityGovernance/entitlementManagement";
    const attempts: readonly (readonly [string, string, object?])[] = [
      ["GET", `${em}/catalogs/${catalogId}`],
      ["PATCH", `${em}/catalogs/${catalogId}`, { description: "mine now" }],
      ["DELETE", `${em}/catalogs/${catalogId}`],
      ["POST", `${em}/catalogs`, { displayName: "Mine" }],
      ["POST", `${em}/accessPackages`, { displayName: "Mine", catalog: { id: catalogId } }],
      [
        "POST",
        "/groups",
        { displayName: "Mine", mailNickname: "mine", securityEnabled: true, mailEnabled: false },
      ],
      ["PATCH", `/users/${somebody.id}`, { jobTitle: "King" }],
    ];
    for (const [method, path, body] of attempts) {
      const answer = await somebody.caller.call(method, path, body === undefined ? {} : { body });
      expect(unless([{ what: "somebody else", endpoint: `${method} ${path}`, answer }], [403, 404])).toEqual(
        [],
      );
    }
    expect((await admin.get<{ displayName: string }>(`${em}/catalogs/${catalogId}`)).displayName).toBe(name);
  });

  it("says 404 or 405 where there is nothing, and survives paths and methods that make no sense", async () => {
    const groupId = await createGroup(admin, `Bad input ${Date.now()}`);
    const paths = [
      "/",
      "/nothing/here",
      "//",
      "/users/../nothing",
      "/%",
      "/%ff",
      `/groups/${groupId}/frobnicate`,
      `/${"a/".repeat(2000)}`,
    ];
    for (const path of paths)
      for (const method of ["GET", "PUT", "OPTIONS"]) {
        const answer = await raw(outsider, method, `/v1.0${path}`);
        expect(
          unless([{ what: method, endpoint: path.slice(0, 60), answer }], [...CLIENT_ERRORS, 200, 204]),
        ).toEqual([]);
      }
  });

  it("still works afterwards, and has written no stack trace into its log", async () => {
    expect((await admin.call("GET", "/health")).status).toBe(200);
    await createCatalog(admin, "Still working");
    const traces = outsider
      .server()
      .log()
      .split("\n")
      .filter((l) => /\bat .+:\d+:\d+/.test(l) || /"level":"error"/.test(l));
    expect(traces.slice(0, 5)).toEqual([]);
  });
});

function address(endpoint: Endpoint, key = NOBODY): string {
  return endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name.endsWith("Id") ? key : "'target'",
  );
}

function call(
  caller: HttpCaller,
  endpoint: Endpoint,
  options: CallOptions,
  query = "",
  key = NOBODY,
): Promise<Answer> {
  return caller.call(endpoint.method, `${address(endpoint, key)}${query}`, options);
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function changed(body: string, claims: object): string {
  const parsed: object = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  return encoded({ ...parsed, ...claims });
}
