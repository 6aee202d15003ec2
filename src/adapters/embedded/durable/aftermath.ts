/**
 * What an episode, an entity batch or a command sets going elsewhere. The messages are rows of the same write; whoever receives them
 * hears of it when the write has happened, or, where functions of the app would run, when it is on disk.
 */
import type { ExecutionRef } from "./history.js";
import type { Message } from "./message.js";
import type { TaskRun } from "./tasks.js";

export type Receivers = {
  /** A stored message for an orchestration. */
  receive(instanceId: string, message: Message, number: number): void;
  /** An orchestration that was stored and not yet begun. */
  begin(instanceId: string): void;
  /** There is mail for the entity. */
  wakeEntity(entityId: string): void;
  /** A task was written: it will be run when that is on disk. */
  announceTask(task: TaskRun): void;
  runTask(task: TaskRun): void;
  /** Whether the task was written and has not answered. */
  isTaskOpen(to: ExecutionRef, step: number): boolean;
  /** Nobody waits for the task any more; it has a row of its own. */
  leaveTask(to: ExecutionRef, step: number, leftNumber: number): void;
  /** A timer or a delayed signal was stored. */
  alarmAt(atMs: number): void;
  /** A timer was stored in the place that the reader of due timers has passed. */
  fired(timer: { instanceId: string; key: number; execution: number; step: number; fireAt: number }): void;
};

export class Aftermath {
  readonly receivers: Receivers;
  #written: ((receivers: Receivers) => void)[] = [];
  #durable: ((receivers: Receivers) => void)[] = [];

  constructor(receivers: Receivers) {
    this.receivers = receivers;
  }

  /** Forgets everything: the write is tried again. */
  clear(): void {
    if (this.#written.length > 0) this.#written = [];
    if (this.#durable.length > 0) this.#durable = [];
  }

  whenWritten(call: (receivers: Receivers) => void): void {
    this.#written.push(call);
  }

  whenDurable(call: (receivers: Receivers) => void): void {
    this.#durable.push(call);
  }

  written(): void {
    for (const call of this.#written) call(this.receivers);
  }

  durable(): void {
    for (const call of this.#durable) call(this.receivers);
  }
}
