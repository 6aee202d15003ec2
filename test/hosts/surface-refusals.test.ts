import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../../src/domain/authorization/caller.js";
import type { Endpoint } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { type Answered, at, EM, idOf, openSurface, type Sent, type Surface } from "./surface-fixture.js";

const UNKNOWN = "99999999-9999-4999-8999-999999999999";

const OTHER = "88888888-8888-4888-8888-888888888888";

/** A path with every key filled in: with `id`, and a second argument of a function with another. */
function pathOf(endpoint: Endpoint, id: string): string {
  const filled = endpoint.path
    .replaceAll(/=\{on\}/g, "='target'")
    .replaceAll(/,(\w+)=\{\w+\}/g, `,$1='${id === UNKNOWN ? OTHER : id}'`)
    .replaceAll(/=\{\w+\}/g, `='${id}'`)
    .replaceAll(/\{\w+\}/g, id);
  return `/v1.0${filled}`;
}

const name = (endpoint: Endpoint) => `${endpoint.method} ${endpoint.path}`;
const withBody = ENDPOINTS.filter(({ body }) => body !== undefined);
const withGuids = ENDPOINTS.filter(({ path, textKeys = [] }) =>
  [...path.matchAll(/\{(\w+Id)\}/g)].some(([, key = ""]) => !textKeys.includes(key)),
);

