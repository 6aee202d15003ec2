/** Route templates as ASP.NET reads them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HostError } from "../../src/hosts/embedded/binding-service.js";
import { RouteTable } from "../../src/hosts/embedded/http/route-table.js";
import { parseRouteTemplate } from "../../src/hosts/embedded/http/route-template.js";

const match = (template: string, path: string): Record<string, string> | undefined =>
  parseRouteTemplate(template).match(path === "" ? [] : path.split("/"));

describe("a template", () => {
  test.each<[string, string, Record<string, string> | undefined]>([
    ["a/b", "A/b", {}],
    ["a/b", "a", undefined],
    ["a/{x}", "a/1", { x: "1" }],
    ["a/{x}", "a", undefined],
    ["a/{x}", "a/1/2", undefined],
    ["a/{x?}", "a", {}],
    ["a/{x=5}", "a", { x: "5" }],
    ["a/{x=5}", "a/6", { x: "6" }],
    ["{*all}", "a/b/c", { all: "a/b/c" }],
    ["{*all}", "", {}],
    ["{**all}", "a/b", { all: "a/b" }],
    ["{file}.{ext?}", "a.b.txt", { file: "a.b", ext: "txt" }],
    ["{file}.{ext?}", "readme", { file: "readme" }],
    ["{a}-{b}", "x-y-z", { a: "x-y", b: "z" }],
    ["v{version}/x", "v1.0/x", { version: "1.0" }],
    ["{{x}}", "{x}", {}],
  ])("%s and the path %s", (template, path, expected) => {
    expect(match(template, path)).toEqual(expected);
  });
});

describe("a constraint", () => {
  test.each<[string, string[], string[]]>([
    ["int", ["0", "-5", "2147483647"], ["x", "1.5", "2147483648", ""]],
    ["long", ["9223372036854775807"], ["9223372036854775808", "1e3"]],
    ["bool", ["true", "FALSE"], ["1", "yes"]],
    ["guid", ["0af76519-16cd-43dd-8448-eb211c80319c", "0AF7651916CD43DD8448EB211C80319C"], ["0af7"]],
    ["alpha", ["abcXYZ"], ["a1", "ä"]],
    ["decimal", ["1.5", "-.5"], ["1e5"]],
    ["double", ["1.5", "1e5"], ["five"]],
    ["datetime", ["2026-11-22", "2026-11-22T10:00:00Z"], ["soon"]],
    ["min(18)", ["18", "99"], ["17", "x"]],
    ["max(5)", ["5", "-1"], ["6"]],
    ["range(1,5)", ["1", "5"], ["0", "6"]],
    ["length(3)", ["abc"], ["ab", "abcd"]],
    ["length(2,4)", ["ab", "abcd"], ["a", "abcde"]],
    ["minlength(2)", ["ab"], ["a"]],
    ["maxlength(2)", ["ab"], ["abc"]],
    ["regex(^\\d{{3}}-[a-z]+$)", ["123-abc", "123-ABC"], ["12-abc"]],
    ["int:min(1):max(3)", ["2"], ["0", "4", "x"]],
  ])("%s", (constraint, accepted, refused) => {
    const accepts = (value: string): boolean => match(`{x:${constraint}}`, value)?.["x"] === value;
    expect(accepted.filter((value) => !accepts(value))).toEqual([]);
    expect(refused.filter(accepts)).toEqual([]);
  });
});

describe("a mistake in a template", () => {
  test.each([
    ["{x", 'has a "{" without a "}"'],
    ["x}", 'has a "}" without a "{"'],
    ["a//b", "empty segment"],
    ["{x}/{X}", "twice"],
    ["{*x}/y", "not its last segment"],
    ["{x:colour}", "does not exist"],
    ["{x:min(a)}", "does not exist"],
    ["{x:regex([)}", "cannot read"],
    ["{1x}", "cannot be read"],
    ["a{*x}", "beside text"],
  ])("is named: %s", (template, words) => {
    expect(() => parseRouteTemplate(template)).toThrow(HostError);
    expect(() => parseRouteTemplate(template)).toThrow(words);
  });
});

describe("a table of routes", () => {
  const table = (...paths: string[]): RouteTable<{ name: string }> => {
    const routes = new RouteTable<{ name: string }>();
    for (const path of paths) routes.add(path, undefined, { name: path });
    return routes;
  };

  test("prefers the more specific route, in whatever order they were registered", () => {
    const paths = ["a/b", "a/{x}-{y}", "a/{x:int}", "a/{x}", "a/{*x:alpha}", "a/{*x}", "{x}/b", "{*x}"];
    fc.assert(
      fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (shuffled) => {
        const routes = table(...shuffled);
        const winner = (path: string): string | undefined => routes.find(path, "GET")?.target.name;
        expect(winner("/a/b")).toBe("a/b");
        expect(winner("/a/7")).toBe("a/{x:int}");
        expect(winner("/a/c")).toBe("a/{x}");
        expect(winner("/a/c/d")).toBe("a/{*x}");
        expect(winner("/z/b")).toBe("{x}/b");
        expect(winner("/z")).toBe("{*x}");
        expect(winner("/")).toBe("{*x}");
      }),
    );
  });

  test("finds what percent-encoding hides, except a slash", () => {
    const routes = table("hello", "files/{name}");
    expect(routes.find("/hel%6Co", "GET")?.target.name).toBe("hello");
    expect(routes.find("/files/a%2Fb%20c", "GET")?.params).toEqual({ name: "a%2Fb c" });
    expect(routes.find("/files/100%", "GET")?.params).toEqual({ name: "100%" });
  });

  test("refuses two functions on one route with a method in common", () => {
    const routes = new RouteTable<{ name: string }>();
    routes.add("a/{x}", new Set(["GET"]), { name: "first" });
    routes.add("a/{y}", new Set(["POST"]), { name: "second" });
    expect(() => routes.add("A/{z}", new Set(["POST", "PUT"]), { name: "third" })).toThrow(
      '"third" and "second" have the same route "A/{z}".',
    );
  });

  test.each(["admin", "admin/x", "Runtime/webhooks"])("refuses %s, which belongs to the host", (path) => {
    expect(() => table(path)).toThrow("belongs to the host itself");
  });

  test("never throws, whatever the path", () => {
    const routes = table("a/{x:int?}", "b/{x}.{y?}", "c/{*rest}");
    fc.assert(
      fc.property(fc.webPath(), fc.string(), (path, extra) => {
        expect(() => routes.find(`/${path}${extra}`, "GET")).not.toThrow();
      }),
    );
  });
});
