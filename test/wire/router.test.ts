import { describe, expect, it } from "vitest";
import type { Endpoint, Method } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { Router } from "../../src/wire/router.js";

function row(method: Method, path: string): Endpoint {
  return {
    method,
    path,
    permission: { delegated: [], application: [] },
    action: "self",
    query: [],
    statuses: [200],
    handle: async () => ({ kind: "done", value: { kind: "empty", status: 204 } }),
  };
}

const ID = "11111111-2222-4333-8444-555555555555";
const EM = "/identityGovernance/entitlementManagement";
const whole = new Router(ENDPOINTS);

function found(method: string, path: string, router = whole): unknown {
  const route = router.route(method, path);
  return route.kind === "found" ? [route.endpoint.path, route.params] : route;
}

describe("finding the row for an address", () => {
  it("takes keys as segments and in parentheses, quoted or not", () => {
    const expected = [`${EM}/catalogs/{catalogId}`, { catalogId: ID }];
    for (const catalog of [
      `catalogs/${ID}`,
      `catalogs('${ID}')`,
      `catalogs(${ID})`,
      `catalogs(%27${ID}%27)`,
      `Catalogs/${ID}/`,
    ])
      expect(found("GET", `${EM}/${catalog}`)).toEqual(expected);
  });

  it("takes segments in any case", () => {
    expect(
      found("GET", `/IDENTITYGOVERNANCE/entitlementmanagement/ACCESSPACKAGES/${ID}/resourcerolescopes`),
    ).toEqual([`${EM}/accessPackages/{accessPackageId}/resourceRoleScopes`, { accessPackageId: ID }]);
  });

  it("takes functions with their arguments in any order, with or without namespace", () => {
    for (const call of [
      "filterByCurrentUser(on='target')",
      "FilterByCurrentUser(ON='target')",
      "microsoft.graph.filterByCurrentUser(on=%27target%27)",
    ])
      expect(found("GET", `${EM}/assignments/${call}`)).toEqual([
        `${EM}/assignments/filterByCurrentUser(on={on})`,
        { on: "target" },
      ]);
    const both = { accessPackageId: "a", incompatibleAccessPackageId: "b" };
    for (const args of [
      "accessPackageId='a',incompatibleAccessPackageId='b'",
      "incompatibleAccessPackageId='b', accessPackageId='a'",
    ])
      expect(found("GET", `${EM}/assignments/additionalAccess(${args})`)).toMatchObject([
        expect.any(String),
        both,
      ]);
  });

  it("takes the alternate key of a subject", () => {
    expect(found("GET", `${EM}/subjects(objectId='${ID}')`)).toMatchObject([
      expect.any(String),
      { objectId: ID },
    ]);
  });

  it("takes the names of older versions", () => {
    for (const [older, today] of [
      [`accessPackageCatalogs/${ID}/accessPackageResources`, "catalogs/{catalogId}/resources"],
      ["accessPackageAssignmentRequests", "assignmentRequests"],
      ["accessPackageAssignments", "assignments"],
      [`accessPackageAssignmentPolicies/${ID}`, "assignmentPolicies/{policyId}"],
      ["accessPackageResourceRequests", "resourceRequests"],
      [
        `accessPackages/${ID}/accessPackageResourceRoleScopes`,
        "accessPackages/{accessPackageId}/resourceRoleScopes",
      ],
      [`accessPackageAssignmentApprovals/${ID}/steps`, "accessPackageAssignmentApprovals/{requestId}/stages"],
    ])
      expect(found("GET", `${EM}/${older}`)).toMatchObject([`${EM}/${today}`, {}]);
  });

  it("keeps what is quoted together, and reads two quotes as one", () => {
    const router = new Router([row("GET", "/things/{thing}"), row("GET", "/things/find(a={a},b={b})")]);
    expect(found("GET", "/things('it''s')", router)).toEqual(["/things/{thing}", { thing: "it's" }]);
    expect(found("GET", "/things/find(a='x,y',b='(z)')", router)).toMatchObject([
      expect.any(String),
      { a: "x,y", b: "(z)" },
    ]);
  });

  it("says which methods an address has", () => {
    expect(found("DELETE", `${EM}/catalogs`)).toEqual({ kind: "wrongMethod", allow: ["GET", "POST"] });
  });

  it("finds nothing where there is nothing", () => {
    for (const path of [
      "",
      "/",
      "/x",
      `${EM}`,
      `${EM}/catalogs/${ID}/nothing`,
      `${EM}/catalogs(a='b')`,
      `/${"a/".repeat(500)}`,
    ])
      expect(found("GET", path)).toEqual({ kind: "unknown" });
    expect(found("GET", `${EM}/catalogs/%ff`)).toEqual({ kind: "unreadable" });
  });

  it("is never in doubt: two rows for one address stop the start", () => {
    expect(() => new Router([row("GET", "/a/{x}"), row("GET", "/A/{y}")])).toThrow("Two rows");
  });

  it("finds every row of the table by its own path", () => {
    for (const endpoint of ENDPOINTS) {
      const path = endpoint.path.replaceAll(/=\{(\w+)\}/g, "='$1'").replaceAll(/\{(\w+)\}/g, "$1");
      const route = whole.route(endpoint.method, path);
      expect(route.kind === "found" && route.endpoint).toBe(endpoint);
    }
  });
});
