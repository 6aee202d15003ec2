import { describe, expect, it } from "vitest";
import { nameKey } from "../../../src/domain/catalog/name-key.js";

describe("two names are the same name", () => {
  it("when only case, spaces around them or the way to compose an accent differ", () => {
    expect(nameKey(" Café ")).toBe(nameKey("CAFE\u0301"));
  });

  it("not when anything else differs", () => {
    expect(nameKey("Sales 1")).not.toBe(nameKey("Sales  1"));
    expect(nameKey("Cafe")).not.toBe(nameKey("Café"));
  });
});
