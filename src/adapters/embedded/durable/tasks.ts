/** Runs activities: a bounded number at a time, first come first served, each until it has answered. */
import type { ExecutionRef } from "./history.js";
import type { DurableWorker, Task, TaskResult } from "./worker.js";

export type TaskRun = {
  readonly task: Task;
  readonly to: ExecutionRef;
  /** Its row among the tasks that were left behind, when nobody waits for the answer any more. */
  readonly leftNumber?: number;
};

type Known = { readonly run: TaskRun; leftNumber: number | undefined; begun: boolean };

export class Tasks {
  readonly #worker: DurableWorker;
  readonly #runningMax: number;
  readonly #answered: (run: TaskRun, result: TaskResult) => void;
  /** Announced, waiting and running, by execution and step. */
  readonly #known = new Map<string, Known>();
  readonly #waiting = new Set<Known>();
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

  /** The task is written, not yet on disk. */
  announce(run: TaskRun): void {
    const place = placeOf(run.to, run.task.id);
    if (!this.#known.has(place)) this.#known.set(place, { run, leftNumber: run.leftNumber, begun: false });
  }

  /** The task is on disk: it runs when it is its turn. A step runs once, however often it is brought. */
  begin(run: TaskRun): void {
    this.announce(run);
    const known = this.#known.get(placeOf(run.to, run.task.id));
    if (known === undefined || known.begun) return;
    known.begun = true;
    this.#waiting.add(known);
    this.#fill();
  }

  /** Whether the task has been announced and has not answered. */
  isOpen(to: ExecutionRef, step: number): boolean {
    return this.#known.has(placeOf(to, step));
  }

  /** Nobody waits for the answer any more. */
  leave(to: ExecutionRef, step: number, leftNumber: number): void {
    const known = this.#known.get(placeOf(to, step));
    if (known !== undefined) known.leftNumber = leftNumber;
  }

  /** Begins no more tasks; those that run go on. What waits is found again after a restart. */
  pause(): void {
    this.#paused = true;
  }

  #fill(): void {
    for (const known of this.#waiting) {
      if (this.#running >= this.#runningMax || this.#paused) return;
      this.#waiting.delete(known);
      this.#running += 1;
      const { task, to } = known.run;
      void this.#worker.runTask(task).then((result) => {
        this.#running -= 1;
        this.#known.delete(placeOf(to, task.id));
        const { leftNumber } = known;
        this.#answered({ task, to, ...(leftNumber !== undefined && { leftNumber }) }, result);
        this.#fill();
      });
    }
  }
}

function placeOf(to: ExecutionRef, step: number): string {
  return `${to.key}.${to.execution}.${step}`;
}
