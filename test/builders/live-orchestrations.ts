/**
 * Runs the product's orchestrations in this process without replay: the generators themselves, with buffered external events and timers
 * on a clock that is moved by hand. What the durable engines add (replay, crashes) is tested with them.
 */

import { assignmentRequest } from "../../src/application/orchestrations/assignment-request.js";
import { dueBucket } from "../../src/application/orchestrations/due-bucket.js";
import type { DurableContext, Task, TimerTask } from "../../src/application/orchestrations/durable.js";
import { ASSIGNMENT_REQUEST, DUE_BUCKET } from "../../src/application/orchestrations/names.js";
import type { Clock } from "../../src/application/ports/clock.js";
import type { Orchestrator } from "../../src/application/ports/orchestrator.js";

type Activity = (name: string, input: unknown) => Promise<unknown>;
type Running = Generator<Task, unknown, never>;

type Waiting =
  | { readonly kind: "activity"; readonly name: string; readonly input: unknown; readonly task: Task }
  | { readonly kind: "event"; readonly name: string; readonly task: Task }
  | { readonly kind: "timer"; readonly atMs: number; readonly task: TimerTask }
  | { readonly kind: "any"; readonly parts: readonly Waiting[]; readonly task: Task };

type Instance = {
  readonly generator: Running;
  /** Events that came and were not waited for yet, by name. */
  readonly arrived: Map<string, number>;
  readonly tasks: Map<Task, Waiting>;
  waiting: Waiting | undefined;
};

export type LiveOrchestrations = Orchestrator & {
  /** Goes on with everything that can go on at this time. Gives false when nothing could. */
  step(nowMs: number): Promise<boolean>;
  /** When the next timer fires; undefined when none is waited for. */
  nextTimerMs(): number | undefined;
  /** Instances that have not ended. */
  running(): readonly string[];
};

const GENERATORS: Readonly<Record<string, (context: DurableContext) => Generator<Task, unknown, never>>> = {
  // The driver gives each yield the result of its own task, which is what the generators' types ask for.
  [ASSIGNMENT_REQUEST]: assignmentRequest as (context: DurableContext) => Running,
  [DUE_BUCKET]: dueBucket as (context: DurableContext) => Running,
};

export function liveOrchestrations(clock: Clock, activity: Activity): LiveOrchestrations {
  const instances = new Map<string, Instance>();

  async function advance(id: string, instance: Instance, nowMs: number): Promise<boolean> {
    const { waiting } = instance;
    if (waiting === undefined) return false;
    const result = await resultOf(instance, waiting, nowMs, activity);
    if (result === undefined) return false;
    const { generator } = instance;
    // The value is the result of the very task that was yielded: what the generator's type asks for.
    const next = "error" in result ? generator.throw(result.error) : generator.next(result.value as never);
    if (next.done === true) instances.delete(id);
    else instance.waiting = instance.tasks.get(next.value);
    return true;
  }

  return {
    async start(orchestration, instanceId, input) {
      if (instances.has(instanceId)) return;
      const make = GENERATORS[orchestration];
      if (make === undefined) throw new Error(`There is no orchestration "${orchestration}".`);
      const tasks = new Map<Task, Waiting>();
      const generator = make(contextFor(clock, input, tasks));
      const first = generator.next();
      if (first.done === true) return;
      instances.set(instanceId, {
        generator,
        arrived: new Map(),
        tasks,
        waiting: tasks.get(first.value),
      });
    },
    async raise(instanceId, event) {
      const instance = instances.get(instanceId);
      if (instance !== undefined) instance.arrived.set(event, (instance.arrived.get(event) ?? 0) + 1);
    },
    async step(nowMs) {
      let went = false;
      for (const [id, instance] of [...instances]) went = (await advance(id, instance, nowMs)) || went;
      return went;
    },
    nextTimerMs() {
      const times = [...instances.values()].flatMap(({ waiting }) => timersOf(waiting));
      return times.length === 0 ? undefined : Math.min(...times);
    },
    running: () => [...instances.keys()],
  };
}

function contextFor(clock: Clock, input: unknown, tasks: Map<Task, Waiting>): DurableContext {
  const add = <W extends Waiting>(waiting: W): W["task"] => {
    tasks.set(waiting.task, waiting);
    return waiting.task;
  };
  return {
    df: {
      getInput<T>() {
        // The input is the one the instance was started with; its type is the caller's to know, as with the real SDK.
        return input as T;
      },
      get currentUtcDateTime() {
        return new Date(clock.now());
      },
      callActivity: (name, activityInput) =>
        add({ kind: "activity", name, input: activityInput, task: newTask() }),
      waitForExternalEvent: (name) => add({ kind: "event", name, task: newTask() }),
      createTimer: (fireAt) => {
        const task: TimerTask = {
          ...newTask(),
          isCanceled: false,
          cancel() {
            task.isCanceled = true;
          },
        };
        add({ kind: "timer", atMs: fireAt.getTime(), task });
        return task;
      },
      Task: {
        any: (parts) =>
          add({
            kind: "any",
            parts: parts.map((part) => tasks.get(part)).filter((part) => part !== undefined),
            task: newTask(),
          }),
      },
    },
  };
}

async function resultOf(
  instance: Instance,
  waiting: Waiting,
  nowMs: number,
  activity: Activity,
): Promise<{ readonly value: unknown } | { readonly error: unknown } | undefined> {
  switch (waiting.kind) {
    case "activity":
      try {
        return { value: await activity(waiting.name, waiting.input) };
      } catch (error) {
        return { error };
      }
    case "event": {
      const count = instance.arrived.get(waiting.name) ?? 0;
      if (count === 0) return undefined;
      instance.arrived.set(waiting.name, count - 1);
      return { value: null };
    }
    case "timer":
      return nowMs >= waiting.atMs ? { value: null } : undefined;
    case "any":
      for (const part of waiting.parts) {
        const result = await resultOf(instance, part, nowMs, activity);
        if (result !== undefined) return { value: part.task };
      }
      return undefined;
  }
}

function timersOf(waiting: Waiting | undefined): readonly number[] {
  if (waiting?.kind === "timer") return [waiting.atMs];
  return waiting?.kind === "any" ? waiting.parts.flatMap(timersOf) : [];
}

function newTask(): Task {
  return { isCompleted: false, isFaulted: false };
}
