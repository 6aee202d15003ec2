import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../../src/application/ports/store-unavailable.js";
import { at, EM, idOf, openSurface, type Surface, surfaceOn } from "./surface-fixture.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe("HTTP around every endpoint", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await openSurface();
  });
  afterEach(() => surface.close());

  it("names every answer and the version of OData, dates it, and gives the client's own id back", async () => {
    const call = { as: "admin", headers: { "client-request-id": "script-42" } };
    for (const [method, path] of [
      ["GET", `${EM}/catalogs`],
      ["GET", `${EM}/nothing`],
      ["PUT", `${EM}/catalogs`],
      ["GET", `${EM}/catalogs/99999999-9999-4999-8999-999999999999`],
    ] as const) {
      const { headers } = await surface.call(method, path, call);
      expect(headers["request-id"]).toMatch(UUID);
      expect(headers["client-request-id"]).toBe("script-42");
      expect(headers["Date"]).toBe("Sun, 22 Nov 2026 19:00:00 GMT");
      expect(headers["OData-Version"]).toBe("4.0");
    }
    const unsafe = await surface.call("GET", `${EM}/catalogs`, {
      as: "admin",
      headers: { "client-request-id": "a\nb" },
    });
    expect(unsafe.headers).not.toHaveProperty("client-request-id");
  });

  it("says where a created object is and which version it is, and minds the version that a change is meant for", async () => {
    const made = await surface.call("POST", `${EM}/catalogs`, {
      as: "admin",
      body: { displayName: "Sales" },
    });
    const path = `${EM}/catalogs/${idOf(made)}`;
    expect(made.headers["Location"]).toBe(`http://localhost:7071${path}`);
    const read = await surface.call("GET", path, { as: "admin" });
    expect(read.headers["ETag"]).toBe(made.headers["ETag"]);
    const known = { as: "admin", headers: { "If-None-Match": read.headers["ETag"] ?? "" } };
    expect((await surface.call("GET", path, known)).status).toBe(304);
    const changed = { as: "admin", body: { description: "Selling" } };
    expect(
      (await surface.call("PATCH", path, { ...changed, headers: { "If-Match": read.headers["ETag"] ?? "" } }))
        .status,
    ).toBe(204);
    expect(
      (await surface.call("PATCH", path, { ...changed, headers: { "If-Match": read.headers["ETag"] ?? "" } }))
        .status,
    ).toBe(412);
    expect((await surface.call("GET", path, known)).status).toBe(200);
  });

  it("says that the store is out of reach with 503 and when to come back, and calls it no bug", async () => {
    const { ports, people } = surface;
    const documents = new Proxy(ports.documents, {
      get: (target, name) => {
        if (name === "batch") return () => Promise.reject(new StoreUnavailableError("The disk is full."));
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const broken = surfaceOn({ ...ports, documents }, { ...people });
    for (const headers of [{}, { "Idempotency-Key": "k1" }]) {
      const sent = { as: "admin", body: { displayName: "Sales" }, headers };
      const answered = await broken.call("POST", `${EM}/catalogs`, sent);
      expect([broken.bugs, answered.status, at(answered.body, "error/code")]).toEqual([
        [],
        503,
        "ServiceUnavailable",
      ]);
      expect(answered.headers["Retry-After"]).toBe("1");
    }
    expect(broken.bugs).toEqual([]);
  });

  it("knows no other method than those of the table, and says which there are", async () => {
    for (const method of ["HEAD", "OPTIONS", "TRACE"]) {
      const answered = await surface.call(method, `${EM}/catalogs`, { as: "admin" });
      expect([answered.status, answered.headers["Allow"]]).toEqual([405, "GET, POST"]);
    }
  });
});
