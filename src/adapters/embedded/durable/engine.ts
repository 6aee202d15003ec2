/**
 * The durable engine of the embedded host: starts, wakes and remembers orchestrations and entities. What it has acknowledged survives
 * a power cut; what it has begun goes on after a restart; an instance that waits costs a row and no memory.
 */
import type { Ids } from "../../../application/ports/ids.js";
import type { Json } from "../../../domain/json.js";
import { assertInstanceId, DurableError, entityIdParts } from "./errors.js";
import { eraseInstance, type Hub } from "./hub.js";
import { hasEnded, newInstance, type StatusName, statusName } from "./instance.js";
import { countInstances, type InstanceFilter, queryInstances } from "./instance-queries.js";
import { type InstanceStatus, inputOf, jsonOf, type Show, statusOf } from "./instance-status.js";
import { LiveInstance } from "./live-instance.js";
import { Machine, type MachineParts } from "./machine.js";
import type { Message } from "./message.js";

export type StartOptions = {
  /** Default: a fresh GUID. At most 100 characters; no slashes, `#`, `?`, control characters; no `@` in front. */
  readonly instanceId?: string;
  /** Absent: the orchestrator gets no input. */
  readonly input?: Json;
  readonly version?: string;
  /** An instance of this id that has not ended is terminated first. Default: it is left alone. */
  readonly overrideRunning?: boolean;
};

export type Started =
  | { readonly kind: "started"; readonly instanceId: string }
  /** An instance of this id has not ended. Nothing has happened. */
  | { readonly kind: "exists"; readonly instanceId: string; readonly status: StatusName };

/** `unknown`: there is no such instance. `ended`: it has ended, and nothing has happened. */
export type Told = "accepted" | "ended" | "unknown";

export class DurableEngine {
  readonly #machine: Machine;
  readonly #hub: Hub;
  readonly #ids: Ids;

  /** Creates the hub's tables when they are missing. Nothing runs before `run()`. */
  constructor(parts: MachineParts & { readonly ids: Ids }) {
    this.#machine = new Machine(parts);
    this.#hub = this.#machine.hub;
    this.#ids = parts.ids;
  }

  /** Takes up what was under way when the engine stopped last. */
  run(): void {
    this.#machine.run();
  }

  /** Begins nothing more and lets what runs end; resolves when all that has happened is stored. */
  stop(): Promise<void> {
    return this.#machine.stop();
  }

