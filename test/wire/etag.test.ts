import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesNoneOf, readIfMatch, writeEtag } from "../../src/wire/etag.js";

describe("versions as entity tags", () => {
  it("come back as they went out, whatever the store writes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (version) => {
        const tag = writeEtag(version);
        expect(tag).toMatch(/^W\/"[^"]*"$/);
        expect(readIfMatch(tag)).toEqual({ kind: "version", version });
        expect(matchesNoneOf(tag, tag)).toBe(true);
      }),
    );
  });

  it("any version will do without the header and with *", () => {
    expect(readIfMatch(undefined)).toEqual({ kind: "any" });
    expect(readIfMatch(" * ")).toEqual({ kind: "any" });
  });

  it("are strong or weak alike, and no version when they are none", () => {
    expect(readIfMatch('"5"')).toEqual({ kind: "version", version: "5" });
    for (const header of ["5", 'W/5"', '"a", "b"', '"%zz"', ""])
      expect(readIfMatch(header)).toEqual({ kind: "unreadable" });
  });

  it("in If-None-Match may be several", () => {
    expect(matchesNoneOf('"1", W/"2"', 'W/"2"')).toBe(true);
    expect(matchesNoneOf('"1", W/"3"', 'W/"2"')).toBe(false);
    expect(matchesNoneOf("*", 'W/"2"')).toBe(true);
  });
});
