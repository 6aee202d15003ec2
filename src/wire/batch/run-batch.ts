/**
 * Runs the requests of a batch: a few at a time, each after those it depends on. What depends on a request that failed is not run,
 * and says so with 424, as do those that depend on it in turn.
 */
import type { BatchRequest, BatchResponse } from "./read-batch.js";

/** More would not be quicker: one process does the work, and other clients wait behind it. */
const CONCURRENT_MAX = 5;

/** `steps`: with known, acyclic dependencies. The answers come in the order of the requests. */
export async function runBatch(
  steps: readonly BatchRequest[],
  run: (step: BatchRequest) => Promise<BatchResponse>,
  failedDependency: (step: BatchRequest, failed: string) => BatchResponse,
): Promise<readonly BatchResponse[]> {
  const answers = new Map<string, BatchResponse>();
  const waiting = new Set(steps);
  let running = 0;
  await new Promise<void>((resolve, reject) => {
    const advance = () => {
      // A request that is given up may be what others wait for: look again until nothing changes.
      for (let before = -1; before !== answers.size; ) {
        before = answers.size;
        for (const step of waiting) {
          if (step.dependsOn.some((id) => !answers.has(id))) continue;
          const failed = step.dependsOn.find((id) => (answers.get(id)?.status ?? 0) >= 400);
          if (failed !== undefined) {
            waiting.delete(step);
            answers.set(step.id, failedDependency(step, failed));
          } else if (running < CONCURRENT_MAX) {
            waiting.delete(step);
            running++;
            run(step).then((answer) => {
              running--;
              answers.set(step.id, answer);
              advance();
            }, reject);
          }
        }
      }
      if (answers.size === steps.length) resolve();
    };
    advance();
  });
  return steps.flatMap(({ id }) => answers.get(id) ?? []);
}
