import { describe, expect, it } from "vitest";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { Router } from "../../src/wire/router.js";
import { DOCUMENTED_CALLS } from "./documented-paths.js";

describe("what Graph documents of entitlement management", () => {
  it("is found in the endpoint table, every method and path", () => {
    const router = new Router(ENDPOINTS);
    const missing = DOCUMENTED_CALLS.filter(
      ({ method, path }) => router.route(method, path).kind !== "found",
    );
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});
