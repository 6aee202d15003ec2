import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BatchRequest } from "../../src/wire/batch/read-batch.js";
import { runBatch } from "../../src/wire/batch/run-batch.js";

/** A batch without circles: each request may depend on those before it; some fail. */
const batches = fc
  .array(
    fc.record({ dependsOn: fc.array(fc.nat(19), { maxLength: 3 }), fails: fc.boolean(), turns: fc.nat(3) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map((all) =>
    all.map(({ dependsOn, fails, turns }, index) => ({
      ...{ fails, turns },
      step: {
        ...{ id: String(index), method: "GET", url: "/", headers: new Map(), body: undefined },
        dependsOn: dependsOn.filter((other) => other < index).map(String),
      } satisfies BatchRequest,
    })),
  );

describe("a batch of requests", () => {
  it("runs each after those it depends on, at most five at once, and none after one that failed", async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (batch) => {
        const finished = new Map<string, number>();
        const began: string[] = [];
        let running = 0;
        const run = async (step: BatchRequest) => {
          began.push(step.id);
          running++;
          expect(running).toBeLessThanOrEqual(5);
          expect(step.dependsOn.every((id) => finished.get(id) === 200)).toBe(true);
          const { fails = false, turns = 0 } = batch[Number(step.id)] ?? {};
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          running--;
          const status = fails ? 400 : 200;
          finished.set(step.id, status);
          return { id: step.id, status, headers: {} };
        };
        const steps = batch.map(({ step }) => step);
        const answers = await runBatch(steps, run, (step) => ({ id: step.id, status: 424, headers: {} }));
        expect(answers.map(({ id }) => id)).toEqual(steps.map(({ id }) => id));
        const statusOf = new Map(answers.map(({ id, status }) => [id, status]));
        for (const { step, fails } of batch) {
          const isGivenUp = step.dependsOn.some((id) => (statusOf.get(id) ?? 0) >= 400);
          expect(statusOf.get(step.id)).toBe(isGivenUp ? 424 : fails ? 400 : 200);
          expect(began.includes(step.id)).toBe(!isGivenUp);
        }
      }),
    );
  });
});
