/** Runs activities: a bounded number at a time, first come first served, each until it has answered. */
import type { ExecutionRef } from "./history.js";
import type { DurableWorker, Task, TaskResult } from "./worker.js";

export type TaskRun = {
  readonly task: Task;
  readonly to: ExecutionRef;
  /** Its row among the tasks that were left behind, when nobody waits for the answer any more. */
  leftNumber?: number;
};

export class Tasks {
  readonly #worker: DurableWorker;
  readonly #runningMax: number;
  readonly #answered: (run: TaskRun, result: TaskResult) => void;
  /** Waiting and running, by execution and step. */
  readonly #runs = new Map<string, TaskRun>();
  readonly #waiting = new Set<TaskRun>();
  #running = 0;
  #paused = false;

  constructor(
    worker: DurableWorker,
    runningMax: number,
    answered: (run: TaskRun, result: TaskResult) => void,
  ) {
    this.#worker = worker;
    this.#runningMax = runningMax;
    this.#answered = answered;
  }

  /** Whether a task is running, or waits for its turn and will get it. */
  get busy(): boolean {
    return this.#running > 0 || (this.#waiting.size > 0 && !this.#paused);
  }

  /** A second run of the same step does not happen; it may say where the first one was left. */
  add(run: TaskRun): void {
    const place = placeOf(run.to, run.task.id);
    const known = this.#runs.get(place);
    if (known !== undefined) {
      if (run.leftNumber !== undefined) known.leftNumber = run.leftNumber;
      return;
    }
    this.#runs.set(place, run);
    this.#waiting.add(run);
    this.#fill();
  }

  /** Begins no more tasks; those that run go on. What waits is found again after a restart. */
  pause(): void {
    this.#paused = true;
  }

  #fill(): void {
    for (const run of this.#waiting) {
      if (this.#running >= this.#runningMax || this.#paused) return;
      this.#waiting.delete(run);
      this.#running += 1;
      void this.#worker.runTask(run.task).then((result) => {
        this.#running -= 1;
        this.#runs.delete(placeOf(run.to, run.task.id));
        this.#answered(run, result);
        this.#fill();
      });
    }
  }
}

function placeOf(to: ExecutionRef, step: number): string {
  return `${to.key}.${to.execution}.${step}`;
}
