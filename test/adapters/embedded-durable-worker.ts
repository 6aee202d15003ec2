/** A worker without any SDK: orchestrators are generators that yield steps, replayed from the engine's own history. */
import type { Arrival, HistoryEvent, Step } from "../../src/adapters/embedded/durable/history.js";
import type {
  Decision,
  DurableWorker,
  EntityBatchResult,
  ExecutionView,
  Task,
  TaskResult,
} from "../../src/adapters/embedded/durable/worker.js";

type Wait =
  | { readonly task: string; readonly input: string }
  | { readonly event: string }
  | { readonly timer: number }
  /** Continue as new with this input. */
  | { readonly again: string };
export type Script = (input: string | null) => Generator<Wait, string, string>;

export type ScriptedWorker = DurableWorker & {
  /** Tasks in the order in which they began. */
  readonly began: Task[];
  /** Most tasks that ran at once. */
  readonly tasksAtOnce: () => number;
  /** Holds every orchestrator, or lets them go again. */
  holdOrchestrators(held: boolean): void;
  /** Holds every task, or lets them go again. */
  holdTasks(held: boolean): void;
};

export function scriptedWorker(
  scripts: Readonly<Record<string, Script>>,
  onTask: (task: Task) => void = () => {},
): ScriptedWorker {
  const began: Task[] = [];
  const orchestrators = gate();
  const tasks = gate();
  let running = 0;
  let most = 0;
  return {
    began,
    tasksAtOnce: () => most,
    holdOrchestrators: (held) => orchestrators.hold(held),
    holdTasks: (held) => tasks.hold(held),
    hasOrchestrator: (name) => name in scripts,
    hasEntity: () => false,
    view: () => new ScriptedView(scripts, orchestrators.pass),
    async runTask(task): Promise<TaskResult> {
      began.push(task);
      onTask(task);
      running += 1;
      most = Math.max(most, running);
      await tasks.pass();
      running -= 1;
      return { kind: "completed", result: task.input };
    },
    async runEntity(): Promise<EntityBatchResult> {
      throw new Error("There are no entities here.");
    },
  };
}

class ScriptedView implements ExecutionView {
  readonly #scripts: Readonly<Record<string, Script>>;
  readonly #pass: () => Promise<void>;
  readonly #history: HistoryEvent[] = [];

  constructor(scripts: Readonly<Record<string, Script>>, pass: () => Promise<void>) {
    this.#scripts = scripts;
    this.#pass = pass;
  }

  take(arrivals: readonly Arrival[]): number {
    return arrivals.length;
  }

  append(events: readonly HistoryEvent[]): void {
    this.#history.push(...events);
  }

  async run(at: number, arrivals: readonly Arrival[]): Promise<Decision> {
    await this.#pass();
    const events = [...this.#history, ...arrivals];
    const start = events.find(({ type }) => type === "executionStarted");
    if (start?.type !== "executionStarted") throw new Error("no start");
    const script = this.#scripts[start.name]?.(start.input);
    if (script === undefined) throw new Error("no script");
    const steps: Step[] = [];
    const known = events.filter(({ type }) => type === "taskScheduled" || type === "timerCreated").length;
    const used = new Set<HistoryEvent>();
    let numbered = 0;
    for (let next = script.next(""); ; ) {
      if (next.done === true) return { steps, outcome: { kind: "completed", output: next.value } };
      const wait = next.value;
      if ("again" in wait) return { steps, outcome: { kind: "continued", input: wait.again } };
      const id = "event" in wait ? -1 : numbered++;
      if (id >= known) {
        steps.push(
          "task" in wait
            ? { type: "taskScheduled", id, name: wait.task, input: wait.input }
            : { type: "timerCreated", id, fireAt: at + ("timer" in wait ? wait.timer : 0) },
        );
      }
      const answer = events.find((event) => !used.has(event) && answers(event, wait, id));
      if (answer === undefined) return { steps, outcome: { kind: "waiting" } };
      used.add(answer);
      next = script.next(textOf(answer));
    }
  }
}

function answers(event: HistoryEvent, wait: Wait, id: number): boolean {
  if ("event" in wait) return event.type === "eventRaised" && event.name === wait.event;
  return (event.type === "taskCompleted" || event.type === "timerFired") && event.id === id;
}

function textOf(event: HistoryEvent): string {
  return event.type === "taskCompleted" ? event.result : event.type === "eventRaised" ? event.input : "";
}

function gate() {
  let held = false;
  let waiting: (() => void)[] = [];
  return {
    pass: async (): Promise<void> => {
      if (held) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    hold(hold: boolean): void {
      held = hold;
      if (hold) return;
      const passing = waiting;
      waiting = [];
      for (const pass of passing) pass();
    },
  };
}
