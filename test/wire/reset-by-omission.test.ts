import { describe, expect, it } from "vitest";
import { resetByOmission } from "../../src/wire/reset-by-omission.js";

const before = {
  description: "All",
  expiration: { type: "x" },
  settings: { a: true, b: true },
  questions: [1],
};
const after = {
  description: null,
  expiration: { type: "none" },
  settings: { a: false, b: false },
  questions: [],
};

describe("what a replacement resets because it was left out", () => {
  it("is each property that the body does not name and that changes", () => {
    expect(resetByOmission({ displayName: "N" }, before, after)).toEqual([
      "description",
      "expiration",
      "settings",
      "questions",
    ]);
    expect(resetByOmission({}, before, before)).toEqual([]);
  });

  it("is not what the body gives, in whatever case, by an older name, or as null", () => {
    const sent = { Description: null, EXPIRATION: {}, oldSettings: null, questions: [] };
    expect(resetByOmission(sent, before, after, { OldSettings: "settings" })).toEqual(["expiration/type"]);
  });

  it("is named within an object that is sent in part", () => {
    expect(resetByOmission({ ...after, settings: { a: false } }, before, after)).toEqual(["settings/b"]);
  });
});
