import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomIds, seededIds } from "../../src/adapters/embedded/ids/ids.js";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("fresh ids", () => {
  test("are lower-case GUIDs and never repeat", () => {
    for (const ids of [randomIds(), seededIds(1)]) {
      const made = Array.from({ length: 1000 }, () => ids.next());
      expect(made.every((id) => GUID.test(id))).toBe(true);
      expect(new Set(made).size).toBe(1000);
    }
  });

  test("of the same seed are the same, and of another seed others", () => {
    const three = (seed: number) => {
      const ids = seededIds(seed);
      return [ids.next(), ids.next(), ids.next()];
    };
    expect(three(42)).toEqual(three(42));
    expect(three(42)).not.toEqual(three(43));
    expect(randomIds().next()).not.toBe(randomIds().next());
  });
});

describe("derived ids", () => {
  test("stay what they are for ever: other machines and later versions must derive the same", () => {
    // Computed apart, with Python's hashlib, from the rule in ids.ts.
    expect(randomIds().derive("request", "1")).toBe("c4852cbb-494f-80c2-bd28-53241da23fb9");
    expect(seededIds(7).derive("request", "1")).toBe("c4852cbb-494f-80c2-bd28-53241da23fb9");
  });

  test("are GUIDs of version 8", () => {
    expect(randomIds().derive("a")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test("differ when the parts differ, also when they join to the same text", () => {
    const ids = randomIds();
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        expect(ids.derive(...a) === ids.derive(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
    expect(ids.derive("ab", "c")).not.toBe(ids.derive("a", "bc"));
    expect(ids.derive("ab")).not.toBe(ids.derive("ab", ""));
  });
});
