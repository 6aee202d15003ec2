import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAddress } from "../../src/wire/address.js";

const BASES = ["/v1.0", "/beta"];
const FALLBACK = "https://gatehouse.example.org/";
const read = (url: string, host?: string) => readAddress(url, BASES, host, FALLBACK);

describe("an address taken apart", () => {
  it("has an origin, a base, what is below it, and the query as it was sent", () => {
    expect(read("https://localhost:7443/v1.0/me?$select=id#x", "localhost:7443")).toEqual({
      origin: "https://localhost:7443",
      base: "/v1.0",
      path: "/v1.0/me",
      query: "$select=id",
      below: "/me",
    });
    expect(read("http://h/BETA/x", "h")).toMatchObject({ base: "/beta", below: "/x" });
    expect(read("http://h/v1.0", "h")).toMatchObject({ below: "" });
  });

  it("is below no base when it only begins like one", () => {
    for (const path of ["/", "/v1.00/me", "/v2.0/me", "/x/v1.0"])
      expect(read(`http://h${path}`, "h").below).toBeUndefined();
  });

  it("puts no host into links that is not one", () => {
    for (const host of [
      'evil.example/"><script>',
      "a b",
      "a@b",
      "",
      "h:99999999",
      "[::1",
      "x".repeat(300),
      "-x",
    ])
      expect(read("http://h/v1.0/me", host).origin).toBe("https://gatehouse.example.org");
    for (const host of ["localhost:7071", "127.0.0.1", "[::1]:7071", "a-b.example.org"])
      expect(read("http://h/v1.0/me", host).origin).toBe(`http://${host}`);
  });

  it("never throws, and never echoes anything but a plain origin", () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (url, host) => {
        expect(read(url, host).origin).toMatch(/^https?:\/\/[\w.:[\]-]+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
