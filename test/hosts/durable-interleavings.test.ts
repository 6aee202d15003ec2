/** Ten thousand approvals that are approved, suspended and terminated at any moment of their lives: no decision is lost, no step repeated. */

import { setImmediate as nextTurn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DurableApp, durableApp, runsOf } from "./durable-app.js";

/** What happens to one instance, each at a turn of the event loop counted from its start. */
type Plan = {
  readonly approveAt: number;
  readonly approveAgainAt: number | null;
  readonly terminateAt: number | null;
  readonly suspendAt: number | null;
};

const turn = fc.integer({ min: 0, max: 14 });
const sometimes = fc.option(turn, { freq: 4 });
const plan: fc.Arbitrary<Plan> = fc.record({
  approveAt: turn,
  approveAgainAt: sometimes,
  terminateAt: fc.option(turn, { freq: 9 }),
  suspendAt: sometimes,
});

describe("an approval", () => {
  let app: DurableApp;
  let made = 0;
  beforeAll(async () => {
    app = await durableApp();
  });
  afterAll(() => app.stop());

  async function live({ approveAt, approveAgainAt, terminateAt, suspendAt }: Plan): Promise<string> {
    made += 1;
    const id = `approval-${made}`;
    const told: Promise<unknown>[] = [app.engine.start("approval", { instanceId: id, input: { run: id } })];
    for (let now = 0; now <= 14; now += 1) {
      if (now === suspendAt) told.push(app.engine.suspend(id, "wait"));
      if (now === approveAt) told.push(app.engine.raise(id, "approve", "first"));
      if (now === approveAgainAt) told.push(app.engine.raise(id, "approve", "second"));
      if (now === terminateAt) told.push(app.engine.terminate(id, "enough"));
      await nextTurn();
    }
    await Promise.all(told);
    if (suspendAt !== null) await app.engine.resume(id, "go on");
    return id;
  }

  /** What is wrong with the end of an instance that lived by this plan. */
  async function problemWith(lived: Plan, id: string): Promise<unknown> {
    const { status, output } = await app.status(id);
    const runs = ["first", "second", "third"].map((step) => runsOf(step, id));
    const isFirst = lived.approveAgainAt === null || lived.approveAgainAt >= lived.approveAt;
    const decided = { request: { run: id }, decision: isFirst ? "first" : "second" };
    const ends =
      status === "completed"
        ? isDeepStrictEqual([output, runs], [decided, [1, 1, 1]])
        : lived.terminateAt !== null &&
          status === "terminated" &&
          output === "enough" &&
          runs.every((count) => count <= 1);
    return ends ? undefined : { lived, status, output, runs };
  }

  test("ends decided by the first decision or terminated, and each of its steps has run once", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 100, maxLength: 100 }), async (plans) => {
        const ids = await Promise.all(plans.map(live));
        await app.quiet();
        const problems = await Promise.all(plans.map((one, index) => problemWith(one, ids[index] ?? "")));
        expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
      }),
      { endOnFailure: true, numRuns: Number(process.env["DURABLE_INTERLEAVINGS"] ?? 100) },
    );
  });
});
