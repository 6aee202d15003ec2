import { describe, expect, it } from "vitest";
import { isSound, summary } from "../simulation/crash/figures.js";
import { crashRun, freshSeed } from "../simulation/crash-run.js";

describe("a server that is killed again and again under load", () => {
  it("loses no request that it accepted, finishes every one, and never doubles a membership, a mail or an audit entry", async () => {
    const figures = await crashRun({ kills: 5, seed: freshSeed(), people: 16 });
    expect(isSound(figures) ? "sound" : summary(figures)).toBe("sound");
    expect(figures.accepted).toBeGreaterThan(20); // a run under no load proves nothing
    expect(figures.unanswered).toBeGreaterThan(0);
  });
});
