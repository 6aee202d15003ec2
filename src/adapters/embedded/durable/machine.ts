/** The moving parts of one engine and how they wake each other: nothing polls, and what is under way is counted as work. */

import type { Store } from "../store/store.js";
import type { HostClock, WorkTracker } from "../time/host-clock.js";
import type { Receivers } from "./aftermath.js";
import { Entities } from "./entities.js";
import type { Arrival, ExecutionRef } from "./history.js";
import { type EngineLog, type Hub, openHub } from "./hub.js";
import type { InstanceRow } from "./instance.js";
import type { LiveInstance } from "./live-instance.js";
import type { Delivery } from "./message.js";
import { Orchestrations } from "./orchestrations.js";
import { Pump } from "./pump.js";
import { recover } from "./recover.js";
import { type TaskRun, Tasks } from "./tasks.js";
import { WakeUps } from "./wake-ups.js";
import type { DurableWorker, TaskResult } from "./worker.js";

export type EngineSettings = {
  /** Task hub: the name under which everything is stored. */
  readonly hub: string;
  /** Activities, orchestrators and entities that may run at once. */
  readonly activitiesMax: number;
  readonly orchestratorsMax: number;
  readonly entitiesMax: number;
  /** Operations an entity function is given in one call. */
  readonly entityBatchMax: number;
};

export type MachineParts = {
  readonly store: Store;
  readonly clock: HostClock;
  readonly work: WorkTracker;
  readonly log: EngineLog;
  readonly worker: DurableWorker;
  readonly settings: EngineSettings;
};

export class Machine {
  readonly hub: Hub;
  readonly #work: WorkTracker;
  readonly #orchestrations: Orchestrations;
  readonly #pump: Pump;
  readonly #tasks: Tasks;
  readonly #entities: Entities;
  readonly #wakeUps: WakeUps;
  readonly #receivers: Receivers;
  readonly #awaited = new Map<string, Set<(row: InstanceRow) => void>>();
  #whenCalm: (() => void)[] = [];
  #endWork: (() => void) | undefined;
  #running = false;

  /** Creates the hub's tables when they are missing. Nothing runs before `run()`. */
  constructor(parts: MachineParts) {
    const { settings, store, worker } = parts;
    this.hub = openHub(parts, settings.hub);
    this.#work = parts.work;
    const calm = (): void => this.#calm();
    this.#receivers = {
      receive: (instanceId, message, number) => this.deliver(instanceId, { message, number }),
      begin: (instanceId) => this.#begin(instanceId),
      wakeEntity: (entityId) => this.wakeEntity(entityId),
      announceTask: (task) => this.#tasks.announce(task),
      runTask: (task) => this.#runTask(task),
      isTaskOpen: (to, step) => this.#tasks.isOpen(to, step),
      leaveTask: (to, step, leftNumber) => this.#tasks.leave(to, step, leftNumber),
      alarmAt: (atMs) => this.alarmAt(atMs),
      fired: ({ instanceId, key, execution, step, fireAt }) =>
        this.deliver(instanceId, arrivalFor({ key, execution }, { type: "timerFired", id: step, fireAt })),
    };
    this.#orchestrations = new Orchestrations(this.hub, this.#receivers, {
      wake: (live) => this.wake(live),
      ended: (row) => this.#ended(row),
    });
    this.#pump = new Pump(store, settings.orchestratorsMax, this.#orchestrations, calm);
    this.#tasks = new Tasks(worker, settings.activitiesMax, (run, result) => this.#answered(run, result));
    const { entitiesMax: runningMax, entityBatchMax: batchMax } = settings;
    this.#entities = new Entities(this.hub, this.#receivers, { runningMax, batchMax }, calm);
    this.#wakeUps = new WakeUps(this.hub, this.#receivers, calm);
  }

  get running(): boolean {
    return this.#running;
  }

  /** Takes up what was under way when the engine stopped last. */
  run(): void {
    this.#running = true;
    recover(this.hub, this.#receivers, (live) => this.wake(live));
    this.#wakeUps.start();
  }

  /** Begins nothing more and lets what runs end; resolves when all that has happened is stored. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#wakeUps.stop();
    this.#tasks.pause();
    this.#entities.pause();
    this.#orchestrations.pause();
    if (this.#busy) await new Promise<void>((resolve) => this.#whenCalm.push(resolve));
    this.#calm();
    await this.hub.store.durable();
  }

  /** The instance has something to do. */
  wake(live: LiveInstance): void {
    this.#stir();
    this.hub.lives.wake(live);
    this.#pump.wake(live);
  }

  /** Puts a message into the mailbox of an instance. For one that is gone the message is nobody's. */
  deliver(instanceId: string, delivery: Delivery): void {
    const live = this.hub.lives.get(instanceId);
    if (live === undefined) {
      delivery.sender?.accepted();
      return;
    }
    live.pending.push(delivery);
    this.wake(live);
  }

  /** There is mail for the entity. */
  wakeEntity(entityId: string): void {
    this.#stir();
    this.#entities.wake(entityId);
  }

  alarmAt(atMs: number): void {
    this.#wakeUps.alarmAt(atMs);
  }

  /** Calls once when the instance has ended and that is on disk. */
  whenEnded(instanceId: string, call: (row: InstanceRow) => void): void {
    const waiting = this.#awaited.get(instanceId);
    if (waiting === undefined) this.#awaited.set(instanceId, new Set([call]));
    else waiting.add(call);
  }

  #begin(instanceId: string): void {
    const live = this.hub.lives.get(instanceId);
    if (live !== undefined) this.wake(live);
  }

  #runTask(run: TaskRun): void {
    this.#stir();
    this.#tasks.begin(run);
  }

  #answered({ task, to, leftNumber }: TaskRun, result: TaskResult): void {
    if (leftNumber === undefined) {
      const { id } = task;
      const arrival =
        result.kind === "completed"
          ? ({ type: "taskCompleted", id, result: result.result } as const)
          : ({ type: "taskFailed", id, failure: result.failure } as const);
      this.deliver(task.instanceId, arrivalFor(to, arrival));
    } else {
      const { store, leftTasks, log } = this.hub;
      store
        .write(() => leftTasks.remove(leftNumber))
        .catch((error: unknown) => log.error("A left task could not be removed.", { error: String(error) }));
    }
    this.#calm();
  }

  #ended(row: InstanceRow): void {
    const waiting = this.#awaited.get(row.id);
    if (waiting === undefined) return;
    this.#awaited.delete(row.id);
    for (const call of waiting) call(row);
  }

  get #busy(): boolean {
    return this.#pump.busy || this.#tasks.busy || this.#entities.busy || this.#wakeUps.busy;
  }

  #stir(): void {
    this.#endWork ??= this.#work.begin();
  }

  /** Called whenever a part has ended something. */
  #calm(): void {
    if (this.#endWork === undefined || this.#busy) return;
    this.#endWork();
    this.#endWork = undefined;
    const waiting = this.#whenCalm;
    this.#whenCalm = [];
    for (const call of waiting) call();
  }
}

function arrivalFor(to: ExecutionRef, arrival: Arrival): Delivery {
  return { message: { kind: "arrival", arrival, to } };
}