describe("every row of the endpoint table, given what it cannot take", () => {
  let surface: Surface;
  beforeAll(async () => {
    surface = await openSurface();
  });
  afterAll(() => surface.close());

  /** What is wrong with a refusal: nothing, when it is a 4xx in Graph's envelope that says what and where. */
  const flaw = ({ status, body, headers, text }: Answered): string | undefined => {
    const facts = [
      "code",
      "message",
      "innerError/date",
      "innerError/request-id",
      "innerError/client-request-id",
    ];
    if (status < 400 || status > 499) return `status ${status}: ${text}`;
    const missing = facts.find((fact) => typeof at(body, `error/${fact}`) !== "string");
    if (missing !== undefined) return `no ${missing} in ${text}`;
    return headers["request-id"] === at(body, "error/innerError/request-id")
      ? undefined
      : "another request-id";
  };

  /** Calls every endpoint; gives those whose answer is not as it should be. */
  const wrong = async (
    endpoints: readonly Endpoint[],
    sent: Sent | ((endpoint: Endpoint) => Sent),
    expected: (answer: Answered, endpoint: Endpoint) => boolean,
    path: (endpoint: Endpoint) => string = (endpoint) => pathOf(endpoint, UNKNOWN),
  ): Promise<readonly string[]> => {
    expect(endpoints.length).toBeGreaterThan(0);
    const results: string[] = [];
    for (const endpoint of endpoints) {
      const what = typeof sent === "function" ? sent(endpoint) : sent;
      const answer = await surface.call(endpoint.method, path(endpoint), what);
      const found =
        flaw(answer) ?? (expected(answer, endpoint) ? undefined : `${answer.status}: ${answer.text}`);
      if (found !== undefined) results.push(`${name(endpoint)}: ${found}`);
    }
    return results;
  };
  const is =
    (status: number, code?: string) =>
    ({ status: given, body }: Answered) =>
      given === status && (code === undefined || at(body, "error/code") === code);

  it("says 401 without a token and with one that is not known, and how to come back", async () => {
    for (const as of [undefined, "nobody"])
      expect(
        await wrong(
          ENDPOINTS,
          { as },
          (answer) =>
            is(401, "InvalidAuthenticationToken")(answer) && answer.headers["WWW-Authenticate"] !== undefined,
        ),
      ).toEqual([]);
  });

  it("says 403 to a token without permission, and which permission is missing", async () => {
    const { somebody } = surface.people;
    if (somebody?.kind !== "user") throw new Error("somebody is a person");
    const powerless: Caller = { ...somebody, scopes: ["openid"] };
    expect(
      await wrong(
        ENDPOINTS,
        { as: powerless },
        (answer, { permission }) =>
          is(403, "Forbidden")(answer) &&
          String(at(answer.body, "error/message")).includes(permission.delegated[0] ?? "-"),
      ),
    ).toEqual([]);
  });

  it("says 403 to an application where only people can call", async () => {
    const people = ENDPOINTS.filter(({ permission }) => permission.application === "notSupported");
    expect(await wrong(people, { as: "robot" }, is(403, "Forbidden"))).toEqual([]);
  });

  it("shows and changes nothing to a person without any role, whatever the permission in the token", async () => {
    // Everybody may see the own part of these; here it is empty.
    const own = ["self", "readDirectory", "viewApprovalDelegations"];
    const governed = ENDPOINTS.filter(({ action }) => !own.includes(action));
    const body = { displayName: "x" };
    expect(await wrong(governed, { as: "somebody", body }, ({ status }) => status >= 400)).toEqual([]);
    const admin = surface.people["admin"]?.objectId;
    const delegation = { delegatorId: admin, delegateId: surface.people["approver"]?.objectId };
    idOf(await surface.call("POST", `${EM}/approvalDelegations`, { as: "admin", body: delegation }));
    const delegations = await surface.call("GET", `${EM}/approvalDelegations`, { as: "somebody" });
    expect([delegations.status, at(delegations.body, "value")]).toEqual([200, []]);
    const catalogs = await surface.call("GET", `${EM}/catalogs`, { as: "somebody" });
    expect(is(403, "Forbidden")(catalogs)).toBe(true);
  });

  it("says 400 and the name of a key that is no GUID", async () => {
    expect(
      await wrong(
        withGuids,
        { as: "admin", body: {} },
        (answer, { path }) =>
          is(400, "BadRequest")(answer) && path.includes(`{${String(at(answer.body, "error/target"))}}`),
        (endpoint) => pathOf(endpoint, "not-a-guid"),
      ),
    ).toEqual([]);
  });

  it("says 404 or what is wrong with the body for an object that does not exist", async () => {
    const named = withGuids.filter(({ body }) => body === undefined);
    expect(await wrong(named, { as: "admin" }, ({ status }) => status === 404 || status === 403)).toEqual([]);
    expect(await wrong(withBody, { as: "admin", body: [] }, ({ status }) => status >= 400)).toEqual([]);
  });

  it("says 415 to a body of another type, 400 to one that is not JSON and where, 413 to one that is too large", async () => {
    const raw = '{"displayName": }';
    const headers = { "Content-Type": "text/plain" };
    expect(await wrong(withBody, { as: "admin", raw, headers }, is(415, "UnsupportedMediaType"))).toEqual([]);
    expect(
      await wrong(
        withBody,
        { as: "admin", raw },
        (answer) =>
          is(400, "BadRequest")(answer) && /character 17/.test(String(at(answer.body, "error/message"))),
      ),
    ).toEqual([]);
    const huge = `{"displayName":"${"x".repeat(1_048_577)}"}`;
    expect(await wrong(withBody, { as: "admin", raw: huge }, is(413, "RequestTooLarge"))).toEqual([]);
    const announced = { "Content-Length": "99999999" };
    expect(await wrong(withBody, { as: "admin", raw: "{}", headers: announced }, is(413))).toEqual([]);
  });

  it("says 400 to a body that is nested too deeply, is not UTF-8, or is no object", async () => {
    const deep = `{"displayName":${"[".repeat(400_000)}${"]".repeat(400_000)}}`;
    expect(await wrong(withBody, { as: "admin", raw: deep }, is(400, "BadRequest"))).toEqual([]);
    const broken = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(await wrong(withBody, { as: "admin", raw: broken }, is(400, "BadRequest"))).toEqual([]);
    for (const raw of ["[]", '"x"', "1", "null", "true"])
      expect(await wrong(withBody, { as: "admin", raw }, is(400, "InvalidModel"))).toEqual([]);
  });

  it("names the property when every property has the wrong type", async () => {
    const every = [
      "displayName",
      "requestType",
      "catalog",
      "resource",
      "role",
      "accessPackage",
      "principalId",
      "reviewResult",
      "@odata.id",
      "subject",
      "appId",
      "name",
      "allowedMemberTypes",
      "principalId",
      "roles",
      "webUrl",
      "userPrincipalName",
      "description",
      "externalUserLifecycleAction",
      "relatedPeopleInsightLevel",
      "subjectLifecycle",
    ];
    const body = { ...Object.fromEntries(every.map((property) => [property, [[5]]])) };
    expect(
      await wrong(
        withBody,
        { as: "admin", body },
        (answer) => answer.status === 404 || typeof at(answer.body, "error/target") === "string",
      ),
    ).toEqual([]);
  });

  it("refuses options that it does not know or have by name, and changes nothing", async () => {
    for (const option of ["$fliter", "$apply", "$deltatoken"])
      expect(
        await wrong(
          ENDPOINTS,
          { as: "admin" },
          (answer) => is(400, "BadRequest")(answer) && at(answer.body, "error/target") === option,
          (endpoint) => `${pathOf(endpoint, UNKNOWN)}?${option}=x`,
        ),
      ).toEqual([]);
    const without = ENDPOINTS.filter(({ query }) => !query.includes("$filter"));
    expect(
      await wrong(
        without,
        { as: "admin" },
        (answer) => at(answer.body, "error/target") === "$filter",
        (endpoint) => `${pathOf(endpoint, UNKNOWN)}?$filter=id eq 'x'`,
      ),
    ).toEqual([]);
  });

  it("refuses properties that a type does not have, wherever they are named", async () => {
    const lists = ENDPOINTS.filter(({ path, query }) => query.includes("$filter") && !path.includes("{"));
    // Lists that are refused without a filter of their own get it beside the option that is wrong.
    const filtered: Readonly<Record<string, string>> = {
      [`${EM.slice(5)}/resourceEnvironments`]: "originSystem eq 'SharePointOnline'",
    };
    const asked = (path: string, option: string | undefined, value: string) => {
      const own = filtered[path];
      if (own === undefined) return `${option}=${encodeURIComponent(value)}`;
      const both = `$filter=${encodeURIComponent(own)}`;
      return option === "$filter"
        ? `${both}${encodeURIComponent(` and ${value}`)}`
        : `${both}&${option}=${encodeURIComponent(value)}`;
    };
    for (const [option, value] of [
      ["$filter", "nonsense eq 'x'"],
      ["$orderby", "nonsense"],
      ["$select", "nonsense"],
      ["$expand", "nonsense"],
      ["$filter", "id eq"],
      ["$top", "0"],
      ["$skiptoken", "AAAA"],
    ])
      expect(
        await wrong(
          lists,
          { as: "admin" },
          (answer) => answer.status === 400 && at(answer.body, "error/target") === option,
          (endpoint) => `${pathOf(endpoint, UNKNOWN)}?${asked(endpoint.path, option, value ?? "")}`,
        ),
      ).toEqual([]);
  });

  it("says 412 to a version that is not the newest, and changes nothing", async () => {
    const post = (path: string, body: unknown) => surface.call("POST", `${EM}${path}`, { as: "admin", body });
    const catalogId = idOf(await post("/catalogs", { displayName: "Versions" }));
    const packageId = idOf(
      await post("/accessPackages", { displayName: "Versions", catalog: { id: catalogId } }),
    );
    const policyId = idOf(
      await post("/assignmentPolicies", { displayName: "Versions", accessPackage: { id: packageId } }),
    );
    for (const [method, path, body] of [
      ["PATCH", `/catalogs/${catalogId}`, { description: "x" }],
      ["DELETE", `/catalogs/${catalogId}`, undefined],
      ["PATCH", `/accessPackages/${packageId}`, { description: "x" }],
      ["DELETE", `/accessPackages/${packageId}`, undefined],
      ["PUT", `/assignmentPolicies/${policyId}`, { displayName: "x" }],
      ["PATCH", `/assignmentPolicies/${policyId}`, { description: "x" }],
      ["DELETE", `/assignmentPolicies/${policyId}`, undefined],
    ] as const) {
      for (const tag of ['W/"stale"', "nonsense"]) {
        const answer = await surface.call(method, `${EM}${path}`, {
          as: "admin",
          body,
          headers: { "If-Match": tag },
        });
        expect([method, path, answer.status, at(answer.body, "error/code")]).toEqual([
          method,
          path,
          412,
          "PreconditionFailed",
        ]);
      }
    }
    expect((await surface.call("GET", `${EM}/assignmentPolicies/${policyId}`, { as: "admin" })).status).toBe(
      200,
    );
  });

  it("says 405 and what is possible, and 404 where nothing is", async () => {
    for (const method of ["PUT", "HEAD", "OPTIONS", "TRACE", "BREW"]) {
      const answer = await surface.call(method, `${EM}/catalogs`, { as: "admin" });
      expect([answer.status, answer.headers["Allow"]]).toEqual([405, "GET, POST"]);
    }
    for (const path of ["/v1.0/nothing", "/v2.0/me", "/", `${EM}/catalogs/${UNKNOWN}/x`]) {
      const answer = await surface.call("GET", path, { as: "admin" });
      expect([answer.status, at(answer.body, "error/code")]).toEqual([404, "UnknownError"]);
    }
  });

  it("echoes the client's own request id, and none that could be something else", async () => {
    const call = (id: string) =>
      surface.call("GET", "/v1.0/nothing", { headers: { "client-request-id": id } });
    expect((await call(UNKNOWN)).headers["client-request-id"]).toBe(UNKNOWN);
    expect((await call("a b\r\nx: y")).headers["client-request-id"]).toBeUndefined();
  });

  it("answers a bug with 500 and the request-id that leads to it, and tells of it once", async () => {
    const broken: Endpoint = {
      method: "GET",
      path: "/broken",
      permission: { delegated: ["EntitlementManagement.ReadWrite.All"], application: [] },
      action: "self",
      query: [],
      statuses: [200],
      handle: async () => {
        throw new Error("the secret inside");
      },
    };
    const own = await openSurface([broken]);
    const answer = await own.call("GET", "/v1.0/broken", { as: "admin" });
    expect([answer.status, at(answer.body, "error/code")]).toEqual([500, "InternalServerError"]);
    expect(answer.text).not.toContain("secret");
    expect(at(answer.body, "error/message")).toContain(answer.headers["request-id"]);
    await expect(own.close()).rejects.toThrow("the secret inside");
  });
});
