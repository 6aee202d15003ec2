import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject } from "../../src/wire/json-object.js";
import { type Answered, at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";

const CATALOGS = "/identityGovernance/entitlementManagement/catalogs";

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

describe("POST /$batch", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await openSurface();
  });
  afterEach(() => surface.close());

  const send = (requests: unknown, as: string | undefined = "admin", headers = {}, base = "/v1.0") =>
    surface.call("POST", `${base}/$batch`, { as, body: { requests }, headers });
  const create = (id: string, displayName: string, more: object = {}) => ({
    id,
    method: "POST",
    url: CATALOGS,
    headers: { "Content-Type": "application/json" },
    body: { displayName },
    ...more,
  });
  const get = (id: string, url: string, more: object = {}) => ({ id, method: "GET", url, ...more });
  const names = async (): Promise<unknown> => {
    const { body } = await surface.call("GET", `${EM}/catalogs?$orderby=displayName`, { as: "admin" });
    return Array.isArray(body["value"]) ? body["value"].map((catalog) => at(catalog, "displayName")) : [];
  };
  const answersOf = (answered: Answered): ReadonlyMap<string, JsonObject> => {
    expect([answered.status, answered.text]).toEqual([200, answered.text]);
    const { responses } = answered.body;
    const found = Array.isArray(responses) ? responses.filter(isJsonObject) : [];
    return new Map(found.map((response) => [textOf(response["id"]), response]));
  };
  const statuses = (answered: Answered) =>
    Object.fromEntries([...answersOf(answered)].map(([id, { status }]) => [id, status]));

  it("answers each request as it would have been answered alone, with a request-id, ETag and Location of its own", async () => {
    const answered = await send([
      create("made", "Sales"),
      get("read", `${CATALOGS}?$select=displayName`),
      get("missing", `${CATALOGS}/00000000-0000-4000-8000-000000000000`),
      get("nowhere", "/nowhere"),
    ]);
    expect(statuses(answered)).toEqual({ made: 201, read: 200, missing: 404, nowhere: 404 });
    const answers = answersOf(answered);
    const made = answers.get("made");
    const id = at(made, "body/id");
    expect(at(made, "body/displayName")).toBe("Sales");
    expect(at(made, "headers/Location")).toBe(`http://localhost:7071${EM}/catalogs/${String(id)}`);
    expect(at(made, "headers/ETag")).toBe(at(made, "body/@odata.etag"));
    expect(at(answers.get("missing"), "body/error/code")).toBe("ResourceNotFound");
    const ids = [...answers.values()].map((answer) => at(answer, "headers/request-id"));
    expect(new Set([...ids, answered.headers["request-id"]]).size).toBe(5);
    expect([answered.headers["Content-Type"]?.split(";")[0]]).toEqual(["application/json"]);
  });

  it("takes addresses with and without leading slash and version", async () => {
    const path = CATALOGS.slice(1);
    const answered = await send([
      get("1", `/${path}`),
      get("2", path),
      get("3", `/v1.0/${path}?$top=1`),
      get("4", `V1.0/${path}`),
      get("5", `beta/${path}`),
    ]);
    expect(statuses(answered)).toEqual({ 1: 200, 2: 200, 3: 200, 4: 200, 5: 200 });
    const beta = await send([get("1", path)], "admin", {}, "/beta");
    expect(at(answersOf(beta).get("1"), "body/@odata.context")).toContain("/beta/$metadata#");
  });

  it("runs a request after those that it depends on, and gives up on it when one has failed", async () => {
    const answered = await send([
      create("again", "Sales", { dependsOn: ["first"] }),
      create("first", "Sales"),
      get("afterFailure", CATALOGS, { dependsOn: ["again"] }),
      get("afterThat", CATALOGS, { dependsOn: ["first", "afterFailure"] }),
      get("last", CATALOGS, { dependsOn: ["first"] }),
    ]);
    expect(statuses(answered)).toEqual({
      again: 400,
      first: 201,
      afterFailure: 424,
      afterThat: 424,
      last: 200,
    });
    const given = answersOf(answered).get("afterFailure");
    expect(at(given, "body/error/code")).toBe("FailedDependency");
    expect(at(given, "body/error/message")).toContain('"again"');
    expect(at(given, "body/error/innerError/request-id")).toBe(at(given, "headers/request-id"));
  });

  it("keeps the order of a chain of twenty", async () => {
    const chain = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0
        ? create(String(index), "Sales", index === 0 ? {} : { dependsOn: [String(index - 1)] })
        : get(String(index), `${CATALOGS}?$filter=displayName eq 'Sales'`, {
            dependsOn: [String(index - 1)],
          }),
    );
    const answered = await send(chain);
    expect(Object.values(statuses(answered))).toEqual([201, 200, 400, ...Array<number>(17).fill(424)]);
  });

  it("is refused as a whole, and does nothing, when it cannot be run as a whole", async () => {
    const fine = create("1", "Sales");
    const wrong: readonly (readonly [unknown, string])[] = [
      [[], "at least one"],
      ["no list", "requests"],
      [Array.from({ length: 21 }, (_, index) => create(String(index), `Sales ${index}`)), "at most 20"],
      [[fine, create("1", "Marketing")], 'the id "1"'],
      [[fine, { method: "GET", url: "/me" }], "requests/1/id"],
      [[fine, { id: "2", url: "/me" }], "requests/1/method"],
      [[fine, { id: "2", method: "GET" }], "requests/1/url"],
      [[fine, get("2", "/me", { dependsOn: ["3"] })], '"3", which is no request'],
      [[fine, get("2", "/me", { dependsOn: ["2"] })], "in a circle"],
      [[fine, get("2", "/me", { dependsOn: ["3"] }), get("3", "/me", { dependsOn: ["2"] })], '"2", "3"'],
      [[fine, get("2", "https://graph.example/v1.0/me")], "must be relative"],
      [[fine, get("2", "//graph.example/me")], "must be relative"],
      [[fine, { id: "2", method: "POST", url: "/$batch", body: {} }], "nested"],
      [[fine, { id: "2", method: "POST", url: "beta/%24batch/", body: {} }], "nested"],
      [[fine, get("2", "/me", { atomicityGroup: "a" })], "atomicityGroup"],
    ];
    for (const [requests, words] of wrong) {
      const answered = await send(requests);
      expect([answered.status, answered.text]).toEqual([
        400,
        expect.stringContaining(JSON.stringify(words).slice(1, -1)),
      ]);
    }
    expect(await names()).toEqual(["General"]);
  });

  it("needs a token, which every request in it is authorized with, whatever the request itself says", async () => {
    expect((await surface.call("POST", "/v1.0/$batch", { body: { requests: [] } })).status).toBe(401);
    const answered = await send(
      [
        create("1", "Sales", {
          headers: { "Content-Type": "application/json", Authorization: "Bearer admin" },
        }),
      ],
      "somebody",
    );
    expect(statuses(answered)).toEqual({ 1: 403 });
  });

  it("is JSON within the limits of every body, and posted", async () => {
    const plain = await surface.call("POST", "/v1.0/$batch", {
      as: "admin",
      raw: "{}",
      headers: { "Content-Type": "text/plain" },
    });
    expect(plain.status).toBe(415);
    const huge = await surface.call("POST", "/v1.0/$batch", {
      as: "admin",
      raw: `{"requests":"${"x".repeat(1_100_000)}"}`,
    });
    expect(huge.status).toBe(413);
    const got = await surface.call("GET", "/v1.0/$batch", { as: "admin" });
    expect([got.status, got.headers["Allow"]]).toEqual([405, "POST"]);
  });

  it("refuses bodies that are not JSON, one by one", async () => {
    const answered = await send([
      create("text", "Sales", { headers: { "Content-Type": "text/plain" }, body: "eyJhIjoxfQ==" }),
      create("untyped", "Sales", { headers: {} }),
      create("json", "Sales", { headers: { "content-type": "application/json; charset=utf-8" } }),
    ]);
    expect(statuses(answered)).toEqual({ text: 415, untyped: 415, json: 201 });
  });

  it("minds the If-Match and Prefer of each request", async () => {
    const id = idOf(
      await surface.call("POST", `${EM}/catalogs`, { as: "admin", body: { displayName: "Sales" } }),
    );
    const rename = (key: string, tag: string) => ({
      ...{ id: key, method: "PATCH", url: `${CATALOGS}/${id}`, body: { displayName: "Marketing" } },
      headers: { "Content-Type": "application/json", "If-Match": tag },
    });
    const answered = await send([
      rename("stale", 'W/"0"'),
      get("page", CATALOGS, { headers: { Prefer: "odata.maxpagesize=1" } }),
    ]);
    expect(statuses(answered)).toEqual({ stale: 412, page: 200 });
    expect(at(answersOf(answered).get("page"), "headers/Preference-Applied")).toBe("odata.maxpagesize=1");
    expect(at(answersOf(answered).get("page"), "body/@odata.nextLink")).toContain(
      "http://localhost:7071/v1.0/",
    );
    expect(answersOf(await send([rename("any", "*")])).get("any")).not.toHaveProperty("body");
  });

  it("does nothing twice under the Idempotency-Key of a request, or of the batch", async () => {
    const keyed = create("1", "Sales", {
      headers: { "Content-Type": "application/json", "Idempotency-Key": "k1" },
    });
    const [first, second] = [await send([keyed]), await send([keyed])];
    expect(answersOf(second).get("1")?.["body"]).toEqual(answersOf(first).get("1")?.["body"]);
    const whole = [create("1", "Marketing"), create("2", "Research")];
    const again = { "Idempotency-Key": "batch" };
    expect(statuses(await send(whole, "admin", again))).toEqual({ 1: 201, 2: 201 });
    expect(statuses(await send(whole, "admin", again))).toEqual({ 1: 201, 2: 201 });
    expect(await names()).toEqual(["General", "Marketing", "Research", "Sales"]);
  });
});