  /** Starts an instance; resolves when the start cannot be lost. Throws DurableError on an unknown orchestrator or a bad id. */
  async start(orchestrator: string, options: StartOptions = {}): Promise<Started> {
    this.#assertRunning();
    const { worker, rows, lives } = this.#hub;
    if (!worker.hasOrchestrator(orchestrator)) {
      throw new DurableError("unknownFunction", `The app has no orchestrator '${orchestrator}'.`);
    }
    const instanceId = options.instanceId ?? this.#ids.next();
    assertInstanceId(instanceId);
    if (options.overrideRunning === true) await this.terminate(instanceId, "Started anew.");
    const existing = options.instanceId === undefined ? undefined : lives.row(instanceId);
    if (existing !== undefined && !hasEnded(existing.status)) {
      await this.#hub.store.durable();
      return { kind: "exists", instanceId, status: statusName(existing.status) };
    }
    const { input, version } = options;
    const live = LiveInstance.starting(
      newInstance(rows.newKey(), instanceId, orchestrator, this.#hub.clock.nowMs(), null),
      {
        type: "executionStarted",
        name: orchestrator,
        input: input === undefined ? null : JSON.stringify(input),
        ...(version !== undefined && { version }),
      },
    );
    live.replaces = existing;
    lives.add(live);
    await new Promise<void>((accepted, lost) => {
      live.starter = { accepted, lost };
      this.#machine.wake(live);
    });
    return { kind: "started", instanceId };
  }

  /** Raises an external event; resolves when it cannot be lost. It is seen even by a wait that begins later. */
  raise(instanceId: string, event: string, data: Json = null): Promise<Told> {
    if (event === "") throw new DurableError("invalidArgument", "An event needs a name.");
    const arrival = { type: "eventRaised", name: event, input: JSON.stringify(data) } as const;
    return this.#tell(instanceId, { kind: "arrival", arrival });
  }

  /** Ends the instance where it stands. Activities that run go on, and nobody hears of them. */
  terminate(instanceId: string, reason: string): Promise<Told> {
    return this.#tell(instanceId, { kind: "terminate", reason });
  }

  /** What arrives waits until `resume`; activities that run go on. */
  suspend(instanceId: string, reason: string): Promise<Told> {
    return this.#tell(instanceId, { kind: "suspend", reason });
  }

  resume(instanceId: string, reason: string): Promise<Told> {
    return this.#tell(instanceId, { kind: "resume", reason });
  }

  /** Starts the same orchestrator with the same input again, under a fresh id or, when it has ended, under its own. */
  async restart(instanceId: string, freshId: boolean): Promise<Started | undefined> {
    const row = this.#hub.lives.row(instanceId);
    if (row === undefined) return undefined;
    const input = inputOf(this.#hub.rows, row);
    return this.start(row.name, { ...(!freshId && { instanceId }), ...(input !== undefined && { input }) });
  }

  async status(instanceId: string, show: Show = {}): Promise<InstanceStatus | undefined> {
    const row = this.#hub.rows.byId(instanceId);
    const status = row === undefined ? undefined : statusOf(this.#hub.rows, row, show);
    // What was read may not be on disk yet; nobody may hear of it before.
    await this.#hub.store.durable();
    return status;
  }

  async list(
    filter: InstanceFilter,
    page: { readonly top: number; readonly continuation?: string; readonly input?: boolean },
  ): Promise<{ readonly items: readonly InstanceStatus[]; readonly continuation?: string }> {
    const { store, tables } = this.#hub;
    const { rows, continuation } = queryInstances(store, tables, filter, page.top, page.continuation);
    const items = rows.map((row) => statusOf(this.#hub.rows, row, { input: page.input === true }));
    await store.durable();
    return { items, ...(continuation !== undefined && { continuation }) };
  }

  /** Instances by status. Costs an index scan: for tests and reports. */
  counts(): Readonly<Record<StatusName, number>> {
    return countInstances(this.#hub.store, this.#hub.tables);
  }

  /** Resolves when the instance has ended, at once when it already has. Rejects when there is no such instance. */
  async waitFor(instanceId: string): Promise<InstanceStatus> {
    const row = this.#hub.lives.row(instanceId);
    if (row === undefined) throw new DurableError("invalidArgument", `There is no instance ${instanceId}.`);
    if (hasEnded(row.status)) {
      await this.#hub.store.durable();
      return statusOf(this.#hub.rows, row);
    }
    return new Promise((resolve) => {
      this.#machine.whenEnded(instanceId, (ended) => resolve(statusOf(this.#hub.rows, ended)));
    });
  }

  /** Removes an instance that has ended, with its history; `running` when it has not ended. */
  async purge(instanceId: string): Promise<"purged" | "running" | "unknown"> {
    const row = this.#hub.lives.row(instanceId);
    if (row === undefined) return "unknown";
    if (!hasEnded(row.status)) return "running";
    await this.#hub.store.write(() => eraseInstance(this.#hub, row));
    return "purged";
  }

  /** Removes the instances that match and have ended; gives their number. */
  async purgeAll(filter: InstanceFilter): Promise<number> {
    const { store, tables } = this.#hub;
    const ended: readonly StatusName[] = ["completed", "failed", "terminated"];
    const statuses =
      filter.statuses === undefined ? ended : ended.filter((name) => filter.statuses?.includes(name));
    if (statuses.length === 0) return 0;
    for (let purged = 0; ; ) {
      const { rows } = queryInstances(store, tables, { ...filter, statuses }, PURGED_TOGETHER);
      if (rows.length === 0) return purged;
      await store.write(() => {
        for (const row of rows) eraseInstance(this.#hub, row);
      });
      purged += rows.length;
    }
  }

  /** Sends an operation to an entity; resolves when it cannot be lost. `atMs`: not before this instant (milliseconds since 1970). */
  async signalEntity(entityId: string, operation: string, input?: Json, atMs?: number): Promise<void> {
    this.#assertRunning();
    const { name } = entityIdParts(entityId);
    const { worker, store, inbox, delayed } = this.#hub;
    if (!worker.hasEntity(name))
      throw new DurableError("unknownFunction", `The app has no entity '${name}'.`);
    const text = input === undefined ? null : JSON.stringify(input);
    const message = { kind: "operation", name: operation, input: text } as const;
    const later = atMs !== undefined && atMs > this.#hub.clock.nowMs();
    await store.write(() => (later ? delayed.add(entityId, message, atMs) : inbox.add(entityId, message)));
    if (later) this.#machine.alarmAt(atMs);
    else this.#machine.wakeEntity(entityId);
  }

  /** The state of an entity; undefined when it does not exist. */
  async readEntity(entityId: string): Promise<Json | undefined> {
    const entity = this.#hub.entityRows.get(entityId);
    await this.#hub.store.durable();
    return entity?.exists === true ? jsonOf(entity.state) : undefined;
  }

  /** Entities that exist, ordered by id. `name` in lower case. */
  async listEntities(
    query: { readonly name?: string; readonly updatedFrom?: number; readonly updatedTo?: number },
    page: { readonly top: number; readonly afterId?: string },
  ): Promise<readonly { readonly entityId: string; readonly updatedAt: number; readonly state: Json }[]> {
    const updated = {
      from: query.updatedFrom ?? Number.MIN_SAFE_INTEGER,
      to: query.updatedTo ?? Number.MAX_SAFE_INTEGER,
    };
    const rows = this.#hub.entityRows.list(query.name, updated, page.afterId ?? "", page.top);
    await this.#hub.store.durable();
    return rows.map(({ id, updatedAt, state }) => ({ entityId: id, updatedAt, state: jsonOf(state) }));
  }

  /** A secret of the hub, made at the first call and kept: management URLs handed out stay good over restarts. */
  async secret(name: string): Promise<string> {
    const { store, tables } = this.#hub;
    const known = store.prepare(`SELECT value FROM ${tables.secrets} WHERE name = ?`).get(name);
    if (known !== undefined) return String(known["value"]);
    const value = this.#ids.next().replaceAll("-", "");
    await store.write(() =>
      store.prepare(`INSERT INTO ${tables.secrets} (name, value) VALUES (?,?)`).run(name, value),
    );
    return value;
  }

  async #tell(instanceId: string, message: Message): Promise<Told> {
    this.#assertRunning();
    const live = this.#hub.lives.get(instanceId);
    if (live === undefined || live.ended) {
      await this.#hub.store.durable();
      return live === undefined ? "unknown" : "ended";
    }
    await new Promise<void>((accepted, lost) => {
      live.pending.push({ message, sender: { accepted, lost } });
      this.#machine.wake(live);
    });
    return "accepted";
  }

  #assertRunning(): void {
    if (!this.#machine.running) throw new DurableError("notRunning", "The durable engine is not running.");
  }
}

/** Instances removed in one write. */
const PURGED_TOGETHER = 200;
