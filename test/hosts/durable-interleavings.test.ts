/** Ten thousand approvals that are approved, suspended and terminated at any moment of their lives: no decision is lost, no step repeated. */

import { setImmediate as nextTurn } from "node:timers/promises";
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

  test("ends decided by the first decision or terminated, and each of its steps has run once", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 100, maxLength: 100 }), async (plans) => {
        const ids = await Promise.all(plans.map(live));
        await app.quiet();
        for (const [index, id] of ids.entries()) {
          const { status, output } = await app.status(id);
          const runs = ["first", "second", "third"].map((step) => runsOf(step, id));
          if (plans[index]?.terminateAt === null) expect([id, status]).toEqual([id, "completed"]);
          if (status === "completed") {
            const { approveAt = 0, approveAgainAt } = plans[index] ?? {};
            const decision =
              approveAgainAt === null || (approveAgainAt ?? 0) >= approveAt ? "first" : "second";
            expect([id, output, runs]).toEqual([id, { request: { run: id }, decision }, [1, 1, 1]]);
          } else {
            expect([id, status, output]).toEqual([id, "terminated", "enough"]);
            for (const count of runs) expect([plans[index], count <= 1]).toEqual([plans[index], true]);
          }
        }
      }),
      { endOnFailure: true, numRuns: Number(process.env["DURABLE_INTERLEAVINGS"] ?? 100) },
    );
  });
});
